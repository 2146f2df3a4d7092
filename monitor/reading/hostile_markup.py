"""Why markup must not reach a parser: tags that hold libxml2 for seconds. Time is linear in the markup's length.

RE2 finds whether there is a suspicious tag at all, in a third of the time that `re` takes; a tokeniser then reads the
suspects exactly.
"""

import re

import re2

TAG_LIMIT = 1_048_576  # characters in one tag; honest pages carry data of 100 KiB in one attribute
ATTRIBUTE_LIMIT = 1_000  # in one tag: libxml2 takes quadratic time (60,000 attributes hold it for nine seconds)

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_ANY_QUOTED_END = re2.compile(rb"""<[a-zA-Z][^<>"']*(?:(?:"[^"<>]*"|'[^'<>]*')[^<>"']*)*["'][^"']*>""", _OPTIONS)
_ANY_LONG_TAG = re.compile(rb"<[a-zA-Z][^>]{1024}")
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{1024}")
_QUOTED_END = re.compile(r"""<[a-zA-Z][^<>"']*+(?:(?:"[^"<>]*+"|'[^'<>]*+')[^<>"']*+)*["'][^"']*>""")
# No possessive groups, only possessive characters: Python 3.11 before its fifth patch misreads the former.
_TAG_NAME = re.compile(r"<[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?""")
_TAG_END = re.compile(r"[\s/]*+>?")
_TOKEN = re.compile(r"<(?:!--|(script|style|textarea|title|xmp|iframe|noembed|noframes)\b|[a-zA-Z])", re.IGNORECASE)


def hostile(markup: bytes) -> str | None:
    """What is wrong with the markup, as UTF-8, in a few words; None: a parser may have it."""
    quoted = _ANY_QUOTED_END.search(markup) is not None
    if not quoted and _ANY_LONG_TAG.search(markup) is None:
        return None
    text = markup.decode("utf-8", "replace")
    for pattern in (_LONG_TAG, _QUOTED_END) if quoted else (_LONG_TAG,):
        position = 0
        while found := pattern.search(text, position):
            start = found.start()
            end, attributes = _tag(text, start)
            if (end - start > TAG_LIMIT or attributes >= ATTRIBUTE_LIMIT) and (reason := _first_heavy_tag(text)):
                return reason
            position = max(end, start + 1)
    return None


def _first_heavy_tag(markup: str) -> str | None:
    """Read the markup as a parser does, tag by tag, so that `a<b` inside a script is not taken for one."""
    position = 0
    while token := _TOKEN.search(markup, position):
        if token[0] == "<!--":
            position = _after(markup, "-->", token.end())
            continue
        end, attributes = _tag(markup, token.start())
        if end - token.start() > TAG_LIMIT:
            return f"a tag of more than {TAG_LIMIT} characters"
        if attributes >= ATTRIBUTE_LIMIT:
            return f"a tag with more than {ATTRIBUTE_LIMIT} attributes"
        position = _after(markup, f"</{token[1].lower()}", end) if token[1] else end
    return None


def _tag(markup: str, start: int) -> tuple[int, int]:
    """Where the tag that begins here ends, and how many attributes it has."""
    name = _TAG_NAME.match(markup, start)
    end, count = name.end() if name else start + 1, 0
    while attribute := _ATTRIBUTE.match(markup, end):
        end, count = attribute.end(), count + 1
    tail = _TAG_END.match(markup, end)
    return tail.end() if tail else end, count


def _after(markup: str, closing: str, start: int) -> int:
    found = re.compile(re.escape(closing), re.IGNORECASE).search(markup, start)
    return found.end() if found else len(markup)

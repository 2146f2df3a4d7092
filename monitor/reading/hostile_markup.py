"""Why markup must not reach a parser: tags that hold libxml2 for seconds. Time is linear in the markup's length.

RE2 finds tags with a quote that does not pair, in a third of the time that `re` takes; those that are long lie where
no ">" is for as long, which a look at few bytes tells. A tokeniser then reads these suspects exactly.
"""

import re

import re2

TAG_LIMIT = 1_048_576  # bytes of one tag; honest pages carry data of 100 KiB in one attribute
ATTRIBUTE_LIMIT = 1_000  # in one tag: libxml2 takes quadratic time (60,000 attributes hold it for nine seconds)

_OPTIONS = re2.Options()
_OPTIONS.encoding = re2.Options.Encoding.LATIN1
_QUOTED_END = re2.compile(rb"""<[a-zA-Z][^<>"']*(?:(?:"[^"<>]*"|'[^'<>]*')[^<>"']*)*["'][^"']*>""", _OPTIONS)
_LONG = 1_026  # bytes from which on a tag is looked at
_LONG_TAG = re.compile(rb"<[a-zA-Z][^>]{%d}" % (_LONG - 2))
# No possessive groups, only possessive characters: Python 3.11 before its fifth patch misreads the former.
_ANY_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?"""
_ATTRIBUTE = re.compile(_ANY_ATTRIBUTE)
_TAG_START = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:%b){0,%d}" % (_ANY_ATTRIBUTE, ATTRIBUTE_LIMIT - 1))
_TAG_END = re.compile(rb"[\s/]*+>?")
_TOKEN = re.compile(rb"<(?:!--|(script|style|textarea|title|xmp|iframe|noembed|noframes)\b|[a-zA-Z])", re.IGNORECASE)


def hostile(markup: bytes) -> str | None:
    """What is wrong with the markup, as UTF-8, in a few words; None: a parser may have it."""
    for next_suspect in (_long_tag, _unpaired_tag):
        position = 0
        while (start := next_suspect(markup, position)) >= 0:
            end, is_heavy = _tag(markup, start)
            if (is_heavy or end - start > TAG_LIMIT) and (reason := _first_heavy_tag(markup)):
                return reason
            position = end
    return None


def _long_tag(markup: bytes, position: int) -> int:
    """Where the next long tag begins; -1: nowhere. Of most markup only what stands before each 1,000th byte is read."""
    while position + _LONG <= len(markup):
        last = markup.rfind(b">", position, position + _LONG)
        if last >= 0:
            position = last + 1
            continue
        if found := _LONG_TAG.search(markup, position, position + 2 * _LONG):
            return found.start()
        position += _LONG
    return -1


def _unpaired_tag(markup: bytes, position: int) -> int:
    """Where the next tag begins in which a quote does not pair, or that looks so; -1: there is none."""
    found = _QUOTED_END.search(markup, position)
    return found.start() if found else -1


def _first_heavy_tag(markup: bytes) -> str | None:
    """Read the markup as a parser does, tag by tag, so that `a<b` inside a script is not taken for one."""
    position = 0
    while token := _TOKEN.search(markup, position):
        if token[0] == b"<!--":
            position = _after(markup, b"-->", token.end())
            continue
        end, is_heavy = _tag(markup, token.start())
        if end - token.start() > TAG_LIMIT:
            return f"a tag of more than {TAG_LIMIT} bytes"
        if is_heavy:
            return f"a tag with more than {ATTRIBUTE_LIMIT} attributes"
        position = _after(markup, b"</" + token[1].lower(), end) if token[1] else end
    return None


def _tag(markup: bytes, start: int) -> tuple[int, bool]:
    """Where the tag that begins here ends, and whether it has more attributes than any honest one."""
    begun = _TAG_START.match(markup, start)
    end, is_heavy = begun.end() if begun else start + 1, False
    while attribute := _ATTRIBUTE.match(markup, end):  # after all that an honest tag may have
        end, is_heavy = attribute.end(), True
    tail = _TAG_END.match(markup, end)
    return tail.end() if tail else end, is_heavy


def _after(markup: bytes, closing: bytes, start: int) -> int:
    found = re.compile(re.escape(closing), re.IGNORECASE).search(markup, start)
    return found.end() if found else len(markup)

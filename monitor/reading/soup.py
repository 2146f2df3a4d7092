"""The one maker of BeautifulSoup, always over lxml: for fragments (feed bodies, an outlet's selectors, digests).

Whole pages are parsed once with lxml elsewhere: a soup costs twelve times as much. Input is hostile: it is cut at
a limit, and markup that would hold the parser for seconds is stripped to its text before a soup is made of it.
"""

import html as entities
import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from soupsieve import SelectorSyntaxError

from monitor import text

LIMIT = 500_000  # characters of a fragment; a soup of the worst half million takes a second
TAG_LIMIT = 1_048_576  # characters in one tag; honest pages carry data of 100 KiB in one attribute
ATTRIBUTE_LIMIT = 1_000  # in one tag: libxml2 takes quadratic time (60,000 attributes hold it for nine seconds)

_BLOCKS = re.compile(
    r"^(?:address|article|aside|blockquote|br|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    r"|header|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|ul)$"
)
_SILENT = ("script", "style", "template", "noscript", "iframe", "svg", "head", "title")
_ANY_TAG = re.compile(r"<[!/?a-zA-Z][^<>]{0,65536}>?")
_NOT_UNDERSTOOD = (SelectorSyntaxError, ValueError, NotImplementedError, RecursionError)
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{1024}")
_QUOTED_END = re.compile(r"""<[a-zA-Z][^<>"']*+(?:(?:"[^"<>]*+"|'[^'<>]*+')[^<>"']*+)*["'][^"']*>""")
# No possessive groups, only possessive characters: Python 3.11 before its fifth patch misreads the former.
_TAG_NAME = re.compile(r"<[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?""")
_TAG_END = re.compile(r"[\s/]*+>?")
_TOKEN = re.compile(r"<(?:!--|(script|style|textarea|title|xmp|iframe|noembed|noframes)\b|[a-zA-Z])", re.IGNORECASE)


def fragment(html: str) -> BeautifulSoup:
    """A soup of a fragment of a page. Never raises; markup made to hurt the parser arrives as its text alone."""
    markup = html[:LIMIT].replace("\x00", "")
    if hostile(markup) is not None:
        markup = entities.escape(_ANY_TAG.sub(" ", markup), quote=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup, "lxml")


def text_of(html: str) -> str:
    """The clean text of a fragment: blocks on lines of their own, without scripts, markup and entities."""
    if "<" not in html:
        return text.clean(entities.unescape(html[:LIMIT]))
    soup = fragment(html)
    for tag in soup(_SILENT):
        tag.decompose()
    for tag in soup(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return text.clean(soup.get_text())


def select(soup: BeautifulSoup, css: str) -> list[Tag]:
    """The elements that a CSS selector finds; a selector that is none finds nothing."""
    try:
        return list(soup.select(css))
    except _NOT_UNDERSTOOD:
        return []


def flaw(css: str) -> str | None:
    """Why `select` does not understand the text, in a few words; None where it does."""
    try:
        BeautifulSoup("", "lxml").select(css)
    except _NOT_UNDERSTOOD as error:
        lines = str(error).splitlines()
        return lines[0].strip() if lines and lines[0].strip() else type(error).__name__
    return None


def hostile(markup: str, *, quoted: bool = True) -> str | None:
    """Why a parser must not see this markup, or None. Time is linear in its length.

    Without `quoted`, it is known that no attribute's value holds the end of a tag.
    """
    for pattern in (_LONG_TAG, _QUOTED_END) if quoted else (_LONG_TAG,):
        position = 0
        while found := pattern.search(markup, position):
            start = found.start()
            end, attributes = _tag(markup, start)
            if (end - start > TAG_LIMIT or attributes >= ATTRIBUTE_LIMIT) and (reason := _first_heavy_tag(markup)):
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

"""HTML to a tree and to text, each at two depths; markup that would hold a parser reaches none of them.

    tree(markup)      a whole page: one lxml tree          text_of(markup)    a fragment's text, as its tree has it
    fragment(markup)  a small piece: a soup over lxml      stripped(markup)   a small piece's text, without a parser

A soup costs twelve times as much as its tree, so whole pages get none; a crawl strips thousands of titles and
summaries, so these get no tree. On what real feeds hold both kinds of text agree.
"""

import html as entities
import re
import warnings
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from lxml import etree

from monitor import text
from monitor.reading.hostile_markup import hostile

LIMIT = 500_000  # characters of a fragment; a soup of the worst half million takes a second
ELEMENTS_LIMIT = 60_000  # of a page; the largest of 3,260 captured ones has 13,000. Each may cost 20 microseconds

_ANGLES_LIMIT = 6 * ELEMENTS_LIMIT  # what opens or closes elements, or stands in a script: beyond it no tree is made
_FIRST = 500  # elements of which the first texts are taken
_TOO_MANY = f"more than {ELEMENTS_LIMIT:,} elements"
_has_too_many = etree.XPath(f"count(//*) > {ELEMENTS_LIMIT}")
_DEPTH = 250  # elements; at 254 libxml2 stops and drops the rest of the page
_BLOCK_NAMES = (
    "address|article|aside|blockquote|br|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6"
    "|header|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|ul"
)
_LINES = frozenset(_BLOCK_NAMES.split("|"))
_SILENT_NAMES = ("script", "style", "template", "noscript", "iframe", "svg", "head", "title")
_BLOCKS = re.compile(rf"^(?:{_BLOCK_NAMES})$", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|a|em|strong|font|span|big|small|center|tt|nobr)\b[^<>]{0,2000}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[!/?a-zA-Z][^<>]{0,65536}>?")
_TAG = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9]*+)(?:(?>(?:[\s/](?:[^<>"']++|"[^"]{0,1000}+"|'[^']{0,1000}+')*)?)>"""
    r"|[^<>]*+>)"  # quotes that do not pair
)
_SILENT = re.compile(rf"<(?:!--|!\[CDATA\[|[!?]|({'|'.join(_SILENT_NAMES)})\b)", re.IGNORECASE)
_CLOSINGS = {"<!--": "-->", "<![cdata[": "]]>", "<!": ">", "<?": ">"}


class HostileMarkupError(ValueError):
    """The markup would hold a parser for seconds. The text says what in it."""


class TooManyElementsError(HostileMarkupError):
    """The page has more elements than any article; each costs whoever reads the tree."""


def tree(markup: str | bytes) -> etree._Element | None:
    """The tree of a page, as characters or as UTF-8, without comments, at most 254 elements deep; None: it has none.

    Raises:
        TooManyElementsError: it has more than `ELEMENTS_LIMIT`.
        HostileMarkupError: no parser may have this markup.
    """
    data = (markup.encode("utf-8", "replace") if isinstance(markup, str) else markup).replace(b"\x00", b"")
    if reason := hostile(data):
        raise HostileMarkupError(reason)
    angles = data.count(b"<")
    if angles > _ANGLES_LIMIT:
        raise TooManyElementsError(_TOO_MANY)
    root = _parsed(data)
    if root is None:
        return None
    # The parser adds `html`, `head` and `body` once, and a `p` around a text: fewer than there are angles.
    if 2 * angles + 4 > ELEMENTS_LIMIT and _has_too_many(root):
        raise TooManyElementsError(_TOO_MANY)
    if _depth(root) > _DEPTH:
        flatter = _parsed(_INLINE.sub("", data.decode("utf-8", "replace")).encode("utf-8", "replace"))
        return root if flatter is None else flatter
    return root


def texts(element: etree._Element, limit: int) -> Iterator[str]:
    """The first texts in an element, `limit` characters at most, from its first elements.

    Elements lie in each other: what asks each of them for all its text takes the square of a page's size.
    """
    for event, part in islice(etree.iterwalk(element, events=("start", "end")), 2 * _FIRST):
        text = part.text if event == "start" else part.tail if part is not element else None
        if text:
            yield text[:limit]
            limit -= len(text)
            if limit <= 0:
                return


def fragment(markup: str) -> BeautifulSoup:
    """A soup of a small piece of markup. Never raises; markup made to hurt the parser arrives as its text alone."""
    markup = markup[:LIMIT].replace("\x00", "")
    if hostile(markup.encode("utf-8", "replace")) is not None:
        markup = entities.escape(_ANY_TAG.sub(" ", markup), quote=False)
    return soup(markup)


def soup(markup: str) -> BeautifulSoup:
    """The one maker of BeautifulSoup, for markup that is known to be harmless."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup, "lxml")


def text_of(markup: str) -> str:
    """The clean text of a fragment: blocks on lines of their own, without scripts, markup and entities."""
    if "<" not in markup:
        return text.clean(entities.unescape(markup[:LIMIT]))
    page = fragment(markup)
    for tag in page(_SILENT_NAMES):
        tag.decompose()
    for tag in page(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return text.clean(page.get_text())


def stripped(markup: str) -> str:
    """The text of a small piece of markup, not yet cleaned: in linear time, a fifth of what `text_of` takes."""
    if _SILENT.search(markup):
        markup = _without_silent_parts(markup)
    parts = _TAG.split(markup)  # texts, and between them the names of tags
    parts[1::2] = ["\n" if name.lower() in _LINES else "" for name in parts[1::2]]
    return entities.unescape("".join(parts))


def _without_silent_parts(markup: str) -> str:
    """The markup without comments, declarations and elements that a browser does not show."""
    kept: list[str] = []
    position = 0
    folded = text.small(markup)
    while found := _SILENT.search(markup, position):
        kept.append(markup[position : found.start()])
        start = found[0].lower()
        closing = _CLOSINGS.get(start) or f"</{start[1:]}"
        end = folded.find(closing, found.end())
        if start == "<![cdata[" and end >= 0:
            kept.append(markup[found.end() : end])
        if end < 0:
            return "".join(kept)
        position = end + len(closing)
        if closing.startswith("</"):
            position = max(markup.find(">", position) + 1, position)
    kept.append(markup[position:])
    return "".join(kept)


def _parsed(data: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        parser.feed(data)
        root: etree._Element | None = parser.close()
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root


def _depth(root: etree._Element) -> int:
    """How deep the last elements of a tree lie: where libxml2 stopped, if it did."""
    depth, element = 1, root
    while len(element):
        element = element[-1]
        depth += 1
    return depth

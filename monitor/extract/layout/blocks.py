"""A page as blocks: one walk over the tree turns it into paragraphs, headings and list items with their surroundings.

A block is text between two block-level borders. Each knows how much of it is links and which element holds it; each
element knows its parent, what its name says, and how much running text is below it. Nothing is decided here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, islice

from lxml import etree

from monitor.extract.layout.class_names import HERE, LONGEST, NEVER, NO_HINT, NOTHING, RARELY, Hint, Says, hint

_SKIPPED = """
    amp-ad amp-analytics amp-sidebar applet audio button canvas datalist dialog embed figcaption frame frameset
    head iframe input link map math menu meta nav noscript object option output param picture progress script
    select source style svg symbol template textarea title track video
"""
_INLINE = """
    a abbr acronym amp-img b bdi bdo big bsp-link cite code data del dfn em font i img ins kbd label mark nobr q
    rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr
"""
_BLOCK = """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th
    thead tr ul
"""
SKIPPED = frozenset(_SKIPPED.split())  # elements without text of an article
INLINE = frozenset(_INLINE.split())  # elements inside a run of text
BLOCK = frozenset(_BLOCK.split())  # elements that a text does not run through; HTML knows no others
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OWN_TAG = HEADINGS | {"p", "li", "blockquote", "pre", "td", "th", "dd", "dt", "figure", "summary"}
_INHERITED = frozenset({"li", "blockquote", "td", "th", "figure"})
Signature = tuple[str, int, str, str]  # tag, depth and class of a block, the class around: an article's are made alike
_SILENT = frozenset({"rt", "rp"})
_CELLS = frozenset({"td", "th", "tr", "tbody"})
_OUTSIDE = frozenset({"aside", "footer"})
_ROLED = frozenset({"div", "section", "article", "span", "ul", "header", "main"})
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner"})
_LINKS_ONLY = frozenset(
    {
        "nav",
        "navi",
        "navigation",
        "navbar",
        "menu",
        "submenu",
        "megamenu",
        "dropdown",
        "breadcrumb",
        "breadcrumbs",
        "pagination",
        "share",
        "sharing",
        "footer",
    }
)
_DATA = ('{"', '[{"', "{{")  # begins what a page's own programs read, and a template that none has filled
_END = frozenset(".!?。！？…\"'”’»)」』।:")
_SENTENCE = 5  # hyphens in an id that is made of a headline's words
_WIDE = re.compile("[\u2e80-\U0010ffff]")  # from here on a character is a syllable or a word


@dataclass(slots=True)
class Node:
    """A block-level element: its parent, what its name says, its running text, and the blocks inside."""

    parent: int
    element: etree._Element
    depth: int
    says: Says
    word: str  # that said it
    name: str  # its classes
    mass: float = 0.0
    size: int = 0  # characters below
    links: int = 0  # those of them inside links
    first: int = 0  # the first block inside
    last: int = 0  # one past the last
    headline: bool = False  # the article's headline is inside
    here: float = 0.0  # running text below an element that is named as the article's text


@dataclass(slots=True)
class Block:
    """A run of text. `links` are the characters of it inside links; `node` the element that holds it."""

    text: str
    tag: str
    node: int
    links: int
    mass: float
    made: Signature
    size: int  # characters


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in order, and their elements in preorder."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    bylines: list[etree._Element] = field(default_factory=list)  # elements named for authors
    datelines: list[etree._Element] = field(default_factory=list)  # elements named for dates
    before: list[int] = field(default_factory=list)  # characters above each block; at the end all

    def masses(self) -> list[float]:
        """The running text of each block, as the walk finds it: whoever weighs a page changes it."""
        return [_mass(block.text, block.tag, block.links) for block in self.blocks]

    def places(self) -> dict[etree._Element, int]:
        """The place in `nodes` of each element that the walk entered."""
        return {node.element: place for place, node in enumerate(self.nodes)}


def place_of(element: etree._Element | None, places: Mapping[etree._Element, int]) -> int | None:
    """The place of an element, or of the nearest around it that the walk entered; None where there is none."""
    while element is not None and element not in places:
        element = element.getparent()
    return None if element is None else places[element]


class Walk:
    """One walk over a tree. Recursion is bounded: the parser cuts trees at a depth of 254."""

    def __init__(self, skipped: frozenset[str] = SKIPPED, *, has_items: bool = True) -> None:
        self.skipped = skipped
        self.roled = _ROLED if has_items else frozenset[str]()  # that may be named as the text by microdata
        self.out = Blocks()
        self.parts: list[str] = []
        self.links = 0
        self.in_link = 0
        self.node = -1
        self.tag = "div"

    def read(self, root: etree._Element) -> Blocks:
        """The blocks of the tree under `root`."""
        self._enter(root, "body")
        for node in reversed(self.out.nodes):
            if node.says is HERE:
                node.here = node.mass
            if node.parent >= 0:
                parent = self.out.nodes[node.parent]
                parent.mass += node.mass
                parent.size += node.size
                parent.links += node.links
                parent.here += node.here
        self.out.before = [0, *accumulate([block.size for block in self.out.blocks])]
        return self.out

    def _enter(self, element: etree._Element, tag: str) -> None:
        name = element.get("class") or ""
        said, word = self._hear(element, tag, name)
        outer_node, outer_tag = self.node, self.tag
        inner = word in _LINKS_ONLY and "yline" not in name and outer_node >= 0 and tag != "body"
        if inner and next(element.iter("p", "h1", "article"), None) is None:
            return  # a menu without a paragraph: not worth the walk
        if self.parts:
            self._flush()
        nodes, blocks = self.out.nodes, self.out.blocks
        index = len(nodes)
        depth = nodes[outer_node].depth + 1 if index else 0
        nodes.append(Node(outer_node, element, depth, said, word, name, 0.0, 0, 0, len(blocks)))
        self.node = index
        if tag in _OWN_TAG:
            self.tag = tag
        elif outer_tag not in _INHERITED:
            self.tag = "div"
        text = element.text
        if text and not text.isspace():
            self._add(text)
        self._children(element)
        if self.parts:
            self._flush()
        nodes[index].last = len(blocks)
        self.node, self.tag = outer_node, outer_tag

    def _children(self, element: etree._Element) -> None:
        parts, skipped = self.parts, self.skipped
        for child in element:
            tag = child.tag
            if tag in INLINE:
                self._inline(child, tag)
            elif tag == "br":
                parts.append("\n")
            elif tag not in skipped:
                if tag in BLOCK:
                    self._enter(child, tag)
                elif isinstance(tag, str):
                    self._unknown(child, tag)
            tail = child.tail
            if tail and (parts or not tail.isspace()):
                parts.append(tail)
                if self.in_link:
                    self.links += len(tail)

    def _unknown(self, element: etree._Element, tag: str) -> None:
        """Read an element that HTML does not know."""
        if self._is_phrase(element):
            self._inline(element, tag)
        else:
            self._enter(element, tag)

    def _is_phrase(self, element: etree._Element) -> bool:
        """Whether an element that HTML does not know, such as `<person>`, marks words of a text, as browsers do."""
        tail = element.tail
        return bool(self.parts or (tail and not tail.isspace())) and next(element.iter(*BLOCK), None) is None

    def _inline(self, element: etree._Element, tag: str) -> None:
        name, is_link, has_inner = element.get("class"), tag == "a", len(element) > 0
        if (
            tag in _SILENT
            or (name and self._note(element, name).says is NEVER and not is_link and not _holds_paragraphs(element))
            or (has_inner and tag == "span" and _is_popup(element))
        ):
            self.parts.append(" ")
            return
        if is_link:
            self.in_link += 1
        if text := element.text:
            self._add(text)
        if has_inner:
            self._children(element)
        if is_link:
            self.in_link -= 1

    def _hear(self, element: etree._Element, tag: str, name: str) -> tuple[Says, str]:
        """What an element's tag and names say, and by which word."""
        if tag in _CELLS:
            return NOTHING, ""
        if tag not in HEADINGS and (identity := element.get("id")) and identity.count("-") < _SENTENCE:
            name = f"{name} {identity}"
        found = self._note(element, name) if name else NO_HINT
        if tag in _OUTSIDE:
            return NEVER, tag
        if tag in self.roled and element.get("itemprop") == "articleBody":
            return HERE, ""
        if found.says is not NOTHING:
            return found.says, found.word
        return (RARELY, tag) if element.get("role") in _ROLES else (NOTHING, "")

    def _note(self, element: etree._Element, name: str) -> Hint:
        """What a name says; elements named for authors and dates are kept in mind."""
        found = hint(name[:LONGEST])
        if found is not NO_HINT:
            if found.byline:
                self.out.bylines.append(element)
            if found.dateline:
                self.out.datelines.append(element)
        return found

    def _add(self, text: str) -> None:
        self.parts.append(text)
        if self.in_link:
            self.links += len(text)

    def _flush(self) -> None:
        raw = "".join(self.parts).strip()
        links, self.links = self.links, 0
        self.parts.clear()
        tag = self.tag
        if not raw or (tag != "pre" and raw.startswith(_DATA)):
            return
        if raw.isprintable() and "  " not in raw:  # one line, with single spaces
            lines = [raw]
        else:
            lines = [line for part in raw.split("\n\n") if (line := " ".join(part.split()))]
        total = sum(map(len, lines))
        node = self.out.nodes[self.node]
        made = signature(self.out.nodes, self.node, tag)
        for text in lines:
            size = len(text)
            share = min(size, round(links * size / total)) if links else 0
            mass = _mass(text, tag, share)
            node.mass += mass
            node.size += size
            node.links += share
            self.out.blocks.append(Block(text, tag, self.node, share, mass, made, size))


def signature(nodes: list[Node], at: int, tag: str) -> Signature:
    """How a block is made that the element at `at` holds."""
    node = nodes[at]
    around = nodes[node.parent] if node.parent >= 0 else node
    return tag, node.depth, node.name, around.name or str(around.element.tag)


def _holds_paragraphs(element: etree._Element) -> bool:
    return next(element.iter("p", "div"), None) is not None


def _is_popup(span: etree._Element) -> bool:
    """A card that opens over a name in the text: the innermost span with an image and several links."""
    return _holds_card(span) and not any(_holds_card(inner) for inner in span.iterchildren("span"))


def _holds_card(span: etree._Element) -> bool:
    if next(span.iter("img"), None) is None or _holds_paragraphs(span):
        return False
    return len(list(islice(span.iter("a"), 3))) == 3


def _mass(text: str, tag: str, links: int) -> float:
    return running(text, links) if tag not in HEADINGS else 0.0


def amount(text: str) -> float:
    """How many letters say as much as a text does: a syllable or a word in one character counts as two and a half."""
    return len(text) + _more(text)


def _more(text: str) -> float:
    return 0.0 if text.isascii() else 1.5 * len(_WIDE.findall(text))


def running(text: str, links: int) -> float:
    """How much a block looks like running text: its length without links, less for what is short and unpunctuated."""
    length = len(text)
    size = float(length - links)
    if size < 12 or links > length * 0.5:
        return 0.0
    size += _more(text)
    if size < 25:
        return 0.0
    if size < 80 and text[-1] not in _END:
        return size * 0.2
    return size

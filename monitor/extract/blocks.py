"""A page as blocks: one walk over the tree turns it into paragraphs, headings and list items with their surroundings.

A block is text between two block-level borders. Each knows how much of it is links, which element holds it, and the
outermost ancestor whose name says that it is not the article (navigation, related links, comments, ...), if any.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

SKIPPED = frozenset(
    "script style noscript template svg iframe object embed button select textarea input canvas audio video map head link meta "
    "dialog datalist option math nav symbol picture source track param menu applet frame frameset".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp small span strike strong sub sup "
    "time tt u var wbr img center amp-img".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_AWAY = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navigation|navbar|menu|submenu|breadcrumbs?|sidebar|side-?bar|rail|footer|foot|comments?|disqus|respond|replies|related|relateds|"
    r"share|sharing|sharebar|sharetools|social|socials|promo|promos|promotion|newsletter|newsletters|subscribe|subscription|signup|sign-up|popup|pop-up|modal|overlay|lightbox|cookie|cookies|consent|gdpr|"
    r"banner|banners|ad|ads|adv|advert|adverts|advertisement|advertising|sponsor|sponsored|sponsors|dfp|widget|widgets|teaser|teasers|recommend|recommended|recommendation|recommendations|recommender|"
    r"outbrain|taboola|popular|trending|mostread|most-read|most-viewed|mostpopular|tags|taglist|tag-list|topics|author-bio|authorbio|about-author|author-box|authorbox|bio|biography|"
    r"caption|captions|figcaption|credit|credits|copyright|toolbar|tools|print-only|hidden|sr-only|visually-hidden|visuallyhidden|screen-reader-text|screenreader|skip|login|signin|register|"
    r"pagination|pager|paging|prev-next|next-prev|readmore|read-more|more-stories|more-news|morestories|also-read|alsoread|see-also|seealso|rating|ratings|poll|quiz|ticker|"
    r"toc|table-of-contents|byline|bylines|dateline|timestamp|meta|postmeta|post-meta|entry-meta|article-meta|metadata|infobox|disclaimer|correction-policy|masthead|logo|carousel|slider|swiper|feedback|survey|reactions?|emoji|"
    r"follow|follow-us|followus|cta|call-to-action|callout-link|donate|donation|membership|paywall|piano|jobs|shop|shopping|kaufberatung|product-box|affiliate|"
    r"contextual|upnext|up-next|onward|linklist|link-list|links|external-links|categories|category-list|postfooter|post-footer|entry-footer|article-footer|story-footer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"article-?_?body|articlebody|entry-?content|post-?content|post-?body|story-?body|story-?content|article-?content|article-?text|articletext|storytext|content-?body|body-?content|"
    r"rich-?text|td-post-content|post_text|text-?body|field-name-body|body-?copy|article__body|article__content|main-?content|content__article-body",
    re.IGNORECASE,
)
_AWAY_TAGS = frozenset({"aside", "footer", "figcaption", "details"})
_END = ".!?。！？…\"'”’»)"


@dataclass(slots=True)
class Node:
    """A block-level element on the way: its parent, the text mass below it, what its name says."""

    parent: int
    element: etree._Element
    away: int  # index of the outermost ancestor (or itself) that is named as no part of the article; -1: none
    here: bool
    mass: float = 0.0
    first: int = 0  # the first block inside
    last: int = 0  # one past the last


@dataclass(slots=True)
class Block:
    """A run of text. `links` are the characters of it inside links; `node` the element that holds it."""

    text: str
    tag: str
    node: int
    links: int
    away: int
    mass: float = 0.0


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in order, and their elements in preorder."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def hint(name: str) -> int:
    """What the classes and the id of an element say: -1 not of the article, 1 the article's text, 0 nothing."""
    if _HERE.search(name):
        return 1
    return -1 if _AWAY.search(name) else 0


class Walk:
    """One walk over a tree. Recursion is bounded: the parser cuts trees at a depth of 254."""

    def __init__(self) -> None:
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
            if node.parent >= 0:
                self.out.nodes[node.parent].mass += node.mass
        return self.out

    def _enter(self, element: etree._Element, tag: str) -> None:
        self._flush()
        nodes = self.out.nodes
        outer = self.node
        away = nodes[outer].away if outer >= 0 else -1
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        said = hint(name) if len(name) > 1 else 0
        index = len(nodes)
        if away < 0 and (tag in _AWAY_TAGS or said < 0):
            away = index
        nodes.append(
            Node(outer, element, away, said > 0 or element.get("itemprop") == "articleBody", first=len(self.out.blocks))
        )
        outer_tag, self.node = self.tag, index
        if tag in HEADINGS or tag in {"p", "li", "blockquote", "pre", "td", "th", "dd", "dt"}:
            self.tag = tag
        elif tag not in {"div", "section"} or self.tag != "li":
            self.tag = "div"
        if element.text:
            self._add(element.text)
        self._children(element)
        self._flush()
        nodes[index].last = len(self.out.blocks)
        self.node, self.tag = outer, outer_tag

    def _children(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in INLINE:
                self._inline(child, tag)
            elif tag == "br":
                self.parts.append("\n")
            elif tag not in SKIPPED and isinstance(tag, str):
                self._enter(child, tag)
            if child.tail:
                self._add(child.tail)

    def _inline(self, element: etree._Element, tag: str) -> None:
        if tag in {"rt", "rp"}:
            return
        name = element.get("class")
        if name and tag != "a" and hint(f"{name} ") < 0:
            self.parts.append(" ")
            return
        if tag == "a":
            self.in_link += 1
        if element.text:
            self._add(element.text)
        if len(element):
            self._children(element)
        if tag == "a":
            self.in_link -= 1

    def _add(self, text: str) -> None:
        self.parts.append(text)
        if self.in_link:
            self.links += len(text)

    def _flush(self) -> None:
        if not self.parts:
            return
        raw = "".join(self.parts)
        links, self.links = self.links, 0
        self.parts = []
        if raw.isspace():
            return
        node = self.out.nodes[self.node]
        lines = [" ".join(part.split()) for part in raw.split("\n\n")] if "\n" in raw else [" ".join(raw.split())]
        lines = [part for part in lines if part]
        total = sum(map(len, lines)) or 1
        for text in lines:
            share = min(len(text), round(links * len(text) / total))
            block = Block(text, self.tag, self.node, share, node.away)
            block.mass = _mass(block)
            node.mass += block.mass
            self.out.blocks.append(block)


def _mass(block: Block) -> float:
    """How much a block looks like running text: its length without links, less for what is short and unpunctuated."""
    length = len(block.text)
    if block.away >= 0 or block.tag in HEADINGS:
        return 0.0
    size = float(length - block.links)
    if not block.text.isascii():
        wide = sum(1 for character in block.text if character >= "\u2e80")
        size += wide * 1.5
    if block.links > length * 0.5 or size < 25:
        return 0.0
    if size < 80 and block.text[-1] not in _END:
        return size * 0.2
    return size

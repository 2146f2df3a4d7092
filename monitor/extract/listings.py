"""Pages that list articles and are none: front pages, sections, archives, search results, forums, shops.

No single sign decides: each speaks with a weight, for a listing or for an article, and the sum does. The weights were
fitted by logistic regression on pages of both kinds and rounded; they are stated here, and so are their reasons.
"""

import re
from dataclasses import dataclass

from lxml import etree

from monitor.extract import moments
from monitor.extract.blocks import HEADINGS
from monitor.extract.gate import address
from monitor.extract.shown import Shown
from monitor.extract.statements import Statements
from monitor.extract.titles import likeness
from monitor.model import Reason, Refusal

_START = 0.3
_LIMIT = 2.0  # above, the page is refused: about one article in a hundred of the odd kinds (threads, photo pages)
_WEIGHTS = {
    "its own address is the front page's": 1.7,
    "its address is a front page's": 2.0,
    "its address is an index": 0.4,
    "its address is a listing's": 1.6,
    "its address is short": 1.0,
    "its address asks for a page of results": 0.9,
    "its title is a listing's": 1.3,
    "its body is classed as a listing": 1.2,
    "it has a next page": 0.8,
    "its text is list items": 1.4,
    "its text is links": 1.2,
    "its text is cards": 1.4,
    "its headings are links": 1.0,
    "it shows many dates": 1.0,
    "it has no paragraph of length": 1.3,
    "it has nothing of an article": 0.4,
    "it states a publication": -0.9,
    "it states an article": -0.9,
    "it shows a date": -0.6,
    "its address names a story": -1.1,
    "its text is paragraphs": -0.4,
    "the listing calls it as it calls itself": -3.0,
}
_LISTING_PATH = re.compile(
    r"/(?:category|categories|kategorie|categoria|tags?|search|suche|authors?|forums?|label)(?:/|$|\.|-\d)|"
    r"/(?:19|20)\d{2}/\d{1,2}(?:/\d{1,2})?/?$|/page/\d+/?$",
    re.IGNORECASE,
)
_SECTION_PATH = re.compile(  # words that stand in the addresses of stories, too
    r"/(?:topics?|themen|blog|news|sections?|shop|products?|collections?|trending|newest|latest|listing|archives?|page|"
    r"board|catalog(?:ue)?|directory|events?|rubrique|rubrik|seccion)(?:/|$|\.|-\d)",
    re.IGNORECASE,
)
_ROOT = re.compile(r"^/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?$", re.IGNORECASE)
_INDEX = re.compile(r"^/(?:index|default|home)(?:\.\w{2,5})?/?$", re.IGNORECASE)
_QUERY = re.compile(
    r"(?:^|&)(?:page|paged|start|offset|PAGEN_\d|limit|sort|search|q|s|cat|forum|board|path|"
    r"max-results|updated-max)=",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\barchives?\b|\bcategory\b|\bpage \d+|\d+ of \d+|search results|\bforums?\b|latest news|"
    r"index page|home ?page|startseite|\bseite \d|página \d|archivos|\btag:",
    re.IGNORECASE,
)
_STORY = re.compile(r"\d{5,}|/\d{4}/\d{1,2}/[^/]*[a-z]|[0-9a-f]{8,}")
_STORY_QUERY = re.compile(
    r"(?:^|&)(?:id|idx|p|aid|nid|sid|newsid|news_id|article_?id|articleid|story|storyid|no|seq)=\d{3,}", re.IGNORECASE
)
_FIGURE = re.compile(r"\d")
_SINGLE = re.compile(
    r"(?:^|\s)(?:single|single-post|postid-\d+|node-type-\S+|page-node-type-article|article|"
    r"article-page)(?:\s|$)",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:^|\s)(?:archive|category|tag|home|blog|search|search-results|paged|page-taxonomy|front|"
    r"author|date|post-type-archive|homepage|frontpage|is-front)(?:\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a page, as far as it tells a listing."""

    title: str | None
    text: str
    dated: bool
    stated: bool  # its metadata state when the article was published, or its headline
    declared: bool  # og:type and the like: it says that it is an article
    listed: str | None  # what the outlet's listing called it


def refuse(url: str, stated: Statements, shown: Shown, reading: Reading) -> Refusal | None:
    """Why a page is a listing, if it is one."""
    signs = [*_address_signs(url, stated), *_page_signs(stated, reading), *_text_signs(shown, reading)]
    if weight(signs) <= _LIMIT:
        return None
    strongest = sorted(signs, key=lambda sign: -_WEIGHTS[sign[0]] * sign[1])[:3]
    front = any(sign in {"its own address is the front page's", "its address is a front page's"} for sign, _ in signs)
    reason = Reason.FRONT_PAGE if front else Reason.SECTION_PAGE
    return Refusal(
        reason=reason, detail="; ".join(sign for sign, strength in strongest if _WEIGHTS[sign] * strength > 0)
    )


def weight(signs: "_Signs") -> float:
    """What all signs say together: above the limit, a listing."""
    return _START + sum(_WEIGHTS[sign] * strength for sign, strength in signs)


_Signs = list[tuple[str, float]]


def _address_signs(url: str, stated: Statements) -> _Signs:
    parts = address(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    slug = len(re.findall("[-_]", last)) >= 3 or (len(re.findall("[-_]", last)) == 2 and len(last) > 15)
    listing = _LISTING_PATH.search(parts.path) is not None
    story = (
        (slug and not listing) or _STORY.search(parts.path) is not None or _STORY_QUERY.search(parts.query) is not None
    )
    signs: _Signs = []
    own = address(stated.canonical) if stated.canonical and stated.canonical != url else None
    if own is not None and own.path in {"", "/"} and not own.query:
        signs.append(("its own address is the front page's", 1.0))
    if not url:
        return signs
    if _ROOT.match(parts.path) and not parts.query:
        signs.append(("its address is a front page's", 1.0))
    if _INDEX.match(parts.path) and not parts.query:
        signs.append(("its address is an index", 1.0))
    if len(parts.path.strip("/").split("/")) <= 1 and not story:
        signs.append(("its address is short", 1.0))
    if listing or (not story and _SECTION_PATH.search(parts.path)):
        signs.append(("its address is a listing's", 1.0))
    if _QUERY.search(parts.query) and not story:
        signs.append(("its address asks for a page of results", 1.0))
    if story:
        signs.append(("its address names a story", 1.0))
    return signs


def _page_signs(stated: Statements, reading: Reading) -> _Signs:
    signs: _Signs = []
    if _TITLE.search(f"{stated.title_tag} {reading.title or ''}"):
        signs.append(("its title is a listing's", 1.0))
    body_element = stated.root.find("body")
    classes = (body_element.get("class") or "") if body_element is not None else ""
    if _LIST.search(classes) and not _SINGLE.search(classes):
        signs.append(("its body is classed as a listing", 1.0))
    if any(_turns(link) for link in stated.root.iter("link")):
        signs.append(("it has a next page", 1.0))
    if reading.stated:
        signs.append(("it states a publication", 1.0))
    if reading.declared:
        signs.append(("it states an article", 1.0))
    if reading.dated:
        signs.append(("it shows a date", 1.0))
    if not (reading.stated or reading.declared or reading.dated):
        signs.append(("it has nothing of an article", 1.0))
    if reading.listed and reading.title and likeness(reading.listed, reading.title) >= 0.5:
        signs.append(("the listing calls it as it calls itself", 1.0))
    return signs


def _moment(text: str) -> moments.Moment | None:
    return moments.read(text) if _FIGURE.search(text) else None


def _turns(link: etree._Element) -> bool:
    return bool({"next", "prev"} & set((link.get("rel") or "").lower().split()))


def _text_signs(shown: Shown, reading: Reading) -> _Signs:
    node = shown.blocks.nodes[shown.chosen]
    inside = shown.blocks.blocks[node.first : node.last]
    size = sum(len(block.text) for block in inside) or 1
    listed = sum(len(block.text) for block in inside if block.tag in {"li", "td", "th", "dd"})
    links = sum(block.links for block in inside)
    cards = sum(len(block.text) for block in inside if shown.cards[block.node] < 1)
    linked = sum(1 for block in inside if block.tag in HEADINGS and block.links > len(block.text) * 0.8)
    long_enough = any(block.mass > 200 or (block.mass > 20 and shown.cards[block.node] < 1) for block in inside)
    paragraphs = sum(1 for paragraph in reading.text.split("\n\n") if len(paragraph) > 120)
    signs = [
        ("its text is list items", listed / size),
        ("its text is links", min(1.0, links / size)),
        ("its text is cards", cards / size),
    ]
    signs.append(("its headings are links", min(3, linked) / 3 * (not reading.stated)))
    if not long_enough:
        signs.append(("it has no paragraph of length", 1.0))
    days = {moment.at.date() for block in inside if len(block.text) < 60 and (moment := _moment(block.text))}
    if len(days) >= 4:
        signs.append(("it shows many dates", 1.0))
    signs.append(("its text is paragraphs", min(10, paragraphs) / 10))
    return signs

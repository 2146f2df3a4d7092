"""Pages that list articles and are none: front pages, sections, archives, search results, forums, shops.

Each sign speaks with a weight, for a listing or for an article, and the sum decides. What by its meaning leaves little
doubt weighs most; the other weights were fitted by logistic regression on pages of both kinds, and rounded. Much that
listings have is on the pages of articles, too: it counts only where a page does not state that it is an article.
What is cheap to see is asked first, and no more as soon as what is left cannot make the page a listing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.extract import jsonld
from monitor.extract.headline.headlines import fold, likeness
from monitor.extract.layout.blocks import HEADINGS, Block, amount, running
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.refusal import listing_parts, next_pages, page_address
from monitor.extract.refusal.listing_weights import BUILT, CLOSER, FRONT, LIMIT, NAMED, STATED, SURE, TURNING, WEIGHTS
from monitor.extract.refusal.preflight import address
from monitor.extract.statements import Statements
from monitor.model import Refusal
from monitor.reading.dates import date_parser
from monitor.reading.dates.locales import Locale
from monitor.reading.dates.moment import Moment
from monitor.refusals import Reason

_ANY = 20  # characters of text, without which a page may be anything
_LITTLE = 200  # characters of text: a caption, a notice
_CELL = 100  # characters of a table's cell that lists something
_ANY_ORDER = Locale(month_first=False)  # that a line is a date is asked here, not which
_TITLE = re.compile(
    r"\barchives?\b|\bcategor(?:y|ies|ía|ia|ie)\b|\bkategorie|\b(?:page|seite|página|pagina|p\.) ?\d+|"
    r"\d{1,9} (?:of|von|de|sur) \d+|search results|index page|home ?page|startseite|\barchivos\b|\btag(?:ged)?:|"
    r"カテゴリ|一覧|рубрика|архив|страница \d|official (?:\w+ )?(?:web ?)?site$|"
    r"\(\d[\d,.]{0,8} (?:items|products|results|listings|articles|posts|artikel|produkte|treffer|ergebnisse|"
    r"artículos|productos|resultados|produits|résultats|articoli|prodotti|risultati)\)"
)
_RUNS = (300.0, 1_500.0)  # characters: what teasers have at most, and what an article has for sure
_SINGLE = re.compile(
    r"(?:^|\s)(?:single|single-post|postid-\d+|node-type-\S+|page-node-type-article|article|article-page)(?:\s|$)",
    re.IGNORECASE,
)
_LIST = frozenset(
    """
    archive category tag home blog search search-results paged page-taxonomy front author date post-type-archive
    homepage frontpage is-front
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_GOODS = frozenset(
    """
    aggregateoffer apartment blog car collectionpage course courseinstance hotel itemlist jobposting localbusiness
    offer product profilepage realestatelisting restaurant searchresultspage store
    """.split()  # noqa: SIM905 - types of schema.org
)
_COLLECTIONS = frozenset({"collectionpage", "searchresultspage"})  # of these some say that they are articles, too
_SITES = frozenset({"website", "site", "blog"})  # in og:type, where articles have "article"
_LESSER_ARTICLES = frozenset({"recipe", "review"})  # declared by shops of what they sell, too
_WIDE = re.compile(r"[\u2e80-\U0003ffff]")
_OFFER = re.compile(
    r"buy|shop|order|pre-?order|check (?:the )?price|see (?:the )?price|view deal|jetzt kaufen|zum shop|tickets?$"
)
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr\b|руб|円|USD\b|EUR\b)")
_FIGURE = re.compile(r"\d")
_Signs = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What was read out of a page, as far as it shows whether this is a listing."""

    title: str | None
    text: str
    dated: bool
    published: bool  # its metadata state when it was published
    declared: bool  # og:type and the like: it says that it is an article
    listed: str | None  # what the outlet's listing called it


def refuse(url: str, declared: Statements, visible: VisiblePage, content: PageContent) -> Refusal | None:
    """Why a page is a listing, if it is one."""
    signs: _Signs = []
    for some, most in _asked(url, declared, visible, content):
        signs += some
        if weight(signs) + most <= LIMIT:
            return None
    if _is_named_as_a_story(signs):
        return None
    strongest = sorted(signs, key=lambda sign: -WEIGHTS[sign[0]] * sign[1])[:3]
    front = any(sign in FRONT and strength for sign, strength in signs)
    reason = Reason.FRONT_PAGE if front else Reason.SECTION_PAGE if len(content.text) >= _ANY else Reason.NO_TEXT
    return Refusal(
        reason=reason, detail="; ".join(sign for sign, strength in strongest if WEIGHTS[sign] * strength > 0)
    )


def _is_named_as_a_story(signs: _Signs) -> bool:
    """Whether the outlet's listing calls the page as it calls itself, in words that are no section's and no site's.

    What then speaks for a listing is doubt, and a story that is lost is worse than a listing that is stored.
    """
    there = {sign for sign, strength in signs if strength}
    return NAMED in there and not there & SURE


def weight(signs: _Signs) -> float:
    """What all signs say together: above the limit, a listing."""
    return sum(WEIGHTS[sign] * strength for sign, strength in signs)


def _asked(
    url: str, declared: Statements, visible: VisiblePage, content: PageContent
) -> Iterator[tuple[_Signs, float]]:
    """The signs of a page, each with its strength, 0 to 1, as they are asked for, and what those to come can add."""
    facts, says = page_address.read(url), _says(declared, content)
    signs = [*_address_signs(facts, url, declared), *_title_signs(facts, url, declared, content.title or "")]
    signs += [*_page_signs(declared, content), *_text_signs(visible, content), ("it states an article", says / 2)]
    if says:
        yield signs, _most(CLOSER)
    else:
        yield signs, _most(STATED + BUILT + TURNING + CLOSER)
        yield _stated_signs(declared, visible, content), _most(BUILT + TURNING + CLOSER)
    inside = _inside(visible)
    running = _running_signs(visible, inside)
    yield running, _most(CLOSER if says else BUILT + TURNING + CLOSER)
    if not says:
        run = dict(running)["its text runs on"]
        yield _built_signs(declared, visible, run, is_thread=facts.thread), _most(TURNING + CLOSER)
        yield _turning_signs(declared), _most(CLOSER)
    yield _closer_signs(inside), 0.0


def _most(names: tuple[str, ...]) -> float:
    return sum(WEIGHTS[name] for name in names)


def _says(declared: Statements, content: PageContent) -> int:
    """In how many ways, up to two, a page declares that it is an article, rather than that it lists some."""
    nodes = [node for node in declared.nodes if jsonld.types(node) & (jsonld.ARTICLE_TYPES - _LESSER_ARTICLES)]
    kind = (declared.meta("og:type") or "").lower()
    kind = "" if not nodes and any(jsonld.types(node) & _COLLECTIONS for node in declared.nodes) else kind
    shown_once = len(declared.properties.get("datepublished", ())) <= 1
    ways = (0 < len(nodes) < 4) + (kind.startswith("video") or kind in {"article", "news", "newsarticle"})
    return min(2, ways + (content.published and (content.declared or shown_once)))


def _address_signs(facts: page_address.AddressFacts, url: str, declared: Statements) -> _Signs:
    own = address(declared.canonical) if declared.canonical and declared.canonical != url else None
    return [
        ("its own address is the front page's", float(own is not None and own.path in {"", "/"} and not own.query)),
        ("its address is a front page's", float(facts.root)),
        ("its address is one page of many", float(facts.page)),
        ("its address is a blog's older posts", float(facts.older)),
        ("its address is a page of the house", float(facts.house)),
        ("its address asks for results", float(facts.results)),
        ("its address is a listing's", float(facts.listing)),
        ("its address is a shop's", float(facts.shop)),
        ("its address is short", float(facts.short)),
        ("its address ends in one word", float(facts.word)),
        ("its address is a thread's", float(facts.thread)),
        ("its address names a story", float(facts.story)),
    ]


def _title_signs(facts: page_address.AddressFacts, url: str, declared: Statements, title: str) -> _Signs:
    folded, words, wide = fold(title), len(title.split()), len(_WIDE.findall(title))
    host = address(url).netloc.lower().removeprefix("www.")
    sites = {fold(name) for name in (declared.meta("og:site_name") or "", host, host.rpartition(".")[0])} - {""}
    is_short = words < 5 and wide < 10 and len(title) < 32
    return [
        ("its title is a listing's", float(_TITLE.search(f"{declared.title_tag} {title}".lower()) is not None)),
        ("its title is the site's", float(folded in sites)),
        ("its title is its address", float(words <= 3 and wide < 6 and "" != folded == fold(facts.last))),
        ("its title is short", float(is_short)),
    ]


def _page_signs(declared: Statements, content: PageContent) -> _Signs:
    body = declared.root.find("body")
    classes = (body.get("class") or "") if body is not None else ""
    is_list = not _LIST.isdisjoint(classes.lower().split()) and _SINGLE.search(classes) is None
    alike = bool(content.listed and content.title and likeness(content.listed, content.title) >= 0.5)
    return [
        ("its body is classed as a listing", float(is_list)),
        ("it calls itself a website", float((declared.meta("og:type") or "").lower() in _SITES)),
        ("it shows a date", float(content.dated)),
        ("the listing calls it as it calls itself", float(alike)),
    ]


def _inside(visible: VisiblePage) -> list[Block]:
    node = visible.blocks.nodes[visible.chosen]
    return visible.blocks.blocks[node.first : node.last]


def _text_signs(visible: VisiblePage, content: PageContent) -> _Signs:
    inside = _inside(visible)
    size = sum(len(block.text) for block in inside) or 1
    items = sum(len(block.text) for block in inside if _is_item(block))
    links = sum(block.links for block in inside)
    return [
        ("its text is list items", items / size),
        ("its text is cards", _cards(visible, inside)),
        ("its text is links", min(1.0, links / size)),
        ("it has hardly any text", float(_is_little(content.text))),
    ]


def _cards(visible: VisiblePage, inside: list[Block]) -> float:
    """The share of the text that stands in cards."""
    size = sum(len(block.text) for block in inside) or 1
    return sum(len(block.text) for block in inside if visible.cards[block.node] < 1) / size


def _is_little(text: str) -> bool:
    """Whether a text is hardly any; a brief of a hundred Chinese characters is a text."""
    return len(text) < _LITTLE and amount(text) < _LITTLE


def _is_item(block: Block) -> bool:
    """Whether a block is an item of a list or a cell of a table; old pages have paragraphs of their text in cells."""
    return block.tag in {"li", "dd"} or (block.tag in {"td", "th"} and len(block.text) < _CELL)


def _running_signs(visible: VisiblePage, inside: list[Block]) -> _Signs:
    """What speaks for an article in what the page shows: a run of text, though in cards, if their headings stay."""
    run = _run(visible, inside)
    cards = _cards(visible, inside) if run else 0.0
    return [
        ("its text runs on", run),
        ("its cards run on", cards and cards * run * (1 - _linked_headings(visible, inside))),
        ("a date stands by its headline", float(any(_moment(block) for block in visible.around()))),
    ]


def _closer_signs(inside: list[Block]) -> _Signs:
    """What costs a closer look."""
    short = (block.text.lower() for block in inside if 3 <= len(block.text) <= 30 and _is_link(block))
    labels = Counter(label for label in short if _OFFER.match(label) is None)
    days = {moment.at.date() for block in inside if (moment := _moment(block))}
    return [
        ("its links repeat", min(1.0, max(0, max(labels.values(), default=0) - 2) / 4)),
        ("it shows many dates", min(1.0, max(0, len(days) - 2) / 4)),
    ]


def _stated_signs(declared: Statements, visible: VisiblePage, content: PageContent) -> _Signs:
    """What counts only on a page that does not state that it is an article."""
    types = declared.item_types().union(*(jsonld.types(node) for node in declared.nodes))
    prices = sum(len(block.text) < 60 and _PRICE.search(block.text) is not None for block in visible.blocks.blocks)
    return [
        ("it states goods or a collection", float(bool(types & _GOODS))),
        ("its headings are links", _linked_headings(visible, _inside(visible))),
        ("it shows prices", min(6, prices) / 6),
        ("it has little text and declares nothing", float(_is_little(content.text))),
    ]


def _linked_headings(visible: VisiblePage, inside: list[Block]) -> float:
    return min(8, sum(_is_linked_heading(visible, block) for block in inside)) / 8


def _built_signs(declared: Statements, visible: VisiblePage, run: float, *, is_thread: bool) -> _Signs:
    """Of what a listing is built; whoever writes at length may sell a thing besides, and a thread is a row of posts."""
    times = sum(1 for _ in declared.root.iter("time"))
    found = listing_parts.controls(declared, visible)
    return [
        ("it shows many times", min(5, times) / 5 if times > 2 else 0.0),
        (
            "its page is dated cards",
            float(not is_thread and listing_parts.is_dated_cards(visible, _moment, declared.url)),
        ),
        ("its page is one row of links", float(not is_thread and listing_parts.is_one_row(visible, declared.url))),
        ("it sorts what it lists", float(found.sorts)),
        ("it counts what it lists", float(found.counts)),
        ("it sells what it shows", found.sells * (1 - run)),
    ]


def _turning_signs(declared: Statements) -> _Signs:
    """The same, of its links to other pages like it."""
    last, turns = next_pages.read(declared)
    return [("it is one of numbered pages", min(3, last) / 3), ("it leads to a next page", float(turns))]


def _is_link(block: Block) -> bool:
    return block.links > len(block.text) * 0.8


def _is_linked_heading(visible: VisiblePage, block: Block) -> bool:
    """Whether a block is a heading that leads to another page."""
    if block.tag not in HEADINGS or not _is_link(block):
        return False
    return not all(next_pages.is_mark(link) for link in visible.blocks.nodes[block.node].element.iter("a"))


def _moment(block: Block) -> Moment | None:
    return date_parser.read(block.text, _ANY_ORDER) if len(block.text) < 60 and _FIGURE.search(block.text) else None


def _run(visible: VisiblePage, inside: list[Block]) -> float:
    """How long the longest run of text is that no link or linked heading interrupts."""
    longest = now = 0.0
    for block in inside:
        if block.tag in HEADINGS:
            now = 0.0 if _is_linked_heading(visible, block) else now
        elif _is_link(block) and len(block.text) >= 15:
            now = 0.0
        else:
            now += running(block.text, block.links)
            longest = max(longest, now)
            if longest >= _RUNS[1]:
                return 1.0
    return max(0.0, longest - _RUNS[0]) / (_RUNS[1] - _RUNS[0])

"""A page becomes an article, or a refusal with its reason.

    page -> gate -> characters -> one tree -> statements -> title -> blocks -> text, dates
         -> block pages, listing pages -> authors, language, the rest -> Article

Nothing escapes: a fault of ours is a refusal too, with its name, and goes out with the reading for the log.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from monitor import error_words, repeats
from monitor.extract import details, rules, statements
from monitor.extract.authors import author_choice, bylines, person_names
from monitor.extract.authors.author_choice import ChosenAuthors
from monitor.extract.body import body_text, captions, second_reading
from monitor.extract.dating import date_choice, publication, visible_dates
from monitor.extract.headline import headlines, title_choice
from monitor.extract.headline.title_candidates import Line
from monitor.extract.headline.title_choice import ChosenTitle
from monitor.extract.layout.blocks import Blocks, Walk
from monitor.extract.layout.visible import VisiblePage, prepared, weighed
from monitor.extract.refusal import block_pages, listing_pages, page_address, preflight
from monitor.extract.rules import Ruled
from monitor.extract.statements import Statements
from monitor.model import Article, Link, Outlet, Page, Reading, Refusal, Shortfall
from monitor.reading import encoding, html, language
from monitor.reading.html import HostileMarkupError, TooManyElementsError
from monitor.refusals import Reason
from monitor.text import clean, clean_line

_BODY_LIMIT = 400_000  # characters; the longest live blogs seen have a third of it
_TITLE_LIMIT = 400
_LITTLE = 200  # characters of text: a page that declares an article is then taken at its description
_ANY = 20  # characters without which there is no article
_LARGE = 20_000  # bytes of a page that should hold a text
_WITHOUT_TEXT = frozenset({"video", "gallery"})  # kinds of articles that need none


def read_article(
    page: Page, outlet: Outlet, link: Link | None = None, *, now: datetime, repeated: Collection[int] = ()
) -> Article | Refusal:
    """What a page says, as an article of `outlet`, or why it is none. `link` is what the listing said: the fallback.

    `repeated`: the marks of paragraphs that the outlet is known to repeat.
    """
    return read_page(page, outlet, link, now=now, repeated=repeated).result


def read_page(
    page: Page, outlet: Outlet, link: Link | None = None, *, now: datetime, repeated: Collection[int] = ()
) -> Reading:
    """As `read_article`, with what the outlet's rule, or the page, did not give although it should have."""
    try:
        refusal = preflight.before(page)
        return Reading(result=refusal) if refusal else _read(page, outlet, link, now, repeated)
    except TooManyElementsError as error:
        return Reading(result=Refusal(reason=Reason.TOO_LARGE, detail=str(error)))
    except HostileMarkupError as error:
        return Reading(result=Refusal(reason=Reason.HOSTILE_MARKUP, detail=str(error)))
    except Exception as error:  # noqa: BLE001 - whatever a page does to us, the crawl goes on and reports it
        detail = error_words.in_words(error, doing="reading the page")[:300]
        return Reading(result=Refusal(reason=Reason.PARSER_FAULT, detail=detail), fault=error)


def from_listing(link: Link, outlet: Outlet, *, now: datetime, repeated: Collection[int] = ()) -> Article | Refusal:
    """The article as its listing has it: title, and the feed's content or summary."""
    title = clean_line(headlines.tidy(link.title or ""), limit=_TITLE_LIMIT)
    if not title:
        return Refusal(reason=Reason.NO_TEXT, detail="the listing has no title")
    whole = clean(html.text_of(link.content or link.summary or ""), limit=_BODY_LIMIT)
    text, left_out = repeats.without(whole, title, repeated)
    summary = clean_line(html.text_of(link.summary), limit=1_000) if link.summary else None
    when = publication.of_listing(link, now=now)
    named = person_names.people(link.authors, {headlines.fold(outlet.name)})
    return Article(
        url=link.url,
        outlet=outlet.id,
        title=title,
        body=text or summary or title,
        standfirst=summary if link.content and summary and summary != whole else None,
        authors=named.authors or named.rest,
        published_at=when.published,
        published_has_time=when.has_time,
        updated_at=when.updated,
        language=language.of(text, link.language, outlet.language),
        tags=details.tags(link.tags),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True)
class PageRead:
    """What was read of a page so far."""

    page: Page
    outlet: Outlet
    link: Link | None
    now: datetime
    declared: Statements
    ruled: Ruled
    visible: VisiblePage
    headline: ChosenTitle
    standfirst: str | None
    text: str
    left_out: tuple[int, ...]  # marks of paragraphs that `text` lacks, since the outlet repeats them
    when: publication.Dates
    given: str | None  # the text by the outlet's rule; None: it says nothing of it
    general: str  # the text by the general reading
    confidence: float | None  # how likely `text` is right; None: not known, as where the outlet's rule gave it

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.headline.text

    @property
    def names(self) -> tuple[str, str]:
        """The outlet's own names."""
        return self.outlet.name, self.outlet.id

    def author_places(self) -> bylines.Places:
        """Where the page may show its authors."""
        around = self.visible.around()
        return bylines.Places(
            near=[self.visible.blocks.nodes[block.node].element for block in around],
            around=[block.text for block in around],
            named=self.visible.blocks.bylines,
            labels=self.visible.labels,
            text=[line for line in self.text.split("\n") if line],
            shown=lambda: (block.text for block in self.visible.blocks.blocks),
            listed=self.link.authors if self.link else (),
        )


def _read(page: Page, outlet: Outlet, link: Link | None, now: datetime, repeated: Collection[int]) -> Reading:
    root = html.tree(encoding.utf8_of_bytes(page.body, page.content_type))
    if root is None:
        # An empty answer says nothing about the page; it is a server that fails, perhaps for hours.
        reason = Reason.NO_TEXT if page.body.strip() else Reason.OUTAGE
        return Reading(result=Refusal(reason=reason, detail=f"no markup in {len(page.body)} bytes"))
    read = look(root, page, outlet, link, now, repeated=repeated)
    declared = read.declared
    result = block_pages.refuse(page, declared, read.title, read.text, _signs(read)) or _listing(read) or _article(read)
    shortfalls = () if isinstance(result, Refusal) else tuple(_shortfalls(read, result))
    return Reading(result=result, shortfalls=shortfalls)


def look(
    root: etree._Element,
    page: Page,
    outlet: Outlet,
    link: Link | None,
    now: datetime,
    *,
    repeated: Collection[int] = (),
) -> PageRead:
    """What a tree says of title, text and dates, before anyone decides whether it is an article's."""
    declared = statements.read(root, page.url, page.body)
    ruled = rules.apply(root, outlet, now)
    blocks = Walk(has_items=declared.has_items).read(root)
    headline = ChosenTitle(ruled.title)
    if not ruled.title:
        listed = link.title if link else None
        headline = title_choice.read(declared, (outlet.name, outlet.id), listed, lambda: lines_of(blocks))
    visible = weighed(blocks, headline.text)
    standfirst = details.standfirst(declared)
    whole = details.declared_text(declared)

    def reread(left: etree._Element) -> str:
        return body_text.read(prepared(left, headline.text), left, described=standfirst, declared=whole)

    body = second_reading.read(visible, root, described=standfirst, declared=whole)
    given = rules.text(root, ruled, reread)
    general, left_out = repeats.without(body.text, headline.text, repeated)
    chosen = rules.chosen(given, general)
    return PageRead(
        page=page,
        outlet=outlet,
        link=link,
        now=now,
        declared=declared,
        ruled=ruled,
        visible=visible,
        headline=headline,
        standfirst=ruled.standfirst or standfirst,
        text=clean(chosen, limit=_BODY_LIMIT),
        left_out=left_out if chosen == general else (),
        when=publication.read(declared, now=now, lines=_dated_lines(visible, body.text), link=link, ruled=ruled.date),
        given=given,
        general=general,
        confidence=body.confidence if chosen == general else None,
    )


def lines_of(blocks: Blocks) -> list[Line]:
    """The lines of a page among which its headline may be."""
    return [
        Line(block.text, is_link=block.links * 2 > len(block.text), name=blocks.nodes[block.node].name, mass=block.mass)
        for block in blocks.blocks
    ]


def _dated_lines(visible: VisiblePage, text: str) -> publication.Lines:
    """Where a page may show its date."""
    return publication.Lines(
        after=tuple(block.text for block in visible.after()),
        above=tuple(block.text for block in visible.above()),
        scattered=lambda: (*visible_dates.openings(text.split("\n", 3)[:3]), *visible.scattered()),
        named=visible.blocks.datelines,
        heading=visible.heading(),
    )


def _signs(read: PageRead) -> block_pages.Signs:
    heading = read.visible.heading()
    return block_pages.Signs(
        listed=read.link.title if read.link else None,
        heading=statements.text_of(heading) if heading is not None else None,
        dated=read.when.published is not None,
        authors=lambda: bylines.read(read.declared, read.names, read.author_places()),
    )


def _listing(read: PageRead) -> Refusal | None:
    content = listing_pages.PageContent(
        title=read.title,
        text=_or_captions(read, read.text),
        dated=read.when.published is not None,
        published=read.when.declared,
        declared=block_pages.declares_article(read.declared),
        listed=read.link.title if read.link else None,
    )
    return listing_pages.refuse(read.page.url, read.declared, read.visible, content)


def _or_captions(read: PageRead, text: str) -> str:
    """A text, or where there is none what a gallery says of its pictures."""
    if len(text) >= _ANY:
        return text
    return clean(captions.of_gallery(read.declared.root), limit=_BODY_LIMIT) or text


def _article(read: PageRead) -> Article | Refusal:
    declared, text, link = read.declared, read.text, read.link
    standfirst = read.standfirst
    title = clean_line(read.title or "", limit=_TITLE_LIMIT)
    sure = read.headline.confidence if title else None
    is_article = block_pages.declares_article(declared)
    if len(text) < _LITTLE and (link is not None or is_article or page_address.read(read.page.url).names_a_piece):
        listed = clean(html.text_of(link.content or link.summary or ""), limit=_BODY_LIMIT) if link else ""
        text = max(text, standfirst or "", listed, key=len)  # a video, a picture, a page made by script
    text = _or_captions(read, text)
    is_listed = len(text) < _ANY and bool(title) and _signs(read).is_listed
    if len(text) < _ANY and (is_article or is_listed):
        text = title  # all that is shown to those who do not pay, or of a film
    title = title or clean_line(text.split("\n", 1)[0], limit=100)
    if not title or (len(text) < _ANY and not is_listed):
        size = len(read.page.body)
        return Refusal(reason=Reason.NO_TEXT, detail=f"{len(text)} characters of text in a page of {size} bytes")
    when = date_choice.read(read.when, declared, read.visible, read.now)
    authors = ChosenAuthors(read.ruled.authors) if read.ruled.authors else _authors(read)
    return Article(
        url=read.page.url,
        outlet=read.outlet.id,
        title=title,
        body=text,
        standfirst=standfirst,
        authors=authors.names,
        published_at=when.published,
        published_has_time=when.has_time,
        updated_at=when.updated,
        language=details.language_of(declared, text, link.language if link else None, read.outlet.language),
        section=details.section(declared),
        tags=details.keywords(declared) or details.tags(link.tags if link else ()),
        image=details.image(declared),
        kind=details.kind(declared),
        paywalled=details.is_paywalled(declared),
        canonical_url=details.canonical(declared, read.page.url),
        title_confidence=_rounded(sure),
        text_confidence=_rounded(read.confidence) if text == read.text else None,
        author_confidence=_rounded(authors.confidence) if authors.names else None,
        date_confidence=_rounded(when.confidence) if when.published else None,
        left_out=read.left_out if text == read.text else (),
    )


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 3)


def _shortfalls(read: PageRead, article: Article) -> Iterator[Shortfall]:
    """What the outlet's rule did not give, and whether a page that should hold a text was taken at its description."""
    found = {"title": article.title, "byline": ", ".join(article.authors), "date": str(article.published_at or "")}
    yield from rules.shortfalls(read.ruled, read.given, read.general, found)
    size = len(read.page.body)
    is_described = len(read.text) < _LITTLE and article.body != read.text
    if is_described and size >= _LARGE and article.kind not in _WITHOUT_TEXT and not article.paywalled:
        gave = f"{len(read.text)} characters of text in {size:,} bytes"
        yield Shortfall(part="text", gave=gave, instead=f"{len(article.body)} characters of its description")


def _authors(read: PageRead) -> ChosenAuthors:
    return author_choice.read(read.declared, read.names, read.author_places(), read.visible)

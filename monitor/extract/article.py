"""A page becomes an article, or a refusal with its reason.

    page -> gate.before -> characters -> one tree -> statements -> title, authors, dates, body -> gate.after -> Article

Nothing escapes: a fault of the reader itself is a refusal too, with its name.
"""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin

from monitor import soup, urls
from monitor.extract import (
    body,
    bylines,
    dates,
    decode,
    gate,
    jsonld,
    language,
    listings,
    persons,
    rules,
    statements,
    titles,
    walls,
)
from monitor.extract.statements import Statements
from monitor.model import Article, Link, Outlet, Page, Reason, Refusal
from monitor.text import clean, clean_line

_BODY_LIMIT = 400_000  # characters; the longest live blogs seen have a third of it
_MOST_TAGS = 30
_LITTLE = 200  # characters
_ANY = 20
_KINDS = (
    ("liveblog", frozenset({"liveblogposting"})),
    ("review", frozenset({"reviewnewsarticle", "review", "criticreview"})),
    ("opinion", frozenset({"opinionnewsarticle"})),
    ("gallery", frozenset({"imagegallery", "mediagallery"})),
)
_KIND_PATH = re.compile(
    r"/(?P<liveblog>live(?:blog|-blog|-updates)?|liveticker)/|/(?P<review>(?:film-|movie-|tv-|album-|"
    r"music-)?reviews?|kritik(?:en)?|critiques?)/|/(?P<opinion>opinions?|op-ed|commentisfree|"
    r"kommentar|meinung|tribune)/|/(?P<gallery>galler(?:y|ies)|photos?|pictures|fotostrecke|"
    r"bildergalerie|diaporama)/|/(?P<video>videos?|watch|mediathek)/",
    re.IGNORECASE,
)


def read_article(page: Page, outlet: Outlet, link: Link | None = None, *, now: datetime) -> Article | Refusal:
    """What a page says, as an article of `outlet`, or why it is none. `link` is what the listing said: the fallback."""
    try:
        return gate.before(page) or _read(page, outlet, link, now)
    except (RecursionError, MemoryError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        return Refusal(reason=Reason.PARSER_FAULT, detail=f"{type(error).__name__}: {error}"[:300])


def from_listing(link: Link, outlet: Outlet, *, now: datetime) -> Article | Refusal:
    """The article as its listing tells it: title, and the feed's content or summary."""
    markup = link.content or link.summary or ""
    text = clean(soup.text_of(markup), limit=_BODY_LIMIT)
    summary = clean_line(soup.text_of(link.summary), limit=1_000) if link.summary else None
    title = clean_line(titles.tidy(link.title or ""), limit=400)
    if not title:
        return Refusal(reason=Reason.NO_TEXT, detail="the listing gives no title")
    published = link.published_at if link.published_at is None or link.published_at <= dates.latest(now) else None
    return Article(
        url=link.url,
        outlet=outlet.id,
        title=title,
        body=text or summary or title,
        standfirst=summary if summary and link.content and summary != text else None,
        authors=_authors(link.authors, outlet),
        published_at=published,
        updated_at=link.updated_at if published and link.updated_at and link.updated_at > published else None,
        language=language.of(text, link.language, outlet.language),
        tags=_tags(link.tags),
    )


def _authors(stated: tuple[str, ...], outlet: Outlet) -> tuple[str, ...]:
    found = persons.people(stated, {titles.fold(outlet.name)})
    return found.authors or found.rest


def _read(page: Page, outlet: Outlet, link: Link | None, now: datetime) -> Article | Refusal:
    root = decode.parse(decode.text_of_bytes(page.body, page.content_type))
    if root is None:
        return Refusal(reason=Reason.NO_TEXT, detail=f"no markup in {len(page.body)} bytes")
    stated = statements.read(root, page.url)
    ruled = rules.apply(root, outlet, now)
    names = (outlet.name, outlet.id)
    title = ruled.title or titles.read(stated, names, link.title if link else None)
    standfirst = ruled.standfirst or _standfirst(stated)
    shown = body.prepared(root, title)
    near = body.near(shown)
    lines = dates.Lines(tuple(block.text for block in near), tuple(body.scattered(shown)), shown.blocks.datelines)
    text = clean(
        ruled.body or body.read(shown, root, described=standfirst, stated=_stated_body(stated)), limit=_BODY_LIMIT
    )
    text = rules.checked(text, ruled, root)
    when = dates.read(stated, now=now, lines=lines, link=link, ruled=ruled.date)
    if refusal := walls.refuse(page, stated, title, text) or _listing(page, stated, shown, title, text, when, link):
        return refusal
    if len(text) < _LITTLE and walls.states_article(stated):
        text = max(text, standfirst or "", key=len)  # a video, a picture, a page made by script: what it says of itself
    title = clean_line(title or text.split("\n", 1)[0], limit=400 if title else 100)
    if not title or len(text) < _ANY:
        return Refusal(
            reason=Reason.NO_TEXT, detail=f"{len(text)} characters of text in a page of {len(page.body)} bytes"
        )
    article = Article(
        url=page.url,
        outlet=outlet.id,
        title=title,
        body=text,
        standfirst=standfirst,
        authors=ruled.authors or _bylines(stated, shown, text, names, link),
        published_at=when.published,
        published_has_time=when.has_time,
        updated_at=when.updated,
    )
    return replace(article, **_about(article, stated, outlet, link))


def _listing(
    page: Page, stated: Statements, shown: body.Page, title: str | None, text: str, when: dates.Dates, link: Link | None
) -> Refusal | None:
    reading = listings.Reading(
        title=title,
        text=text,
        dated=when.published is not None,
        stated=when.stated or _is_own_headline(stated, title),
        declared=walls.states_article(stated),
        listed=link.title if link else None,
    )
    return listings.refuse(page.url, stated, shown, reading)


def _is_own_headline(stated: Statements, title: str | None) -> bool:
    headline = jsonld.first([stated.article], "headline") if stated.article is not None else None
    return bool(headline and title and titles.likeness(headline, title) > 0.6)


def _bylines(
    stated: Statements, shown: body.Page, text: str, names: tuple[str, ...], link: Link | None
) -> tuple[str, ...]:
    near = body.near(shown)
    paragraphs = [line for line in (text[:300], text[-200:]) for line in line.split("\n") if line]
    return bylines.read(
        stated,
        names,
        near=[shown.blocks.nodes[block.node].element for block in near],
        named=shown.blocks.bylines,
        lines=[*(block.text for block in near), *body.labels(shown), *paragraphs[:2], *paragraphs[-1:]],
        first=paragraphs[:1],
        listed=link.authors if link else (),
    )


def _about(article: Article, stated: Statements, outlet: Outlet, link: Link | None) -> dict[str, object]:
    node = [stated.article] if stated.article is not None else []
    section = jsonld.first(node, "articleSection", "name") or stated.meta(
        "article:section", "og:article:section", "parsely-section", "section", "cxenseparse:section"
    )
    declared = (
        jsonld.first(node, "inLanguage", "name"),
        stated.language,
        stated.meta("og:locale", "content-language", "language", "dc.language"),
        link.language if link else None,
        outlet.language,
    )
    canonical = stated.canonical
    return {
        "language": language.of(article.body, *declared),
        "section": clean_line(section, limit=100) if section else None,
        "tags": _tags(_keywords(stated) or (link.tags if link else ())),
        "image": _image(stated),
        "kind": _kind(stated),
        "paywalled": _paywalled(stated),
        "canonical_url": canonical if canonical and article.url and urls.same_site(canonical, article.url) else None,
    }


def _standfirst(stated: Statements) -> str | None:
    node = [stated.article] if stated.article is not None else []
    text = jsonld.first(node, "description") or stated.meta(
        "og:description", "description", "twitter:description", "dc.description"
    )
    return clean_line(soup.text_of(text), limit=1_000) or None if text else None


def _stated_body(stated: Statements) -> str | None:
    node = [stated.article] if stated.article is not None else []
    text = jsonld.first(node, "articleBody") or jsonld.first(node, "text")
    return soup.text_of(text) if text else None


def _keywords(stated: Statements) -> tuple[str, ...]:
    found = list(stated.metas.get("article:tag", ())) or (
        jsonld.strings(stated.article.get("keywords"), "name") if stated.article is not None else []
    )
    found = (
        found
        or [
            value
            for name in ("news_keywords", "parsely-tags", "keywords", "sailthru.tags")
            for value in stated.metas.get(name, ())[:1]
        ][:1]
    )
    if len(found) == 1:
        found = re.split(r"[,;]", found[0])
    return tuple(found)


def _tags(words: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (clean_line(titles.tidy(word), limit=80) for word in words)
    return tuple(dict.fromkeys(word for word in cleaned if word))[:_MOST_TAGS]


def _image(stated: Statements) -> str | None:
    node = [stated.article] if stated.article is not None else []
    address = (
        stated.meta("og:image", "og:image:url", "twitter:image", "twitter:image:src")
        or jsonld.first(node, "image", "url", "contentUrl")
        or jsonld.first(node, "thumbnailUrl")
    )
    if not address:
        return None
    try:
        absolute = urljoin(stated.url, address.strip()) if stated.url else address.strip()
    except ValueError:
        return None
    return absolute if urls.is_web(absolute) and len(absolute) <= 2_000 else None


def _kind(stated: Statements) -> str:
    kinds = jsonld.types(stated.article) if stated.article is not None else set()
    for name, types in _KINDS:
        if kinds & types:
            return name
    found = _KIND_PATH.search(stated.url)
    if found:
        return str(found.lastgroup)
    if (stated.meta("og:type") or "").lower().startswith("video") and stated.article is None:
        return "video"
    return "news"


def _paywalled(stated: Statements) -> bool:
    for node in stated.believed:
        free = node.get("isAccessibleForFree")
        if free is not None:
            return str(free).strip().lower() in {"false", "no", "0"}
    tier = (stated.meta("article:content_tier") or "").lower()
    return tier in {"locked", "metered"}

"""What a query finds in the archive, newest first: the full-text index asks first, the query itself decides."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.match import look
from monitor.match.query.fts5 import translate
from monitor.model import Article, Hit
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.queries import search as store
from monitor.store.queries.search import SearchResult
from monitor.store.queries.search_facets import SearchFacets, facets
from monitor.views import hit_rows, named_things, remarks

KINDS = ("news", "review", "liveblog", "video", "gallery", "opinion")  # of articles
LOOKED_THROUGH = timedelta(days=30)  # for a query without a word to look up, which reads each article


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a search is narrowed to besides its query; `since` and `until` are times of report."""

    outlet: str | None = None
    language: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticles:
    """Rows of results. `is_cut`: older candidates were not looked at. `is_wordless`: only the last days were."""

    rows: list[dict[str, Any]]
    is_cut: bool = False
    is_wordless: bool = False


def found(archive: Archive, query: str, narrowing: Narrowing, now: datetime, limit: int) -> FoundArticles:
    """The newest articles, at most `limit`, that the query finds; an outlet goes by its name or id.

    Raises:
        QuerySyntaxError: the query cannot be understood.
        NotFoundError: no outlet is called so.
    """
    match = translate(query)
    if narrowing.outlet is not None:
        narrowing = replace(narrowing, outlet=named_things.outlet_id(archive, narrowing.outlet))
    hits: dict[str, Hit] = {}
    looked = 0

    def accepts(article: Article) -> bool:
        nonlocal looked
        looked += 1
        hit = look(query, article)
        if hit:
            hits[article.url] = hit
        return hit is not None

    if match is None:
        results = _looked_through(archive, accepts, narrowing, now)[:limit]
    else:
        results = store.search(archive, match, accept=accepts, limit=limit, **asdict(narrowing))
    said = remarks.of_articles(archive, (row.report.article_id for row in results))
    return FoundArticles(
        rows=[
            _row(row, hits.get(row.report.url, row)) | said.get(row.report.article_id, remarks.NOTHING)
            for row in results
        ],
        is_cut=match is not None and looked >= store.SCAN_LIMIT and len(results) < limit,
        is_wordless=match is None and narrowing.since is None,
    )


def facets_of(archive: Archive, query: str) -> SearchFacets | None:
    """What the query could be narrowed by; None for one without a word to look up.

    Raises:
        QuerySyntaxError: the query cannot be understood.
    """
    match = translate(query)
    return None if match is None else facets(archive, match)


def _looked_through(
    archive: Archive, accepts: Callable[[Article], bool], narrowing: Narrowing, now: datetime
) -> list[SearchResult]:
    """The newest articles that a query without a word to look up accepts."""
    since = narrowing.since or now - LOOKED_THROUGH
    ids = [
        stored.id
        for stored in articles.recent(archive, since)
        if narrowing.kind in {None, stored.article.kind} and accepts(stored.article)
    ]
    return sorted(_narrow(store.by_ids(archive, ids), narrowing), key=store.age)


def _narrow(rows: list[SearchResult], narrowing: Narrowing) -> Iterator[SearchResult]:
    for row in rows:
        fits = narrowing.outlet in {None, row.report.outlet} and narrowing.language in {None, row.report.language}
        reported, since, until = row.report.reported, narrowing.since, narrowing.until
        if fits and not (since and reported.is_before(since)) and (until is None or reported.is_before(until)):
            yield row


def _row(row: SearchResult, why: SearchResult | Hit) -> dict[str, Any]:
    return {
        "id": row.report.article_id,
        **hit_rows.report(row.report),
        "snippet": why.snippet,
        "snippet_marks": why.snippet_marks,
        "story": row.story_id,
    }

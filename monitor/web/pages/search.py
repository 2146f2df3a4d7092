"""`/search`: the archive in the language of the watches, with what a search could be narrowed by."""

from datetime import datetime, timedelta
from typing import Any

from monitor.errors import QuerySyntaxError, UserError
from monitor.store.queries.search_facets import SearchFacets
from monitor.views import found_articles
from monitor.views.found_articles import Narrowing
from monitor.web import remark_acts
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import MOST_ROWS, Visit, with_query

_ROWS = 40
_NARROWS = ("outlet", "lang", "kind", "since", "until")


def read(visit: Visit) -> WebAnswer:
    """The newest articles that the query finds; an empty form without one; the place of a mistake in it."""
    query, limit = visit.text("q"), visit.limit(_ROWS)
    asked = {name: visit.text(name) for name in _NARROWS}
    shown: dict[str, Any] = {"query": query, "asked": asked, "problem": None, "found": None, "links": {}}
    shown |= {"facets": None, "further": None, "kinds": found_articles.KINDS}
    title = f"Search: {query}" if query else "Search"
    if not query:
        return WebAnswer(title=title, values={"query": query}, shown=shown)
    try:
        found = found_articles.found(visit.archive, query, _narrowing(visit, asked), visit.now, limit)
        facets = found_articles.facets_of(visit.archive, query)
    except QuerySyntaxError as error:
        problem = {"reason": error.reason, "position": error.position, "hint": error.hint}
        shown["problem"] = problem | {"before": error.query[: error.position], "after": error.query[error.position :]}
        return WebAnswer(title=title, values={"query": query, "problem": problem}, shown=shown, status=400)
    if len(found.rows) == limit < MOST_ROWS:
        shown["further"] = _link(query, asked, limit=str(min(2 * limit, MOST_ROWS)))
    return WebAnswer(
        title=title,
        rows=found.rows,
        entries=[_entry(row) for row in found.rows],
        values={"query": query, "counted": facets},
        shown=shown | {"found": found, "facets": facets, "links": _narrower(query, asked, facets)},
    )


def _narrowing(visit: Visit, asked: dict[str, str]) -> Narrowing:
    if asked["kind"] and asked["kind"] not in found_articles.KINDS:
        raise UserError(f"there is no kind {asked['kind'][:40]!r}", hint=f"there are {', '.join(found_articles.KINDS)}")
    since, until = (visit.day(name) for name in ("since", "until"))
    return Narrowing(
        outlet=asked["outlet"] or None,
        language=asked["lang"] or None,
        kind=asked["kind"] or None,
        since=visit.midnight(since) if since else None,
        until=visit.midnight(until) if until else None,
    )


def _narrower(query: str, asked: dict[str, str], facets: SearchFacets | None) -> dict[str, list[tuple[str, int, str]]]:
    """Of each facet the words, the number, and the address of the search that is narrowed to it."""
    if facets is None:
        return {}
    days = []
    for day, number in facets.days:
        after = (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()
        days.append((day, number, _link(query, asked, since=day, until=after)))
    return {
        "Outlets": [(name, number, _link(query, asked, outlet=id_)) for id_, name, number in facets.outlets],
        "Days": days,
        "Kinds": [(kind, number, _link(query, asked, kind=kind)) for kind, number in facets.kinds],
    }


def _link(query: str, asked: dict[str, str], **changed: str) -> str:
    values = {"q": query, **asked, **changed}
    return with_query("/search", {name: value for name, value in values.items() if value})


def _entry(row: dict[str, Any]) -> WebEntry:
    return WebEntry(
        id=f"article:{row['id']}",
        title=f"{row['outlet']}: {row['title']}",
        at=row["found_at"],
        text=row["snippet"],
        url=row["url"],
    )


def _here(visit: Visit) -> str:
    return _link(visit.text("q"), {name: visit.text(name) for name in (*_NARROWS, "limit")})


PAGE = WebPage(
    path="/search", template="search.html", nav="Search", read=read, has_feed=True, acts=remark_acts.acts(_here)
)

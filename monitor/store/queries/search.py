"""Full-text search. A date becomes a range of row ids, so that the newest are found without looking at the rest."""

import contextlib
import re
from bisect import insort
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.errors import ArchiveError, QuerySyntaxError
from monitor.model import Article
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.codec.article_rows import article_of
from monitor.store.codec.json_columns import dump
from monitor.store.codec.report_rows import COLUMNS, REPORTED, report_of
from monitor.store.codec.timestamps import stamp
from monitor.story import Report

_OPEN, _CLOSE = "\x02", "\x03"  # around matched words in a snippet: no stored text holds control characters
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")
_SNIPPET_TOKENS = 24
_SNIPPET_LIMIT = 1_000  # characters of an expression: the time for a snippet grows with the square of its words
_MATCH_LIMIT = 20_000  # characters of an expression: the time for a search grows with its words
_SQL_ERROR = 1  # SQLite's code for a statement, or a full-text expression, that it does not understand
LATE = 500  # candidates that are looked at after enough are found, for one that was reported later
SCAN_LIMIT = 20_000  # candidates that are read for one inexact query before it ends with what it has


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """An article in a list of results. `snippet_marks` are (start, end) offsets in `snippet`."""

    report: Report
    story_id: int | None
    snippet: str = ""
    snippet_marks: tuple[tuple[int, int], ...] = ()


def search(  # noqa: PLR0913 - each keyword narrows the search
    archive: Archive,
    match: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    outlet: str | None = None,
    language: str | None = None,
    kind: str | None = None,
    before_id: int | None = None,
    accept: Callable[[Article], bool] | None = None,
    limit: int = 20,
) -> list[SearchResult]:
    """The newest articles that a full-text expression finds, by time of report.

    They are read by arrival, newest first, until none that came earlier can be newer; after `limit` of them, at most
    `LATE` more are looked at: those that arrived together, as at an outlet's first crawl.

    `since` and `until` are times of report, `until` not included; a day alone is that day in the zones of both.
    `before_id`: that arrived before this one. `accept` looks at each article that is found: for expressions that find
    too much.

    Raises:
        QuerySyntaxError: `match` is not an FTS5 expression, or a very long one.
    """
    if len(match) > _MATCH_LIMIT:
        raise QuerySyntaxError(
            "the query is too long", query=match, position=_MATCH_LIMIT, hint="search for less at once"
        )
    bounds = {
        "match": match,
        "first": articles.first_id_since(archive, since) if since else None,
        "before": before_id,
        "since": stamp(since),
        "since_day": since.date().isoformat() if since else None,
        "until": stamp(until),
        "until_day": until.date().isoformat() if until else None,
        "outlet": outlet,
        "language": language,
        "kind": kind,
    }
    columns = f"{_SHOWN}, articles.*" if accept else _SHOWN  # a text is read only for who looks at it
    with contextlib.closing(_stream(archive, match, columns, bounds)) as rows:
        return _newest(rows, accept, limit)


def age(found: SearchResult) -> tuple[float, int]:
    """What results are sorted by: the newest report first, of two at a time the one that arrived last."""
    return -found.report.reported.at.timestamp(), -found.report.article_id


def _newest(rows: Iterable[Any], accept: Callable[[Article], bool] | None, limit: int) -> list[SearchResult]:
    found: list[SearchResult] = []
    late = 0
    for seen, row in enumerate(rows, 1):
        if len(found) >= limit:
            late += 1
            if late > LATE or report_of(row).found_at <= found[-1].report.reported.at:
                break  # nothing is reported after it was found
        if accept is None or accept(article_of(row)):
            insort(found, _row(row), key=age)
            del found[limit:]
        if seen >= SCAN_LIMIT:
            break
    return found


def by_ids(archive: Archive, ids: Iterable[int]) -> list[SearchResult]:
    """The articles of these ids in the order of the ids, with their first words as snippets."""
    rows = archive.rows(
        f"""
        select {_SHOWN}, null as snippet
        from json_each(?) as wanted join articles on articles.id = wanted.value
        join outlets on outlets.id = articles.outlet_id order by wanted.key
        """,
        (dump(list(ids)),),
    )
    return [_row(row) for row in rows]


def count(archive: Archive, match: str, *, since: datetime | None = None) -> int:
    """How many articles a full-text expression finds among those that arrived since then, to the day."""
    first = articles.first_id_since(archive, since) if since else 0
    return int(
        archive.value("select count(*) from articles_fts where articles_fts match ? and rowid >= ?", (match, first))
    )


_SHOWN = f"""
{COLUMNS}, articles.story_id, articles.respelled,
substr(coalesce(articles.standfirst, articles.body), 1, 160) as beginning
"""

_SNIPPET = f"snippet(articles_fts, -1, '{_OPEN}', '{_CLOSE}', '…', {_SNIPPET_TOKENS})"

_CLAUSES = {  # the bound that each needs; the full-text index takes the row ids, the rest are read from the row
    "first": "articles_fts.rowid >= :first",
    "before": "articles_fts.rowid < :before",
    "since": f"iif(articles.reported_day is null, {REPORTED} >= :since, articles.reported_day >= :since_day)",
    "until": f"iif(articles.reported_day is null, {REPORTED} < :until, articles.reported_day < :until_day)",
    "outlet": "articles.outlet_id = :outlet",
    "language": "articles.language = :language",
    "kind": "articles.kind = :kind",
}


def _stream(archive: Archive, match: str, columns: str, bounds: dict[str, Any]) -> Generator[Any]:
    clauses = " ".join(f"and {clause}" for name, clause in _CLAUSES.items() if bounds[name] is not None)
    snippet = _SNIPPET if len(match) <= _SNIPPET_LIMIT else "null"
    # Ordered by the index's own row id: any other order would make a snippet of every match before the first is out.
    sql = f"""
        select {columns}, {snippet} as snippet
        from articles_fts
        cross join articles on articles.id = articles_fts.rowid
        cross join outlets on outlets.id = articles.outlet_id
        where articles_fts match :match {clauses}
        order by articles_fts.rowid desc
        """
    try:
        yield from archive.stream(sql, bounds)
    except ArchiveError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == _SQL_ERROR:
            raise QuerySyntaxError(str(error.__cause__), query=match, position=0) from error
        raise


def _row(row: Any) -> SearchResult:
    snippet, marks = _marked(row["snippet"] or row["beginning"])
    if row["respelled"] and snippet.strip("…") in row["respelled"]:
        snippet, marks = _marked(row["beginning"])  # no one wrote those words in that form
    return SearchResult(report=report_of(row), story_id=row["story_id"], snippet=snippet, snippet_marks=marks)


def _marked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet in which control characters mark the words, as one line of plain text and offsets."""
    plain: list[str] = []
    marks: list[tuple[int, int]] = []
    at = start = 0
    for piece in _MARKS.split(text):
        if piece == _OPEN:
            start = at
        elif piece == _CLOSE:
            marks.append((start, at))
        else:
            plain.append(piece.replace("\n\n", " ").replace("\n", " "))
            at += len(plain[-1])
    return "".join(plain), tuple(marks)

"""The archive's rows for other programs: CSV that no spreadsheet runs, JSON, and JSON lines."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TextIO

from monitor.errors import NotFoundError
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp

FORMATS = ("csv", "json", "ndjson")

_SETS = {  # what can be exported: the query, and its columns for time, watch and outlet, where it has them
    "hits": (
        """
        select latest_hits.*,
          (
            select json_group_array(starred_by) from stars
            where stars.article_id = latest_hits.article_id and stars.watch_id in ('', latest_hits.watch_id)
          ) as starred_by,
          (
            select json_group_array(text) from notes
            where notes.article_id = latest_hits.article_id and ended_at is null
          ) as notes
        from latest_hits
        """,
        {"order": "hit_id", "time": "found_at", "watch": "watch_id", "outlet": "outlet_id"},
    ),
    "articles": ("select * from articles", {"order": "id", "time": "found_at", "outlet": "outlet_id"}),
    "stories": ("select * from stories", {"order": "id", "time": "updated_at", "outlet": "first_reported_by"}),
    "timeline": ("select * from story_timeline", {"order": "story_id desc, place", "time": "reported_at"}),
    "links": (
        """
        select id, url, outlet_id, origin, state, title, published_at, found_at, attempts, tried_at, next_at, reason,
          detail, article_id
        from links
        """,
        {"order": "id", "time": "found_at", "outlet": "outlet_id"},
    ),
    "coverage": (
        "select * from coverage_by_day",
        {"order": "day desc, articles desc", "time": "day", "watch": "watch"},
    ),
    "stars": (
        """
        select article_id, nullif(stars.watch_id, '') as watch_id, outlet_id, articles.title, articles.url, starred_by,
          starred_at
        from stars join articles on articles.id = article_id
        """,
        {"order": "starred_at", "time": "starred_at", "watch": "stars.watch_id", "outlet": "outlet_id"},
    ),
    "notes": (
        """
        select notes.id, article_id, outlet_id, articles.title, articles.url, notes.text, written_by, written_at
        from notes join articles on articles.id = article_id and ended_at is null
        """,
        {"order": "notes.id", "time": "written_at", "outlet": "outlet_id"},
    ),
    "added": (
        """
        select id, watch_id, medium, url, title, outlet, published_at, quote, added_by, added_at
        from (select * from added_coverage where removed_at is null)
        """,
        {"order": "id", "time": "added_at", "watch": "watch_id"},
    ),
    "outlets": ("select * from outlet_health", {"order": "outlet_id", "outlet": "outlet_id"}),
    "incidents": ("select * from incidents", {"order": "id", "time": "opened_at", "outlet": "outlet_id"}),
    "deliveries": (
        """
        select deliveries.id, message_id, type, watch_id, story_id, channel, recipient, state, attempts, next_at,
          maybe_sent, last_error, deliveries.created_at, sent_at
        from deliveries join messages on messages.id = message_id
        """,
        {"order": "deliveries.id", "time": "deliveries.created_at", "watch": "watch_id"},
    ),
}

SETS = tuple(_SETS)

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a cell a formula in some program


def rows(
    archive: Archive,
    name: str,
    *,
    since: datetime | None = None,
    watch: str | None = None,
    outlet: str | None = None,
    limit: int | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows of one of `SETS`, read as they are taken. A set that has no watch or outlet does not narrow by it.

    Raises:
        NotFoundError: there is no such set.
    """
    if name not in _SETS:
        raise NotFoundError(f"nothing called {name!r} can be exported", hint=f"there are: {', '.join(SETS)}")
    sql, columns = _SETS[name]
    wanted = {"time": stamp(since), "watch": watch, "outlet": outlet}
    signs = {"time": ">=", "watch": "=", "outlet": "="}
    clauses = [
        f"{columns[key]} {signs[key]} :{key}" for key, value in wanted.items() if value is not None and key in columns
    ]
    where = f"where {' and '.join(clauses)}" if clauses else ""
    query = f"{sql} {where} order by {columns['order']} limit +:limit"
    return (dict(row) for row in archive.stream(query, {**wanted, "limit": -1 if limit is None else limit}))


def write(found: Iterable[dict[str, Any]], out: TextIO, form: str) -> int:
    """Write rows in one of `FORMATS`; how many.

    Raises:
        NotFoundError: there is no such format.
    """
    if form not in FORMATS:
        raise NotFoundError(f"no format {form!r}", hint=f"there are: {', '.join(FORMATS)}")
    writers = {"csv": _write_csv, "json": _write_json, "ndjson": _write_ndjson}
    return writers[form](found, out)


def _write_csv(found: Iterable[dict[str, Any]], out: TextIO) -> int:
    writer = csv.writer(out)
    count = 0
    for count, row in enumerate(found, 1):
        if count == 1:
            writer.writerow(row)
        writer.writerow([_harmless(value) for value in row.values()])
    return count


def _write_json(found: Iterable[dict[str, Any]], out: TextIO) -> int:
    count = 0
    out.write("[")
    for count, row in enumerate(found, 1):
        out.write(f"{',' if count > 1 else ''}\n{dump(row)}")
    out.write("\n]\n" if count else "]\n")
    return count


def _write_ndjson(found: Iterable[dict[str, Any]], out: TextIO) -> int:
    count = 0
    for row in found:
        count += 1
        out.write(f"{dump(row)}\n")
    return count


def _harmless(value: Any) -> Any:
    """A cell that a spreadsheet shows and does not run: an apostrophe goes before what would begin a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_RUNS):
        return f"'{value}"
    return value

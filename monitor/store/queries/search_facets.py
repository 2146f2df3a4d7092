"""What a search could be narrowed by: outlets, days and kinds of the newest articles that have its words."""

from dataclasses import dataclass
from typing import Any

from monitor.errors import ArchiveError
from monitor.store.archive import Archive
from monitor.store.codec.report_rows import REPORTED

COUNTED = 1_000  # articles, the newest by arrival: their texts are not read
_SHOWN = 12  # of outlets and of days


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFacets:
    """How many of the `counted` newest articles with the words each outlet, day (UTC) and kind has; most first.

    Days are in order, the newest first. `is_whole`: there are no others. Outlets are (id, name, number).
    """

    counted: int = 0
    is_whole: bool = True
    outlets: tuple[tuple[str, str, int], ...] = ()
    days: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()


def facets(archive: Archive, match: str) -> SearchFacets:
    """Those of a full-text expression, which may find more than the query that it stands for; none of a wrong one."""
    try:
        rows = archive.rows(
            f"""
            with found as materialized (
              select rowid as id from articles_fts where articles_fts match ? order by rowid desc limit {COUNTED + 1}
            )
            select articles.outlet_id, outlets.name, articles.kind,
              coalesce(articles.reported_day, substr({REPORTED}, 1, 10)) as day, count(*) as number
            from found cross join articles on articles.id = found.id
            cross join outlets on outlets.id = articles.outlet_id group by 1, 2, 3, 4
            """,
            (match,),
        )
    except ArchiveError:
        return SearchFacets()  # `search` says what is wrong with it
    outlets: dict[tuple[str, str], int] = {}
    days: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for row in rows:
        who, number = (row["outlet_id"], row["name"]), row["number"]
        outlets[who] = outlets.get(who, 0) + number
        days[row["day"]] = days.get(row["day"], 0) + number
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + number
    counted = sum(kinds.values())
    return SearchFacets(
        counted=min(counted, COUNTED),
        is_whole=counted <= COUNTED,
        outlets=tuple((*who, number) for who, number in _most(outlets)[:_SHOWN]),
        days=tuple(sorted(days.items(), reverse=True)[:_SHOWN]),
        kinds=tuple(_most(kinds)),
    )


def _most(counts: dict[Any, int]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

"""How much watches found: by day, by outlet, and how much of it was judged right."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedHits:
    """How many hits of a watch people judged right and wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float | None:
        """The share that is right; None: nobody judged any."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None


def by_day(archive: Archive, watch: str, since: datetime, zone: tzinfo) -> dict[date, int]:
    """Hits since then by the day, in the zone, on which the archive took them in."""
    rows = archive.rows(
        """
        select min(found_at) as at, count(*) as hits from hits
        where watch_id = ? and found_at >= ? group by substr(found_at, 1, 13)
        """,
        (watch, stamp(since)),
    )  # by the hour: days of zones begin elsewhere than those of UTC
    days: Counter[date] = Counter()
    for row in rows:
        days[moment(row["at"]).astimezone(zone).date()] += row["hits"]
    return dict(days)


def by_outlet(archive: Archive, watch: str, since: datetime) -> list[tuple[str, int]]:
    """Hits since then by the outlet's name, most first."""
    rows = archive.rows(
        """
        select outlets.name, count(*) as number from hits
        cross join articles on articles.id = hits.article_id
        cross join outlets on outlets.id = articles.outlet_id
        where hits.watch_id = ? and hits.found_at >= ? group by outlets.id order by number desc, outlets.name
        """,
        (watch, stamp(since)),
    )
    return [(row["name"], row["number"]) for row in rows]


def judged(archive: Archive, watch: str) -> JudgedHits:
    """What people said of the hits of a watch, of all times."""
    row = archive.row(
        "select sum(is_right) as right, sum(not is_right) as wrong from verdicts where watch_id = ?", (watch,)
    )
    return JudgedHits(right=(row and row["right"]) or 0, wrong=(row and row["wrong"]) or 0)


def since_then(archive: Archive, since: datetime) -> dict[str, int]:
    """Hits since then by the watch's id."""
    rows = archive.rows(
        "select watch_id, count(*) as number from hits where found_at >= ? group by watch_id", (stamp(since),)
    )
    return {row["watch_id"]: row["number"] for row in rows}

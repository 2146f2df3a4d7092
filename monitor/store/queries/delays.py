"""How soon articles are seen: from the time that they declare to their listing's reading, and to their own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp

_NEWEST = 2_000  # articles that tell how soon all outlets' are read
_CREDIBLE = timedelta(days=2)  # more is not a delay: what was listed late, or an old article


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Of one outlet since a moment. Delays are from the declared time on; None where no article declared one.

    `listed` counts the links of its listings, `held` the share of them that became articles.
    """

    outlet: str
    outlet_id: str
    listed: int
    held: float
    listed_after: timedelta | None
    read_after: timedelta | None
    read_after_p95: timedelta | None


def by_outlet(archive: Archive, since: datetime) -> list[Delay]:
    """The followed outlets that listed something since then, those with the longest delay last."""
    rows = archive.rows(
        """
        select
          outlets.name, outlets.id as outlet_id, links.state, links.found_at as listed_at, articles.found_at as read_at,
          iif(articles.published_has_time, articles.published_at, null) as published_at
        from links join outlets on outlets.id = links.outlet_id left join articles on articles.id = links.article_id
        where links.origin = 'live' and links.found_at >= ? and outlets.followed
        """,
        (stamp(since),),
    )
    groups = defaultdict(list)
    for row in rows:
        groups[row["outlet_id"]].append(row)
    found = [_delay(group) for group in groups.values()]
    return sorted(found, key=lambda one: (one.read_after or _CREDIBLE, one.outlet_id))


def overall(archive: Archive) -> tuple[timedelta, timedelta, int] | None:
    """Median and 95th percentile from the declared time to the reading, of the newest live articles, and how many."""
    rows = archive.rows(
        """
        select published_at, found_at from articles
        where origin = 'live' and published_has_time and published_at is not null order by id desc limit ?
        """,
        (_NEWEST,),
    )
    delays = _credible((row["published_at"], row["found_at"]) for row in rows)
    return (quantile(delays, 0.5), quantile(delays, 0.95), len(delays)) if delays else None


def quantile(ordered: Sequence[timedelta], share: float) -> timedelta:
    """The value under which this share of the values lies; of at least one, in order."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _delay(rows: Sequence[dict[str, str]]) -> Delay:
    listed = _credible((row["published_at"], row["listed_at"]) for row in rows)
    read = _credible((row["published_at"], row["read_at"]) for row in rows)
    return Delay(
        outlet=rows[0]["name"],
        outlet_id=rows[0]["outlet_id"],
        listed=len(rows),
        held=sum(row["state"] == "stored" for row in rows) / len(rows),
        listed_after=quantile(listed, 0.5) if listed else None,
        read_after=quantile(read, 0.5) if read else None,
        read_after_p95=quantile(read, 0.95) if read else None,
    )


def _credible(pairs: Iterable[tuple[str | None, str | None]]) -> list[timedelta]:
    """The delays of pairs of a declared time and ours, in order; a time that is ahead of us is no delay."""
    found = [moment(later) - moment(earlier) for earlier, later in pairs if earlier and later]
    return sorted(max(delay, timedelta()) for delay in found if delay <= _CREDIBLE)

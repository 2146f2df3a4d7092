"""How soon articles are seen, and how many: from the time that they declare to their listing, reading and alert.

All of what outlets listed as news, and of what filled gaps in that; what a first crawl or a person's look into the past
brought is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from monitor.refusals import Reason
from monitor.store import gaps
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp

Value = TypeVar("Value")

_NEWEST = 2_000  # articles that tell how soon all outlets' are read
_CREDIBLE = timedelta(days=2)  # more is not a delay: what was listed late, or an old article
BUSY = 50  # articles a day, from which on an outlet counts as busy: five an hour while its people are at work
PROMISED = timedelta(minutes=3)  # from publication to reading, in the median of busy outlets, by the default settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Delays of many articles: the median, and what 95 % of them do not exceed."""

    median: timedelta
    p95: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Of one outlet since a moment. Delays are from the declared time on; None where no article declared one.

    `listed` counts the links of its listings, `missing` what may be missing of them in gaps; `held` is the share of
    both that became articles, `unread` counts those that could not be read. `sent` is of what alerted.
    """

    outlet: str
    outlet_id: str
    listed: int
    missing: int
    unread: int
    held: float
    listed_after: Spread | None
    read_after: Spread | None
    sent_after: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """How soon the articles of busy outlets were read: whether the promise held."""

    outlets: int
    articles: int
    spread: Spread

    @property
    def holds(self) -> bool:
        """Whether half of them were read soon enough."""
        return self.spread.median <= PROMISED


_LINKS = """
select
  outlets.name, outlets.id as outlet_id, links.state, links.reason, links.found_at as listed_at,
  articles.found_at as read_at,
  iif(articles.published_has_time, articles.published_at, null) as published_at,
  (
    select min(sent_at) from messages join deliveries on message_id = messages.id
    where story_id = articles.story_id and json_extract(messages.data, '$.hits[0].url') = articles.url
  ) as sent_at
from links join outlets on outlets.id = links.outlet_id left join articles on articles.id = links.article_id
where links.id > coalesce((select id from links where found_at < :since order by id desc limit 1), 0)
  and (links.origin = 'live' or links.gap_id is not null) and links.found_at < :until and outlets.followed
  and links.id <= (select max(id) from (select id from links where found_at < :until order by id desc limit 1))
  and (:outlet is null or links.outlet_id = :outlet)
"""


def by_outlet(archive: Archive, since: datetime, until: datetime | None = None) -> list[Delay]:
    """The followed outlets that listed something since then, those with the longest delay last."""
    groups = listed(archive, since, until)
    missing: Counter[str] = Counter()
    for row in gaps.listing(archive, since=since):
        if row.is_given_up and (until is None or row.seen_at < until):
            missing[row.outlet] += row.unfilled.missing or 0
    found = [_delay(group, missing[outlet]) for outlet, group in groups.items()]
    return sorted(found, key=lambda one: (one.read_after.median if one.read_after else _CREDIBLE, one.outlet_id))


def overall(archive: Archive) -> tuple[timedelta, timedelta, int] | None:
    """Median and 95th percentile from the declared time to the reading, of the newest live articles, and how many."""
    rows = archive.rows(
        """
        select published_at, found_at from articles
        where origin = 'live' and published_has_time and published_at is not null order by id desc limit +?
        """,
        (_NEWEST,),
    )
    delays = credible((row["published_at"], row["found_at"]) for row in rows)
    return (quantile(delays, 0.5), quantile(delays, 0.95), len(delays)) if delays else None


def promise(archive: Archive, now: datetime) -> Promise | None:
    """Of the busy outlets of the last day; None: there is none."""
    day = timedelta(days=1)
    busy = [group for group in listed(archive, now - day, None).values() if len(group) >= BUSY]
    delays = credible((row["published_at"], row["read_at"]) for group in busy for row in group)
    found = spread(delays)
    return Promise(outlets=len(busy), articles=len(delays), spread=found) if found else None


def quantile(ordered: Sequence[Value], share: float) -> Value:
    """The value under which this share of the values lies; of at least one, in order."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def listed(
    archive: Archive, since: datetime, until: datetime | None, outlet: str | None = None
) -> dict[str, list[dict[str, str]]]:
    """The links that were listed as news since then, before `until`, by outlet: their state and their four times."""
    parameters = {"since": stamp(since), "until": stamp(until) if until else "9", "outlet": outlet}
    groups = defaultdict(list)
    for row in archive.rows(_LINKS, parameters):
        groups[row["outlet_id"]].append(row)
    return groups


def _delay(rows: Sequence[dict[str, str]], missing: int) -> Delay:
    after = {
        step: spread(credible((row["published_at"], row[f"{step}_at"]) for row in rows))
        for step in ("listed", "read", "sent")
    }
    return Delay(
        outlet=rows[0]["name"],
        outlet_id=rows[0]["outlet_id"],
        listed=len(rows),
        missing=missing,
        unread=sum(map(is_unread, rows)),
        held=sum(row["state"] == "stored" for row in rows) / (len(rows) + missing),
        listed_after=after["listed"],
        read_after=after["read"],
        sent_after=after["sent"],
    )


def is_unread(row: dict[str, str]) -> bool:
    """Whether a page was not read for good, or for now: one that was and is no article is none."""
    if row["state"] in {"stored", "found"}:
        return False
    reason = Reason.named(row["reason"])
    return reason is None or not reason.is_no_article


def spread(ordered: Sequence[timedelta]) -> Spread | None:
    """The figures of delays that are in order; None: there are none."""
    return Spread(median=quantile(ordered, 0.5), p95=quantile(ordered, 0.95)) if ordered else None


def credible(pairs: Iterable[tuple[str | None, str | None]]) -> list[timedelta]:
    """The delays of pairs of a declared time and ours, in order; a time that is ahead of us is no delay."""
    found = [moment(later) - moment(earlier) for earlier, later in pairs if earlier and later]
    return sorted(max(delay, timedelta()) for delay in found if delay <= _CREDIBLE)

"""How soon articles are seen, and how many: from the time that they declare to their listing, reading and alert.

All of what outlets listed as news, and of what filled gaps in that; what a first crawl or a person's look into the past
brought is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.refusals import Reason
from monitor.store import gaps
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import moment, stamp

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
"""


def by_outlet(archive: Archive, since: datetime, until: datetime | None = None) -> list[Delay]:
    """The followed outlets that listed something since then, those with the longest delay last."""
    groups = _groups(archive, since, until)
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
        where origin = 'live' and published_has_time and published_at is not null order by id desc limit ?
        """,
        (_NEWEST,),
    )
    delays = _credible((row["published_at"], row["found_at"]) for row in rows)
    return (quantile(delays, 0.5), quantile(delays, 0.95), len(delays)) if delays else None


def promise(archive: Archive, now: datetime) -> Promise | None:
    """Of the busy outlets of the last day; None: there is none."""
    day = timedelta(days=1)
    busy = [group for group in _groups(archive, now - day, None).values() if len(group) >= BUSY]
    delays = _credible((row["published_at"], row["read_at"]) for group in busy for row in group)
    spread = _spread(delays)
    return Promise(outlets=len(busy), articles=len(delays), spread=spread) if spread else None


def quantile(ordered: Sequence[timedelta], share: float) -> timedelta:
    """The value under which this share of the values lies; of at least one, in order."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _groups(archive: Archive, since: datetime, until: datetime | None) -> dict[str, list[dict[str, str]]]:
    """What was listed since then, by outlet."""
    parameters = {"since": stamp(since), "until": stamp(until) if until else "9"}
    groups = defaultdict(list)
    for row in archive.rows(_LINKS, parameters):
        groups[row["outlet_id"]].append(row)
    return groups


def _delay(rows: Sequence[dict[str, str]], missing: int) -> Delay:
    after = {
        step: _spread(_credible((row["published_at"], row[f"{step}_at"]) for row in rows))
        for step in ("listed", "read", "sent")
    }
    return Delay(
        outlet=rows[0]["name"],
        outlet_id=rows[0]["outlet_id"],
        listed=len(rows),
        missing=missing,
        unread=sum(map(_is_unread, rows)),
        held=sum(row["state"] == "stored" for row in rows) / (len(rows) + missing),
        listed_after=after["listed"],
        read_after=after["read"],
        sent_after=after["sent"],
    )


def _is_unread(row: dict[str, str]) -> bool:
    """Whether a page was not read for good, or for now: one that was and is no article is none."""
    reason = Reason.named(row["reason"])
    return row["state"] not in {"stored", "found"} and not (reason is not None and reason.is_no_article)


def _spread(ordered: Sequence[timedelta]) -> Spread | None:
    return Spread(median=quantile(ordered, 0.5), p95=quantile(ordered, 0.95)) if ordered else None


def _credible(pairs: Iterable[tuple[str | None, str | None]]) -> list[timedelta]:
    """The delays of pairs of a declared time and ours, in order; a time that is ahead of us is no delay."""
    found = [moment(later) - moment(earlier) for earlier, later in pairs if earlier and later]
    return sorted(max(delay, timedelta()) for delay in found if delay <= _CREDIBLE)

"""Counts by day, of each outlet: what it listed, how soon that was seen, and which stories it had first.

Days that ended are counted once an hour by the daemon, and counted again for some days, since pages are read again and
others follow late. A day that is not counted (today, or where no daemon runs) is counted when it is asked for: the
figures are the same, it takes longer.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any, Self

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.timestamps import stamp
from monitor.store.queries import attribution, delays
from monitor.store.queries.attribution import FollowedStory

SETTLES = 5  # days after which nothing of a day changes any more: a story is followed for four
LONGEST = timedelta(days=92)  # that pages look back
_DAY = timedelta(days=1)
_DELAYS = ("listed_after", "read_after", "sent_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDay:
    """One outlet on one day. Delays are seconds from the declared time on, rising; of articles that declare one."""

    outlet: str
    day: date
    articles: int = 0
    listed: int = 0
    held: int = 0
    unread: int = 0
    listed_after: tuple[int, ...] = ()
    read_after: tuple[int, ...] = ()
    sent_after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDay:
    """Stories that an outlet had first on one day; `author`: those of one author alone. `leads` are seconds."""

    outlet: str
    day: date
    author: str
    stories: int
    leads: tuple[int, ...]
    picked_up_by: int
    credited_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSum:
    """Stories that an outlet had first on several days; `author`: those of one author alone, "": all of them."""

    outlet: str
    author: str
    stories: int
    picked_up_by: int
    credited_by: int
    kept_leads: str  # JSON array of arrays: of most sums nobody asks for the leads
    more_leads: tuple[int, ...] = ()

    @classmethod
    def of(cls, day: FirstDay) -> Self:
        """The sum of one day."""
        nothing = cls(outlet=day.outlet, author=day.author, stories=0, picked_up_by=0, credited_by=0, kept_leads="[]")
        return nothing.with_day(day)

    def with_day(self, day: FirstDay) -> Self:
        """One day more."""
        return replace(
            self,
            stories=self.stories + day.stories,
            picked_up_by=self.picked_up_by + day.picked_up_by,
            credited_by=self.credited_by + day.credited_by,
            more_leads=self.more_leads + day.leads,
        )

    @property
    def leads(self) -> list[int]:
        """Seconds until the second outlet's report, one a story."""
        return [*chain.from_iterable(load(self.kept_leads, list[list[int]], [])), *self.more_leads]


def outlet_days(archive: Archive, since: date, now: datetime, outlet: str | None = None) -> list[OutletDay]:
    """All outlets, or one, on each day since then, today as far as it is; days without anything are left out."""
    found = []
    for row in archive.rows(
        """
        select outlet_days.* from counted_days cross join outlet_days on outlet_days.day = counted_days.day
        where counted_days.day >= :since and (:outlet is null or outlet_id = :outlet) order by counted_days.day
        """,
        {"since": since.isoformat(), "outlet": outlet},
    ):
        after: dict[str, Any] = {name: load(row[name], tuple[int, ...], ()) for name in _DELAYS}
        plain = {name: row[name] for name in ("articles", "listed", "held", "unread")}
        found.append(OutletDay(outlet=row["outlet_id"], day=date.fromisoformat(row["day"]), **plain, **after))
    for first, last in _uncounted(archive, since, now):
        found += _outlets_between(archive, first, last, outlet)
    return found


def coverage(archive: Archive, since: date, now: datetime) -> dict[str, dict[str, int]]:
    """Articles of each outlet by day of report (`2026-11-22`) since then, today as far as it is."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in archive.rows(
        """
        select outlet_id, outlet_days.day, articles from counted_days
        cross join outlet_days on outlet_days.day = counted_days.day where counted_days.day >= ?
        """,
        (since.isoformat(),),
    ):
        found[row["outlet_id"]][row["day"]] = row["articles"]
    for first, last in _uncounted(archive, since, now):
        for (day, outlet), articles in _articles(archive, first, last).items():
            found[outlet][day.isoformat()] = articles
    return found


def firsts(archive: Archive, since: date, now: datetime) -> list[FirstSum]:
    """The stories of several outlets that were opened since then, by who had them first: outlets, and their authors."""
    found = {
        (row["outlet_id"], row["author"]): FirstSum(
            outlet=row["outlet_id"],
            author=row["author"],
            stories=row["stories"],
            picked_up_by=row["picked_up_by"],
            credited_by=row["credited_by"],
            kept_leads=row["leads"],
        )
        for row in archive.rows(
            """
            select outlet_id, author, sum(stories) as stories, sum(picked_up_by) as picked_up_by,
              sum(credited_by) as credited_by, '[' || group_concat(leads) || ']' as leads
            from counted_days cross join first_days on first_days.day = counted_days.day
            where counted_days.day >= ? group by outlet_id, author
            """,
            (since.isoformat(),),
        )
    }
    for first, last in _uncounted(archive, since, now):
        for number in range((last - first).days):
            for one in _firsts_of(archive, first + number * _DAY):
                key = one.outlet, one.author
                found[key] = found[key].with_day(one) if key in found else FirstSum.of(one)
    return list(found.values())


def due(archive: Archive, now: datetime) -> list[date]:
    """The days that are to be counted: those that may still change, and some that never were; the latest first."""
    today = now.astimezone(UTC).date()
    oldest = archive.value("select min(substr(found_at, 1, 10)) from articles")
    known = {row["day"] for row in archive.rows("select day from counted_days")}
    days = [today - number * _DAY for number in range(1, LONGEST.days + 1)] if oldest else []
    return [
        day
        for number, day in enumerate(days)
        if day.isoformat() >= oldest and (number < SETTLES or day.isoformat() not in known)
    ]


def count(archive: Archive, day: date, now: datetime) -> None:
    """Count a day that ended, or count it again."""
    outlets, firsts = _outlets_between(archive, day, day + _DAY), _firsts_of(archive, day)
    with archive.transaction():
        for table in ("outlet_days", "first_days"):
            archive.execute(f"delete from {table} where day = ?", (day.isoformat(),))
        archive.execute_many(_INSERT_OUTLET, [_values(one, _DELAYS) for one in outlets])
        archive.execute_many(_INSERT_FIRST, [_values(one, ("leads",)) for one in firsts])
        archive.execute("insert or replace into counted_days values (?, ?)", (day.isoformat(), stamp(now)))


_INSERT_OUTLET = """
insert into outlet_days (day, outlet_id, articles, listed, held, unread, listed_after, read_after, sent_after)
values (:day, :outlet, :articles, :listed, :held, :unread, :listed_after, :read_after, :sent_after)
"""
_INSERT_FIRST = """
insert into first_days (day, outlet_id, author, stories, leads, picked_up_by, credited_by)
values (:day, :outlet, :author, :stories, :leads, :picked_up_by, :credited_by)
"""


def _values(one: OutletDay | FirstDay, lists: Sequence[str]) -> dict[str, Any]:
    return asdict(one) | {"day": one.day.isoformat()} | {name: dump(getattr(one, name)) for name in lists}


def _uncounted(archive: Archive, since: date, now: datetime) -> Iterator[tuple[date, date]]:
    """The days since then that are not counted, today with them, as spans without their ends."""
    known = {row["day"] for row in archive.rows("select day from counted_days where day >= ?", (since.isoformat(),))}
    today = now.astimezone(UTC).date()
    day = since
    while day <= today:
        first = day
        while day <= today and (day == today or day.isoformat() not in known):
            day += _DAY
        if first < day:
            yield first, day
        day += _DAY


def _outlets_between(archive: Archive, first: date, end: date, outlet: str | None = None) -> list[OutletDay]:
    """The outlets on the days from the first on, before the end: one reading of their links for all days."""
    links = delays.listed(archive, _midnight(first), _midnight(end), outlet)
    found: dict[tuple[date, str], OutletDay] = {}
    for name, rows in links.items():
        by_day: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            by_day[row["listed_at"][:10]].append(row)
        for text, group in by_day.items():
            day = date.fromisoformat(text)
            found[day, name] = _of_links(name, day, group)
    for (day, name), articles in _articles(archive, first, end, outlet).items():
        found[day, name] = replace(found.get((day, name), OutletDay(outlet=name, day=day)), articles=articles)
    return sorted(found.values(), key=lambda one: (one.day, one.outlet))


def _of_links(outlet: str, day: date, rows: Sequence[dict[str, str]]) -> OutletDay:
    after: dict[str, Any] = {
        f"{step}_after": tuple(
            int(delay.total_seconds())
            for delay in delays.credible((row["published_at"], row[f"{step}_at"]) for row in rows)
        )
        for step in ("listed", "read", "sent")
    }
    held = sum(row["state"] == "stored" for row in rows)
    return OutletDay(
        outlet=outlet, day=day, listed=len(rows), held=held, unread=sum(map(delays.is_unread, rows)), **after
    )


def _articles(archive: Archive, first: date, end: date, outlet: str | None = None) -> dict[tuple[date, str], int]:
    """How many articles each outlet reported on each of the days: an index is counted, no article is read."""
    rows = archive.rows(
        """
        with recursive days (day) as (
          select :first union all select date(day, '+1 day') from days where date(day, '+1 day') < :end
        )
        select days.day, outlets.id as outlet, (
          select count(*) from articles where outlet_id = outlets.id
            and coalesce(reported_at, found_at) >= days.day
            and coalesce(reported_at, found_at) < date(days.day, '+1 day')
        ) as articles
        from days join outlets where :outlet is null or outlets.id = :outlet
        """,
        {"first": first.isoformat(), "end": end.isoformat(), "outlet": outlet},
    )
    return {(date.fromisoformat(row["day"]), row["outlet"]): row["articles"] for row in rows if row["articles"]}


def _firsts_of(archive: Archive, day: date) -> list[FirstDay]:
    found: dict[tuple[str, str], list[FollowedStory]] = defaultdict(list)
    for story in attribution.followed(archive, _midnight(day), _midnight(day + _DAY)):
        for author in dict.fromkeys(("", *story.authors)):
            found[story.outlet_id, author].append(story)
    return [
        FirstDay(
            outlet=outlet,
            day=day,
            author=author,
            stories=len(stories),
            leads=tuple(int(story.lead.total_seconds()) for story in stories),
            picked_up_by=sum(story.picked_up_by for story in stories),
            credited_by=sum(story.credited_by for story in stories),
        )
        for (outlet, author), stories in sorted(found.items())
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

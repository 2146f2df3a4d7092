"""The desk itself: which part answers which call, and one transaction around what belongs together."""

import contextlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Self, assert_never

from monitor.config import Config
from monitor.dated_events import CalendarAsked, CalendarRead
from monitor.deliver import Outcome, Settled
from monitor.desk import (
    alerting,
    backfill,
    date_keeping,
    deaths,
    due_digests,
    gap_events,
    holding,
    incident_check,
    ingest,
    link_events,
    orders,
    outage,
    polishing,
    posting,
    regrouped,
    replacement,
    second_looks,
    source_read,
)
from monitor.desk.context import Context
from monitor.desk.posting import Claim
from monitor.desk.story_window import Making, StoryWindow
from monitor.errors import ArchiveError
from monitor.events import (
    ArticleRead,
    CandidatesFound,
    Death,
    Event,
    Fetched,
    Finished,
    GapAsked,
    HostHeld,
    LinkFailed,
    LinkRefused,
    LinksFound,
    Order,
    RobotsRead,
    SourceFailed,
)
from monitor.model import DigestPlan
from monitor.rereading import PageReread
from monitor.store import day_counts, fetches, hosts, leases, outlets, page_records, sources
from monitor.store.archive import Archive
from monitor.store.file import page_files, pruning, tidying
from monitor.store.queries import clock_shift


class Desk:
    """One archive and one configuration."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self._context = Context(archive, config, StoryWindow(archive))

    @classmethod
    def open(cls, config: Config) -> Self:
        """Open the configuration's archive, which is made if it is not there.

        Raises:
            ArchiveError: it cannot be opened.
            QuerySyntaxError: a watch's query cannot be understood.
        """
        return cls(Archive.open(config.archive_path, create=True, any_thread=True), config)

    @property
    def context(self) -> Context:
        """The tools, for commands that look into them."""
        return self._context

    def close(self) -> None:
        """Move the log into the archive, which other programs may still be reading, and close it."""
        archive = self._context.archive
        try:
            with contextlib.suppress(ArchiveError):  # a full disk, a writer: the log stays, and nothing is lost
                archive.checkpoint()
        finally:
            archive.close()

    def sync(self, now: datetime) -> int:
        """Take over the configuration's outlets and watches; the number of hits of new watches in the archive."""
        outlets.sync(self._context.archive, self._context.config.outlets, now)
        found = backfill.sync(self._context, now)
        date_keeping.sync(self._context, now)
        posting.adopt(self._context)
        return found

    def reload(self, config: Config, now: datetime) -> int:
        """Work by another configuration of the same archive; see `sync`.

        Raises:
            QuerySyntaxError: a watch's query cannot be understood; the configuration in use stays.
            ArchiveError: the archive cannot be written; the same.
        """
        before = self._context
        self._context = Context(before.archive, config, before.stories, before.matcher)
        try:
            return self.sync(now)
        except Exception:
            self._context = before
            raise

    @property
    def has_window(self) -> bool:
        """Whether the window of stories is made; without it the next article waits until it is. Any thread may ask."""
        return self._context.stories.is_made

    def make_window(self, now: datetime) -> Making | None:
        """Make the next part of the window of stories; see `StoryWindow.make`."""
        return self._context.stories.make(now)

    def due(self, now: datetime) -> list[str]:
        """The outlets whose time has come, the longest waiting first."""
        return [name for name in outlets.due(self._context.archive, now) if name in self._context.outlets]

    def order(self, outlet: str, now: datetime, **asked: Any) -> Order:
        """The order of an outlet's next crawl; what is `asked` beyond that is `orders.make`'s."""
        context = self._context
        return orders.make(context.archive, context.config, context.outlets[outlet], now, **asked)

    def ingest_all(self, events: Sequence[Event], now: datetime) -> int:
        """Ingest a batch in one transaction, each event whole or not at all; the number of messages made.

        Raises:
            ArchiveError: the archive cannot be written; nothing of the batch was kept, and it can be tried again.
        """
        try:
            with self._context.archive.transaction():
                return sum(self._handle(event, now) for event in events)
        except Exception:
            self._context.forget()
            raise

    def ingest(self, event: Event, now: datetime) -> int:
        """Ingest one event in its own transaction; the number of messages made. Twice is as once."""
        try:
            with self._context.archive.transaction():
                return self._handle(event, now)
        except Exception:
            self._context.forget()
            raise

    def _handle(self, event: Event, now: datetime) -> int:  # noqa: C901, PLR0911, PLR0912 - an index: every event
        archive = self._context.archive
        match event:
            case ArticleRead():
                return ingest.article_read(self._context, event, now)
            case LinksFound():
                made_up = outage.without_links(self._context, event)
                if made_up is None:
                    source_read.keep(self._context, event, now)
                else:
                    self._source_failed(made_up)
            case GapAsked():
                gap_events.asked(self._context, event)
            case LinkRefused():
                if link_events.refused(self._context, event):
                    page = event.link.url  # as of its reading: the pages of an incident are counted from this one on
                    return incident_check.quarantined(self._context, event.outlet, page, event.detail, event.at)
            case LinkFailed():
                link_events.failed(self._context, event)
            case PageReread():
                return second_looks.looked(self._context, event, now)
            case SourceFailed():
                self._source_failed(event)
            case CandidatesFound():
                return replacement.found(self._context, event, now) if event.outlet in self._context.outlets else 0
            case Fetched():
                fetches.add(archive, event)
            case RobotsRead():
                hosts.robots(archive, outage.rules(archive, event))
            case HostHeld():
                hosts.hold(archive, event)
            case Finished():
                orders.finish(self._context, event, now)
                return incident_check.flooded(self._context, event.outlet, now)
            case Death():
                return deaths.died(self._context, event, now)
            case _:
                assert_never(event)
        return 0

    def send_settled(self, now: datetime) -> int:
        """Send what became due without an event; the number of messages.

        New headlines that waited while editors polished, if that is over; stories that a person's moves made.
        """
        try:
            with self._context.archive.transaction():
                return regrouped.send_moved(self._context, now) + alerting.send_settled(self._context, now)
        except Exception:
            self._context.forget()
            raise

    def next_settled(self, now: datetime) -> datetime | None:
        """When the first of the headlines that wait has settled; None: none waits."""
        return min((one.until for one in polishing.waiting(self._context, now).values()), default=None)

    def release_leases(self, now: datetime) -> int:
        """Make due what an earlier daemon was sending when it ended. Only the holder of the lock may ask this."""
        return leases.release_all(self._context.archive, now)

    def clock_set_back(self, seconds: float, now: datetime) -> None:
        """Let nothing wait for the time that the clock showed before it was set back."""
        clock_shift.set_back(self._context.archive, seconds, now)

    def claim(self, now: datetime, limit: int, channels: Sequence[str] | None = None) -> list[Claim]:
        """Deliveries to be sent now, under lease; of these channels only, where some are given."""
        return posting.claim(self._context, now, limit, channels)

    def settle(self, claim: Claim, outcome: Outcome, now: datetime) -> Settled:
        """Keep the outcome of a delivery, and what it says of its channel."""
        return posting.settle(self._context, claim, outcome, now)

    def give_back(self, claims: Sequence[Claim]) -> None:
        """End the leases of deliveries that were not tried."""
        posting.give_back(self._context, claims)

    def calendars_due(self, now: datetime) -> list[CalendarAsked]:
        """The calendars of watches that are to be read now."""
        return date_keeping.due(self._context, now)

    def calendar_read(self, read: CalendarRead, now: datetime) -> int:
        """Keep what a calendar says; how many dates that changed."""
        return date_keeping.take(self._context, read, now)

    def digest_due(self, plan: DigestPlan, now: datetime) -> int:
        """Make the digests of a plan that are due; the number of messages."""
        return due_digests.send_due(self._context, plan, now)

    def release_held(self, now: datetime) -> int:
        """Send what waited for the time of its person, one message each; the number of messages."""
        return holding.release_all(self._context, now)

    def next_release(self, now: datetime) -> datetime | None:
        """When something that waits goes out next, as far as that is known now; None: nothing waits."""
        return holding.next_release(self._context, now)

    def check_health(self, now: datetime, only: Collection[str] = ()) -> int:
        """Open and close incidents of outlets, channels and watches, or of these outlets only; how many messages."""
        with self._context.archive.transaction():
            posting.expire(self._context, now)
            return incident_check.check(self._context, now, only)

    def what_is_wrong(self, now: datetime) -> list[str]:
        """The kinds of the open incidents that make the monitor blind or dumb; empty where all is well."""
        return incident_check.disabling(self._context, now)

    def tidy(self, now: datetime) -> None:
        """Drop what has served its time, and keep the file fast."""
        archive, config = self._context.archive, self._context.config
        tidying.tidy(archive, now)
        with archive.transaction():
            dropped = page_records.drop_old(archive, now, config.pages_keep, config.pages_max << 20)
        for name in dropped:
            page_files.drop(archive.path, name)

    def days_to_count(self, now: datetime) -> list[date]:
        """The days of which pages want counts and have none that will stay."""
        return day_counts.due(self._context.archive, now)

    def count_day(self, day: date, now: datetime) -> None:
        """Count one of them."""
        day_counts.count(self._context.archive, day, now)

    def prune(self, now: datetime, after: int | None) -> int | None:
        """Prune some stories whose ids follow `after`; the last of them, or None: all that may go is gone."""
        keep = self._context.config.keep
        if keep is None:
            return None
        done = pruning.step(self._context.archive, now - keep, now, after=after or 0)
        return done.last if done.last is not None else (after or 0) if done.messages else None

    def _source_failed(self, event: SourceFailed) -> None:
        if event.outlet not in self._context.outlets:
            return
        sources.failed(self._context.archive, event, counts=not outage.is_ours(self._context.archive, event))

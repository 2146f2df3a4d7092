"""An outlet on loopback over days of injected time: its answers change, a real crawl reads it, a real desk keeps it."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import Any

import make
from website import MISSING, Asked, Site, answer, article

from monitor.config import Config, Crawl, Network
from monitor.crawl import alone
from monitor.deliver.file import FileChannel
from monitor.deliver.outcome import SENT
from monitor.desk import Desk
from monitor.events import CandidatesFound, Event, HostHeld, decode, decode_order, encode, encode_order
from monitor.fetch.hooks import Hooks
from monitor.model import Outlet
from monitor.store import incidents
from monitor.store.incidents import IncidentRow

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # before any clock by which this runs: nothing is dated in the future
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Reel(Site):
    """An outlet that publishes. `listings` has its feeds by path; what a test puts into `answers` comes first."""

    published: list[tuple[int, datetime]] = field(default_factory=list)
    listings: set[str] = field(default_factory=lambda: {"/feed"})
    front: str = "<p>Welcome</p>"

    def __post_init__(self) -> None:
        self.otherwise = self._answer

    def publish(self, at: datetime, count: int = 1) -> None:
        """So many articles more."""
        self.published += [(len(self.published) + 1 + number, at) for number in range(count)]

    def feed(self, *, items: int = 10, dated: bool = True, query: str = "", guid: str = "") -> bytes:
        """The answer with the newest articles; all articles are read by `/NUMBER`."""
        listed = "".join(
            f"<item><title>{title(number)}</title><link>{self.base}/{number}{query}</link>"
            + (f'<guid isPermaLink="false">{guid}{number}</guid>' if guid else "")
            + (f"<pubDate>{format_datetime(at)}</pubDate></item>" if dated else "</item>")
            for number, at in self.published[::-1][:items]
        )
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Reel</title>{listed}</channel></rss>'
        return answer(text, kind="application/rss+xml")

    def _answer(self, asked: Asked) -> bytes:
        path = asked.path.partition("?")[0]
        if path == "/":
            return answer(f"<!doctype html><html><head><title>Reel</title></head><body>{self.front}</body></html>")
        if path in self.listings:
            return self.feed()
        number = path.lstrip("/")
        known = dict(self.published)
        if not number.isdecimal() or int(number) not in known:
            return MISSING
        return answer(page(int(number), known[int(number)]))


def title(number: int) -> str:
    return f"Heat 2: {' '.join(_words(number, 5)).capitalize()}"


def page(number: int, at: datetime) -> str:
    """An article whose words are its own, so that each is a story."""
    return article(
        title(number), (" ".join(_words(number * 50 + n, 30)) + "." for n in range(6)), published=at.isoformat()
    )


def _words(seed: int, count: int) -> list[str]:
    """Words of no language, others for each seed."""
    chosen = Random(seed)  # noqa: S311 - no secret
    return [
        "".join(chosen.choice(("ka", "to", "mi", "re", "su", "lo", "ne", "di")) for _ in range(4)) for _ in range(count)
    ]


class Life:
    """The outlet as a daemon follows it: `look` after `look`, each at its time."""

    def __init__(self, folder: Path, site: Reel, outlet: Outlet | None = None) -> None:
        self.site, self.at = site, START
        home = f"{site.base}/"
        self.outlet = outlet or make.outlet("reel", home, sources=(make.feed(home),))
        self.config = Config(
            path=folder / "monitor.toml",
            archive_path=folder / "archive.db",
            outlets=(self.outlet,),
            watches=(make.watch(to=("files",)),),
            channels=(FileChannel(name="files", path="out"),),
            incidents_to=("files",),
            crawl=Crawl(seed=True, delay=0.0, reread=()),
            network=Network(allow=("127.0.0.0/8", "::1/128")),
        )
        self.desk = Desk.open(self.config)
        self.desk.sync(self.at)

    def look(self, after: timedelta = 10 * MINUTE) -> list[Event]:
        """One crawl, so long after the one before, then a look at its health, and what that asks for. The events."""
        self.at += after
        events = self._crawl()
        self.desk.check_health(self.at)
        while self.value("select max(search_due) from sources where followed"):
            self.at += 20 * timedelta(seconds=1)
            events += self._crawl()
            self.desk.check_health(self.at)
        for claim in self.desk.claim(self.at, 1000):
            self.desk.settle(claim, SENT, self.at)
        return events

    def _crawl(self) -> list[Event]:
        """What the next order brings; it and its events go through the forms in which they cross processes."""
        order = decode_order(encode_order(self.desk.order("reel", self.at)))
        events: list[Event] = []

        async def keep(event: Event) -> None:
            events.append(decode(encode(self._then(event))))

        asyncio.run(alone(order, Hooks(emit=keep)))
        for event in events:
            self.desk.ingest(event, self.at)
        return events

    def looks(self, count: int, after: timedelta = 10 * MINUTE) -> list[list[str]]:
        """So many crawls; the kinds of the open incidents after each."""
        return [self.kinds() for _ in range(count) if self.look(after) is not None]

    def lives(self, days: int, *, every: timedelta = 6 * HOUR) -> None:
        """Days in which an article appears `every` so often, and is read."""
        for _ in range(int(days * DAY / every)):
            self.site.publish(self.at + every)
            self.look(every)

    def kinds(self) -> list[str]:
        """The kinds of the open incidents."""
        return sorted(row.kind for row in incidents.listing(self.desk.context.archive, open_only=True))

    def incidents(self) -> list[IncidentRow]:
        """All incidents that ever were, the oldest first."""
        return incidents.listing(self.desk.context.archive)[::-1]

    def messages(self, kind: str) -> int:
        """How many messages of a type were made."""
        return int(self.desk.context.archive.value("select count(*) from messages where type = ?", (kind,)))

    def alerts(self) -> int:
        """How many alerts on stories were made."""
        return self.messages("story.opened") + self.messages("story.updated")

    def value(self, sql: str, *values: object) -> Any:
        """One value of the archive."""
        return self.desk.context.archive.value(sql, values)

    def _then(self, event: Event) -> Event:
        """The event as of the time that this life has."""
        if isinstance(event, HostHeld):
            return replace(event, at=self.at, until=self.at + (event.until - event.at))
        return replace(event, at=self.at)


def searches(events: list[Event]) -> list[CandidatesFound]:
    """The searches for a successor among the events of a crawl."""
    return [event for event in events if isinstance(event, CandidatesFound)]

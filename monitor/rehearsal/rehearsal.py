"""A desk in simulated time: it reads the past on a temporary archive, and sends nothing.

The desk is the daemon's own, so what it decides is what a daemon would have decided; only the clock is another one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.config import Config
from monitor.desk import Desk
from monitor.digest import digest_window
from monitor.events import ArticleRead
from monitor.model import Link, Outlet, Source
from monitor.reading import urls
from monitor.rehearsal.past_reading import PastReading
from monitor.store import articles, links, outbox, outlets, suppressed
from monitor.store.articles import StoredArticle
from monitor.store.outbox import MadeMessage
from monitor.story import SuppressedAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of a reading: the article as it was stored, and which of the watches said nothing of it, and why."""

    at: datetime
    stored: StoredArticle
    quiet: tuple[SuppressedAlert, ...]


@dataclass(slots=True)
class Rehearsal:
    """A desk at work in simulated time. `last` is the row of the last message that was collected.

    `is_over`: whether it may take no more time; what is due then stays undone.
    """

    desk: Desk
    now: datetime | None = None
    last: int = 0
    is_over: Callable[[], bool] = lambda: False
    _seeded: set[str] = field(default_factory=set)
    _window: datetime | None = None  # when the next digest is due

    def follows(self, outlet: str) -> bool:
        """Whether the configuration has this outlet: what others published is not taken."""
        return outlet in self.desk.context.outlets

    def take(self, reading: PastReading) -> Came | None:
        """Let the desk read this; None where its outlet is not followed, or the time is over."""
        article, context = reading.article, self.desk.context
        outlet = context.outlets.get(article.outlet)
        if outlet is None:
            return None
        now = self.advance(reading.at)
        if self.is_over():
            return None
        link = Link(url=article.url, title=article.title, published_at=article.published_at)
        self._list(outlet, link, reading)
        self.desk.ingest(ArticleRead(outlet=article.outlet, link=link, article=article, at=now), now)
        stored = articles.find(context.archive, urls.canonical(article.url) or "")
        if stored is None:
            return None
        why = suppressed.of_article(context.archive, stored.id)
        return Came(at=now, stored=stored, quiet=tuple(one for one in why if one.at >= now))

    def advance(self, to: datetime) -> datetime:
        """Let time pass, which never goes back; what becomes due on the way is done at its moment."""
        if self.now is None:
            self.desk.sync(to)
            self.now, self._window = to, self._next_window(to)
        while (due := self._next_due(self.now)) is not None and due <= to and not self.is_over():
            self.now = max(self.now, due)
            self.desk.send_settled(self.now)
            self.desk.release_held(self.now)
            if self._window is not None and self._window <= self.now:
                for plan in self.desk.context.config.digests:
                    self.desk.digest_due(plan, self.now)
                self._window = self._next_window(self.now)
        if not self.is_over():
            self.now = max(self.now, to)
        return self.now

    def settle(self) -> None:
        """Let pass what time it takes until nothing waits, neither a headline nor an alert for its person's time."""
        while self.now is not None and (due := self._next_waiting(self.now)) is not None and not self.is_over():
            self.advance(max(due, self.now))

    def messages(self) -> list[MadeMessage]:
        """The messages that were made since this was asked last."""
        made = outbox.made_after(self.desk.context.archive, self.last)
        self.last = made[-1].row if made else self.last
        return made

    def _next_due(self, now: datetime) -> datetime | None:
        """When something happens without an article: a digest, a headline that has settled, a person's morning."""
        return _first(self._window, self._next_waiting(now))

    def _next_waiting(self, now: datetime) -> datetime | None:
        return _first(self.desk.next_settled(now), self.desk.next_release(now))

    def _next_window(self, after: datetime) -> datetime | None:
        return _first(*(digest_window.next_end(plan, after) for plan in self.desk.context.config.digests))

    def _list(self, outlet: Outlet, link: Link, reading: PastReading) -> None:
        """Have the article's link as it was listed, and its outlet as one that was followed before."""
        archive, listed_at = self.desk.context.archive, reading.listed_at or reading.at
        if outlet.id not in self._seeded:
            outlets.seeded(archive, outlet.id, listed_at)
            self._seeded.add(outlet.id)
        source: Source | None = outlet.sources[0] if outlet.sources and reading.listed_at else None
        links.add(archive, outlet.id, source, [link], reading.origin, listed_at)


@contextmanager
def rehearsal(config: Config, is_over: Callable[[], bool] = lambda: False) -> Iterator[Rehearsal]:
    """A rehearsal by this configuration, whose archive is a temporary one and is gone afterwards."""
    with TemporaryDirectory(prefix="monitor-replay-") as folder:
        desk = Desk.open(replace(config, archive_path=Path(folder) / "archive.db"))
        try:
            yield Rehearsal(desk, is_over=is_over)
        finally:
            desk.close()


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)

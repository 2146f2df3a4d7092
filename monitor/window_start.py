"""The window of stories is made before articles are ingested, a part at a time: other work comes in between.

At a start it may hold 100,000 articles, and is made for minutes. Alerts go out meanwhile, digests are made, people
merge stories, and a stop is heard; what was crawled waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from monitor import logs
from monitor.desk import Desk
from monitor.errors import ArchiveError
from monitor.events import ArticleRead, Event
from monitor.rereading import PageReread

_TEXTS = (ArticleRead, PageReread)
SAY_EVERY = 5.0  # seconds between two lines of the log on how far it is
_log = logging.getLogger(__name__)


class WindowStart:
    """Makes the window of a desk. `on_desk` runs a call in the thread that writes."""

    def __init__(self, desk: Desk, on_desk: Callable[..., Awaitable[Any]]) -> None:
        self._desk, self._on_desk = desk, on_desk
        self._one_at_a_time = asyncio.Lock()
        self._said = logs.Sparing(SAY_EVERY)
        self._tell: Callable[[tuple[int, int] | None], None] = lambda _: None

    async def begin(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """Make it now, so that the first article waits for it no longer than it must.

        `tell`, now and whenever it is made again: after each part how many articles it has, of how many; at the end
        None.
        """
        self._tell = tell
        try:
            await self.make()
        except ArchiveError as error:  # the first article tries again
            _log.error("archive.write_failed", extra={"error": str(error), "job": "window"})

    async def make_for(self, batch: Sequence[Event]) -> None:
        """Make the window if one of these events is a text, which the desk would do at once, and in its transaction.

        Raises:
            ArchiveError: it cannot be read.
        """
        if any(isinstance(event, _TEXTS) for event in batch):
            await self.make()

    async def make(self) -> None:
        """Return when the window is whole.

        Raises:
            ArchiveError: it cannot be read.
        """
        async with self._one_at_a_time:
            if self._desk.has_window:
                return
            clock = asyncio.get_running_loop().time
            began = clock()
            while (making := await self._on_desk(self._desk.make_window, datetime.now(UTC))) is not None:
                self._tell((making.done, making.of))
                if self._said.is_due("", clock()):
                    _log.info("stories.under_way", extra={"articles": making.done, "of": making.of})
            self._tell(None)
            _log.info("stories.ready", extra={"seconds": round(clock() - began, 1)})

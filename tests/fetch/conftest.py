"""A site that answers with bytes as they are given, and crawls of one outlet on it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import make
import pytest
from website import Site

from monitor.crawl import Crawls
from monitor.events import Event
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import Pace
from monitor.model import PageRule, Policy, Source


@pytest.fixture
def raw() -> Iterator[Site]:
    """A site whose answers a test sets; robots.txt is not there unless a test puts it there."""
    with Site() as site:
        yield site


@pytest.fixture
def crawl(raw: Site) -> Callable[..., list[Event]]:
    """Crawl an outlet whose feed is at /feed; the events in order. What is given is the order's, or the outlet's."""

    def run(
        *,
        policy: Policy = Policy.PAGE,
        rules: tuple[PageRule, ...] = (),
        sources: tuple[Source, ...] | None = None,
        pace: Pace | None = None,
        **given: Any,
    ) -> list[Event]:
        events: list[Event] = []

        async def keep(event: Event) -> None:
            events.append(event)

        home = f"{raw.base}/"
        reel = make.outlet("reel", home, policy=policy, rules=rules, sources=sources or (make.feed(home),))
        usual = {"allow": ("127.0.0.0/8",), "delay": 0.0}
        name = "EntertainmentMonitor/0.1 (+https://example.org/bot)"
        order = make.order(reel, user_agent=name, **(usual | given))
        asyncio.run(Crawls(Hooks(emit=keep, pace=pace or Pace())).crawl(order))
        return events

    return run

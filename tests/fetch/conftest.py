"""A site that answers with bytes as they are given, and crawls of one outlet on it."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from website import Site

from monitor.crawl import Crawls
from monitor.events import Event, HostState, Order, Validators
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import Pace
from monitor.model import Link, Origin, Outlet, PageRule, Policy, Source, SourceKind


@pytest.fixture
def raw() -> Iterator[Site]:
    """A site whose answers a test sets; robots.txt is not there unless a test puts it there."""
    with Site() as site:
        yield site


@pytest.fixture
def crawl(raw: Site) -> Callable[..., list[Event]]:
    """Crawl an outlet whose feed is at /feed; the events in order."""

    def run(
        *,
        known: dict[str, str] | None = None,
        pending: tuple[Link, ...] = (),
        validators: dict[str, Validators] | None = None,
        hosts: tuple[HostState, ...] = (),
        allow: tuple[str, ...] = ("127.0.0.0/8",),
        policy: Policy = Policy.PAGE,
        rules: tuple[PageRule, ...] = (),
        sources: tuple[Source, ...] | None = None,
        delay: float = 0.0,
        pace: Pace | None = None,
    ) -> list[Event]:
        events: list[Event] = []

        async def keep(event: Event) -> None:
            events.append(event)

        async def work() -> None:
            crawls = Crawls(Hooks(emit=keep, pace=pace or Pace()))
            await crawls.crawl(
                Order(
                    outlet=Outlet(
                        id="reel",
                        name="Reel",
                        home=raw.base + "/",
                        policy=policy,
                        rules=rules,
                        sources=sources or (Source(kind=SourceKind.FEED, url=raw.base + "/feed"),),
                    ),
                    origin=Origin.LIVE,
                    known=known or {},
                    pending=pending,
                    validators=validators or {},
                    hosts=hosts,
                    allow=allow,
                    delay=delay,
                    user_agent="EntertainmentMonitor/0.1 (+https://example.org/bot)",
                )
            )

        asyncio.run(work())
        return events

    return run

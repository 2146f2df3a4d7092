"""A site that answers with bytes as they are given, and crawls of one outlet on it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import make
import pytest
from fetch_blog import START
from website import Site

from monitor.config import Config, Crawl
from monitor.crawl import alone
from monitor.desk import Desk
from monitor.events import Event
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import Pace
from monitor.model import Outlet, PageRule, Policy, Source, SourceKind


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
        listed = sources or (make.feed(home),)
        reel = make.outlet("reel", home, policy=policy, rules=rules, sources=listed, article_pattern="^/story-")
        usual = {"allow": ("127.0.0.0/8",), "delay": 0.0}
        name = "EntertainmentMonitor/0.1 (+https://example.org/bot)"
        order = make.order(reel, user_agent=name, **(usual | given))
        asyncio.run(alone(order, Hooks(emit=keep, pace=pace or Pace())))
        return events

    return run


@pytest.fixture
def follow(raw: Site, crawl: Callable[..., list[Event]], tmp_path) -> Iterator[Callable]:
    """A desk that follows the site; a function that crawls it so many minutes after START, and ingests all.

    At no time, it only crawls.
    """
    opened: list[Desk] = []

    def started(kind: SourceKind, path: str, policy: Policy = Policy.FEED) -> tuple[Desk, Callable[..., list[Event]]]:
        source = Source(kind=kind, url=raw.base + path)
        outlet = Outlet(id="reel", name="Reel", home=raw.base + "/", sources=(source,), policy=policy)
        config = Config(
            path=tmp_path / "m.toml", archive_path=tmp_path / "a.db", outlets=(outlet,), crawl=Crawl(seed=False)
        )
        desk = Desk.open(config)
        opened.append(desk)
        desk.sync(START)

        def look(minutes: float | None) -> list[Event]:
            at = START + timedelta(minutes=minutes or 0)
            order = desk.order("reel", at)
            known = {name: getattr(order, name) for name in ("known", "looked", "validators", "gaps", "pending")}
            events = crawl(sources=(source,), policy=policy, **known)
            for event in events if minutes is not None else ():
                desk.ingest(replace(event, at=at), at)
            return events

        return desk, look

    yield started
    for desk in opened:
        desk.close()

"""A gateway answers for everybody, with its login page or an error. Nobody is blamed, nothing is lost."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import make
import pytest
from changing import HOUR, MINUTE, START, Reel, title
from website import Asked, Site, answer

from monitor.config import Config, Crawl, Network
from monitor.crawl import alone
from monitor.desk import Desk
from monitor.events import Event, decode, decode_order, encode, encode_order
from monitor.fetch.hooks import Hooks
from monitor.model import Outlet, Source, SourceKind

ROBOTS = answer("User-agent: *\nDisallow: /private\n", kind="text/plain")
LOGIN = "<!doctype html><html><head><title>Hotel Astoria</title></head><body><h1>Welcome to Hotel Astoria</h1>"
LOGIN += "<p>Please accept our terms to use the internet.</p><form><input type=password></form></body></html>"
PLAIN = "<!doctype html><html><head><title>Hotel Astoria</title></head><body><h1>Welcome</h1></body></html>"


class Street:
    """Four outlets on loopback, three by their feeds and one by a page of links, read by one desk."""

    def __init__(self, folder: Path, sites: list[Reel], gateway: Site) -> None:
        self.sites, self.gateway, self.at = sites, gateway, START
        self.outlets = tuple(_outlet(f"reel-{number}", site) for number, site in enumerate(sites))
        for site in sites:
            site.answers["/robots.txt"] = ROBOTS
            site.publish(self.at, 4)
        self._front()
        self.desk = Desk.open(
            Config(
                path=folder / "monitor.toml",
                archive_path=folder / "archive.db",
                outlets=self.outlets,
                crawl=Crawl(seed=False, delay=0.0, poll=600),
                network=Network(allow=("127.0.0.0/8", "::1/128")),
            )
        )
        self.desk.sync(self.at)

    def publish(self) -> None:
        """An article more of each outlet."""
        for site in self.sites:
            site.publish(self.at)
        self._front()

    def lives(self, span: timedelta, step: timedelta = MINUTE) -> None:
        """The daemon's clockwork for so long."""
        until = self.at + span
        while self.at < until:
            for name in self.desk.due(self.at):
                self._crawl(name)
            self.desk.check_health(self.at)
            self.at += step

    def behind(self, said: Callable[[Asked], bytes]) -> None:
        """The gateway answers for all."""
        for site in self.sites:
            site.answers.clear()
            site.otherwise = said

    def free(self) -> None:
        """The outlets answer for themselves again."""
        for site in self.sites:
            site.otherwise = site._answer
            site.answers["/robots.txt"] = ROBOTS
        self._front()

    def rows(self, sql: str) -> list[tuple]:
        """What the archive answers."""
        return [tuple(row) for row in self.desk.context.archive.rows(sql)]

    def _front(self) -> None:
        site = self.sites[-1]
        links = "".join(f'<h2><a href="/{n}">{title(n)}, says Mann</a></h2>' for n, _ in site.published[::-1])
        site.answers["/film"] = answer(f"<html><head><title>Film</title></head><body>{links}</body></html>")

    def _crawl(self, name: str) -> None:
        order = decode_order(encode_order(self.desk.order(name, self.at)))
        events: list[Event] = []

        async def keep(event: Event) -> None:
            events.append(replace(decode(encode(event)), at=self.at))

        asyncio.run(alone(order, Hooks(emit=keep)))
        for event in events:
            self.desk.ingest(event, self.at)


def _outlet(name: str, site: Reel) -> Outlet:
    home = f"{site.base}/"
    section = Source(kind=SourceKind.SECTION, url=f"{home}film", select="h2 a")
    return make.outlet(name, home, sources=(section if name == "reel-3" else make.feed(home),))


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """The street, read for half an hour."""
    with ExitStack() as opened:
        sites = [opened.enter_context(Reel()) for _ in range(4)]
        made = Street(tmp_path, sites, opened.enter_context(Site()))
        made.lives(HOUR / 2)
        yield made


@pytest.mark.parametrize(
    ("page", "status"),
    [(LOGIN, "200 OK"), (PLAIN, "200 OK"), (LOGIN, "302 Found"), (PLAIN, "403 Forbidden"), (PLAIN, "404 Not Found")],
    ids=["login", "plain", "redirect", "403", "404"],
)
def test_a_captive_portal_counts_against_nobody(street: Street, page: str, status: str) -> None:
    """Robots.txt and pages included: one incident of our own, no article is lost, all is read within two minutes."""
    street.gateway.otherwise = lambda _: answer(page)
    to = [f"Location: http://localhost:{street.gateway.port}/login"] if status == "302 Found" else []
    street.publish()
    street.lives(2 * MINUTE)
    for site in street.sites:  # listed, and its page is asked for when the portal is there
        site.publish(street.at)
    street.behind(lambda _: answer("" if to else page, *to, status=status))
    street.lives(HOUR / 2)
    assert street.rows("select kind, closed_at from incidents") == [("network_down", None)]
    rules = "select distinct robots_body like '%Disallow%' from hosts where host like '127%'"
    assert status.startswith("40") or street.rows(rules) == [(1,)]  # an error means that there are none, to the letter

    street.free()
    back = street.at
    street.publish()
    street.lives(2 * MINUTE, timedelta(seconds=5))
    read = "select min(last_success_at) >= ? from sources where followed"
    assert street.desk.context.archive.value(read, (back.isoformat().replace("+00:00", "Z"),)) == 1
    street.lives(25 * MINUTE)

    assert street.rows("select kind, closed_at is null from incidents") == [("network_down", 0)]
    assert street.rows("select distinct failures from sources") == [(0,)]
    assert street.rows(rules) == [(1,)]
    assert street.rows("select count(*) from articles") == [(sum(len(site.published) for site in street.sites),)]

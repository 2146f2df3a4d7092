"""Asking an outlet's addresses what they list, and for one page of it, politely: the crawl's own way, no archive."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy.http import Response

from monitor import catalogue
from monitor import config as configuration
from monitor.causes import SourceCause
from monitor.config import Config
from monitor.crawl import alone
from monitor.discover.source_candidates import candidates
from monitor.errors import CrawlError
from monitor.events import (
    CandidatesFound,
    Event,
    Finished,
    LinkFailed,
    LinkRefused,
    LinksFound,
    Order,
    RobotsRead,
    SourceFailed,
)
from monitor.fetch.hooks import Hooks
from monitor.fetch.pace import Pace
from monitor.model import Link, Origin, Outlet, Page, Source, SourceKind
from monitor.phrasing import count
from monitor.succession import ENOUGH, STALE, Candidate, Search
from spiders.base import OutletSpider
from spiders.outlet import spider_class
from spiders.section import SectionSpider

_UNREACHED = frozenset({SourceCause.NO_ANSWER, SourceCause.ROBOTS_UNREACHABLE, SourceCause.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbedSource:
    """What an address gave: `listed` links, the newest of them, or why nothing."""

    source: Source
    listed: int = 0
    newest_at: datetime | None = None
    error: str | None = None
    cause: SourceCause | None = None

    def verdict(self, now: datetime) -> str:
        """`good`, or what speaks against it, in a few words."""
        if self.error:
            return self.error
        if self.listed < ENOUGH:
            return f"lists only {count(self.listed, 'article')}"
        if self.newest_at and self.newest_at < now - STALE:
            return f"stale: its newest is of {self.newest_at:%Y-%m-%d}"
        return "good"

    def row(self, now: datetime) -> dict[str, Any]:
        """For a table."""
        return {
            "kind": self.source.kind.value,
            "url": self.source.url,
            "listed": self.listed,
            "newest_at": self.newest_at,
            "verdict": self.verdict(now),
        }


def ask(outlet: Outlet, sources: Sequence[Source], config: Config | None) -> list[ProbedSource]:
    """Ask each source once; in the order given, with those that gave no answer at all."""
    return asyncio.run(asked(outlet, sources, config, Pace()))


async def asked(outlet: Outlet, sources: Sequence[Source], config: Config | None, pace: Pace) -> list[ProbedSource]:
    """As `ask`, where other outlets are asked at the same time, at one pace for each host."""
    found: dict[str, ProbedSource] = {}

    async def note(event: Event) -> None:
        match event:
            case LinksFound(source=source, listed=listed, newest_at=newest) if source.url not in found:
                found[source.url] = ProbedSource(source=source, listed=listed or 0, newest_at=newest)
            case LinksFound(source=source, listed=listed, newest_at=newest):  # a sitemap of an index
                index = found[source.url]
                total = index.listed + (listed or 0)
                newest_at = max((at for at in (index.newest_at, newest) if at), default=None)
                found[source.url] = replace(index, listed=total, newest_at=newest_at)
            case SourceFailed(source=source, error=error):
                found.setdefault(source.url, ProbedSource(source=source, error=error, cause=event.why))
            case _:  # open: what else a crawl reports says nothing about a source
                pass

    await alone(_order(replace(outlet, sources=tuple(sources)), config), Hooks(emit=note, pace=pace))
    unasked = "was not asked: robots.txt disallows it, or the host asked us to back off"
    return [found.get(source.url) or ProbedSource(source=source, error=unasked) for source in sources]


async def instead(outlet: Outlet, bad: Source, config: Config | None, pace: Pace) -> Candidate | None:
    """The first good source of the outlet besides its own, as the daemon looks for one; its front page last."""
    found: list[Candidate] = []

    async def note(event: Event) -> None:
        if isinstance(event, CandidatesFound):
            found.extend(event.candidates)

    search = Search(source=bad, spare=catalogue.spare(outlet.id), any_good=True)
    order = replace(_order(outlet, config), search=search)
    await alone(order, Hooks(emit=note, pace=pace))
    good = sorted((one for one in found if one.is_good(now())), key=lambda one: one.source.kind is SourceKind.SECTION)
    return good[0] if good else None


def unreached(found: Sequence[ProbedSource]) -> str | None:
    """Why no address of a host gave any answer, said once; None where one did, or where they differ in it."""
    said = {one.error for one in found if one.cause in _UNREACHED}
    return next(iter(said)) if len(said) == 1 and all(one.cause in _UNREACHED for one in found) else None


def guess(outlet: Outlet, config: Config | None) -> list[Source]:
    """The addresses worth asking, from the outlet's front page and robots.txt."""
    home = Source(kind=SourceKind.SECTION, url=outlet.home)
    robots: list[str] = []

    async def note(event: Event) -> None:
        if isinstance(event, RobotsRead):
            robots.append(event.body)

    order = _order(replace(outlet, id=_Front.name, sources=(home,)), config)
    _Front.outlet, _Front.body = order.outlet, None
    asyncio.run(alone(order, Hooks(emit=note), spiders=lambda _: _Front))
    return candidates(outlet.home, _Front.body, robots[0] if robots else None)


def page(outlet: Outlet, url: str, config: Config | None) -> Page:
    """One article page, fetched as a crawl fetches it.

    Raises:
        CrawlError: no page came; the text says why.
    """
    kept: list[Page] = []
    why: list[str] = []

    async def note(event: Event) -> None:
        if isinstance(event, LinkFailed):
            why.append(event.error)
        elif isinstance(event, LinkRefused):
            why.append(f"{event.reason.value}: {event.detail}")
        elif isinstance(event, Finished) and event.detail:
            why.append(event.detail)

    order = replace(_order(replace(outlet, sources=()), config), pending=(Link(url=url),))
    members = {"name": outlet.id, "outlet": outlet, "pages": kept, "__module__": __name__}
    spider = type("OnePage", (_Keeping, spider_class(outlet)), members)
    asyncio.run(alone(order, Hooks(emit=note), spiders=lambda _: spider))
    if not kept:
        raise CrawlError(f"{url} could not be read: {why[0] if why else 'no answer came'}")
    return kept[0]


class _Keeping(OutletSpider):
    """Keeps the pages that it reads."""

    pages: ClassVar[list[Page]]

    def page_of(self, response: Response, link: Link) -> Page:
        """As ever, and kept."""
        read = super().page_of(response, link)
        self.pages.append(read)
        return read


class _Front(SectionSpider):
    """Keeps the front page as it is."""

    name = "front-page"
    body: bytes | None = None

    async def read_source(self, response: Response, source: Source, address: str) -> AsyncIterator[Any]:  # noqa: ARG002
        """Keep it, and report no links."""
        type(self).body = response.body if response.status == 200 else None
        yield LinksFound(outlet=self.outlet.id, source=source, at=now())


def _order(outlet: Outlet, config: Config | None) -> Order:
    crawl = config.crawl if config else configuration.Crawl()
    return Order(
        outlet=outlet,
        origin=Origin.SEED,
        delay=crawl.delay,
        allow=config.network.allow if config else (),
        user_agent=crawl.user_agent,
        page_limit=0,
    )


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)

"""`monitor crawl`: every outlet, or those named, once and now; then what is due is sent."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import click

from monitor import logs, phrasing
from monitor.causes import CrawlOutcome, SourceCause
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import PARTLY, USAGE, stop
from monitor.cli.output import Listing, listing, say, show
from monitor.cli.time_options import SINCE
from monitor.config import Config
from monitor.desk import Desk, lock
from monitor.errors import NotFoundError, UserError
from monitor.events import ArticleRead, Event, Finished, LinkFailed, LinkRefused, LinksFound, SourceFailed
from monitor.jobs import Jobs
from monitor.store import incidents
from monitor.store import outlets as outlets_of

_STOP = 5.0  # seconds
_SAY_EVERY = 5.0  # seconds between two lines about pages, while no outlet is finished
_COUNTS = ("listed_new", "articles", "refused", "failed", "sources_failed")
_COLUMNS = (
    Column("outlet"),
    Column("articles", numeric=True),
    Column("listed_new", priority=2, title="new", numeric=True),
    Column("refused", priority=3, numeric=True),
    Column("failed", priority=1, numeric=True),
    Column("sources_failed", priority=4, title="sources failed", numeric=True),
    Column("outcome"),
)


@click.command()
@click.argument("outlets", nargs=-1)
@click.option("--outlet", "named", multiple=True, metavar="ID", help="The same as naming it as an argument")
@click.option("--since", type=SINCE, help="Also what was published since then; what is old alerts no one")
@click.option("--no-send", is_flag=True, help="Leave alerts in the outbox for the daemon")
@listing(limit=1000)
@click.pass_obj
def crawl(
    given: Given,
    *,
    outlets: Sequence[str],
    named: Sequence[str],
    since: datetime | None,
    no_send: bool,
    wanted: Listing,
) -> None:
    """Read the outlets once, now: all that are followed, or those named by id.

    Links that wait for another attempt are taken up before their time. Ends with 4 if an outlet could not be read.
    What was read is judged as the daemon does it: incidents open and close, and are notified of.

    With --since, the past of the outlets named is filled in: earlier pages of feeds and WordPress, all sitemaps of an
    index that may reach back so far, what the front page and robots.txt name, and, where there is none of these,
    archives by month. What that brings is matched; what was published before the last look alerts no one. One crawl
    reads `page_limit` pages at most; the same command goes on where it ended, and a running daemon reads what is left
    too.
    """
    outlets = (*outlets, *named)
    if since and not outlets:
        raise click.UsageError("--since asks an outlet for much: name those that are meant")
    config = given.loaded(need_secrets=not no_send)
    names = _chosen(config, outlets)
    if not names:
        say("no outlet is followed: name some in `follow`, or add an [[outlet]]")
        stop(USAGE)
    logs.to_stderr(logging.DEBUG if given.verbose else logging.ERROR)
    tally = Tally(len(names), since)
    asyncio.run(_work(config, names, tally, since=since, send=not no_send))
    show(tally.rows(), _COLUMNS, wanted, below="detail")
    if since:
        _say_what_waits(given, names)
    if why := tally.no_network:
        say(f"no network: none of {phrasing.count(len(names), 'outlet')} answered ({why})")
    _say_what_stands(given, names)
    if tally.failed:
        stop(PARTLY)


class Tally:
    """What each outlet brought; progress goes to standard error."""

    def __init__(self, expected: int, since: datetime | None = None) -> None:
        self._expected = expected
        self._since = since
        self._listings = 0
        self._oldest: datetime | None = None  # publication that was listed
        self._counts: dict[str, Counter[str]] = {}
        self._ends: dict[str, Finished] = {}
        self._failures: dict[str, SourceFailed] = {}  # the last of each outlet

    def note(self, event: Event) -> None:
        """Count an event that was ingested."""
        outlet = getattr(event, "outlet", None)
        if outlet is None:
            return
        counts = self._counts.setdefault(outlet, Counter())
        match event:
            case LinksFound():
                counts["listed_new"] += len(event.links)
                self._listings += 1
                times = [at for link in event.links if (at := link.published_at or link.updated_at)]
                self._oldest = min([*times, *([self._oldest] if self._oldest else [])], default=None)
            case ArticleRead():
                counts["articles"] += 1
            case LinkRefused():
                counts["refused"] += 1
            case LinkFailed():
                counts["failed"] += 1
            case SourceFailed():
                counts["sources_failed"] += 1
                self._failures[outlet] = event
            case Finished():
                self._ends[outlet] = event
                say(f"{len(self._ends)}/{self._expected} {outlet}: {self._brought(outlet, event)}")
            case _:  # open: what else a crawl reports is no figure of this table
                pass

    def _brought(self, outlet: str, end: Finished) -> str:
        counts, failure = self._counts[outlet], self._failures.get(outlet)
        if failure and not counts["articles"]:
            return failure.error
        said = phrasing.count(counts["articles"], "article")
        if end.outcome is CrawlOutcome.CUT:
            return f"{said}, then cut short: {end.detail}; the rest is read in the next crawl"
        return said if end.outcome.is_in_order else f"{said}, {end.outcome.value}"

    def under_way(self) -> str:
        """What was read so far, in one line."""
        pages = sum(counts["articles"] + counts["refused"] + counts["failed"] for counts in self._counts.values())
        listed = sum(counts["listed_new"] for counts in self._counts.values())
        # Those that waited from before are not counted.
        of = f"{pages} of {phrasing.count(listed, 'new page')}" if listed >= pages else phrasing.count(pages, "page")
        said = f"{len(self._ends)}/{self._expected} outlets finished, {of} read"
        if self._since is None:
            return said
        back = f", back to {self._oldest:%Y-%m-%d}" if self._oldest else ""
        return f"{said}; {phrasing.count(self._listings, 'listing')} read for {self._since:%Y-%m-%d}{back}"

    @property
    def no_network(self) -> str | None:
        """Why nothing answered at all, in the words of one of the failures; None where something did."""
        silent = [
            failure
            for outlet, failure in self._failures.items()
            if failure.why is SourceCause.NO_ANSWER and not self._counts[outlet]["articles"]
        ]
        return silent[0].error if silent and len(silent) == len(self._ends) else None

    @property
    def failed(self) -> bool:
        """Whether an outlet was not read wholly."""
        return any(
            end.outcome == "failed" or self._counts[outlet]["sources_failed"] for outlet, end in self._ends.items()
        )

    def rows(self) -> list[dict[str, object]]:
        """A row an outlet."""
        return [
            {
                "outlet": outlet,
                **{column: self._counts[outlet][column] for column in _COUNTS},
                "outcome": end.outcome,
                "detail": end.detail or (self._failures[outlet].error if outlet in self._failures else ""),
            }
            for outlet, end in sorted(self._ends.items())
        ]


def _chosen(config: Config, outlets: Sequence[str]) -> list[str]:
    followed = [outlet.id for outlet in config.outlets]
    paused = {outlet.id for outlet in config.paused_outlets}
    for name in outlets:
        if name in paused:
            raise UserError(f"{name} is paused in {config.path}", hint=f"`monitor outlet resume {name}` ends that")
        if name not in followed:
            raise NotFoundError(f"no followed outlet is named {name!r}", hint="`monitor outlet list` shows them")
    return list(dict.fromkeys(outlets)) or followed


def _say_what_waits(given: Given, names: Sequence[str]) -> None:
    """What of the past is known, and not read yet."""
    with given.archive() as archive:
        waiting = sum(row.links_waiting for row in outlets_of.listing(archive) if row.id in set(names))
    if waiting:
        say(f"{phrasing.count(waiting, 'page')} still to be read: the same command goes on, and so does the daemon")


def _say_what_stands(given: Given, names: Sequence[str]) -> None:
    """The incidents of what was read, and of all of it."""
    with given.archive() as archive:
        standing = [row for row in incidents.listing(archive, open_only=True) if row.outlet in {None, *names}]
    for row in standing:
        say(f"incident {row.kind}: {row.detail}")


async def _work(config: Config, names: Sequence[str], tally: Tally, *, since: datetime | None, send: bool) -> None:
    with lock.held(config.archive_path):
        jobs = Jobs(Desk.open(config), config, observe=tally.note, patient=False)
        try:
            await jobs.start()
            for name in names:
                await jobs.order(name, force=True, back_to=since)
            saying = asyncio.ensure_future(_say_how_far(tally))
            try:
                await jobs.idle()
            finally:
                saying.cancel()
            # Of what was not asked nobody knows: it is late, and nobody waits for it.
            await jobs.check_health(() if len(names) == len(config.outlets) else names)
            if send:
                await jobs.send_settled()
                await jobs.release_held()
                await jobs.drained()
        finally:
            await jobs.stop(_STOP)


async def _say_how_far(tally: Tally) -> None:
    """A line every few seconds, so that a first crawl of many pages is seen to go on."""
    while True:
        await asyncio.sleep(_SAY_EVERY)
        say(tally.under_way())

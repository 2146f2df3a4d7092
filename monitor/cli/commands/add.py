"""`monitor add`: coverage that a person adds to a watch by hand."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.cli.stored_article import NUMBER, found_article, watch_id
from monitor.cli.time_options import now
from monitor.cli.who import by_option
from monitor.errors import NotFoundError, UserError
from monitor.model import Link, Origin, Outlet, Policy
from monitor.phrasing import line
from monitor.reading import urls
from monitor.store import added_coverage, links, outlets, watches
from monitor.store.added_coverage import Medium, NewCoverage
from monitor.store.archive import Archive

_COLUMNS = (
    Column("id", numeric=True),
    Column("at", title="added"),
    Column("by", priority=2, minimum=8),
    Column("watch", priority=1, minimum=10),
    Column("medium", priority=3),
    Column("state", priority=4),
    Column("outlet", priority=5, minimum=12),
    Column("title", minimum=28, wish=44, link="url"),
)
_BY_HAND = "say what it is with --title, --outlet and --date; `monitor outlet add URL` follows an outlet"


class Day(click.ParamType[date]):
    """A date, or a date and a time, naive where no zone is said: then it is of the desk's."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day or the moment as it is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
        try:
            said = datetime.fromisoformat(value)
            said.replace(tzinfo=said.tzinfo or UTC).astimezone(UTC)  # the last hours of the calendar are none there
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is not a date such as 2026-01-31", param, ctx)
        else:
            return said


@click.command()
@click.argument("url", metavar="[URL]", required=False)
@click.option("--watch", metavar="NAME", help="Whose coverage it is  [default: the only watch there is]")
@click.option("--title", help="Its headline, where no page is read")
@click.option("--outlet", metavar="NAME", help="Where it appeared")
@click.option(
    "--date", "published_at", type=Day(), metavar="DATE", help="When it appeared, in `timezone`  [default: today]"
)
@click.option("--medium", type=click.Choice([one.value for one in Medium]), help="[default: web, or print without URL]")
@click.option("--quote", metavar="TEXT", help="What a report is to quote")
@click.option("--remove", type=NUMBER, metavar="NUMBER", help="Take this addition back")
@by_option()
@listing(limit=100)
@click.pass_obj
def add(
    given: Given, /, *, url: str | None, watch: str | None, remove: int | None, by: str, wanted: Listing, **said: Any
) -> None:
    """Add coverage to a watch by hand; `monitor report` counts it, and says who added it. Without any, list it.

    An address on the site of a followed outlet is read as `monitor follow` reads it, within its robots.txt and pace;
    nobody is alerted of it. Of anything else, print and broadcast too, say --title, --outlet and --date.
    """
    if url is None and said["title"] is None and remove is None:
        with given.archive() as archive:
            of = [watch_id(archive, watch)] if watch else None
            found = added_coverage.of_watches(archive, of, wanted.limit)
            output.show([asdict(one) | {"state": _state(one)} for one in found], _COLUMNS, wanted)
        return
    if remove is not None:
        with given.archive(read_only=False) as archive:
            if not added_coverage.remove(archive, remove, by, now()):
                raise NotFoundError(f"nothing was added under number {remove}", hint="`monitor add` lists it")
        say(f"{remove} counts no more")
        return
    entered = _in_zone(given, {key: value for key, value in said.items() if value is not None})
    with given.archive(read_only=False) as archive, archive.transaction():
        new = _entered(_watch(archive, watch), url, entered)
        then = "" if new.title is not None or url is None else _to_read(given, archive, url)
        number = added_coverage.add(archive, new, by, now())
        if number is None:
            raise UserError("the watch has this address already", hint="`monitor add` lists what was added")
    say(f"added as number {number}{then}; `--remove {number}` takes it back")


def _watch(archive: Archive, name: str | None) -> str:
    if name is not None:
        return watch_id(archive, name)
    known = watches.listing(archive, active_only=True)
    if len(known) == 1:
        return known[0].id
    names = ", ".join(row.name for row in known[:20])
    raise click.UsageError(f"say whose coverage it is, with --watch: {names or 'the archive knows no watch yet'}")


def _in_zone(given: Given, said: dict[str, Any]) -> dict[str, Any]:
    """What is said, with its time in the zone of the desk; what appeared today by default is of its day there."""
    if not line(said.get("title", "")):
        return said
    zone = ZoneInfo(given.loaded().timezone)
    at = said.get("published_at") or now().astimezone(zone).date()
    if isinstance(at, datetime) and at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    return said | {"published_at": at}


def _entered(watch: str, url: str | None, said: dict[str, Any]) -> NewCoverage:
    """What is added, checked."""
    key = urls.canonical(url) if url is not None else None
    if url is not None and key is None:
        raise UserError(f"{url} is not a web address that can be read")
    new = NewCoverage(
        watch=watch,
        medium=Medium(said.get("medium", Medium.WEB if url else Medium.PRINT)),
        url=url,
        url_key=key,
        quote=line(said.get("quote", "")) or None,
    )
    title, outlet = line(said.get("title", "")), line(said.get("outlet", ""))
    if not title:
        if any(name in said for name in ("title", "outlet", "published_at")):
            raise click.UsageError("what is entered by hand has a --title and an --outlet; a page says its own")
        return new
    if not outlet:
        raise click.UsageError("say where it appeared, with --outlet")
    return replace(new, title=title, outlet=outlet, published_at=said["published_at"])


def _to_read(given: Given, archive: Archive, url: str) -> str:
    """Have the page read, unless it is in the archive; what to say of that."""
    if found_article(archive, url) is not None:
        return ", as it stands in the archive"
    outlet = next((one for one in given.loaded().outlets if urls.same_site(url, one.home)), None)
    if outlet is None:
        raise NotFoundError(f"{urls.host(url) or url} is no outlet that is followed", hint=_BY_HAND)
    if outlet.policy is Policy.FEED:
        raise UserError(f'the pages of {outlet.name} are not read (`policy = "feed"`)', hint=_BY_HAND)
    _have_read(archive, outlet, url)
    return f"; `monitor crawl {outlet.id}` reads it now, a running daemon within a minute"


def _have_read(archive: Archive, outlet: Outlet, url: str) -> None:
    """Its link is not of what is listed now: whoever is alerted of news is not alerted of it."""
    at = now()
    links.ensure(archive, outlet.id, Link(url=url, key=urls.canonical(url)), at, origin=Origin.BACKFILL)
    links.reopen(archive, url)
    outlets.due_at(archive, outlet.id, at)


def _state(one: added_coverage.AddedCoverage) -> str:
    """What became of its page, where one is read."""
    if one.article_id is not None:
        return f"article {one.article_id}"
    return "entered" if one.title is not None else {"found": "to be read"}.get(one.link_state or "", "not read")

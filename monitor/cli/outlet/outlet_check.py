"""`monitor outlet check`: what is odd in outlets' entries, in their samples, in what their sources answer."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor import catalogue
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import PARTLY, stop
from monitor.cli.outlet import known
from monitor.cli.outlet.changed_sources import changed
from monitor.cli.output import Listing, listing
from monitor.cli.path_options import NamedPath
from monitor.cli.time_options import LENGTH
from monitor.config import Config
from monitor.model import Outlet, SourceKind
from monitor.phrasing import count

_COLUMNS = (Column("outlet"), Column("finding", minimum=24, wraps=True))

samples = click.option(
    "--folder",
    type=NamedPath(file_okay=False),
    help="Where samples are  [default: samples, next to the configuration]",
)


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--online/--offline", default=None, help="Ask each source once, over the network  [default: with --all]")
@click.option("--all", "every", is_flag=True, help="All shipped outlets and your own, not only those followed")
@click.option("--within", type=LENGTH, help="Where sources are asked: begin with no outlet after so long (10m)")
@click.option("--after", metavar="ID", help="Only the outlets that come after this one: to go on where a check ended")
@samples
@listing(limit=1000)
@click.pass_obj
def check(  # noqa: PLR0913 - options
    given: Given,
    *,
    names: tuple[str, ...],
    online: bool | None,
    every: bool,
    within: float | None,
    after: str | None,
    folder: Path | None,
    wanted: Listing,
) -> None:
    """Check the outlets that are followed, or those named.

    Reports what is odd in their entries, and reads the kept samples again: each field that differs from what was
    accepted is reported; so are sources in whose place the daemon reads, or proposes, another. With --online, and with
    --all, each source is asked once, and its answer judged; where one is not well, the outlet's other addresses are
    asked for one in its place, and --details and --json have the line to write for it. Several outlets are asked at
    the same time, each host at its pace. Ends with 4 if a sample is read otherwise, a source does not answer as it
    should, or there was no time for all.
    """
    config = known.configuration(given)
    chosen = _chosen(names, config, every=every, after=after)
    now = datetime.now(UTC)
    rows = [{"outlet": one.id, "finding": text, "url": one.home} for one in chosen for text in _oddities(one, now)]
    rows += _changed(given, config, chosen, now)
    failed = False
    if (kept := known.samples(folder, config)).is_dir():
        from monitor.cli.outlet import sample as sampling  # noqa: PLC0415 - parsers only where pages are read

        again = sampling.again(kept, names, lambda name: known.outlet(name, config))
        failed = any(row["finding"] != sampling.SAME for row in again)
        again.sort(key=lambda row: row["finding"] == sampling.SAME)
        rows += again
    if every if online is None else online:
        answers, is_well = _answers(chosen, config, within, quiet=given.quiet)
        rows += answers
        failed |= not is_well
    output.show(rows, _COLUMNS, wanted, below="url")
    if failed:
        stop(PARTLY)


def _answers(
    chosen: list[Outlet], config: Config | None, within: float | None, *, quiet: bool
) -> tuple[list[dict[str, Any]], bool]:
    """What the sources answer, those that are not well first; and whether all were asked, and are."""
    from monitor.cli.outlet import checking  # noqa: PLC0415 - Scrapy only where it crawls

    asked = checking.ask_all(chosen, config, datetime.now(UTC), seconds=within, quiet=quiet)
    if asked.left:
        goes_on = f"--after {asked.last}" if asked.last else "the same command"
        output.say(f"{count(len(asked.left), 'outlet')} not asked, for want of time: {goes_on} goes on")
    rows = sorted(asked.rows, key=lambda row: row["finding"] == checking.GOOD)
    return rows, not asked.left and all(row["finding"] == checking.GOOD for row in rows)


def _chosen(names: tuple[str, ...], config: Config | None, *, every: bool, after: str | None) -> list[Outlet]:
    """The outlets that are meant, those named in the order of their names, else by id."""
    followed = {one.id: one for one in config.outlets} if config else {}
    standing = {**catalogue.load(), **followed} if every or config is None else followed
    chosen = [known.outlet(name, config) for name in names] or sorted(standing.values(), key=lambda one: one.id)
    if after is None:
        return chosen
    ids = [one.id for one in chosen]
    if after not in ids:
        raise click.UsageError(f"--after {after}: it is not among the {len(ids)} outlets that would be checked")
    return chosen[ids.index(after) + 1 :]


def _changed(given: Given, config: Config | None, chosen: list[Outlet], now: datetime) -> Iterator[dict[str, Any]]:
    """What the daemon found of the sources, where it ever ran."""
    if config is None or not config.archive_path.is_file():
        return
    with given.archive() as archive:
        for one in chosen:
            for each in changed(archive, one, now):
                yield {"outlet": one.id, "finding": each.finding, "url": each.url, "instead": each.instead.url,
                       "line": each.line}  # fmt: skip


def _oddities(one: Outlet, now: datetime) -> Iterable[str]:
    if one.disabled:
        yield f"switched off: {one.disabled}"
    elif not one.sources:
        yield "has no sources: `monitor outlet probe` looks for some"
    if any(source.kind is SourceKind.SECTION for source in one.sources) and not one.article_pattern:
        yield "section pages without an article_pattern: links are judged by their form alone"
    if not one.tags:
        yield "has no tags"
    if one.rules and one.rule(now) is None:
        yield "its rules have ended (valid_until): pages are read without"

"""`monitor replay`: which messages the past would have made, and what would have stayed quiet."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from monitor import catalogue, config
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, PARTLY, stop
from monitor.cli.named_person import chosen
from monitor.cli.output import Listing, listing
from monitor.cli.replay import given_past
from monitor.cli.time_options import LENGTH, SINCE, now
from monitor.cli.trial import lines
from monitor.config import Config
from monitor.person import Person
from monitor.phrasing import count
from monitor.rehearsal import archived_past, replayed
from monitor.rehearsal.past_reading import PastReading
from monitor.rehearsal.replayed import Replayed, time_over
from monitor.views import readable

_SHOWN_WRONG = 5  # lines and pages that are named
_COLUMNS = (
    Column("at", title="when"),
    Column("watch", minimum=8),
    Column("kind"),
    Column("outlet", priority=1, minimum=8),
    Column("title", minimum=24, wish=40, link="url"),
)
_WEEKS = (
    Column("watch", minimum=12),
    Column("messages", numeric=True),
    Column("per_week", title="a week", numeric=True),
    Column("quiet", numeric=True),
    Column("why", title="why quiet", minimum=12, wraps=True),
)


@click.command()
@click.argument("files", metavar="[IN]...", nargs=-1, type=lines.Given)
@click.option("--since", type=SINCE, help="Messages since then: 24h, 7d, a date  [default: 7d; of files, all]")
@click.option("--until", type=SINCE, help="Messages until then  [default: now]")
@click.option("--watches", "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The [[watch]] tables of this file in the place of the configured ones")  # fmt: skip
@click.option("--watch", "only", metavar="NAME", multiple=True, help="This watch alone; may be given several times")
@click.option("--person", "name", metavar="NAME", help="What this person alone would have been sent")
@click.option("--quiet-too", is_flag=True, help="List what stayed quiet, too, and why")
@click.option("--within", type=LENGTH, default="10m", show_default=True, help="Stop after this time, and say so")
@listing(limit=200)
@click.pass_obj
def replay(  # noqa: PLR0913 - options
    given: Given, /, *, files: tuple[str, ...], since: datetime | None, until: datetime | None, quiet_too: bool,
    within: float, wanted: Listing, **which: Any,
) -> None:  # fmt: skip
    """Show which messages the past would have made by the present configuration, when, and why.

    The articles of the archive, or of files IN, pass through the desk in simulated time, on a temporary archive.
    Nothing is sent, and the archive is only read. IN are WARC files of pages, or JSON lines {id, outlet, url, title,
    body, published, found, revises}.

    Below the messages stands how many that is a week for each watch, and why it stayed quiet on other articles.
    """
    loaded, wrong = _configured(given, **which), list[str]()
    ends = until or now()
    if since is not None and since > ends:
        raise click.BadParameter(f"it is after {readable.visible(ends)}, the end", param_hint="--since")
    is_over = time_over(within)
    if files:
        past = given_past.read(files, catalogue.load() | {outlet.id: outlet for outlet in loaded.outlets})
        readings, wrong = _until(past.in_order(), ends, is_given=until is not None), past.wrong
        named = {reading.article.outlet for reading in readings}
        loaded = replace(loaded, outlets=tuple(past.outlets[name] for name in sorted(named)))
        begins = since or (readings[0].at if readings else ends)
        ends = min(ends, readings[-1].at) if readings and until is None else ends
        found = replayed.of(loaded, readings, begins, ends, is_over)
    else:
        begins = since or ends - timedelta(days=7)
        with given.archive() as archive:
            archived = archived_past.readings(archive, begins, ends, loaded.watches)
            found = replayed.of(loaded, archived, begins, ends, is_over)
    if not found.is_whole:
        output.say(f"stopped at {readable.visible(found.until)}: --within lets it go on")
    _show(found, [watch.name for watch in loaded.watches], wanted, quiet_too=quiet_too)
    if left_out := {outlet: len(there) for outlet, there in found.not_followed.items()}:
        number, outlets = count(sum(left_out.values()), "article"), count(len(left_out), "outlet")
        output.say(f"left out: {number} of {outlets} that the configuration does not follow: {', '.join(left_out)}")
    _warn(wrong)
    if wanted.fail_empty and not found.messages:
        stop(EMPTY)
    if wrong:
        stop(PARTLY)


def _until(readings: list[PastReading], ends: datetime, *, is_given: bool) -> list[PastReading]:
    """The readings until the end; what comes after it is said, unless that end `is_given`."""
    taken = [one for one in readings if one.at <= ends]
    if not is_given and len(taken) < len(readings):
        output.say(f"{count(len(readings) - len(taken), 'article')} of times to come: --until takes them")
    return taken


def _configured(given: Given, *, file: Path | None, only: tuple[str, ...], name: str | None) -> Config:
    """The configuration, with other watches if these are given, which notify every channel; or that of one person."""
    loaded = given.loaded()
    watches = loaded.watches
    if file is not None:
        everyone = tuple(channel.name for channel in loaded.channels)
        watches = tuple(replace(watch, to=everyone) for watch in config.load_watches(file))
        loaded = replace(loaded, persons=())
    if only:
        missing = [name for name in only if not any(name in {watch.name, watch.id} for watch in watches)]
        if missing:
            raise click.BadParameter(f"there is no watch {missing[0]!r}", param_hint="--watch")
        watches = tuple(watch for watch in watches if not {watch.name, watch.id}.isdisjoint(only))
    loaded = replace(loaded, watches=watches)
    return loaded if name is None else _of_person(loaded, chosen(loaded, name))


def _of_person(loaded: Config, person: Person) -> Config:
    """The configuration with one person, their watches and their digests, and nothing for channels of no person."""
    return replace(
        loaded,
        persons=(person,),
        watches=tuple(replace(watch, to=()) for watch in loaded.watches if watch.id in person.watches),
        digests=tuple(plan for plan in loaded.digests if plan.person == person.id),
    )


def _show(found: Replayed, watches: list[str], wanted: Listing, *, quiet_too: bool) -> None:
    weeks = list(found.weeks(watches))
    if wanted.as_json:
        output.json_object(
            {
                "since": found.since,
                "until": found.until,
                "articles": len(found.articles),
                "not_followed": {outlet: len(there) for outlet, there in found.not_followed.items()},
                "messages": found.messages,
                "quiet": found.quiet,
                "weeks": weeks,
            }
        )
        return
    rows = sorted([*found.messages, *(found.quiet if quiet_too else [])], key=lambda row: row["at"])
    said = replace(wanted, fail_empty=False)
    output.show(rows, _COLUMNS, said, below="reason")
    if wanted.as_csv or wanted.in_full:
        return
    if len(rows) > wanted.limit:
        output.say(f"{wanted.limit} of {len(rows):,} are shown; --limit shows more")
    click.echo()
    output.show(
        [row | {"why": ", ".join(f"{why} {number}" for why, number in row["why_quiet"].items())} for row in weeks],
        _WEEKS,
        replace(said, limit=len(weeks) or 1),
    )
    between = f"{readable.visible(found.since)} and {readable.visible(found.until)}"
    output.say(f"{count(len(found.articles), 'article')} between {between}; nothing was sent")


def _warn(wrong: list[str]) -> None:
    for text in wrong[:_SHOWN_WRONG]:
        output.say(f"not read: {text}")
    if len(wrong) > _SHOWN_WRONG:
        output.say(f"not read: {len(wrong) - _SHOWN_WRONG:,} more")

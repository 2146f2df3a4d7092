"""`monitor report`: the coverage of a period, to be handed on."""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitor import atomic_file
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.output import say
from monitor.cli.path_options import NamedPath
from monitor.cli.time_options import DESK_TIME, in_zone, now
from monitor.cli.watch.named_watch import chosen
from monitor.clips import forms_of_report
from monitor.clips.clip import ClipReport, Period
from monitor.clips.forms_of_report import ReportForm
from monitor.errors import NotFoundError
from monitor.model import Watch
from monitor.phrasing import count

_FORMS = tuple(form.value for form in ReportForm)


@click.command()
@click.option("--watch", "names", metavar="NAME", multiple=True, help="Of this watch; several make one report")
@click.option("--tag", metavar="TAG", help="Of the watches with this tag")
@click.option("--since", type=DESK_TIME, default="7d", show_default=True, help="Since then: 24h, 7d, a date")
@click.option("--until", type=DESK_TIME, help="Until then  [default: now]")
@click.option("--against", metavar="NAME", multiple=True, help="Compare with this watch: share of voice")
@click.option("--title", help="What stands above it  [default: the names of the watches]")
@click.option("--format", "form", type=click.Choice(_FORMS), help="[default: by the file's ending, else html]")
@click.option("-o", "--output", "file", type=NamedPath(dir_okay=False), help="A file; default: standard output")
@click.option("--fail-empty", is_flag=True, help="Exit with 3 when there is no coverage")
@click.pass_obj
def report(  # noqa: PLR0913 - an option each
    given: Given,
    *,
    names: tuple[str, ...],
    tag: str | None,
    since: datetime,
    until: datetime | None,
    against: tuple[str, ...],
    title: str | None,
    form: str | None,
    file: Path | None,
    fail_empty: bool,
) -> None:
    """Write a report on coverage: what led, by tier and outlet, quotes, share of voice, and what was not reached.

    Copies and the texts of press releases are counted apart. Stars and notes stand in it, as does what was added by
    hand (`monitor star`, `note`, `add`). Times are those of `timezone`, also after --since and --until. It counts
    what was reported in the period, whenever it was found.
    """
    form = form or (file.suffix.removeprefix(".").lower() if file else ReportForm.HTML)
    if form not in _FORMS:
        raise click.UsageError(f"a file's ending says its form: {', '.join(_FORMS)}; or say --format")
    made_as = ReportForm(form)
    if file is None and not made_as.is_text and sys.stdout.isatty():
        raise click.UsageError(f"a terminal cannot show {form}: name a file with -o")
    from monitor.clips import gathering  # noqa: PLC0415 - what only a report needs

    at = now()
    wanted = gathering.Wanted(
        watches=_watches(given, names, tag),
        against=tuple(chosen(given, name) for name in against),
        period=_period(given, since, until or at),
        title=title,
    )
    with given.archive() as archive:
        made = gathering.gather(archive, wanted, gathering.known_outlets(given.loaded()), at)
    _written(made, made_as, file)
    if fail_empty and not made.clips:
        stop(EMPTY)


def _period(given: Given, since: datetime, until: datetime) -> Period:
    zone = ZoneInfo(given.loaded().timezone)
    period = Period(start=in_zone(since, zone), end=in_zone(until, zone), zone=zone)
    if period.start >= period.end:
        raise click.UsageError("--since is not before --until")
    return period


def _written(made: ClipReport, form: ReportForm, file: Path | None) -> None:
    content = forms_of_report.made(made, form)
    if file is None:
        sys.stdout.buffer.write(content)
    else:
        atomic_file.write(file, content, mode=0o644)
        stories = count(len(made.led), "story", "stories")
        say(f"{file}: {count(len(made.own), 'piece')} of coverage in {stories}")


def _watches(given: Given, names: tuple[str, ...], tag: str | None) -> tuple[Watch, ...]:
    """Those that are named, or have the tag, each once."""
    every = given.loaded().watches
    found = [chosen(given, name) for name in names]
    tagged = [watch for watch in every if tag is not None and tag.removeprefix("@") in watch.tags]
    if tag is not None and not tagged:
        known = sorted({each for watch in every for each in watch.tags})
        raise NotFoundError(f"no watch has the tag {tag!r}", hint=f"there are: {', '.join(known)}" if known else None)
    found += tagged
    if not found and len(every) == 1:
        found = list(every)
    if not found:
        raise click.UsageError(f"say of what, with --watch or --tag: {', '.join(watch.name for watch in every[:20])}")
    return tuple({watch.id: watch for watch in found}.values())

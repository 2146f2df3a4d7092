"""`monitor prune`: stories that ended long ago leave the archive."""

import sys
from contextlib import nullcontext
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.time_options import now
from monitor.config.time_values import span
from monitor.desk import lock
from monitor.errors import UserError
from monitor.phrasing import count
from monitor.store.archive import Archive
from monitor.store.file import pruning
from monitor.store.file.pruning import Pruned


@click.command()
@click.option("--older-than", "age", metavar="SPAN", help="Such as 2y or 400d  [default: `[archive] keep`]")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing")
@click.option("--vacuum", is_flag=True, help="Make the file smaller afterwards; the daemon must not be running")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.option("--json", "as_json", is_flag=True, help="One JSON object")
@click.pass_obj
def prune(given: Given, *, age: str | None, dry_run: bool, vacuum: bool, yes: bool, as_json: bool) -> None:
    """Delete stories that ended long ago, with their articles, hits and messages.

    Kept are stories with a hit that was judged, with a message that is still to be sent, or with anything newer. Links
    stay known, so nothing old is reported again. A running daemon may go on, except with --vacuum.
    """
    cutoff = now() - _age(given, age)
    path = given.archive_path().resolve()
    with lock.held(path) if vacuum and not dry_run else nullcontext(), given.archive(read_only=dry_run) as archive:
        found = pruning.count(archive, cutoff)
        what = f"{count(found.stories, 'story', 'stories')} with {count(found.articles, 'article')}"
        if not dry_run and found.stories and not yes:
            click.confirm(f"Delete {what}, older than {cutoff:%Y-%m-%d}?", abort=True, err=True)
        done = found if dry_run else _pruned(archive, cutoff, found.stories, hidden=given.quiet)
        if vacuum and not dry_run:
            archive.execute("vacuum")
            archive.checkpoint()
    if as_json:
        output.json_line({**_facts(done), "before": cutoff, "dry_run": dry_run, "bytes": path.stat().st_size})
        return
    verb = "would be deleted" if dry_run else "deleted"
    output.say(
        f"{count(done.stories, 'story', 'stories')} with {count(done.articles, 'article')}, {count(done.hits, 'hit')} "
        f"and {count(done.messages, 'message')} from before {cutoff:%Y-%m-%d} {verb}"
    )


def _age(given: Given, age: str | None) -> timedelta:
    if age is not None:
        try:
            return span(age)
        except ValueError as error:
            raise UserError(f"--older-than {age}: {error}") from None
    keep = given.loaded().keep
    if keep is None:
        raise UserError("how much is to be kept?", hint='--older-than 2y, or keep = "2y" under [archive]')
    return keep


def _pruned(archive: Archive, cutoff: datetime, stories: int, *, hidden: bool) -> Pruned:
    """Step by step, with a bar on a terminal."""
    total, last = dict.fromkeys(_COUNTS, 0), 0
    bar: Any = click.progressbar(length=stories, label="pruning", file=sys.stderr, hidden=hidden or not stories)
    with bar:
        while True:
            done = pruning.step(archive, cutoff, now(), after=last)
            total = {name: total[name] + getattr(done, name) for name in _COUNTS}
            bar.update(done.stories)
            if done.last is None and not done.messages:
                return Pruned(**total)
            last = done.last or last


def _facts(done: Pruned) -> dict[str, int]:
    return {name: value for name, value in asdict(done).items() if name in _COUNTS}


_COUNTS = ("stories", "articles", "hits", "messages")

"""`monitor watch advise`: what to change in a watch, going by the hits that were judged."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE
from monitor.cli.watch.named_watch import chosen
from monitor.model import Watch
from monitor.views import readable, watch_advice
from monitor.views.watch_advice import KnownOfWatch


@click.command("advise")
@click.argument("name")
@click.option("--since", type=SINCE, default="30d", show_default=True, help="Count the hits reported since then")
@listing(limit=3, rows=False)
@click.pass_obj
def advise_watch(given: Given, name: str, since: datetime, wanted: Listing) -> None:
    """Propose changes to a watch, going by the hits that were judged.

    Names that hide wrong hits, to go into `except`, and words that right hits share, as `context`. Each proposal is
    tried on the judged hits and on the archive. Nothing is written.
    """
    watch = chosen(given, name)
    with given.archive() as archive:
        known = watch_advice.known(archive, watch, since)
    rows = watch_advice.rows(watch, known, wanted.limit)
    if not rows:
        output.say(watch_advice.missing(watch, known))
    if wanted.as_json:
        output.show(rows, (), wanted)
        return
    for line in _lines(watch, known, rows):
        output.line(line)
    if not rows and wanted.fail_empty:
        stop(EMPTY)


def _lines(watch: Watch, known: KnownOfWatch, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The proposals, for a person."""
    if rows:
        yield f"{watch.name}: {len(known.judged)} judged hits, {known.right} of them right"
    for row in rows:
        yield ""
        yield from row["toml"].split("\n")
        yield f"    precision  {_change(row, 'precision')}"
        yield f"    recall     {_change(row, 'recall')}"
        if row["precision_held_out"] is None:
            yield "    on the judged hits themselves: on others it will be less"
        yield f"    archive    {row['archived_before']:,} -> {row['archived']:,} hits"
        for example in row["removes"]:
            yield f"    removes    {readable.visible(example['title'])}"
            yield f"               {readable.visible(example['url'])}"


def _change(row: dict[str, Any], measure: str) -> str:
    change = f"{row[f'{measure}_before']:.0%} -> {row[measure]:.0%}"
    unseen = row[f"{measure}_held_out"]
    return change if unseen is None else f"{change}  ({unseen:.0%} on verdicts that were held out)"

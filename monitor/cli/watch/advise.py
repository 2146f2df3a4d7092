"""`monitor watch advise`: what to change in a watch, going by the hits that were judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import click
import tomlkit

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE
from monitor.cli.watch.named_watch import chosen
from monitor.match.advice.cross_validation import HeldOut, held_out, kind_of
from monitor.match.advice.proposals import (
    RIGHT_FOR_CONTEXT,
    RIGHT_FOR_MASKS,
    WRONG_NEEDED,
    Advice,
    Judged,
    advise,
)
from monitor.match.advice.watch_check import holds
from monitor.match.prepare import prepare
from monitor.match.query.fts5 import either, narrow
from monitor.model import Article, Watch
from monitor.store import articles, verdicts
from monitor.store.archive import Archive
from monitor.views import readable

_JUDGED = 300  # of the verdicts, the newest
_ARCHIVED = 2_000  # hits in the archive
_NEWEST = 1_000  # articles that tell which words are common
_EXAMPLES = 2  # wrong hits that a proposal removes


@dataclass(frozen=True, slots=True)
class _Known:
    """What the archive has of a watch: the verdicts on what it finds still, and what else it finds."""

    judged: list[Judged]
    found: list[Article]
    newest: list[Article]

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(one.right for one in self.judged)

    @property
    def precision(self) -> float:
        """The share of them."""
        return self.right / len(self.judged)


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
        known = _known(archive, watch, since)
    proposals = advise(watch, known.judged, known.found, known.newest) if len(known.judged) > 1 else []
    unseen = held_out(watch, known.judged, known.newest) if proposals else {}
    rows = [_row(one, unseen.get(kind_of(one)), known) for one in proposals[: wanted.limit]]
    if not rows:
        output.say(_missing(watch, known))
    if wanted.as_json:
        output.show(rows, (), wanted)
        return
    for line in _lines(watch, known, rows):
        output.line(line)
    if not rows and wanted.fail_empty:
        stop(EMPTY)


def _known(archive: Archive, watch: Watch, since: datetime) -> _Known:
    prepared = prepare(watch)
    judged = [Judged(stored.article, right) for stored, right in verdicts.of_watch(archive, watch.id)][-_JUDGED:]
    reported = (
        stored.article
        for stored in articles.recent(archive, since, match=either([narrow(watch)]))
        if not stored.reported.is_before(since)
    )
    return _Known(
        judged=[one for one in judged if holds(prepared, one.article)],
        found=list(islice((article for article in reported if holds(prepared, article)), _ARCHIVED)),
        newest=articles.newest(archive, _NEWEST),
    )


def _row(advice: Advice, unseen: HeldOut | None, known: _Known) -> dict[str, Any]:
    changed = prepare(advice.watch)
    removed = [one.article for one in known.judged if not one.right and not holds(changed, one.article)]
    return {
        "except": advice.masks,
        "context": advice.context,
        "toml": _toml(advice),
        "precision_before": known.precision,
        "precision": advice.precision,
        "recall_before": 1.0,  # the right ones that it finds no more are not a measure of a change
        "recall": advice.recall,
        "precision_held_out": unseen and unseen.precision,
        "recall_held_out": unseen and unseen.recall,
        "archived_before": len(known.found),
        "archived": advice.archived,
        "removes": [{"title": article.title, "url": article.url} for article in removed[:_EXAMPLES]],
    }


def _toml(advice: Advice) -> str:
    """The lines of the watch, with what is in them already."""
    changed = {"except": advice.watch.masks if advice.masks else (), "context": advice.context}
    return tomlkit.dumps({key: list(values) for key, values in changed.items() if values}).strip()


def _missing(watch: Watch, known: _Known) -> str:
    """Why there is no proposal, and what to do next."""
    wrong = len(known.judged) - known.right
    if known.right >= RIGHT_FOR_CONTEXT and wrong >= WRONG_NEEDED:
        return (
            f"{watch.name}: nothing is shared by the wrong hits, or the right ones, that would distinguish them; "
            f"judge more of them: `monitor hits --watch {watch.id} --verdict none`"
        )
    judged = f"{len(known.judged)} of its hits {'is' if len(known.judged) == 1 else 'are'} judged, {wrong} wrong"
    needed = (
        f"`except` needs {WRONG_NEEDED} wrong and {RIGHT_FOR_MASKS} right, "
        f"`context` {WRONG_NEEDED} wrong and {RIGHT_FOR_CONTEXT} right"
    )
    return (
        f"{watch.name}: {judged}; that is too few to go by ({needed}). "
        f"`monitor hits --watch {watch.id} --verdict none` lists those that nobody judged, "
        "`monitor judge HIT no` says that one is wrong"
    )


def _lines(watch: Watch, known: _Known, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
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

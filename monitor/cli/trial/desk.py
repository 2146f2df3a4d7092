"""`monitor try desk`: what a desk would send about articles of a file, on a temporary archive, in their own time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from monitor import config
from monitor.cli.command_context import Given
from monitor.cli.entry import PARTLY, stop
from monitor.cli.output import json_line
from monitor.cli.replay import given_lines
from monitor.cli.trial import lines
from monitor.model import Origin
from monitor.rehearsal.rehearsal import Rehearsal, rehearsal
from monitor.story import SuppressedAlert
from monitor.views import suppression

Json = dict[str, Any]


@click.command()
@click.argument("articles_file", metavar="IN.jsonl", type=lines.Given)
@click.option(
    "--config",
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The monitor.toml whose outlets and watches count",
)
@click.pass_obj
def desk(given: Given, articles_file: str, file: Path | None) -> None:
    """Show which alerts IN.jsonl would have made: JSON lines {id, outlet, url, title, body, published, found, revises}.

    The lines are taken in the order of the file; each is live, and comes in at its time `found`. `revises` is the
    id of an earlier line: the same address, read again. Nothing is sent and the archive is a temporary one.

    One JSON line {id, story, copy_of, alerts: [{watch, kind, reason, fact}], quiet: [{watch, reason}]} for each.
    """
    loaded = config.load(file or given.path(), given.env, need_secrets=False)
    with rehearsal(replace(loaded, digests=())) as at_work:
        trial = DeskTrial(at_work)
        rows = [trial.take(line) for line in lines.read(articles_file)]
        trial.finish()
    for row in rows:
        json_line(row)
    if any("error" in row for row in rows):
        stop(PARTLY)


@dataclass(slots=True)
class DeskTrial:
    """A desk at work. `ids` are the lines' own, by the numbers of their articles in the archive.

    An alert that waits, while editors polish or for its person's time, is added to the row of its article's last line
    when it is made.
    """

    at_work: Rehearsal
    addresses: dict[str, str] = field(default_factory=dict)  # by the lines' ids
    ids: dict[int, Any] = field(default_factory=dict)
    rows: dict[str, Json] = field(default_factory=dict)  # the last of each address

    def take(self, line: lines.Line) -> Json:
        """What became of a line's article."""
        given = given_lines.reading(line, self.addresses)
        if isinstance(given, str):
            return {"id": line.id, "error": given}
        outlet = given.article.outlet
        if not self.at_work.follows(outlet):
            return {"id": line.id, "error": f"the configuration has no outlet {outlet!r}"}
        self.at_work.advance(given.at)
        self._collect()
        came = self.at_work.take(replace(given, origin=Origin.LIVE, listed_at=None))
        row: Json = {"id": line.id, "story": None, "copy_of": None, "alerts": [], "quiet": []}
        if came is None:
            return row
        stored = came.stored
        self.ids.setdefault(stored.id, line.id)
        copied = None if stored.copy_of is None else self.ids.get(stored.copy_of)
        row |= {"story": stored.story_id, "copy_of": copied, "quiet": [_quiet(why) for why in came.quiet]}
        self.rows[stored.article.url] = row
        self._collect()
        return row

    def finish(self) -> None:
        """Let the last headlines settle, and the last alerts go out."""
        self.at_work.settle()
        self._collect()

    def _collect(self) -> None:
        """Add each new alert to the row of the article that it is about."""
        for message in self.at_work.messages():
            for alert in message.data.get("alerts") or [message.data]:
                lead = alert.get("lead")
                row = self.rows.get(lead["url"]) if isinstance(lead, Mapping) else None
                if row is not None:
                    row["alerts"].append({name: alert.get(name) for name in ("watch", "kind", "reason", "fact")})


def _quiet(alert: SuppressedAlert) -> Json:
    return {"watch": alert.watch_name, "reason": suppression.sentence(alert.why), "code": alert.why.reason.value}

"""`monitor try desk`: what a desk would send about articles of a file, on a temporary archive, in their own time."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from monitor import config
from monitor.cli.command_context import Given
from monitor.cli.entry import PARTLY, stop
from monitor.cli.output import json_line
from monitor.cli.trial import lines
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link
from monitor.reading import language, urls
from monitor.store import articles, outbox, suppressed
from monitor.store.outbox import MadeMessage
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
    with TemporaryDirectory() as folder:
        trial = DeskTrial(Desk.open(replace(loaded, archive_path=Path(folder) / "archive.db")))
        try:
            rows = [trial.take(line) for line in lines.read(articles_file)]
            trial.finish()
        finally:
            trial.desk.close()
    for row in rows:
        json_line(row)
    if any("error" in row for row in rows):
        stop(PARTLY)


@dataclass(slots=True)
class DeskTrial:
    """A desk at work. `ids` are the lines' own, by the numbers of their articles in the archive.

    An alert that waits while editors polish is added to the row of its article's last line when it is made.
    """

    desk: Desk
    now: datetime | None = None
    urls: dict[str, str] = field(default_factory=dict)  # by the lines' ids
    ids: dict[int, Any] = field(default_factory=dict)
    rows: dict[str, Json] = field(default_factory=dict)  # the last of each address
    last: int = 0  # row of the last message that was collected

    def take(self, line: lines.Line) -> Json:
        """What became of a line's article."""
        article = lines.article(line)
        found = lines.moment(line.value.get("found")) or article.published_at
        wrong = line.error or self._flaw(article, found)
        if wrong or found is None:
            return {"id": line.id, "error": wrong}
        now = self._at(found)
        self._settle(now)
        revised = line.text("revises")
        address = self.urls.get(revised or "", article.url)
        self.urls[str(line.id)] = address
        tongue = article.language or language.of(article.body)
        article = replace(article, url=address, language=tongue)
        link = Link(url=address, title=article.title, published_at=article.published_at)
        self.desk.ingest(ArticleRead(outlet=article.outlet, link=link, article=article, at=now), now)
        return self._outcome(line.id, address, now)

    def finish(self) -> None:
        """Let the last headlines settle."""
        while self.now is not None and (due := self.desk.next_settled(self.now)) is not None:
            self.now = max(self.now, due)
            self._settle(self.now)

    def _settle(self, now: datetime) -> None:
        """Make the alerts on headlines that have settled by then."""
        while (due := self.desk.next_settled(now)) is not None and due <= now:
            self.desk.send_settled(due)
        self._collect()

    def _collect(self) -> None:
        """Add each new alert to the row of the article that it is about."""
        for message in outbox.made_after(self.desk.context.archive, self.last):
            self.last = message.row
            lead = message.data.get("lead")
            row = self.rows.get(lead["url"]) if isinstance(lead, dict) else None
            if row is not None:
                row["alerts"].append(_alert(message))

    def _at(self, found: datetime) -> datetime:
        """The desk's time: that of the line, which never goes back."""
        found = found.astimezone(UTC)
        if self.now is None:
            self.desk.sync(found)
        self.now = found if self.now is None else max(self.now, found)
        return self.now

    def _flaw(self, article: Article, found: datetime | None) -> str | None:
        if article.outlet not in self.desk.context.outlets:
            return f"the configuration has no outlet {article.outlet!r}"
        if urls.canonical(article.url) is None:
            return "there is no address under `url`"
        return "there is no time under `found`" if found is None else None

    def _outcome(self, name: Any, address: str, now: datetime) -> Json:
        archive = self.desk.context.archive
        stored = articles.find(archive, urls.canonical(address) or "")
        if stored is None or stored.story_id is None:
            return {"id": name, "story": None, "copy_of": None, "alerts": [], "quiet": []}
        self.ids.setdefault(stored.id, name)
        quiet = [_quiet(why) for why in suppressed.of_article(archive, stored.id) if why.at >= now]
        copied = None if stored.copy_of is None else self.ids.get(stored.copy_of)
        row = {"id": name, "story": stored.story_id, "copy_of": copied, "alerts": [], "quiet": quiet}
        self.rows[stored.article.url] = row
        self._collect()
        return row


def _alert(message: MadeMessage) -> Json:
    data = message.data
    return {"watch": data["watch"], "kind": data.get("kind"), "reason": data["reason"], "fact": data.get("fact")}


def _quiet(alert: SuppressedAlert) -> Json:
    return {"watch": alert.watch_name, "reason": suppression.sentence(alert.why), "code": alert.why.reason.value}

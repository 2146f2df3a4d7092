"""`monitor try group`: which articles, lines of a file, report one story, and which duplicate another."""

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from monitor.cli import output
from monitor.cli.entry import PARTLY, stop
from monitor.cli.trial import lines
from monitor.dedupe import Document, Grouping
from monitor.durations import seconds

_START = datetime(2000, 1, 1, tzinfo=UTC)  # when the first of articles without a date is taken to have come
_STEP = timedelta(seconds=1)


class _Length(click.ParamType[timedelta]):
    """A length of time: 96h, 4d."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The length; one of nothing is none."""
        if isinstance(value, timedelta):
            return value
        try:
            length = timedelta(seconds=float(str(seconds(value))))
        except (ValueError, OverflowError):
            length = timedelta(0)
        if not length:
            self.fail(f"{value!r} is not a length of time such as 96h or 4d", param, ctx)
        return length


@click.command()
@click.argument("articles", type=lines.Given)
@click.option(
    "--window", type=_Length(), help="Close a story to what is published so long after it, as a desk does (96h)."
)
def group(articles: str, window: timedelta | None) -> None:
    """Group ARTICLES, JSON lines {id, url, outlet, title, standfirst, body, published}, into stories.

    One JSON line {id, story, thread, copy_of, role} for each, in the order of the file; they are placed in
    order of publication. A story is one event, and without --window it never closes; a thread is all stories on
    one saga. Roles: own, copy, updated-copy, contains (its own, and another text whole), comment, mention (of
    many events).
    """
    read = list(lines.read(articles))
    docs = _docs([line for line in read if not line.error])
    order = sorted(docs, key=lambda item: item[1].found_at)
    grouping = Grouping(window=window)
    placed = {line.number: grouping.take(doc) for line, doc in order}
    grouping.close()
    ids = {line.number: line.id for line in read}
    for line in read:
        if line.error:
            output.json_line({"id": line.id, "error": line.error})
            continue
        placement = placed[line.number]
        copy_of = None if placement.copy_of is None else ids[placement.copy_of]
        story = grouping.story_of(line.number)
        row = {"id": line.id, "story": story, "thread": grouping.thread(story)}
        output.json_line(row | {"copy_of": copy_of, "role": placement.role})
    if any(line.error for line in read):
        stop(PARTLY)


def _docs(read: list[lines.Line]) -> list[tuple[lines.Line, Document]]:
    """A document for each line. One without a date is taken to come right after the line above it."""
    docs: list[tuple[lines.Line, Document]] = []
    before = _START
    for line in read:
        article = lines.article(line)
        before = article.published_at or before + _STEP
        docs.append((line, Document.of(article, line.number, before)))
    return docs

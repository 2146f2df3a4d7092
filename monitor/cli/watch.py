"""`monitor watch`: what is looked for, adding to it, and trying a watch before it goes live."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from monitor.cli import edit, output
from monitor.cli.frame import FAILED, Noun, stop
from monitor.cli.given import Given
from monitor.cli.output import Listing, listing
from monitor.config.checks import id_of
from monitor.errors import NotFoundError, UserError
from monitor.match import check_watch, compile_watches, explain
from monitor.model import Article, Watch
from monitor.store import articles

_WARNING = "warning: "


@click.group(cls=Noun)
def watch() -> None:
    """Watches: list, add, test."""


@watch.command("list")
@listing(limit=1000)
@click.pass_obj
def list_watches(given: Given, *, wanted: Listing) -> None:
    """The watches of the configuration."""
    rows = (
        {
            "id": one.id,
            "name": one.name,
            "query": one.query,
            "context": one.context,
            "except": one.masks,
            "outlets": one.outlets,
            "alert": one.alert,
            "to": one.to,
        }
        for one in given.loaded().watches
    )
    output.show(rows, ("name", "query", "alert", "to", "id"), wanted)


@watch.command()
@click.argument("name")
@click.argument("query", required=False)
@click.option("--context", multiple=True, help="A query, one of which must be found too")
@click.option("--except", "masks", multiple=True, help="A query whose words do not count")
@click.option("--outlets", multiple=True, help="Only these: an id or @tag")
@click.option("--alert", type=click.Choice(["instant", "digest"]))
@click.option("--to", multiple=True, help="A channel")
@click.option("--should-match", multiple=True, help="A text that must be found")
@click.option("--should-not-match", multiple=True, help="A text that must not be found")
@click.pass_obj
def add(given: Given, /, name: str, query: str | None, **options: Any) -> None:
    """Add a watch at the end of the configuration; its comments stay.

    Without a QUERY, the name is looked for as a phrase.
    """
    options["except"] = options.pop("masks")
    entry: dict[str, Any] = {"name": name, "query": query or f'"{name}"'}
    entry |= {key: list(value) if isinstance(value, tuple) else value for key, value in options.items() if value}
    texts = {key: options[key] for key in ("context", "should_match", "should_not_match")}
    problems = check_watch(Watch(id=id_of(name), name=name, query=entry["query"], masks=options["except"], **texts))
    wrong = [text for text in problems if not text.startswith(_WARNING)]
    if wrong:
        raise UserError("\n".join(wrong), hint="nothing was written")
    path = given.path()
    edit.append(path, "watch", entry)
    for text in problems:
        output.say(text)
    output.say(f"{path}: looks for {entry['query']}")


@watch.command()
@click.argument("name", required=False)
@click.option("--query", help="Try this query instead of a watch")
@click.option("--text", help="Explain the verdict on this text; - reads standard input")
@click.option("--days", type=click.IntRange(1), default=30, show_default=True, help="How far back to look")
@listing(limit=50)
@click.pass_obj
def test(given: Given, name: str | None, *, query: str | None, text: str | None, days: int, wanted: Listing) -> None:
    """Try a watch on a text, or on the archive.

    Its should_match and should_not_match are tried first. Then it says what the watch would have found in the last
    days, newest first; or with --text, why it finds that text or does not.
    """
    one = chosen(given, name, query)
    problems = check_watch(one)
    for problem in problems:
        output.say(f"{one.name}: {problem}")
    if any(not problem.startswith(_WARNING) for problem in problems):
        stop(FAILED)
    if text is not None:
        body = sys.stdin.read() if text == "-" else text
        article = Article(url="https://unknown.invalid/", outlet="", title=body.partition("\n")[0], body=body)
        for line in explain(one, article).lines():
            output.line(line)
        return
    since = datetime.now(UTC) - timedelta(days=days)
    rows = list(_fired(given, one, since))
    stories = {row["story"] for row in rows}
    output.show(rows[::-1], ("found_at", "outlet", "title", "snippet", "story", "url"), wanted)
    output.say(f"{one.name}: {len(rows)} articles of {len(stories)} stories in the last {days} days")


def _fired(given: Given, one: Watch, since: datetime) -> Iterator[dict[str, Any]]:
    """What the watch finds among the articles that the archive holds, oldest first."""
    matcher = compile_watches([one])
    with given.archive() as archive:
        for stored in articles.recent(archive, since):
            for hit in matcher.match(stored.article):
                yield {
                    "found_at": stored.found_at,
                    "outlet": stored.article.outlet,
                    "title": stored.article.title,
                    "snippet": hit.snippet,
                    "story": stored.story_id,
                    "field": hit.field,
                    "url": stored.article.url,
                }


def chosen(given: Given, name: str | None, query: str | None) -> Watch:
    """The watch of that name or id; or one made of a query."""
    if query is not None:
        return Watch(id="query", name=name or query, query=query)
    if name is None:
        raise click.UsageError("give the NAME of a watch, or --query")
    watches = given.loaded().watches
    for one in watches:
        if name in {one.id, one.name}:
            return one
    known = ", ".join(one.name for one in watches[:20])
    raise NotFoundError(f"no watch is named {name!r}", hint=f"there are: {known}" if known else "there are none")

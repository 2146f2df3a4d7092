"""`monitor watch`: what is looked for, and what a watch finds in the archive."""

import sys
from datetime import UTC, datetime

import click

from monitor import durations
from monitor.cli import explanation, output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, FAILED, Noun, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE, now
from monitor.cli.watch import preview
from monitor.cli.watch.add import add
from monitor.cli.watch.advise import advise_watch
from monitor.cli.watch.named_watch import chosen, measured
from monitor.cli.watch.watch_changes import move, pause, remove, rename, resume
from monitor.match import check_watch, explain
from monitor.model import Article
from monitor.views import clause_rows, watch_trial

_COLUMNS = (
    Column("name", minimum=12),
    Column("query", minimum=24),
    Column("alert", priority=1),
    Column("to", priority=3, minimum=10),
    Column("id", priority=2),
)


@click.group(cls=Noun)
def watch() -> None:
    """Watches: list, add, test, advise, remove, pause, resume, rename, move."""


@watch.command("list")
@listing(limit=1000)
@click.pass_obj
def list_watches(given: Given, *, wanted: Listing) -> None:
    """The watches of the configuration.

    What --csv prints, `monitor import` takes again.
    """
    rows = (
        {
            "id": one.id,
            "name": one.name,
            "query": one.query,
            "aliases": one.aliases,
            "context": one.context,
            "context_match": one.context_match,
            "context_within": one.context_within,
            "except": one.masks,
            "in": one.scope,
            "case": one.case,
            "min_count": one.min_count,
            "tags": one.tags,
            "outlets": one.outlets,
            "lang": one.languages,
            "alert": f"{one.alert} (paused)" if one.paused and not (wanted.as_json or wanted.as_csv) else one.alert,
            "to": one.to,
            "max_age": durations.written(one.max_age),
            "embargo": one.embargo and one.embargo.isoformat(),
            "calendar": None if one.calendar and "://" in one.calendar else one.calendar,  # it may be secret
            "expect": one.expect,
            "kind": one.kind,
            "ids": one.ids,
            "should_match": one.should_match,
            "should_not_match": one.should_not_match,
            "paused": one.paused,
        }
        for one in given.loaded().watches
    )
    output.show(rows, _COLUMNS, wanted)


watch.add_command(add)


@watch.command()
@click.argument("name", required=False)
@click.option("--query", help="Try this query in place of the watch's own, or alone")
@click.option("--text", help="Explain the verdict on this text; - reads standard input")
@click.option("--since", type=SINCE, default="30d", show_default=True, help="Seen since then: 90d, 12h, a date")
@listing(limit=20, rows=False)
@click.pass_obj
def test(
    given: Given, name: str | None, *, query: str | None, text: str | None, since: datetime, wanted: Listing
) -> None:
    """Try a watch on the archive, or on a text.

    Its should_match and should_not_match are tried first. Then it says what the watch would have found in the
    articles that were first seen since then: how many a day and in which outlets, what it gains and loses against
    the version that is in use, samples, those that change first, and about how many alerts a week that would be. With
    --text, it says why the watch finds that text or does not.
    """
    one = chosen(given, name, query)
    checked = check_watch(one, None if text is not None else measured(given, [one]))
    for remark in checked.lines:
        output.say(f"{one.name}: {remark}")
    if checked.problems:
        stop(FAILED)
    if text is not None:
        body = sys.stdin.read() if text == "-" else text
        article = Article(url="https://unknown.invalid/", outlet="", title=body.partition("\n")[0], body=body)
        why = clause_rows.facts(explain(one, article))
        if wanted.as_json:
            output.json_line(why)
            return
        output.paragraphs(explanation.lines(why, styled=output.is_styled(sys.stdout)))
        return
    from monitor.rehearsal import forecast  # noqa: PLC0415 - the desk only where it is needed

    with given.archive() as archive:
        found = watch_trial.facts(archive, one, since, now(), limit=wanted.limit, zone=UTC if wanted.as_json else None)
        expected = forecast.facts(given.loaded(), archive, one, since, now())
    if wanted.as_json:
        output.json_object(found | {"alerts": expected})
    else:
        output.paragraphs(preview.lines(found, styled=output.is_styled(sys.stdout)))
        if expected:
            output.paragraphs(["", forecast.line(expected)])
    if wanted.fail_empty and not found["hits"]:
        stop(EMPTY)


watch.add_command(advise_watch)
for change in (remove, pause, resume, rename, move):
    watch.add_command(change)

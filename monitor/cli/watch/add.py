"""`monitor watch add`: shows what a new watch finds in the archive, then writes it into the configuration."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from monitor.cards import card_file
from monitor.cli import output
from monitor.cli.changing import written
from monitor.cli.command_context import Given
from monitor.cli.entry import INTERRUPTED, stop
from monitor.cli.path_options import NamedPath
from monitor.cli.time_options import SINCE, now
from monitor.cli.watch import preview
from monitor.cli.watch.carded import carded, merged
from monitor.cli.watch.named_watch import measured
from monitor.config import toml_edit
from monitor.errors import ArchiveError, UserError
from monitor.match import check_watch
from monitor.model import Watch, WatchKind
from monitor.views import watch_trial

# Options whose key in the configuration is not a name in Python, or another than the watch's own.
_KEYS = {"masks": "except", "scope": "in", "languages": "lang"}
_SHOWN = 5  # samples


@click.command()
@click.argument("name")
@click.argument("query", required=False)
@click.option("--kind", type=click.Choice([kind.value for kind in WatchKind]), help="What it is about")
@click.option("--card", type=NamedPath(), metavar="FILE", help="Names, context and ids from this file")
@click.option("--entry", metavar="ID", help="Which entry of the card's file: its id, or its line")
@click.option("--alias", "aliases", multiple=True, help="A further query, as good as the QUERY")
@click.option("--context", multiple=True, help="A query, one of which must be found too")
@click.option("--context-match", type=click.Choice(["any", "all"]), help="One context is enough, or all are needed")
@click.option("--context-within", metavar="HOW", help="How near: article, sentence or a number of words")
@click.option("--except", "masks", multiple=True, help="A query whose words do not count")
@click.option("--in", "scope", metavar="WHERE", help='Where: title, "title or first 100 words"')
@click.option("--case", is_flag=True, help="Capitals and accents count")
@click.option("--min-count", type=click.IntRange(1, 1000), help="Occurrences needed in one article")
@click.option("--lang", "languages", multiple=True, help="Only articles in this language, such as en")
@click.option("--outlets", multiple=True, help="Only these: an id or @tag")
@click.option("--alert", type=click.Choice(["instant", "digest"]))
@click.option("--to", multiple=True, help="A channel")
@click.option("--should-match", multiple=True, help="A text that must be found")
@click.option("--should-not-match", multiple=True, help="A text that must not be found")
@click.option("--since", type=SINCE, default="30d", show_default=True, help="Show what it would have found since then")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.pass_obj
def add(  # noqa: PLR0913  the arguments, and options that are no keys of the watch
    given: Given, /, name: str, query: str | None, since: Any, *, card: Path | None, entry: str | None, yes: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Add a watch at the end of the configuration; its comments stay.

    Without a QUERY, the name is looked for as a phrase. First it shows what the watch would have found in the archive,
    and about how many alerts a week that makes, and on a terminal it asks.

    A card (--card) is a file that says what the name is of: JSON of Wikidata, the CSV export of an IMDb list, or a CSV
    table. Its other names become aliases; who made it and who is in it become context, if the name alone is ambiguous;
    its ids go with every hit.
    """
    path = given.path()
    table: dict[str, Any] = {"name": name, "query": query or f'"{name}"'}
    table |= _from_card(given, card, entry, name, options, has_query=query is not None)
    watch = toml_edit.tried(path, "watch", table).watches[-1]
    rates = measured(given, [watch])
    checked = check_watch(watch, rates)
    if checked.problems:
        raise UserError("\n".join(checked.problems), hint="nothing was written")
    for text in checked.lines:
        output.say(text)
    if not given.quiet:
        _show(given, watch, since)
    if not yes and sys.stdin.isatty():
        _ask(path)
    toml_edit.append(path, "watch", table)
    written(given, f"looks for {table['query']}")


def _from_card(
    given: Given, card: Path | None, entry: str | None, name: str, options: Mapping[str, Any], *, has_query: bool
) -> dict[str, Any]:
    """The keys after name and query: those of the options, and of the card what they leave open."""
    chosen = {_KEYS.get(key, key): _written(value) for key, value in options.items() if value}
    if card is None:
        if entry is not None:
            raise click.UsageError("--entry is of a --card FILE")
        return chosen
    kind = WatchKind(chosen["kind"]) if "kind" in chosen else None
    found = carded(
        card_file.chosen(card_file.read(card), name, kind=kind, entry=entry), name, chosen, given.loaded().outlets
    )
    for remark in found.remarks:
        output.say(remark)
    return {key: value for key, value in merged(found, chosen).items() if not (key == "query" and has_query)}


def _ask(path: Path) -> None:
    if not click.confirm(f"Add it to {path}?", default=True, err=True):
        output.say("nothing was written")
        stop(INTERRUPTED)


def _written(value: Any) -> Any:
    """An option as it stands in the file."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _show(given: Given, watch: Watch, since: Any) -> None:
    """What the watch finds, on standard error; without an archive there is nothing to show."""
    from monitor.rehearsal import forecast  # noqa: PLC0415 - the desk only where it is needed

    with suppress(ArchiveError), given.archive() as archive:
        new = replace(watch, id="")  # there is none in use to compare it with
        found = watch_trial.facts(archive, new, since, now(), limit=_SHOWN, zone=None)
        expected = forecast.facts(given.loaded(), archive, watch, since, now())
        said = [
            *preview.lines(found, styled=output.is_styled(sys.stderr)),
            *([forecast.line(expected)] if expected else []),
        ]
        output.paragraphs([*said, ""], err=True)

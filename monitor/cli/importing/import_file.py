"""`monitor import`: outlets and watches from a file, with the difference before anything is written."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from monitor.cli import output
from monitor.cli.changing import written
from monitor.cli.command_context import Given
from monitor.cli.entry import INTERRUPTED, PARTLY, USAGE, stop
from monitor.cli.importing import (
    cells,
    column_keys,
    difference,
    given_file,
    import_report,
    outlines,
    sheets,
    subscribed_outlets,
    watch_cards,
    watch_rows,
)
from monitor.cli.importing.given_file import FileKind
from monitor.cli.importing.imported_items import Destination, ImportedItem, State
from monitor.cli.watch.named_watch import measured
from monitor.config import Config
from monitor.config.suggest import did_you_mean
from monitor.config.toml_edit import Draft
from monitor.errors import MonitorError


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--as",
    "kind",
    type=click.Choice([kind.value for kind in FileKind]),
    help="What the file is  [default: by what is in it]",
)
@click.option("--to", multiple=True, help="A channel, for watches that name none")
@click.option("--alert", type=click.Choice(["instant", "digest"]), help="For watches that do not say")
@click.option("--context", multiple=True, help="A context, for watches that have none")
@click.option("--outlets", multiple=True, help="Only these outlets, for watches that name none: an id or @tag")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Another key, for watches that do not say")
@click.option("--ignore", multiple=True, metavar="COLUMN", help="Leave out a column of the table")
@click.option("--sheet", help="The sheet of a workbook  [default: the first]")
@click.option("--update", is_flag=True, help="Change watches that there are already too")
@click.option("--skip-bad", is_flag=True, help="Write the rest when some are refused")
@click.option("--dry-run", is_flag=True, help="Only show the difference")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.option("--json", "as_json", is_flag=True, help="The difference as one JSON object")
@click.pass_obj
def import_file(  # noqa: PLR0913 - options
    given: Given,
    /,
    *,
    file: Path,
    kind: str | None,
    pairs: tuple[str, ...],
    ignore: tuple[str, ...],
    sheet: str | None,
    update: bool,
    skip_bad: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    **shared: Any,
) -> None:
    """Import outlets or watches from a FILE.

    OPML of a feed reader becomes outlets; rows of CSV or XLSX, whose first row names keys of a watch, and lists of
    names, one a line, become watches. So do cards, as `monitor watch add --card` reads them: the export of an IMDb
    list and JSON of Wikidata are known as such, a table of cards needs --as cards. It shows what is new, changed or
    refused, asks on a terminal, and writes all in one step or nothing.
    """
    draft = Draft.of(given.path())
    items = _items(Asked(file, kind, pairs, ignore, sheet, shared), draft)
    difference.check_queries(items, measured(given, [item.watch for item in items if item.watch]))
    if not as_json:
        import_report.show(items)
    for text in import_report.summary(items, draft.path, update=update):
        output.say(text)
    refused = any(item.state is State.REFUSED for item in items)
    wanted = [item for item in items if item.state is State.NEW or (update and item.state is State.CHANGED)]
    may = bool(wanted) and not dry_run and (skip_bad or not refused) and (yes or _agreed(draft.path, wanted))
    if may:
        _write(draft, wanted)
        written(given, f"{import_report.counted(wanted)} written")
    else:
        output.say(import_report.reason(wanted, dry_run=dry_run))
    if as_json:
        output.json_object(import_report.as_json(items, file, draft.path, written=may))
    if refused:
        stop(PARTLY if skip_bad else USAGE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked to be read: the file, and the options that say how. `shared` are the options named as keys are."""

    file: Path
    kind: str | None
    pairs: tuple[str, ...]
    ignored: tuple[str, ...]
    sheet: str | None
    shared: dict[str, Any]


def _items(asked: Asked, draft: Draft) -> list[ImportedItem]:
    """What the file asks for, compared with the configuration.

    Raises:
        MonitorError: the file cannot be read as what it is.
    """
    configured = draft.checked()
    body = given_file.read(asked.file)
    try:
        kind = FileKind(asked.kind) if asked.kind else given_file.kind_of(body, asked.file)
        if kind is FileKind.OPML:
            return _outlets(asked, body, draft, configured)
        defaults = _defaults(asked, Destination.WATCH)
        if kind is FileKind.CARDS:
            items = watch_cards.of_cards(body, str(asked.file), defaults, configured.outlets)
        else:
            items = _watches(asked, kind, body, defaults)
    except MonitorError as error:
        if not error.message.startswith(f"{asked.file}:"):  # as a card's does, with the line
            error.message = f"{asked.file}: {error.message}"
        raise
    difference.compare(items, draft)
    return items


def _outlets(asked: Asked, body: bytes, draft: Draft, configured: Config) -> list[ImportedItem]:
    if wrong := [f"--{key}" for key, value in asked.shared.items() if value]:
        raise click.UsageError(f"{', '.join(wrong)}: of watches, and an OPML file has outlets")
    found = outlines.read(body)
    if found.flaw:
        output.say(f"{asked.file}: {found.flaw}: read as far as it can be")
    items = subscribed_outlets.items(found.feeds, configured, draft.meant, _defaults(asked, Destination.OUTLET))
    difference.refuse_invalid(items, draft)
    return items


def _watches(asked: Asked, kind: FileKind, body: bytes, defaults: dict[str, Any]) -> list[ImportedItem]:
    if kind is FileKind.NAMES:
        return watch_rows.of_names(given_file.characters(body), defaults, forced=asked.kind is not None)
    if kind is FileKind.XLSX:
        rows = sheets.of_workbook(body, asked.sheet)
    else:
        rows = sheets.of_csv(given_file.characters(body))
    return watch_rows.of_rows(rows, defaults, asked.ignored)


def _defaults(asked: Asked, section: Destination) -> dict[str, Any]:
    """What holds for each entry that does not say otherwise, from the options."""
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in asked.shared.items() if value}
    for pair in asked.pairs:
        name, is_pair, text = pair.partition("=")
        key = column_keys.key_of(name, section)
        if not is_pair or key is None:
            near = did_you_mean(name, column_keys.known(section)).strip()
            raise click.UsageError(f"--set {pair}: must be KEY=VALUE with a key of [[{section}]]. {near}".strip())
        try:
            values[key] = cells.value(column_keys.known(section)[key], text)
        except ValueError as error:
            raise click.UsageError(f"--set {pair}: {error}") from None
    return values


def _agreed(path: Path, wanted: Sequence[ImportedItem]) -> bool:
    """Whether the person agrees; where nobody can be asked, the command itself is the agreement."""
    if not sys.stdin.isatty():
        return True
    if not click.confirm(f"Write {import_report.counted(wanted)} to {path}?", default=True, err=True):
        output.say("nothing was written")
        stop(INTERRUPTED)
    return True


def _write(draft: Draft, wanted: Sequence[ImportedItem]) -> None:
    draft.follow([item.name for item in wanted if item.section is Destination.FOLLOW])
    for section in (Destination.OUTLET, Destination.WATCH):
        here = [item for item in wanted if item.section is section]
        draft.update(section, {item.index: difference.keys_to_write(item) for item in here if item.index is not None})
        draft.append(section, [item.entry for item in here if item.index is None])
    draft.write()

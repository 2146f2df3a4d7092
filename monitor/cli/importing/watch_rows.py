"""Watches from rows of a table, or from names alone."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from monitor.cli.importing import cells, column_keys, name_lists
from monitor.cli.importing.imported_items import Destination, ImportedItem, State
from monitor.cli.importing.sheets import Row
from monitor.errors import UserError
from monitor.phrasing import count

_COMMENT = re.compile(r"^\s*#|\s#\s")  # not the sign in "Song #1"
_TITLE = "is looked for as a title, by these very words; as a search, put it under `query` in a table"
_NO_NAME = "is a query and no name: put it under `query` in a table; --as names looks for these very words"


def phrase(name: str) -> str:
    """The query that looks for a name as it is written."""
    quoted = name.replace("\\", " ").replace('"', '\\"')
    return f'"{quoted}"'


def of_rows(rows: Iterable[Row], defaults: Mapping[str, Any], ignored: Iterable[str]) -> list[ImportedItem]:
    """The watch of each row after the one with the headings. `defaults` hold where a row has no cell for a key.

    Raises:
        UserError: a heading names no key, or one that another names too.
    """
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return []
    columns = _columns(first, {name.casefold() for name in ignored})
    return [_watch(row, columns, first.cells, defaults) for row in remaining]


def of_names(text: str, defaults: Mapping[str, Any], *, forced: bool) -> list[ImportedItem]:
    """A watch for each line; a `#` at its beginning, or between blanks, begins a comment.

    Raises:
        UserError: the text is no list of names, unless `forced`.
    """
    lines = [(number, _without_comment(line)) for number, line in enumerate(text.splitlines(), 1)]
    named = [(number, name) for number, name in lines if name]
    if forced:
        return [_of_name(name, number, defaults) for number, name in named]
    name_lists.refuse_other_texts(text, named)
    items = [_of_name(name_lists.unquoted(name), number, defaults) for number, name in named]
    # What is in quotes as a whole is looked for as it stands.
    as_written = [item for item, (_, name) in zip(items, named, strict=True) if item.name == name]
    asking = [item for item in as_written if name_lists.is_query(item.name)]
    are_searches = not all(name_lists.may_be_title(item.name) for item in asking)
    for item in asking:
        if are_searches:
            item.refuse(_NO_NAME)
        else:
            item.warnings.append(_TITLE)
    return items


def _of_name(name: str, number: int, defaults: Mapping[str, Any]) -> ImportedItem:
    return ImportedItem(section=Destination.WATCH, name=name, line=number, entry={"name": name, **defaults})


def _without_comment(line: str) -> str:
    return " ".join(_COMMENT.split(line, maxsplit=1)[0].split())


def _columns(first: Row, ignored: set[str]) -> dict[int, str]:
    """Which key each column is."""
    columns: dict[int, str] = {}
    problems = []
    for place, heading in enumerate(first.cells):
        if not heading.strip() or heading.strip().casefold() in ignored:
            continue
        key = column_keys.key_of(heading)
        if key is None:
            problems.append(column_keys.unknown(heading.strip()))
        elif key in columns.values():
            problems.append(f'"{heading.strip()}" is a second column for `{key}`')
        else:
            columns[place] = key
    if not problems and "name" not in columns.values():
        problems.append("no column is called name")
    if problems:
        text = "\n  ".join(problems)
        what = count(len(problems), "column is", "columns are") + " not understood"
        raise UserError(f"line {first.number}: {what}\n  {text}", hint="--ignore COLUMN leaves a column out")
    return columns


def _watch(row: Row, columns: Mapping[int, str], written: list[str], defaults: Mapping[str, Any]) -> ImportedItem:
    named = {key: written[place].strip() for place, key in columns.items()}
    item = ImportedItem(section=Destination.WATCH, name="", line=row.number, columns=named)
    values: dict[str, Any] = {}
    for place, cell in enumerate(row.cells):
        key = columns.get(place)
        if key is None:
            if cell.strip() and place >= len(written):
                item.refuse(f'"{cell.strip()[:40]}" stands to the right of the last heading')
            continue
        if place in row.wrong:
            item.refuse(row.wrong[place], key)
        elif cell.strip():
            try:
                values[key] = cells.value(column_keys.known()[key], cell)
            except ValueError as error:
                item.refuse(str(error), key)
    item.name = str(values.pop("name", ""))
    if not item.name and item.state is not State.REFUSED:
        item.refuse("is empty", "name")
    item.entry = {"name": item.name, **dict(defaults), **values}
    return item

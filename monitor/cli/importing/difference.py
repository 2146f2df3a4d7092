"""Which of the watches that a file asks for are new, the same, changed or refused, against the configuration."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from monitor import config
from monitor.cli.importing import column_keys
from monitor.cli.importing.imported_items import Destination, ImportedItem, State
from monitor.cli.importing.watch_rows import phrase
from monitor.config.checks import watch_id
from monitor.config.toml_edit import Draft
from monitor.config.toml_lines import Place
from monitor.errors import ConfigError
from monitor.match import check_watch
from monitor.match.advice.lint import Rates
from monitor.model import Watch

_LONGEST = 60  # characters of a value, in what is said of a change


def compare(items: Sequence[ImportedItem], draft: Draft) -> None:
    """Sets the state of each watch; the index too where the configuration has one of its id.

    A row says only what its columns say: a watch that has those values is unchanged, whatever else is written of it.
    """
    _refuse_twice(items)
    tables = draft.meant.get(Destination.WATCH, [])
    places = {watch_id(table): place for place, table in enumerate(tables)}
    for item in (item for item in items if item.state is State.NEW):
        id_ = watch_id(item.entry)
        item.index = places.get(id_)
        if item.index is None:
            item.entry = _new(item)
        elif "id" not in item.entry and not _is_same_name(item.name, tables[item.index]["name"]):
            item.refuse(f'has the same id "{id_}" as "{tables[item.index]["name"]}": give it its own `id`')
    watches = refuse_invalid(items, draft)
    before = config.tried(draft.path, draft.meant, os.environ)[1]
    added = iter(watches[len(before) :])
    for item in items:
        if item.state is State.NEW:
            item.watch = next(added) if item.index is None else watches[item.index]
            if item.index is not None:
                _compare_one(item, before[item.index], draft.meant[Destination.WATCH][item.index])


def check_queries(items: Sequence[ImportedItem], rates: Rates | None) -> None:
    """Refuses what no query can be, or fails its own tests, and notes what is ambiguous. `rates`: of the words."""
    for item in items:
        if item.watch is not None and item.state is not State.SAME:
            checked = check_watch(item.watch, rates)
            item.warnings = [*item.warnings, *checked.warnings]
            for problem in checked.problems:
                item.refuse(problem)


def keys_to_write(item: ImportedItem) -> dict[str, Any]:
    """What an existing table gets: a watch keeps the spelling of its name, unless it was found by a stated id."""
    return {key: value for key, value in item.entry.items() if key != "name" or "id" in item.entry}


def _refuse_twice(items: Sequence[ImportedItem]) -> None:
    """The same name again is dropped where it says the same, and refused where it says something else."""
    first: dict[str, ImportedItem] = {}
    for item in items:
        if item.state is State.REFUSED:
            continue
        earlier = first.setdefault(watch_id(item.entry), item)
        if earlier is item:
            continue
        if not _is_same_name(item.name, earlier.name):
            item.refuse(f'has the same id "{watch_id(item.entry)}" as line {earlier.line}: give one its own `id`')
        elif {**item.entry, "name": ""} == {**earlier.entry, "name": ""}:
            item.state, item.remark = State.SAME, f"the same as line {earlier.line}"
        else:
            item.refuse(f"line {earlier.line} is a watch of this name with other values")


def _new(item: ImportedItem) -> dict[str, Any]:
    """The table of a new watch: what is so anyway need not be written."""
    entry = {"name": item.name, "query": phrase(item.name)} | item.entry
    usual = column_keys.defaults()
    return {key: value for key, value in entry.items() if key not in usual or value != usual[key]}


def _is_same_name(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def refuse_invalid(items: Sequence[ImportedItem], draft: Draft) -> tuple[Watch, ...]:
    """The watches as they would be, when the items that break the configuration are refused."""
    while True:
        raw, owners = _with(draft.meant, [item for item in items if item.state in {State.NEW, State.CHANGED}])
        problems, watches = config.tried(draft.path, raw, os.environ)
        if not problems:
            return watches
        for place, text in problems:
            owner = owners.get(place[:2])
            if owner is None:
                raise ConfigError([f"{draft.path}: {'.'.join(map(str, place))}: {text}"], path=draft.path)
            owner.refuse(text, ".".join(part for part in place[2:] if isinstance(part, str)))


def _with(raw: Mapping[str, Any], asked: Sequence[ImportedItem]) -> tuple[dict[str, Any], dict[Place, ImportedItem]]:
    """The tables of the file as they would be with these items, and which item is responsible for which table."""
    changed = {
        **raw,
        **{section.value: list(raw.get(section, [])) for section in (Destination.OUTLET, Destination.WATCH)},
    }
    owners: dict[Place, ImportedItem] = {}
    for item in (item for item in asked if item.section is not Destination.FOLLOW):
        tables = changed[item.section]
        place = len(tables) if item.index is None else item.index
        owners[item.section.value, place] = item
        if item.index is None:
            tables.append(item.entry)
        else:
            tables[place] = {**tables[place], **keys_to_write(item)}
    return changed, owners


def _compare_one(item: ImportedItem, before: Watch, table: Mapping[str, Any]) -> None:
    if before == item.watch:
        item.state = State.SAME
        item.remark = f'there as "{before.name}"' if before.name != item.name else ""
        return
    item.state = State.CHANGED
    differing = [key for key, value in keys_to_write(item).items() if table.get(key) != value]
    item.remark = "; ".join(f"{key}: {_shown(table.get(key))} -> {_shown(item.entry[key])}" for key in differing)


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

"""The difference that an import makes, for people and for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.importing.imported_items import Destination, ImportedItem, State
from monitor.cli.output import Listing
from monitor.phrasing import count

_COLUMNS = (
    Column("line", numeric=True),
    Column("state"),
    Column("name", minimum=16),
    Column("remark", minimum=24, wraps=True),
)
_ORDER = (State.REFUSED, State.CHANGED, State.NEW, State.SAME)  # what needs a person comes first
# Rows of each, at the most: --json has all.
_SHOWN = {State.REFUSED: 100, State.CHANGED: 100, State.NEW: 20, State.SAME: 20}


def show(items: Sequence[ImportedItem]) -> None:
    """The items that a person should see, those that need one first; what is the same is only counted."""
    rows = []
    for state in _ORDER:
        these = sorted((item for item in items if item.state is state), key=lambda item: not item.warnings)
        if state is State.SAME:
            these = [item for item in these if item.remark]
        limit = max(_SHOWN[state], sum(bool(item.warnings) for item in these))
        rows += [_row(item) for item in these[:limit]]
        if len(these) > limit:
            rows.append({"state": state, "name": f"… and {len(these) - limit} more", "remark": "", "line": ""})
    if rows:
        output.show(rows, _COLUMNS, Listing(as_json=False, limit=len(rows), fail_empty=False))


def _row(item: ImportedItem) -> dict[str, Any]:
    remarks = [item.remark, *(f"warning: {text}" for text in item.warnings)]
    return {
        "section": item.section,
        "line": item.line,
        "state": item.state,
        "name": item.name,
        "remark": "; ".join(filter(None, remarks)),
    }


def as_json(items: Sequence[ImportedItem], file: Path, path: Path, *, written: bool) -> dict[str, Any]:
    """The same for programs: every item, with the table that is or would be written."""
    counts = {state.value: sum(item.state is state for item in items) for state in _ORDER}
    rows = [_row(item) | {"remark": item.remark, "warnings": item.warnings, "entry": item.entry} for item in items]
    return {"file": str(file), "configuration": str(path), "written": written, "counts": counts, "items": rows}


def counted(items: Sequence[ImportedItem]) -> str:
    """How many watches or outlets these are: a file has one or the other."""
    if any(item.section is not Destination.WATCH for item in items):
        return count(len(items), "outlet")
    return count(len(items), "watch", "watches")


def summary(items: Sequence[ImportedItem], path: Path, *, update: bool) -> Iterator[str]:
    """What the difference amounts to."""
    counts = {state: sum(item.state is state for item in items) for state in State}
    parts = ", ".join(f"{counts[state]:,} {state}" for state in (State.NEW, State.SAME, State.CHANGED, State.REFUSED))
    yield f"{path}: {counted(items)}: {parts}" if items else "there is nothing in the file to import"
    if counts[State.CHANGED] and not update:
        yield "what is changed stays as it is: --update writes it"


def reason(wanted: Sequence[ImportedItem], *, dry_run: bool) -> str:
    """Why nothing was written."""
    cause = "--dry-run" if dry_run else "--skip-bad writes the rest" if wanted else "there is nothing new"
    return f"nothing was written: {cause}"

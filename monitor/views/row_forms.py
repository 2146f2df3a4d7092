"""Rows as JSON and as a spreadsheet: every key, the same from a command and from a page."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from monitor.views.readable import plain, visible

MARKS = "_marks"  # the end of a key whose value are places in another one's text
_CONTROLS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def columns_of(rows: Sequence[Mapping[str, Any]], first: Iterable[str] = ()) -> list[str]:
    """The keys of all rows, each once, these first; without marks."""
    keys = dict.fromkeys([*first, *(key for row in rows for key in row)])
    return [key for key in keys if not key.endswith(MARKS)]


def sheet(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows for a spreadsheet: every key, lists as JSON."""
    keys = columns_of(rows)
    for row in rows:
        values = {key: plain(row.get(key)) for key in keys}
        yield {
            key: as_json(value) if isinstance(value, bool | list | dict) else visible(value, keep_lines=True)
            for key, value in values.items()
        }


def as_json(value: Any, *, indent: int | None = None, in_ascii: bool = False) -> str:
    """JSON without a control character: the ones that JSON itself lets through command a terminal too."""
    return json.dumps(value, ensure_ascii=in_ascii, indent=indent).translate(_CONTROLS)

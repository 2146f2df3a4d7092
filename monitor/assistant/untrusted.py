"""Answers for a program that takes words for orders: the words of others are marked, and there are never too many.

Whatever an outlet wrote may be written for the assistant that reads it. So each text that is not known to be ours
stands in an object of its own, `{"untrusted": "..."}`: a title, a sentence, a name, an address. It is the unknown key
that is marked, not the known one: what a view shows tomorrow is marked until somebody says that it is ours.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from monitor.report_time import ReportTime
from monitor.views.readable import plain

KEY = "untrusted"
LARGEST = 48_000  # bytes of an answer as JSON: some twelve thousand tokens
CUT = "…"
# What the configuration says or we do: names of watches, outlets, persons and channels, rules.
_NAMES = frozenset(
    {
        *("watch", "watch_id", "outlet", "outlet_id", "outlet_name", "person", "persons", "channel", "rule"),
        *("first_reported_by", "first_reported_by_name", "from_release", "own_reporting", "perhaps_first"),
        *("without_credit", "message_id"),
    }
)
# Where there is one word of a list of ours.
_CODES = frozenset({"watch_kind", "kind", "kinds", "changes", "type", "field", "origin", "state", "role", "reason"})
_OURS = dict.fromkeys(_NAMES, re.compile(r"[^\n\r<>{}`]{1,80}")) | dict.fromkeys(
    _CODES, re.compile(r"[a-z][a-z0-9_.]{0,40}")
)
_BOUNDS = ((50, 4_000), (40, 1_200), (25, 500), (12, 240), (6, 120), (3, 60))  # items of a list, characters of a text


def answer(value: Mapping[str, Any]) -> dict[str, Any]:
    """The value as JSON has it, with the words of others marked, and no larger than `LARGEST`.

    Lists and texts are cut alike until it fits; `is_cut` says whether they were.
    """
    for items, characters in _BOUNDS:
        cutter = _Marking(items, characters)
        made: dict[str, Any] = cutter.marked(value)
        made["is_cut"] = cutter.has_cut
        if len(json.dumps(made, ensure_ascii=False).encode()) <= LARGEST:
            return made
    return {"is_cut": True, "too_large": True}


class _Marking:
    """One pass over a value."""

    def __init__(self, items: int, characters: int) -> None:
        self._items, self._characters = items, characters
        self.has_cut = False

    def marked(self, value: Any, ours: re.Pattern[str] | None = None) -> Any:
        """The value for JSON; a text that is like `ours` stands as it is."""
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, ReportTime | date):
            return plain(value)
        if isinstance(value, Mapping):
            return {str(key): self.marked(item, _OURS.get(key)) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            self.has_cut = self.has_cut or len(value) > self._items
            return [self.marked(item, ours) for item in [*value][: self._items]]
        return self._text(value, ours) if isinstance(value, str) else value

    def _text(self, value: str, ours: re.Pattern[str] | None) -> Any:
        text = value.encode("utf-8", "replace").decode()
        if not text or (ours and ours.fullmatch(text)):
            return text
        if len(text) > self._characters:
            self.has_cut = True
            text = text[: self._characters] + CUT
        return {KEY: text}

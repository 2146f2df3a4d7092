"""On which line of a TOML file each key stands: for error messages.

It reads text that `tomllib` has already accepted, and finds places only; the values are `tomllib`'s.
"""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress

Place = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[^\\])*"{3,5}|\'\'\'(?:(?!\'\'\')[\s\S])*\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
)
_KEY = re.compile(r'[ \t]*([A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')[ \t]*')
_BARE = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Place, int]:
    """The line (from 1) of every table, key and list item; a table in `[[name]]` counts from 0."""
    scan = _LineScan(text)
    with suppress(RecursionError, _LostError, tomllib.TOMLDecodeError):  # what was found so far is good
        scan.document()
    return scan.found


def split(text: str) -> list[str]:
    """The lines as TOML counts them, each with its end: other signs that end lines elsewhere (U+2028) do not here."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def nearest(found: dict[Place, int], place: Place) -> int:
    """The line of `place`, or of the innermost table around it that the file has; 1 if there is none."""
    for end in range(len(place), 0, -1):
        if place[:end] in found:
            return found[place[:end]]
    return 1


class _LostError(Exception):
    """The text is not what the scanner takes it for."""


class _LineScan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Place, int] = {}
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._last: dict[Place, int] = {}  # arrays of tables: the index of the newest entry

    def document(self) -> None:
        base: Place = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return
            base = self._header() if self.text[self.at] == "[" else self._pair(base)

    def _header(self) -> Place:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *parents, name = self._keys()
        self.at += 2 if many else 1
        place: Place = ()
        for part in parents:
            place = self._newest((*place, part))
        place = (*place, name)
        self._note(place, start)
        if many:
            self._last[place] = self._last.get(place, -1) + 1
        place = self._newest(place)
        self._note(place, start)
        return place

    def _newest(self, place: Place) -> Place:
        return (*place, self._last[place]) if place in self._last else place

    def _pair(self, base: Place) -> Place:
        start = self.at
        keys = self._keys()
        for end in range(1, len(keys) + 1):
            self._note((*base, *keys[:end]), start)
        self.at += 1  # the equals sign
        self._value((*base, *keys))
        return base

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            match = _KEY.match(self.text, self.at)
            if not match:
                raise _LostError
            self.at = match.end()
            word = match[1]
            keys.append(tomllib.loads(f"k={word}")["k"] if word[0] in "\"'" else word)
            if self.text[self.at : self.at + 1] != ".":
                return keys
            self.at += 1

    def _value(self, place: Place) -> None:
        self._skip(_BLANK)
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._items(place)
        elif opening == "{":
            self._table(place)
        elif opening in {'"', "'"}:
            self._skip(_STRING)
        else:
            self._skip(_BARE)

    def _items(self, place: Place) -> None:
        self.at += 1
        index = 0
        while not self._closes("]"):
            start = self.at
            self._note((*place, index), start)
            self._value((*place, index))
            if self.at == start:  # nothing that could be a value
                raise _LostError
            index += 1

    def _table(self, place: Place) -> None:
        self.at += 1
        while not self._closes("}"):
            self._pair(place)

    def _closes(self, closing: str) -> bool:
        self._skip(_BLANK)
        if self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self._skip(_BLANK)
        if self.at >= len(self.text):
            raise _LostError
        if self.text[self.at] == closing:
            self.at += 1
            return True
        return False

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if not match:
            raise _LostError
        self.at = match.end()

    def _note(self, place: Place, at: int) -> None:
        self.found.setdefault(place, bisect_right(self._ends, at - 1) + 1)

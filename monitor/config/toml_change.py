"""Changes of what a monitor.toml has: entries are removed, moved and amended; the rest of the file stays as it is.

The text is changed line by line and, apart from it, what the text must mean: it is only written when the two agree and
the whole is right, as `toml_edit` does it.
"""

import difflib
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from monitor.config import toml_lines
from monitor.config.config_reference import literal
from monitor.config.toml_edit import Draft
from monitor.errors import ConfigError, MonitorError


class Rewrite(Draft):
    """A draft whose entries may go, move and lose keys. Look into `meant`, but change it by these methods alone."""

    def entries(self, section: str) -> list[dict[str, Any]]:
        """The tables of a section, as they will be.

        Raises:
            ConfigError: it is no list of tables.
        """
        found = self.meant.get(section, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        raise ConfigError([f"{self.path}: {section}: is not a list of tables: change the file manually"])

    def texts(self, *place: str | int) -> list[str]:
        """The texts of a list, of which one may stand alone."""
        found: Any = self.meant
        for key in place:
            found = found[key] if isinstance(key, int) else found.get(key, [])
        return [found] if isinstance(found, str) else list(found)

    def put(self, section: str, index: int, key: str, value: Any, *, after: str) -> None:
        """Set a key of an entry; a new one comes into the line after the key `after`."""
        entry = self.entries(section)[index]
        is_new, tables = key not in entry, tomlkit.parse(self.text)[section]
        entry[key] = value
        if not isinstance(tables, AoT):
            self._inline(section, lambda items: items[index].update({key: value}))
        elif is_new:
            line = toml_lines.nearest(toml_lines.lines_of(self.text), (section, index, after))
            self._lines(line, line, [f"{key} = {literal(value)}\n"])
        else:
            self._statement((section, index, key), lambda alone: alone.update({key: value}))

    def drop(self, section: str, index: int, key: str) -> None:
        """Take a key out of an entry."""
        del self.entries(section)[index][key]
        if isinstance(tomlkit.parse(self.text)[section], AoT):
            self._statement((section, index, key), lambda alone: alone.remove(key))
        else:
            self._inline(section, lambda items: items[index].remove(key))

    def remove(self, section: str, index: int) -> None:
        """Take an entry out, with the comments that belong to it."""
        document = tomlkit.parse(self.text)
        tables, entries = document[section], self.entries(section)
        del entries[index]
        if not isinstance(tables, AoT):
            del tables[index]
            self.text = tomlkit.dumps(document)
            return
        if not entries:
            del self.meant[section]
        self._cut(*self._block(section, index))

    def move(self, section: str, index: int, to: int) -> None:
        """Put an entry, with the comments that belong to it, in another place among its kind."""
        tables, entries = tomlkit.parse(self.text)[section], self.entries(section)
        if not isinstance(tables, AoT):
            self._inline(section, lambda items: _moved(items, index, to))
        elif index != to:
            start, end = self._block(section, index)
            first, last = self._block(section, to)
            block = [line.removesuffix("\n") + "\n" for line in toml_lines.split(self.text)[start:end]]
            if to < index:  # the later place first: the line numbers of the earlier one stay true
                self._cut(start, end)
                self._lines(first, first, [*block, "\n"])
            else:
                self._lines(last, last, ["\n", *block])
                self._cut(start, end)
        entries.insert(to, entries.pop(index))

    def relist(self, place: Sequence[str | int], wanted: list[str]) -> None:
        """Make a list of texts this one, by as few steps as leave the comments in it alone."""
        *above, key = place
        meant: Any = self.meant
        for step in above:
            meant = meant[step]
        is_new, meant[key] = key not in meant, wanted
        if is_new:
            self.text = f"{key} = {literal(wanted)}\n{self.text}"
        elif len(above) == 2 and not isinstance(tomlkit.parse(self.text)[above[0]], AoT):  # type: ignore[index]
            self._inline(str(above[0]), lambda items: _listed(items[above[1]], str(key), wanted))
        else:
            self._statement(tuple(place), lambda alone: _listed(alone, str(key), wanted))

    def difference(self) -> str:
        """What is changed, as a unified difference; empty: nothing is."""
        before = self.path.read_text(encoding="utf-8-sig")
        name = str(self.path)
        return "".join(difflib.unified_diff(toml_lines.split(before), toml_lines.split(self.text), name, name))

    def _inline(self, section: str, edit: Callable[[Any], object]) -> None:
        """Edit a list of tables that is written as `section = [{ … }]`."""
        self._statement((section,), lambda alone: edit(alone[section]))

    def _statement(self, place: tuple[str | int, ...], edit: Callable[[Any], object]) -> None:
        """Edit the lines of one key alone: written out whole, `[[tables]]` that alternate would change places."""
        lines, found = toml_lines.split(self.text), toml_lines.lines_of(self.text)
        start = found[place] - 1
        for end in range(start + 1, len(lines) + 1):
            with suppress(TOMLKitError):
                alone = tomlkit.parse("".join(lines[start:end]))
                edit(alone)
                self._lines(start, end, toml_lines.split(tomlkit.dumps(alone)))
                return
        raise MonitorError(f"{self.path}:{start + 1}: the change cannot be made safely", hint="make it manually")

    def _block(self, section: str, index: int) -> tuple[int, int]:
        """The lines of an entry, from 0 and without the last: the comments right above and below are its own."""
        lines, found = toml_lines.split(self.text), toml_lines.lines_of(self.text)
        head = found[section, index] - 1
        others = [line - 1 for place, line in found.items() if place[:2] != (section, index) and line - 1 > head]
        # A key of a table that is closed by the header cannot follow it: the first other line is a header.
        limit = _lead(lines, min(others)) if others else len(lines)
        end = limit
        while end > head + 1 and _is_remark(lines[end - 1]):
            end -= 1
        while end < limit and lines[end].strip():
            end += 1
        return _lead(lines, head), end

    def _cut(self, start: int, end: int) -> None:
        """Take lines out, and the blank ones that separated them from what follows."""
        lines = toml_lines.split(self.text)
        while end < len(lines) and not lines[end].strip():
            end += 1
        self._lines(start, end, [])

    def _lines(self, start: int, end: int, new: list[str]) -> None:
        """Put `new` in the place of these lines."""
        lines = toml_lines.split(self.text)
        if new and 0 < start <= len(lines) and not lines[start - 1].endswith("\n"):
            lines[start - 1] += "\n"
        self.text = "".join([*lines[:start], *new, *lines[end:]]).rstrip("\n") + "\n"


def _lead(lines: list[str], head: int) -> int:
    """Where the comments right above a line begin."""
    while head > 0 and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head


def _is_remark(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith("#")


def _moved(items: Any, index: int, to: int) -> None:
    item = items[index]
    del items[index]
    items.insert(to, item)


def _listed(table: Any, key: str, wanted: list[str]) -> None:
    if isinstance(table[key], Array):
        _relisted(table[key], wanted)
    else:
        table[key] = wanted


def _relisted(items: Array, wanted: list[str]) -> None:
    for index in range(len(items) - 1, -1, -1):
        if items[index] not in wanted:
            del items[index]
    for index, name in enumerate(wanted):
        if index < len(items) and items[index] == name:
            continue
        if name in list(items)[index:]:
            items.pop(list(items).index(name, index))
        items.insert(index, name)

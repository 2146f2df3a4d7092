"""Changes to a monitor.toml that keep its comments and its order; written whole or not at all.

A change is only written when the file means afterwards what it meant before, with the change, and is right. However
many entries a change has, the file is checked once.
"""

import codecs
import fcntl
import os
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Item, Table

from monitor import atomic_file, config
from monitor.config import Config, toml_lines
from monitor.config.config_reference import literal
from monitor.config.toml_lines import Place
from monitor.errors import ConfigError, MonitorError


def append(path: Path, section: str, *entries: Mapping[str, Any]) -> None:
    """Add `[[section]]` tables at the end of the file.

    Raises:
        ConfigError: the file is broken, or would be with these entries.
    """
    draft = Draft.of(path)
    draft.append(section, entries)
    draft.write()


def tried(path: Path, section: str, *entries: Mapping[str, Any]) -> Config:
    """The configuration as it would be with these tables at the end of the file, which stays as it is.

    Raises:
        ConfigError: the file is broken, or would be with these entries.
    """
    draft = Draft.of(path)
    draft.append(section, entries)
    return draft.checked()


def follow(path: Path, names: Sequence[str]) -> None:
    """Add outlets or tags to `follow`.

    Raises:
        ConfigError: the file is broken, or would be with these names.
    """
    draft = Draft.of(path)
    draft.follow(names)
    draft.write()


@dataclass(slots=True)
class Draft:
    """A file with changes that are not written yet: its text, and what that must mean.

    The text is changed by a library that keeps comments, `meant` by plain Python: both must agree in the end.
    """

    path: Path
    before: str  # the file as it was read
    text: str
    meant: dict[str, Any]

    @classmethod
    def of(cls, path: Path) -> Self:
        """The file as it is.

        Raises:
            ConfigError: the file is broken.
        """
        text = _read(path)
        try:
            tomlkit.parse(text)
        except TOMLKitError:
            config.load(path, os.environ, need_secrets=False)  # says where, in our words
            raise
        return cls(path, text, text, tomllib.loads(text))

    def append(self, section: str, entries: Sequence[Mapping[str, Any]]) -> None:
        """Tables at the end of `[[section]]`.

        Raises:
            ConfigError: the file has something else than a list of tables there.
        """
        if not entries:
            return
        before = self.meant.get(section, [])
        if not isinstance(before, list):
            problem = f"{self.path}: {section}: is not a list of tables: change the file manually"
            raise ConfigError([problem], path=self.path)
        if before and section in self._top():
            with self._part(0, _first_table(self.text)) as top:
                for entry in entries:
                    top[section].append(_filled(tomlkit.inline_table(), entry))
        else:
            self.text = "\n".join([f"{self.text.rstrip()}\n", *(_table(section, entry) for entry in entries)])
        self.meant[section] = [*before, *map(dict, entries)]

    def update(self, section: str, entries: Mapping[int, Mapping[str, Any]]) -> None:
        """Keys of tables that `[[section]]` has, by their places in it; the tables' other keys stay."""
        inline = section in self._top()
        places = toml_lines.lines_of(self.text)
        headers = [] if inline else _headers(self.text, places)
        for index in sorted(entries, reverse=True):  # from the end: the lines above stay where they are
            start = 0 if inline else places[section, index] - 1
            end = _first_table(self.text) if inline else headers[bisect_right(headers, start)]
            with self._part(start, end) as part:
                for key, value in entries[index].items():
                    part[section][index if inline else 0][key] = tomlkit.value(literal(value))
            self.meant[section][index] = {**self.meant[section][index], **entries[index]}

    def follow(self, names: Sequence[str]) -> None:
        """More outlets or tags in `follow`, each once; what was left out with a "-" no longer is."""
        known = self.meant.get("follow", [])
        before = [known] if isinstance(known, str) else list(known)
        names = [name for name in dict.fromkeys(names) if name not in before]
        if "follow" not in self.meant:
            self.text = f"follow = {literal(names)}\n{self.text}"
        elif names:
            with self._part(0, _first_table(self.text)) as top:
                if not isinstance(top["follow"], Array):
                    top["follow"] = tomlkit.value(literal(before))
                for name in names:
                    if f"-{name}" in before:  # it was left out of a tag
                        top["follow"].remove(f"-{name}")
                    top["follow"].append(name)
        self.meant["follow"] = [*(one for one in before if one.removeprefix("-") not in names), *names]

    def _top(self) -> Mapping[str, Any]:
        """The keys before the first table."""
        return tomlkit.parse("".join(toml_lines.split(self.text)[: _first_table(self.text)]))

    @contextmanager
    def _part(self, start: int, end: int) -> Iterator[Any]:
        """Some lines as a document of their own to change: the library may move what stands in others.

        Blank lines and comments at their end belong to what follows.
        """
        lines = toml_lines.split(self.text)
        while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        part = tomlkit.parse("".join(lines[start:end]))
        yield part
        changed = tomlkit.dumps(part)
        lines[start:end] = [changed if changed.endswith("\n") else f"{changed}\n"]
        self.text = "".join(lines)

    def checked(self) -> Config:
        """The configuration that the file would be.

        Raises:
            MonitorError: the text does not mean what it must.
            ConfigError: it would be wrong.
        """
        if tomllib.loads(self.text) != self.meant:
            raise MonitorError(f"{self.path}: the change cannot be made safely", hint="make it manually")
        trial = self.path.with_name(f".{self.path.name}.checked")
        try:
            write(trial, self.text)
            return config.load(trial, os.environ, need_secrets=False)
        except ConfigError as error:
            _refuse_broken(self.path)
            problems = [problem.replace(str(trial), str(self.path), 1) for problem in error.problems]
            raise ConfigError(problems, path=self.path, hint="nothing was written") from None
        except OSError as error:  # a person knows no other file than that
            error.filename = str(self.path)
            raise
        finally:
            with suppress(OSError):  # where it could not be written
                trial.unlink()

    def write(self) -> None:
        """Check the draft and put it in the file's place.

        Raises:
            MonitorError: as `checked`; or the file was changed since it was read, while a person was being asked.
        """
        with _alone(self.path.parent):
            self.checked()
            if _read(self.path) != self.before:
                raise MonitorError(
                    f"{self.path}: was changed meanwhile: nothing was written", hint="run the command again"
                )
            if not os.access(self.path, os.W_OK):  # the folder alone would allow to replace it
                raise MonitorError(f"{self.path}: is read-only: nothing was written")
            write(self.path, _in_form(self.text, self.path.read_bytes()))


def write(path: Path, text: str | bytes) -> None:
    """Put `text` at `path` in one step: a reader sees the old file or the new one, whole."""
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    atomic_file.write(path, text.encode() if isinstance(text, str) else text, mode=mode)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _refuse_broken(path: Path) -> None:
    """Say what is wrong with the file as it is, on the lines that a person sees in it.

    Raises:
        ConfigError: something is.
    """
    try:
        config.load(path, os.environ, need_secrets=False)
    except ConfigError as error:
        raise ConfigError(error.problems, path=path, hint="nothing was written") from None


def _in_form(text: str, before: bytes) -> bytes:
    """The text as the file is written: with its byte order mark and the line ends of Windows, if it has them."""
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    first, end, _ = before.partition(b"\n")
    return mark + text.replace("\n", "\r\n" if end and first.endswith(b"\r") else "\n").encode()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other commands from changing the folder's configuration between the last look at it and the writing."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _headers(text: str, places: Mapping[Place, int]) -> list[int]:
    """The lines, from 0, on which tables begin, and the one after the last."""
    lines = toml_lines.split(text)
    tables = {line - 1 for place, line in places.items() if isinstance(place[-1], str) or len(place) == 2}
    return [*sorted(line for line in tables if lines[line].lstrip().startswith("[")), len(lines)]


def _first_table(text: str) -> int:
    return _headers(text, toml_lines.lines_of(text))[0]


def _table(section: str, entry: Mapping[str, Any]) -> str:
    lines = "".join(f"{key} = {literal(value)}\n" for key, value in entry.items())
    return f"[[{section}]]\n{lines}"


def _filled(table: Any, entry: Mapping[str, Any]) -> Item | Table:
    for key, value in entry.items():
        table.add(key, value)
    return table  # type: ignore[no-any-return]

"""Changes to a monitor.toml that keep its comments and its order; written whole or not at all.

A change is only written when the file means afterwards what it meant before, with the change, and is right.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Item, Table

from monitor import atomic_file, config
from monitor.config import Config
from monitor.config.config_reference import literal
from monitor.errors import ConfigError, MonitorError


def append(path: Path, section: str, *entries: Mapping[str, Any]) -> None:
    """Add `[[section]]` tables at the end of the file: one change and one check, however many they are.

    Raises:
        ConfigError: the file is broken, or would be with these entries.
    """
    _replace(path, *_appended(path, section, entries))


def tried(path: Path, section: str, *entries: Mapping[str, Any]) -> Config:
    """The configuration as it would be with these tables at the end of the file, which stays as it is.

    Raises:
        ConfigError: the file is broken, or would be with these entries.
    """
    return _checked(path, *_appended(path, section, entries))


def _appended(path: Path, section: str, entries: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The text of the file with the tables, and what it must mean."""
    text = path.read_text(encoding="utf-8")
    document = _document(text, path)
    before = document.get(section)
    if isinstance(before, Array):
        for entry in entries:
            before.append(_filled(tomlkit.inline_table(), entry))
        changed = tomlkit.dumps(document)
    elif before is None or isinstance(before, AoT):
        changed = "\n".join([f"{text.rstrip()}\n", *(_table(section, entry) for entry in entries)])
    else:
        raise ConfigError([f"{path}: {section}: is not a list of tables: change the file manually"], path=path)
    meant = tomllib.loads(text)
    meant.setdefault(section, []).extend(map(dict, entries))
    return changed, meant


def _table(section: str, entry: Mapping[str, Any]) -> str:
    lines = "".join(f"{key} = {literal(value)}\n" for key, value in entry.items())
    return f"[[{section}]]\n{lines}"


def follow(path: Path, names: list[str]) -> None:
    """Add outlets or tags to `follow`.

    Raises:
        ConfigError: the file is broken, or would be with these names.
    """
    text = path.read_text(encoding="utf-8")
    document = _document(text, path)
    before = document.get("follow")
    names = [name for name in dict.fromkeys(names) if before is None or name not in before]
    if before is None:
        changed = f"follow = {literal(names)}\n{text}"
    else:
        if not isinstance(before, Array):
            one = tomlkit.array()
            one.append(str(before))
            document["follow"] = before = one
        for name in names:
            before.append(name)
        changed = tomlkit.dumps(document)
    meant = tomllib.loads(text)
    known = meant.get("follow", [])
    meant["follow"] = [*([known] if isinstance(known, str) else known), *names]
    _replace(path, changed, meant)


def write(path: Path, text: str | bytes) -> None:
    """Put `text` at `path` in one step: a reader sees the old file or the new one, whole."""
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    atomic_file.write(path, text.encode() if isinstance(text, str) else text, mode=mode)


def _document(text: str, path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError:
        config.load(path, os.environ, need_secrets=False)  # says where, in our words
        raise


def _filled(table: Any, entry: Mapping[str, Any]) -> Item | Table:
    for key, value in entry.items():
        table.add(key, value)
    return table  # type: ignore[no-any-return]


def _replace(path: Path, text: str, meant: dict[str, Any]) -> None:
    _checked(path, text, meant)
    write(path, text)


def _checked(path: Path, text: str, meant: dict[str, Any]) -> Config:
    """The configuration of a text that is to take the file's place."""
    if tomllib.loads(text) != meant:
        raise MonitorError(f"{path}: the change cannot be made safely", hint="make it manually")
    trial = path.with_name(f".{path.name}.checked")
    try:
        write(trial, text)
        return config.load(trial, os.environ, need_secrets=False)
    except ConfigError as error:
        problems = [problem.replace(str(trial), str(path), 1) for problem in error.problems]
        raise ConfigError(problems, path=path, hint="nothing was written") from None
    finally:
        trial.unlink(missing_ok=True)

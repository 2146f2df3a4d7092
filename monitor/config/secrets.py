"""Secrets that are not written into the file: `${NAME}` from the environment and `*_file` from files.

Also: which secrets stand in the file itself, for a warning. No secret is ever part of a message.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from monitor import error_words
from monitor.config.problems import Problems
from monitor.config.tables import keys_from_files, secrets_of
from monitor.config.toml_lines import Place

_REFERENCE = re.compile(r"\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_UNREAD = "https://unread.invalid/"  # stands for what could not be had: a fitting value, so that it is reported once
_UNREAD_DATABASE = "postgresql://unread.invalid/"
_PASSWORD = re.compile(r"^[a-z]+://[^/@]*:[^/@]+@|[?&]password=")
_TABLES = ("channel", "cluster", "watchdog", "web")  # that may hold secrets
_LONGEST = 64 * 1024  # bytes of a secret's file; anything longer is the wrong file


def resolve(raw: dict[str, Any], env: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    """The tables of the file that may hold secrets, with every reference replaced; what cannot be is a problem."""
    filled = {name: _resolved(raw[name], (name,), env, problems) for name in _TABLES if name in raw}
    if isinstance(raw.get("watch"), list):
        filled["watch"] = [_with_calendar(table, index, env, problems) for index, table in enumerate(raw["watch"])]
    cluster = filled.get("cluster")
    if isinstance(cluster, dict) and cluster.get("url") == _UNREAD:
        cluster["url"] = _UNREAD_DATABASE
    return filled


def _with_calendar(table: Any, index: int, env: Mapping[str, str], problems: Problems) -> Any:
    """A watch with the address of its calendar, which may be one that nobody else is to know; all else is plain."""
    if not isinstance(table, dict) or "calendar" not in table:
        return table
    return table | {"calendar": _filled(table["calendar"], ("watch", index, "calendar"), env, problems)}


def files(raw: dict[str, Any], folder: Path, env: Mapping[str, str]) -> tuple[Path, ...]:
    """The files that hold secrets of these tables, relative ones taken from `folder`: a change of one is a change."""
    tables = [table for name in _TABLES for table in _items(raw.get(name, []))]
    names = [
        _REFERENCE.sub(lambda match: env.get(match[1], "") if match[1] else "${", table[f"{key}_file"])
        for table in tables
        if isinstance(table, dict)
        for key in keys_from_files()
        if isinstance(table.get(f"{key}_file"), str)
    ]
    return tuple(dict.fromkeys(folder / Path(name).expanduser() for name in names))


def is_unread(value: str) -> bool:
    """Whether it stands for a secret that could not be had, or has one in it."""
    return _UNREAD in value


def _has_literal_password(address: Any) -> bool:
    """Whether a database's address is written out in the file, and its password with it."""
    return isinstance(address, str) and not _REFERENCE.search(address) and bool(_PASSWORD.search(address))


def _is_literal(value: Any) -> bool:
    return any(isinstance(item, str) and not _REFERENCE.search(item) for item in _items(value))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Absent(Mapping[str, str]):
    """An environment for work that needs no secret: what it lacks reads as a placeholder."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def __getitem__(self, name: str) -> str:
        return self._env.get(name) or _UNREAD

    def __iter__(self) -> Iterator[str]:
        return iter(self._env)

    def __len__(self) -> int:
        return len(self._env)


def literal_secrets(raw: dict[str, Any]) -> list[Place]:
    """The places of secrets that are written out in the file."""
    written: list[Place] = [
        ("channel", index, key)
        for index, table in enumerate(raw.get("channel", []))
        if isinstance(table, dict)
        for key in sorted(secrets_of(str(table.get("kind"))))
        if _is_literal(table.get(key))
    ]
    if _has_literal_password(raw.get("cluster", {}).get("url")):
        written.append(("cluster", "url"))
    if _is_literal(raw.get("watchdog", {}).get("url")):
        written.append(("watchdog", "url"))
    if _is_literal(raw.get("web", {}).get("password_hash")):
        written.append(("web", "password_hash"))
    return written


def _resolved(table: Any, place: Place, env: Mapping[str, str], problems: Problems) -> Any:
    if isinstance(table, list):
        return [_resolved(item, (*place, index), env, problems) for index, item in enumerate(table)]
    if not isinstance(table, dict):
        return table  # the schema says that it is none
    filled = {key: _filled(value, (*place, key), env, problems) for key, value in table.items()}
    for key in keys_from_files():
        name = filled.get(f"{key}_file")
        if not isinstance(name, str):
            continue
        if key in filled:
            problems.add((*place, f"{key}_file"), f"is there as well as `{key}`: keep one of them")
            continue
        filled[key] = _content(problems.path.parent / Path(name).expanduser(), (*place, f"{key}_file"), env, problems)
    return filled


def _filled(value: Any, place: Place, env: Mapping[str, str], problems: Problems) -> Any:
    if isinstance(value, list):
        return [_filled(item, (*place, index), env, problems) for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value

    missing = sorted({name for name in _REFERENCE.findall(value) if name and not env.get(name)})
    for name in missing:
        state = "is empty" if name in env else "is not set"
        problems.add(place, f"the environment variable {name} {state}. Set it where the monitor runs")
    return _UNREAD if missing else _REFERENCE.sub(lambda match: env[match[1]] if match[1] else "${", value)


def _content(file: Path, place: Place, env: Mapping[str, str], problems: Problems) -> str:
    try:
        with file.open("rb") as stream:
            body = stream.read(_LONGEST + 1)
        text = body.decode("utf-8").strip("\r\n")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or bytes that are no UTF-8
        if isinstance(env, Absent):
            return _UNREAD
        reason = error_words.message(error) if isinstance(error, OSError) else "it is not UTF-8 text"
        problems.add(place, f"cannot read {file}: {reason}")
        return _UNREAD
    if not text.strip() or len(body) > _LONGEST:
        problems.add(place, f"{file} is {'too long for a secret' if text.strip() else 'empty'}")
        return _UNREAD
    return text

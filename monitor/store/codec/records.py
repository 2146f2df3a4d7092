"""Rows to values, by name: every field of a value is filled from the column of its name, decoded by its type.

A column that a query forgot is an error at the first row, never an empty field.
"""

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from monitor.store.codec.json_columns import load
from monitor.store.codec.timestamps import moment

Kind = TypeVar("Kind")
_EMPTY: dict[Any, Any] = {tuple: (), dict: {}, Mapping: {}}


def record(kind: type[Kind], row: Any, *, prefix: str = "", **given: Any) -> Kind:
    """The value that a row holds; `given` fields are taken as they are, columns may share a `prefix`."""
    plain, decoded = _columns(cast("Hashable", kind), prefix, tuple(given))
    for name, column in plain:
        given[name] = row[column]
    for name, column, decode in decoded:
        given[name] = decode(row[column])
    return kind(**given)


def day_or_moment(text: str | None) -> datetime | date | None:
    """A column that holds a day alone, or a time."""
    if text and len(text) == len("2026-11-22"):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return moment(text)


@cache
def _columns(kind: Any, prefix: str, given: tuple[str, ...]) -> tuple[Any, Any]:
    """The fields that a row fills, each with its column: those that are taken as they are, and those to be decoded."""
    filled = [(name, prefix + name, decode) for name, decode in _decoders(kind) if name not in given]
    plain = tuple((name, column) for name, column, decode in filled if decode is _as_it_is)
    return plain, tuple(each for each in filled if each[2] is not _as_it_is)


@cache
def _decoders(kind: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _decoder(hints[field.name])) for field in fields(kind))


def _decoder(hint: Any) -> Callable[[Any], Any]:
    """How a column of this type is read; what another program wrote wrongly is None, or empty."""
    origin = get_origin(hint)
    if origin in {types.UnionType, Union}:
        return _optional({each for each in get_args(hint) if each is not type(None)})
    if origin in _EMPTY:
        return partial(load, kind=hint, default=_EMPTY[origin])
    if hint is bool or _is_enum(hint):
        return cast("Callable[[Any], Any]", hint)
    return moment if hint is datetime else _as_it_is


def _optional(inner: set[Any]) -> Callable[[Any], Any]:
    if inner == {datetime, date}:
        return day_or_moment
    (hint,) = inner
    if _is_enum(hint):
        return {member.value: member for member in hint}.get
    decode = _decoder(hint)
    return decode if decode in {_as_it_is, moment} else lambda value: None if value is None else decode(value)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def _as_it_is(value: Any) -> Any:
    return value

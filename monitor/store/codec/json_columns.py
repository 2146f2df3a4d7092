"""Values in columns: JSON as text, and texts that SQLite can hold."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

ERROR_LIMIT = 2_000  # characters of an error or a detail that are kept
_NAME = 80  # characters of who did something

Kind = TypeVar("Kind")
Default = TypeVar("Default")


def dump(value: Any) -> str:
    """JSON as it is stored: compact, letters as they are, so that full text and people can read it."""
    return msgspec.json.encode(value).decode()


def load(text: str | None, kind: type[Kind], default: Default) -> Kind | Default:
    """The value of a JSON column; `default` for null and for what another program wrote wrongly."""
    if not text:
        return default
    try:
        found: Kind = _reader(cast("Hashable", kind)).decode(text)
    except ValueError:
        return default
    return found


@cache
def _reader(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def note(text: str) -> str:
    """An error or detail as it is kept: without lone surrogates, which SQLite refuses, and of bounded length."""
    return text[:ERROR_LIMIT].encode("utf-8", "replace").decode()


def who(name: str) -> str:
    """The name of who did something as it is kept, likewise."""
    return note(name[:_NAME])

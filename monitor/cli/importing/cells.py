"""What a cell, or the value of an option, means for a key: text, a list, a number, a time, yes or no.

The values of a list are separated by `;`, `|` or a line end, outside of "quotes" and /patterns/; a backslash before
such a sign makes it part of the value. A list in JSON, as `monitor watch list --csv` writes it, is read as such.
"""

import json
import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from monitor.config.config_reference import Key

_YES = {"yes", "y", "true", "1", "x", "on"}
_NO = {"no", "n", "false", "0", "off"}
_PIECE = re.compile(
    r"""\\(?P<sign>[;|\n\\])|(?P<between>[;|\n])|(?P<whole>"[^"\n]*")|(?P<pattern>(?<![^\s;|(])/(?:\\.|[^/\\\n])+/)|.""",
    re.DOTALL,
)
_FORMULA = re.compile(r"'(?=[ ]*[=+\-@＝＋－＠])")  # the apostrophe by which our CSV keeps a cell from being run


def value(key: Key, cell: str) -> Any:
    """The value of the key that the cell states.

    Raises:
        ValueError: the cell is not of the key's type; the message is for people.
    """
    text = _FORMULA.sub("", cell.strip(), count=1) if cell.lstrip().startswith("'") else cell.strip()
    if "list of" in key.takes:
        return _listed(text)
    if key.takes == "table":
        return _named(text)
    if key.takes == "true, false":
        return _truth(text)
    if key.takes == "date":
        return _moment(text)
    if text.isascii() and text.isdecimal() and "whole number" in key.takes:
        return int(text)
    return text


def _truth(text: str) -> bool:
    if text.casefold() in _YES | _NO:
        return text.casefold() in _YES
    raise ValueError(f'must be yes or no, not "{text[:40]}"')


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'must be a time such as 2026-12-01T12:00:00-08:00, not "{text[:40]}"') from None


def _named(text: str) -> dict[str, str]:
    """A table of texts: an object in JSON, or `imdb=tt0113277; wikidata=Q1`."""
    if text.startswith("{"):
        with suppress(ValueError):
            return {name: str(item) for name, item in json.loads(text).items()}
    pairs = [pair.partition("=") for pair in _listed(text)]
    if not all(is_pair and item.strip() for _, is_pair, item in pairs):
        raise ValueError(f'must be pairs such as imdb=tt0113277, not "{text[:40]}"')
    return {name.strip(): item.strip() for name, _, item in pairs}


def _listed(text: str) -> list[str]:
    if text.startswith("["):
        with suppress(ValueError):
            items = json.loads(text)
            if all(isinstance(item, str) for item in items):
                return list(items)
    values = [""]
    for piece in _PIECE.finditer(text):
        if piece["between"]:
            values.append("")
        else:
            values[-1] += piece["sign"] or piece[0]
    return [value.strip() for value in values if value.strip()]

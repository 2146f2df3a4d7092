"""The JSON that a page carries for its own scripts: what it shows when they have run, where the page itself is empty.

Elements of data (`application/json`, `application/ld+json`), values that a script assigns to a name or pushes
(`window.__STATE__ = {…}`, `JSON.parse("…")`), lists in which places stand for values (Nuxt), and the rows that Next.js
streams. Nothing is ever run: what is no JSON as it stands is left out. Time is linear in the size of the page.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

ELEMENTS_LIMIT = 100  # scripts of one page that are looked at
# What is no JSON costs all the text before it, whose lines are counted for the error: so few attempts are made.
_ASSIGNMENTS_LIMIT = 10  # of one script
_SPOILED_LIMIT = 10  # rows of one page
_SMALLEST = 60  # characters in which an article can be listed

_ASSIGNED = re.compile(r"""=\s{0,20}(?:JSON\.parse\(\s{0,20}(?=["'])|(?=\{\s{0,200}"|\[\s{0,200}[\[{"]))""")
_PUSHED = re.compile(r"\.push\(\s{0,20}(?=\[\s{0,20}1\s{0,20},\s{0,20}\")")
_ROW = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_SINGLE_QUOTED = re.compile(r"'((?>(?:[^'\\\n]|\\.)*))'", re.DOTALL)
_UNDEFINED = re.compile(r"(?<=[:,\[])\s{0,20}undefined(?=\s{0,20}[,}\]])")
_decoder = json.JSONDecoder(strict=False)


def values(root: etree._Element) -> Iterator[Any]:
    """The JSON values in a page, in their order."""
    rows: list[str] = []
    for number, script in enumerate(root.iter("script")):
        text = script.text or ""
        if number >= ELEMENTS_LIMIT or len(text) < _SMALLEST:
            continue
        if "json" in (script.get("type") or "").lower():
            yield from map(_without_places, _value_at(text, len(text) - len(text.lstrip())))
        else:
            rows += _pushed(text)
            yield from _assigned(text)
    whole, spoiled = "".join(rows), 0
    for row in _ROW.finditer(whole):
        found = _value_at(whole, row.end())
        yield from found
        spoiled += not found
        if spoiled >= _SPOILED_LIMIT:
            return


def _value_at(text: str, start: int) -> list[Any]:
    """The value that begins here, if it is one of objects or lists."""
    for attempt in (str, lambda part: _UNDEFINED.sub("null", part)):
        with suppress(ValueError, RecursionError):
            value = _decoder.raw_decode(attempt(text), start)[0]
            return [value] if isinstance(value, dict | list) else []
        if "undefined" not in text:
            break
        text, start = text[start:], 0
    return []


def _assigned(text: str) -> Iterator[Any]:
    """The values that a script assigns to names."""
    position = 0
    for _ in range(_ASSIGNMENTS_LIMIT):
        found = _ASSIGNED.search(text, position)
        if found is None:
            return
        position = found.end()
        if text[position] in "\"'":
            literal = _literal(text, position)
            yield from _value_at(literal, 0)
            position += len(literal)
            continue
        with suppress(ValueError, RecursionError):
            value, position = _decoder.raw_decode(text, position)
            yield value
            continue
        if "undefined" in text:
            yield from _value_at(text, position)


def _literal(text: str, start: int) -> str:
    """The string that a literal of a script stands for; empty where it is none of JSON's."""
    if text[start] == "'":
        found = _SINGLE_QUOTED.match(text, start)
        written = found[1].replace("\\'", "'").replace('\\"', '"').replace('"', '\\"') if found else ""
        text, start = f'"{written}"', 0
    with suppress(ValueError):
        value = _decoder.raw_decode(text, start)[0]
        return value if isinstance(value, str) else ""
    return ""


def _pushed(text: str) -> list[str]:
    """The pieces of a stream of rows that a script pushes, up to one that is no JSON."""
    pieces = []
    with suppress(ValueError, RecursionError):
        for found in _PUSHED.finditer(text):
            value = _decoder.raw_decode(text, found.end())[0]
            pieces += [piece for piece in value[1:2] if isinstance(piece, str)]
    return pieces


def _without_places(value: Any) -> Any:
    """The objects of a list in which a number stands for the value at that place, with their plain values."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict | list)):
        return value
    objects = [each for each in value if isinstance(each, dict) and each]
    if not objects or not all(type(place) is int for each in objects for place in each.values()):
        return value
    return [{name: _plain(value, place) for name, place in each.items() if 0 <= place < len(value)} for each in objects]


def _plain(whole: list[Any], place: int) -> Any:
    """The value at a place; of an object only its own plain values, so that nothing is written out twice."""
    value = whole[place]
    if isinstance(value, dict):
        inner = {name: whole[at] for name, at in value.items() if type(at) is int and 0 <= at < len(whole)}
        return {name: each for name, each in inner.items() if isinstance(each, str | int)}
    return None if isinstance(value, list) else value

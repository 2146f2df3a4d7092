"""The lines of a listing: a table or records for a terminal of some width, tab-separated values elsewhere.

Its texts are inert already (`readable.visible`); it adds the only escape sequences there are: bold, and links (OSC 8).
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO
from urllib.parse import quote

import click
from rich.cells import cell_len

from monitor.cli.columns import GAP, Column, Placed, cut, padded, placed, spans, wrapped

_LONGEST_LINK = 2083  # characters of an address: what terminals take
_LINKLESS = {"", "dumb", "linux"}  # values of $TERM: no terminal, or one that shows the sequence itself
_NARROWEST = 20  # columns for a text next to the name of its key, or below a row
_MARGIN = "    "  # before what stands below a row
_SIGN = re.compile(r"(?:\x1b\[[0-9;]*m)*[^\x1b]")
_USUAL = 80  # columns, where a terminal does not say


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal: its columns, and whether it takes bold, and links."""

    width: int
    styled: bool
    links: bool

    @classmethod
    def of(cls, stream: TextIO, *, styled: bool) -> "Screen | None":
        """The terminal that the stream is; None: a file or a pipe. COLUMNS goes before the terminal's own answer."""
        if not stream.isatty():
            return None
        return cls(_width(stream), styled, styled and os.environ.get("TERM", "") not in _LINKLESS)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as texts: by column, the addresses they lead to by key, and what stands below; marks are of the first."""

    texts: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    below: Sequence[str] = ()
    marks: Sequence[tuple[int, int]] = ()


def table(columns: Sequence[Column], lines: Sequence[Line], screen: Screen) -> Iterator[str]:
    """A heading, and each row with what stands below it; records where the screen has no room for a table."""
    rows = [line.texts for line in lines]
    layout = placed(columns, rows, screen.width)
    if layout is None:
        yield from records(columns, rows, screen)
        return
    heading = GAP.join(padded(one.column.heading, one.width, right=one.column.numeric) for one in layout).rstrip()
    yield click.style(heading, bold=True) if screen.styled else heading
    for line in lines:
        cells = [_cell(one, line, links=screen.links) for one in layout]
        for number in range(max(map(len, cells))):
            pieces = [
                cell[number] if number < len(cell) else " " * one.width for cell, one in zip(cells, layout, strict=True)
            ]
            yield GAP.join(pieces).rstrip()
        for number, text in enumerate(line.below):
            yield from (_MARGIN + part for part in _below(text, () if number else line.marks, screen))


def paragraphs(text: str, screen: Screen | None) -> str:
    """A message for a terminal: its long lines broken between words, each under its own indentation; else as it is."""
    if screen is None:
        return text
    return "\n".join(part for line in text.split("\n") for part in _broken(line, screen.width))


def _broken(line: str, width: int) -> Iterator[str]:
    """The lines of one that may be bold or coloured in places: escape sequences have no width, and none is lost."""
    plain = click.unstyle(line)
    indent = len(plain) - len(plain.lstrip(" "))
    if cell_len(plain) <= width or width - indent < _NARROWEST:
        yield line
        return
    begins, at = [0], []  # where each sign begins with the sequences before it, and where without them
    for sign in _SIGN.finditer(line):
        at.append(sign.end() - 1)
        begins.append(sign.end())
    at.append(len(line))
    for start, end in spans(plain[indent:], width - indent):
        yield " " * indent + line[begins[start + indent] : at[end + indent]]


def marked(text: str, marks: Sequence[tuple[int, int]], *, styled: bool) -> str:
    """A text with the marked pieces in bold, or between stars."""
    pieces = []
    at = 0
    for start, end in marks:
        piece = text[start:end]
        pieces += [text[at:start], click.style(piece, bold=True) if styled else f"*{piece}*"]
        at = end
    return "".join(pieces) + text[at:]


def _below(text: str, marks: Sequence[tuple[int, int]], screen: Screen) -> Iterator[str]:
    """The lines of what stands below a row. Without bold the stars around the words need room too."""
    room = screen.width - len(_MARGIN) - (0 if screen.styled else 2 * len(marks))
    for start, end in spans(text, max(room, _NARROWEST)):
        here = [(max(first, start) - start, min(last, end) - start) for first, last in marks]
        yield marked(text[start:end], [place for place in here if place[0] < place[1]], styled=screen.styled)


def records(columns: Sequence[Column], rows: Sequence[Mapping[str, str]], screen: Screen | None) -> Iterator[str]:
    """Each row in full, a line for each text that it has, an empty line between rows. Addresses are never broken."""
    names = {column.key: column.heading for column in columns}
    for number, row in enumerate(rows):
        if number:
            yield ""
        texts = {names.get(key, key.replace("_", " ")): text for key, text in row.items() if text}
        margin = max(map(len, texts), default=0) + len(GAP)
        for name, text in texts.items():
            room = max(_NARROWEST, screen.width - margin) if screen else len(text) * 2
            shown = click.style(name, bold=True) if screen and screen.styled else name
            first, *more = wrapped(text, room)
            yield f"{shown}{' ' * (margin - len(name))}{first}"
            yield from (" " * margin + line for line in more)


def _cell(one: Placed, line: Line, *, links: bool) -> list[str]:
    """The lines of a cell, each of the column's width."""
    text, column = line.texts[one.column.key], one.column
    pieces = wrapped(text, one.width) if column.wraps else [cut(text, one.width) if column.minimum else text]
    address = line.links.get(column.link, "") if column.link and links else ""
    return [_linked(piece, padded(piece, one.width, right=column.numeric), address) for piece in pieces]


def _linked(text: str, shown: str, address: str) -> str:
    """A text that leads to an address (OSC 8); the blanks around it do not."""
    safe = quote(address, safe="%!#$&'()*+,/:;=?@[]~")
    if not text or not address or len(safe) > _LONGEST_LINK:
        return shown
    return shown.replace(text, f"\x1b]8;;{safe}\x1b\\{text}\x1b]8;;\x1b\\", 1)


def _width(stream: TextIO) -> int:
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL

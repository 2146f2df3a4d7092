"""A listing on a terminal: which columns it shows, how wide, and what of a long text. The one rule for all listings.

    1. Columns of priority 0 are always shown: they say which row it is.
    2. The others come in the order of their priorities, while every column has its width: that of its longest text, or
       its minimum where it may be cut. The first that has no room ends it: a wider terminal only adds columns. One that
       is a luxury has room only where all the others are whole.
    3. What is left goes to the columns that may be cut: to each its minimum, then to those with a wish theirs, then the
       short ones first.
    4. Where even rule 1 has no room, each row is printed as a record, a line for each column.

An optional column without any text in any row is left out. Nothing here knows what the texts mean.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, split_graphemes

GAP = "  "
_LEAST = 6  # columns of a text that is cut, at the least: less says nothing
_ELLIPSIS = "…"
_PAIRED = dict.fromkeys((0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))  # joiners, styles, skin tones of emoji
_RIGHT_TO_LEFT = (("\u0590", "\u08ff"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"), ("\U00010800", "\U00010fff"))
_LEFT_AGAIN = "\N{LEFT-TO-RIGHT MARK}"  # of no width: what follows Hebrew or Arabic stays where it is


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a listing, for the key of its rows.

    `priority` 0 is always shown. A text may be shortened only where there is a `minimum`, in terminal columns; one that
    `wraps` goes on in further lines instead. Before other columns get more than their minimum, this one gets its
    `wish`: a title says more than the whole name of its outlet. A `luxury` costs none of the others a letter. `link`
    is the key of the address to which the text leads.
    """

    key: str
    priority: int = 0
    minimum: int = 0
    wish: int = 0
    luxury: bool = False
    title: str = ""
    wraps: bool = False
    numeric: bool = False
    link: str | None = None

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.title or self.key.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its width in a table."""

    column: Column
    width: int


def placed(columns: Sequence[Column], rows: Sequence[Mapping[str, str]], width: int) -> list[Placed] | None:
    """The columns that are shown, in their order, and their widths; None: there is no room for a table."""
    used = [column for column in columns if not column.priority or any(row[column.key] for row in rows)]
    full = {
        column.key: max([cell_len(column.heading), *(cell_len(row[column.key]) for row in rows)]) for column in used
    }
    good = {column.key: min(full[column.key], column.minimum or full[column.key]) for column in used}
    least = {
        column.key: min(good[column.key], _LEAST) if column.minimum and not column.wraps else good[column.key]
        for column in used
    }
    shown: list[Column] = []
    for column in sorted(used, key=lambda column: column.priority):
        wanted = {**full, column.key: good[column.key]} if column.luxury else good if column.priority else least
        if sum(wanted[one.key] + len(GAP) for one in (*shown, column)) - len(GAP) > width:
            if not column.priority:
                return None
            break
        shown.append(column)
    wished = {column.key: min(full[column.key], max(good[column.key], column.wish)) for column in shown}
    sizes = {column.key: least[column.key] for column in shown}
    for wanted in (good, {**good, **wished}, full):
        sizes = _grown(sizes, wanted, width - len(GAP) * (len(shown) - 1))
    return [Placed(column, sizes[column.key]) for column in columns if column in shown]


def _grown(sizes: dict[str, int], wanted: Mapping[str, int], width: int) -> dict[str, int]:
    """The rest of the width, column by column to the narrowest that wants more: short texts are whole first."""
    left = width - sum(sizes.values())
    while left > 0 and (wanting := [key for key in sizes if sizes[key] < wanted[key]]):
        narrowest = min(wanting, key=lambda key: sizes[key])
        sizes[narrowest] += 1
        left -= 1
    return sizes


def cut(text: str, width: int) -> str:
    """At most so many terminal columns of a text, with an ellipsis in the place of what is missing."""
    if cell_len(text) <= width:
        return text
    at = used = 0
    for _, end, size in split_graphemes(text)[0]:
        if used + size > width - 1:
            break
        at, used = end, used + size
    return text[:at].rstrip() + _ELLIPSIS


def spans(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of a text begin and end, for lines of at most so many terminal columns, broken between words.

    A word of ASCII is never broken: it may be an address or a number. Others are, as Chinese has no blanks.
    """
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    for begin, stop, size in _pieces(text, width):
        if end > start and used + begin - end + size > width:
            lines.append((start, end))
            start, used = begin, size
        else:
            used += begin - end + size
        end = stop
    return [*lines, (start, end)]


def _pieces(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """What stays together: words; the characters of one that is too long and not of ASCII."""
    at = 0
    for word in text.split(" "):
        size = cell_len(word)
        if size <= width or word.isascii():
            yield at, at + len(word), size
        else:
            yield from ((at + first, at + last, wide) for first, last, wide in split_graphemes(word)[0])
        at += len(word) + 1


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text; see `spans`."""
    return [text[start:end] for start, end in spans(text, width)]


def padded(text: str, width: int, *, right: bool = False) -> str:
    """A text with blanks up to a width in terminal columns."""
    blanks = " " * max(0, width - cell_len(text))
    text += _LEFT_AGAIN if any(low <= char <= high for char in text for low, high in _RIGHT_TO_LEFT) else ""
    return blanks + text if right else text + blanks


def steady(text: str) -> str:
    """A text whose width every terminal agrees on: joined, coloured and restyled emoji as their plain parts."""
    return text if text.isascii() else text.translate(_PAIRED)

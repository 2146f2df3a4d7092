"""What may be the headline of a page: each declared title, each heading, lines above the text, and their parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.extract.headline import title_parts
from monitor.extract.headline.headings import Heading
from monitor.extract.headline.headlines import fold, tidy

_LONGEST = 300  # characters
_MOST = 120  # candidates of one page
_MOST_LINES = 40  # lines of the page that are none of its declared titles or headings
_ABOVE = 12  # lines above the text, among which a headline may stand
_MAIN = frozenset({"h1", "h2"})
_PIECES = 4  # elements of a heading of which one may be a kicker
_NAMED = re.compile(r"headline|title|heading|hed\b|titulo|titre|titel", re.IGNORECASE)


class Line(NamedTuple):
    """A line that the page shows: its text, whether it is mostly a link, its element's classes, its running text."""

    text: str
    is_link: bool
    name: str
    mass: float


@dataclass(slots=True)
class TitleCandidate:
    """A text that may be the headline, the sources that say just that, and the longer texts of which it is a part."""

    text: str
    sources: set[str] = field(default_factory=set)
    part_of: set[str] = field(default_factory=set)
    wholes: list[tuple[str, int, int]] = field(default_factory=list)  # a longer text, and where in it this one stands
    heading: Heading | None = None
    order: int = 9  # of its heading on the page


class TitleCandidates:
    """The candidates of one page, by their letters."""

    def __init__(self) -> None:
        self.by_letters: dict[str, TitleCandidate] = {}

    def add(self, text: str) -> TitleCandidate | None:
        """The candidate for a text, a new one if need be; None for what is too short, too long or too many."""
        text = title_parts.bare(text)
        letters = fold(text)
        if len(letters) < 2 or len(text) > _LONGEST:
            return None
        if letters not in self.by_letters and len(self.by_letters) < _MOST:
            self.by_letters[letters] = TitleCandidate(text)
        return self.by_letters.get(letters)

    def declare(self, source: str, text: str) -> None:
        """Add a text that a source says, and the runs of its parts."""
        if (whole := self.add(text)) is not None:
            whole.sources.add(source)
        self._part(source, text)

    def show(self, level: str, heading: Heading, order: int) -> None:
        """Add a heading, what it says without its kicker, and of the first levels its parts."""
        text, short = tidy(heading.text), tidy(heading.short).lstrip(" :|–—-")
        for said, source in ((text, level), (short, f"{level}short"))[: 1 + (short != text)]:
            self._of_heading(said, source, heading, order)
        if level in _MAIN:
            self._part(level, text)
            for piece in pieces_of(heading):
                self._of_heading(piece, f"{level}piece", heading, order)

    def _of_heading(self, text: str, source: str, heading: Heading, order: int) -> None:
        if (found := self.add(text)) is not None:
            found.sources.add(source)
            if found.heading is None:
                found.heading, found.order = heading, order

    def _part(self, source: str, text: str) -> None:
        for start, end in title_parts.runs(text):
            if (found := self.add(text[start:end])) is not None:
                found.part_of.add(source)
                found.wholes.append((text, start, end))


def pieces_of(heading: Heading) -> list[str]:
    """What the elements of a heading say, without the first, without the last, and each alone: one may be a kicker."""
    pieces = heading.pieces
    if not 2 <= len(pieces) <= _PIECES:
        return []
    return [tidy(piece) for piece in (" ".join(pieces[1:]), " ".join(pieces[:-1]), *pieces)]


def first_of_text(lines: Sequence[Line]) -> int:
    """The place of the first line of running text, or the number of lines."""
    for least in (150.0, 60.0):
        place = next((place for place, line in enumerate(lines) if line.mass >= least), None)
        if place is not None:
            return place
    return len(lines)


def lines_above(lines: Sequence[Line], text_at: int) -> Iterator[str]:
    """The lines that may be a headline that no heading marks: those above the text, and those named so."""
    count = 0
    for place, line in enumerate(lines):
        if line.is_link or not 8 <= len(line.text) <= 200:
            continue
        if text_at - _ABOVE <= place < text_at or _NAMED.search(line.name):
            yield tidy(line.text)
            count += 1
            if count >= _MOST_LINES:
                return

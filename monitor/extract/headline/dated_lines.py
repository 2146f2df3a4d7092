"""The headline of a page that shows nothing of its `title` element and declares no other: the line above a date.

Old templates put the outlet or a section into the `title` element of every page and mark no heading; what they show
above the text is headline, day, standfirst, in lines made alike.
"""

import re
from collections.abc import Sequence

from monitor.extract.authors import person_names
from monitor.extract.headline import title_parts
from monitor.extract.headline.headlines import fold
from monitor.extract.headline.title_candidates import Line, TitleCandidate, TitleCandidates
from monitor.extract.headline.title_features import PageWords

_DATED = re.compile(
    r"(?:19|20)\d\d\D{0,12}\d|\d\D{1,16}(?:19|20)\d\d|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
)
_LONGEST = 140  # characters of a line that tells the day
_RUNNING = 60.0  # running text from which on a line with figures is the text's
_SENTENCES = 100.0  # running text from which on a line is a standfirst
_BEFORE_TEXT = 8  # lines before the text, among which the date is sought
_BETWEEN = 2  # lines above the date that are looked at: a name may stand between
_WORDS = 3  # at least, of a headline
_SHOWS = frozenset({"h1", "h2", "h3", "h4"})
_DECLARED = frozenset({"jsonld", "holder", "og", "twitter", "property"})  # besides the `title` element


def above_date(found: TitleCandidates, words: PageWords, lines: Sequence[Line]) -> TitleCandidate | None:
    """The candidate in the line above the last date above the text.

    None where the page shows its `title` element or a part of it, declares another title, or has no such line.
    """
    for letters, one in found.by_letters.items():
        said = one.sources | one.part_of
        if not said.isdisjoint(_DECLARED) or ("tag" in said and _is_shown(letters, one, words)):
            return None
    for place in range(min(words.text_at, len(lines) - 1), max(-1, words.text_at - _BEFORE_TEXT - 1), -1):
        if lines[place].mass < _RUNNING and _is_dated(lines[place].text):
            above = _above(lines, place, found)
            if above is not None:
                return above
    return None


def _is_shown(letters: str, one: TitleCandidate, words: PageWords) -> bool:
    return letters in words.plain or not _SHOWS.isdisjoint(one.sources)


def _above(lines: Sequence[Line], dated: int, found: TitleCandidates) -> TitleCandidate | None:
    """The headline above a dated line: no link stands between, no sentence is it."""
    for line in reversed(lines[max(0, dated - _BETWEEN) : dated]):
        if line.is_link:
            return None
        is_long = len(title_parts.words(line.text)) >= _WORDS
        if line.mass < _SENTENCES and is_long and not _is_dated(line.text) and not _is_byline(line.text):
            one = found.by_letters.get(fold(line.text))
            if one is not None:
                return one
    return None


def _is_byline(text: str) -> bool:
    return person_names.says_by(text) and bool(person_names.people([text], strict=True).persons)


def _is_dated(text: str) -> bool:
    """Whether a short line holds figures that may be a day or an hour."""
    return len(text) <= _LONGEST and _DATED.search(text) is not None

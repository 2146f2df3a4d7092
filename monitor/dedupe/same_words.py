"""The passages of an article that another one has word for word, as text: what a person is shown as evidence."""

import re
from collections.abc import Sequence

from monitor.phrasing import cut

RUN = 5  # words from which on it is a passage
SHOWN = 3  # passages, the longest
LONGEST = 300  # characters of one that are shown
WORDS = 5_000  # of each text that are compared
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def same_words(text: str, earlier: str) -> tuple[tuple[str, int], ...]:
    """The longest passages that a text shares with an earlier one, in order of the text, and the words of each.

    Linear in both: each run of the earlier text is looked up at its first place alone.
    """
    mine, theirs = _words(text), _words(earlier)
    found = sorted(_passages([word for word, _, _ in mine], [word for word, _, _ in theirs]), key=lambda item: -item[1])
    passages = [(text[mine[start][1] : mine[start + length - 1][2]], length) for start, length in sorted(found[:SHOWN])]
    return tuple((cut(passage, LONGEST), length) for passage, length in passages)


def _passages(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """First word and length of each stretch of one text that is in the other."""
    places: dict[tuple[str, ...], int] = {}
    for start in range(len(theirs) - RUN + 1):
        places.setdefault(tuple(theirs[start : start + RUN]), start)
    found, at = [], 0
    while at <= len(mine) - RUN:
        other = places.get(tuple(mine[at : at + RUN]))
        if other is None:
            at += 1
            continue
        length = RUN
        while mine[at + length : at + length + 1] == theirs[other + length : other + length + 1] != []:
            length += 1
        found.append((at, length))
        at += length
    return found


def _words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, casefolded, with their offsets."""
    return [
        (word.group().casefold(), *word.span()) for word, _ in zip(_WORD.finditer(text), range(WORDS), strict=False)
    ]

"""Which words of a sentence are of names, by their capitals: "The Trial of the Chicago 7" tries nobody."""

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.novelty.phrasebook import WORD, plain

_OF_SENTENCES = 1 / 3  # of a headline's words: where fewer are small, its capitals say nothing
_CAPITALISED = 4  # letters of words that have a capital where a headline is so written, except for
_SMALL = frozenset(
    {"about", "after", "before", "between", "during", "from", "into", "over", "than", "that", "through", "under"}
    | {"until", "upon", "with"}
)
_TITLED = 4  # such words before what divides a headline: where hardly one is small, they are written with capitals
_DIVIDES = re.compile(r":\s|\s[-|\u2013\u2014]\s")  # a headline: a title from what is said of it
_CAPITALISES_NOUNS = "de"
_OPENS_WITH_SUBJECT = "en"  # elsewhere a verb may come first: "Muere Ana Ríos"


def places_of_names(text: str, words: Sequence[str], language: str | None, *, is_headline: bool) -> frozenset[int]:
    """The places of those of its `words`, see `words_of`, that are of names.

    None where every word may have a capital: in German, and in many headlines, or in that part of one which a sentence
    follows. The first word of a sentence is of a name in English alone, if a capital follows: "Death Becomes Her".
    """
    code = (language or _OPENS_WITH_SUBJECT).partition("-")[0].lower()
    spelled = [] if code == _CAPITALISES_NOUNS else list(WORD.finditer(plain(text)))
    telling = _telling(spelled)
    if len(spelled) != len(words) or sum(telling) <= (len(telling) * _OF_SENTENCES if is_headline else 0):
        return frozenset()
    title = _end_of_title(spelled) if is_headline else 0
    capitals = [_is_capital(run[0]) for run in spelled]
    joined = [False] + [not _between(before, run).strip(" &-") for before, run in pairwise(spelled)]
    return frozenset(
        place
        for place, has_capital in enumerate(capitals)
        if has_capital
        and place >= title
        and (joined[place] or (code == _OPENS_WITH_SUBJECT and _goes_on(capitals, joined, place + 1)))
    )


def _telling(spelled: Sequence[re.Match[str]]) -> list[bool]:
    """Of the words that have a capital where a text is written with them: whether they are small."""
    return [run[0].islower() for run in spelled if len(run[0]) >= _CAPITALISED and run[0].casefold() not in _SMALL]


def _end_of_title(spelled: Sequence[re.Match[str]]) -> int:
    """How many words of a headline, up to where it is divided, are written with capitals; what follows may not be."""
    ends = (at for at in range(len(spelled) - 1, 0, -1) if _DIVIDES.search(_between(*spelled[at - 1 : at + 1])))
    parts = ((end, _telling(spelled[:end])) for end in ends)
    return next((end for end, are in parts if len(are) >= _TITLED and sum(are) <= len(are) * _OF_SENTENCES), 0)


def _between(before: re.Match[str], run: re.Match[str]) -> str:
    return run.string[before.end() : run.start()]


def _goes_on(capitals: Sequence[bool], joined: Sequence[bool], place: int) -> bool:
    return place < len(capitals) and capitals[place] and joined[place]


def _is_capital(word: str) -> bool:
    """Whether it begins with a capital, and is no abbreviation."""
    return word[0].isupper() and not word[1:].isupper()

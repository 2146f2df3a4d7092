"""What is a word of a query, or nothing, and was meant as an operator: misspelt, or as other programs have it."""

import re
from difflib import get_close_matches

from monitor.match.query.nodes import ABOUT_FIELDS, FIELDS, TEXT_FIELDS
from monitor.match.query.operators import KEYWORDS, NUMBERED

FIELD_NAMES = (*FIELDS, *ABOUT_FIELDS)
_FIELDS_ELSEWHERE = {
    "language": "lang",
    "authors": "author",
    "byline": "author",
    "tags": "tag",
    "headline": "title",
    "site": "outlet",
    "source": "outlet",
    "domain": "outlet",
    "publisher": "outlet",
}
_WITHOUT_SLASH = "|".join(rf"(?<={keyword})(?=\d)" for keyword in NUMBERED)
_NUMBERED = re.compile(rf"([A-Za-z]+)(?:{_WITHOUT_SLASH}|/)(\S*)")
_ELSEWHERE = {"N": "NEAR", "W": "ONEAR", "ADJ": "NEAR", "WITHIN": "NEAR", "NEXT": "ONEAR", "PRE": "ONEAR"}
_SIGNS = {"&&": "AND", "|": "OR", "||": "OR", "!": "NOT"}
_EXAMPLE = 8  # the number of a suggestion where none was written
# Keywords of so many letters are like no other word: what has their letters alone, nearly in order, is meant for them.
_LETTERS = 6
_LONG = tuple(keyword for keyword in KEYWORDS if len(keyword) >= _LETTERS)
_SHORT = tuple(keyword for keyword in KEYWORDS if len(keyword) < _LETTERS)
ALIKE = "|".join(f"{keyword[0]}[{''.join(sorted(set(keyword)))}]+\\b" for keyword in _LONG)  # worth a closer look


def numbered(word: str) -> str | None:
    """The keyword with its number that was meant by NAER/5, near/5, NEAR8, W/5 and the like."""
    parts = _NUMBERED.fullmatch(word)
    if not parts:
        return None
    name, rest = parts[1].upper(), parts[2]
    meant = _ELSEWHERE.get(name) if rest.isdigit() else None
    if name in NUMBERED:
        meant = name
    elif not meant and rest.isdigit() and word.isupper():
        meant = next(iter(get_close_matches(name, NUMBERED, n=1, cutoff=0.7)), None)
    number = re.search(r"\d+", rest)
    return f"{meant}/{number[0][:9] if number else _EXAMPLE}" if meant else None


def operator(word: str) -> str | None:
    """A long keyword, for a word in capitals that has its letters alone, nearly in its order: EXEPT, EXECPT."""
    alike = [keyword for keyword in _LONG if word.isupper() and set(word) <= set(keyword)]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=0.8)), None)


def likely_operator(word: str) -> str | None:
    """The operator of which a word in capitals has the letters, the first of them in its place: ADN, NTO, NAER.

    Such a word may be a name, so this is for a warning.
    """
    return next((name for name in _SHORT if word != name and word[0] == name[0] and sorted(word) == sorted(name)), None)


def sign(piece: str) -> str | None:
    """The operator that a lone sign is in other programs."""
    return _SIGNS.get(piece)


def field(name: str) -> str | None:
    """The field that was meant by a name, where one is near."""
    close = get_close_matches(name.lower(), [*FIELD_NAMES, *_FIELDS_ELSEWHERE], n=1, cutoff=0.7)
    return _FIELDS_ELSEWHERE.get(close[0], close[0]) if close else None


def place(part: str) -> str | None:
    """A hint for a part of a watch's `in` that is not a place."""
    close = get_close_matches(part, [*TEXT_FIELDS, "first 100 words"], n=1)
    return f"did you mean {close[0]} ?" if close else None

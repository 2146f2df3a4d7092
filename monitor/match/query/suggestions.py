"""What is a word of a query, or nothing, and was meant as an operator: misspelt, or as other programs have it."""

import re
from difflib import get_close_matches

from monitor.match.query.nodes import ABOUT_FIELDS, FIELDS, TEXT_FIELDS

FIELD_NAMES = (*FIELDS, *ABOUT_FIELDS)
_FIELDS_ELSEWHERE = {"language": "lang", "authors": "author", "byline": "author", "tags": "tag", "headline": "title"}
_NUMBERED = re.compile(r"([A-Za-z]+)(?:(?<=NEAR)(?=\d)|/)(\S*)")
_NEAR_ELSEWHERE = {"N": "NEAR", "W": "ONEAR", "ADJ": "NEAR", "WITHIN": "NEAR", "NEXT": "ONEAR", "PRE": "ONEAR"}
_SIGNS = {"&&": "AND", "|": "OR", "||": "OR", "!": "NOT"}
_LONG = "EXCEPT"  # of the operators the one that is like no other word
_SHORT = ("AND", "NOT", "NEAR", "ONEAR")


def near(word: str) -> str | None:
    """The NEAR or ONEAR that was meant by NAER/5, near/5, NEAR8, W/5 and the like."""
    numbered = _NUMBERED.fullmatch(word)
    if not numbered:
        return None
    name, rest = numbered[1].upper(), numbered[2]
    meant = _NEAR_ELSEWHERE.get(name) if rest.isdigit() else None
    if name in {"NEAR", "ONEAR"}:
        meant = name
    elif not meant and rest.isdigit() and word.isupper():
        meant = next(iter(get_close_matches(name, ("NEAR", "ONEAR"), n=1, cutoff=0.7)), None)
    number = re.search(r"\d+", rest)
    return f"{meant}/{number[0][:9] if number else 8}" if meant else None


def operator(word: str) -> str | None:
    """EXCEPT, for a word in capitals that has no other letters than it, nearly in its order: EXEPT, EXECPT."""
    is_meant = word.isupper() and set(word) <= set(_LONG) and get_close_matches(word, (_LONG,), cutoff=0.8)
    return _LONG if is_meant else None


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
    """A hint for a part of a watch's `in` that is no place."""
    close = get_close_matches(part, [*TEXT_FIELDS, "first 100 words"], n=1)
    return f"did you mean {close[0]} ?" if close else None

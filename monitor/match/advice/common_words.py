"""What makes a name ambiguous by itself: it is a common English word, a name that many people have, or a number.

The list next to this module (`common_words.txt`, its licences in `common_words.LICENSE.txt`) has 45,000 words and 1,200
names. Its sizes were chosen on one half of 266 titles that had been labelled (`tests/cases/match/titles.toml`): with
more words, "Deadwood" is one. Reading it takes 0.01 s, once, and only where a watch is checked.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from importlib.resources import files

from monitor.text.stopwords import ENGLISH

_ARTICLES = frozenset({"a", "an", "the"})  # "The Crown" is no rarer than "crown"


class Common(Enum):
    """What a name also is; the value completes "is ..."."""

    WORD = "a common word"
    GIVEN_NAME = "a common given name"
    SURNAME = "a common surname"
    NUMBER = "a number"


def commonness(words: Sequence[str]) -> Common | None:
    """What a word or phrase (its folded words) is besides a name; None where the list knows nothing of it.

    Of phrases, those are common that have grammar alone ("Get Out"), or one common word after an article.
    """
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) > 1:
        return Common.WORD if ENGLISH.issuperset(words) else None
    (word,) = words
    if word.isdecimal():
        return Common.NUMBER
    listed = _listed()
    if (len(word) == 1 and word.isascii()) or word in listed[Common.WORD]:
        return Common.WORD
    return next((kind for kind in (Common.GIVEN_NAME, Common.SURNAME) if word in listed[kind]), None)


@cache
def _listed() -> dict[Common, frozenset[str]]:
    content = (files("monitor.match.advice") / "common_words.txt").read_text(encoding="utf-8")
    words, given_names, surnames = (part.partition("]")[2] for part in content.split("\n[")[1:])
    return {
        Common.WORD: frozenset(words.split()),
        Common.GIVEN_NAME: frozenset(given_names.split()),
        Common.SURNAME: frozenset(surnames.split()),
    }

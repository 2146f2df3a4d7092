"""How rare a word is before the window has seen many texts: it imagines some from the start, and what they hold.

Of texts, the words of English as often as they are (`word_counts.txt`). Of headlines and summaries, which have other
words and few of them, nothing but the commonplaces of news.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monitor.text.stopwords import COMMONPLACE

TEXTS = 500  # that the window is imagined to hold from the start
RARE = 0.5  # of them hold a term of which nothing is known: hardly one
_COMMON = 0.05 * TEXTS  # hold a commonplace


@dataclass(frozen=True, slots=True)
class Background:
    """How many of the imagined texts hold each word that is not rare."""

    held: Mapping[str, float]


@cache
def of_brief() -> Background:
    """What headlines and summaries are measured against."""
    return Background(dict.fromkeys(COMMONPLACE, _COMMON))


@cache
def of_texts() -> Background:
    """What texts are measured against."""
    listed = (files("monitor.dedupe") / "word_counts.txt").read_text(encoding="utf-8").splitlines()
    lines = [line.split(" ") for line in listed if not line.startswith("#")]
    held = {word: float(count) + RARE for count, *words in lines for word in words}
    return Background(held | {word: max(_COMMON, held.get(word, 0.0)) for word in COMMONPLACE})

"""Which language a text is in by the runs of three letters in its words, for languages that share a script.

Each language has its commonest trigrams in order (`trigrams.txt`); a trigram of the text counts for each language that
has it, the more the commoner it is there. 0.5 ms for a thousand characters; reading the table takes 0.03 s, once.
"""

import math
import re
from functools import cache
from importlib.resources import files

_RANKS_OF_LEAD = 60  # the first ranks are about as common as each other
_LEAST = 1.0  # what the last of a language's trigrams counts: having it at all says something
_WORDS = re.compile(r"[^\W\d_]+")
_LETTERS = (  # of languages without a table: a letter that no language with one has
    (re.compile("[ðþ]"), "is"),
    (re.compile("ə"), "az"),
    (re.compile("ў"), "be"),
    (re.compile("[ђћ]"), "sr"),
    (re.compile("[әғқңұ]"), "kk"),
)
_OFTEN = 200  # such a letter counts if it is more than one in so many characters
_BY_CHANCE = 2  # or fewer, in a name


def likeliest(text: str) -> tuple[str | None, float]:
    """The language that fits best, and by how much more than the next, in 100 characters; None of no words."""
    folded = text.lower()
    for letters, language in _LETTERS:
        if (count := len(letters.findall(folded))) > _BY_CHANCE and count * _OFTEN > len(folded):
            return language, math.inf
    scores: dict[str, float] = {}
    table = _table()
    for word in _WORDS.findall(folded):
        whole = f"_{word}_"
        for at in range(len(whole) - 2):
            for language, weight in table.get(whole[at : at + 3], ()):
                scores[language] = scores.get(language, 0.0) + weight
    best = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    if not best:
        return None, 0.0
    lead = scores[best[0]] - (scores[best[1]] if len(best) > 1 else 0.0)
    return best[0], lead * 100 / len(folded)


@cache
def _table() -> dict[str, tuple[tuple[str, float], ...]]:
    """Trigram -> the languages that have it, each with what it counts."""
    table: dict[str, tuple[tuple[str, float], ...]] = {}
    for line in (files("monitor.reading") / "trigrams.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, *grams = line.split()
        for rank, gram in enumerate(grams):
            weight = math.log((len(grams) + _RANKS_OF_LEAD) / (rank + _RANKS_OF_LEAD)) + _LEAST
            table[gram] = (*table.get(gram, ()), (language, weight))
    return table

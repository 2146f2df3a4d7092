"""Which language a text is in by the runs of three letters in its words, for languages that share a script.

Each language has its commonest trigrams in order (`trigrams.txt`); a trigram of the text counts for each language that
has it, the more the commoner it is there. All languages are counted at once, each in some bits of one long integer.
"""

import math
import re
from functools import cache
from importlib.resources import files

_RANKS_OF_LEAD = 60  # the first ranks are about as common as each other
_LEAST = 1.0  # what the last of a language's trigrams counts: having it at all says something
_UNIT = 1 << 16  # a count of one, in a number
_BITS = 48  # of each language: no overflow below a thousand million characters
_ONES = (1 << _BITS) - 1
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
    for letters, language in () if folded.isascii() else _LETTERS:
        if (count := len(letters.findall(folded))) > _BY_CHANCE and count * _OFTEN > len(folded):
            return language, math.inf
    names, weights = _table()
    words = f"_{'__'.join(_WORDS.findall(folded))}_"  # no trigram goes over two words: none has "__"
    total = sum([weights.get(words[at : at + 3], 0) for at in range(len(words) - 2)])
    if not total:
        return None, 0.0
    scores = [total >> _BITS * place & _ONES for place in range(len(names))]
    best = max(scores)
    place = scores.index(best)
    lead = best - max(scores[:place] + scores[place + 1 :])
    return names[place], lead / _UNIT * 100 / len(folded)


@cache
def _table() -> tuple[list[str], dict[str, int]]:
    """The languages, and by trigram what it counts for each: the language at place N in the Nth `_BITS` of a number."""
    names: list[str] = []
    weights: dict[str, int] = {}
    for line in (files("monitor.reading") / "trigrams.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, *grams = line.split()
        for rank, gram in enumerate(grams):
            weight = math.log((len(grams) + _RANKS_OF_LEAD) / (rank + _RANKS_OF_LEAD)) + _LEAST
            weights[gram] = weights.get(gram, 0) + (round(weight * _UNIT) << _BITS * len(names))
        names.append(language)
    return names, weights

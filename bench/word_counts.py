"""Make the table of how many texts hold an English word, from the frequencies of wordfreq (pip install wordfreq).

    python bench/word_counts.py > monitor/dedupe/word_counts.txt

Of 500 texts of 30 words: 500 × (1 - e^(-30 f)) for a word of frequency f, rounded to steps of a tenth, so
that words share lines. A word that hardly a text holds is as rare as one that nobody knows.
"""

import math
from collections import defaultdict

TEXTS = 500
WORDS = 30  # of a text: as many as its lead; more made a name that two films share too much of an event
LEAST = 0.5
STEP = math.log(1.1)
NOTICE = """\
# In how many of 500 texts of 30 words an English word stands; made by bench/word_counts.py, do not edit.
# Derived from the word frequencies of wordfreq 3.1 by Robyn Speer (https://github.com/rspeer/wordfreq, DOI
# 10.5281/zenodo.7199437): counted, cut and rounded. This file alone is licensed CC BY-SA 4.0
# (https://creativecommons.org/licenses/by-sa/4.0/), as its source is.\
"""


def main() -> None:
    """Print the table."""
    from wordfreq import get_frequency_dict  # type: ignore[import-not-found]  # noqa: PLC0415 - a source of data

    lines: defaultdict[int, list[str]] = defaultdict(list)
    for word, frequency in get_frequency_dict("en", wordlist="best").items():
        texts = TEXTS * -math.expm1(-WORDS * frequency)
        if texts >= LEAST and word.isascii() and word.isalpha() and len(word) > 1:
            lines[round(math.log(texts) / STEP)].append(word)
    print(NOTICE)
    for step in sorted(lines, reverse=True):
        print(f"{math.exp(step * STEP):.3g} {' '.join(sorted(lines[step]))}")


if __name__ == "__main__":
    main()

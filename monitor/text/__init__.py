"""Plain text: cleaning it for storage, folding it for comparison, and finding its words and sentences.

    clean(" Zoë  Kravitz ")  ->  "Zoë Kravitz"            fold("‘Heat 2’: Zoë Kravitz’s")  ->  "heat 2 zoe kravitz s"

    cleaning                      text fit for storage
    characters, folding           what each character becomes; the folded form of a text
    word_spans, sentence_spans    where they stand in the text
    respelling                    folded words that SQLite's full-text index has not
    stopwords                     words that say little

Folding and words agree: `fold(text)` has exactly one item for each span of `words(text)`, in the same order.
Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) and emoji give one word for
each character, so that a phrase of them is found inside longer runs.

It does not know markup (see `reading.html`) and does not stem: "drive" and "drives" are different words.
"""

from monitor.text.characters import APOSTROPHES
from monitor.text.cleaning import clean, clean_line
from monitor.text.folding import (
    compact,
    fold,
    fold_loose,
    fold_words,
    folded_length,
    slug,
    small,
    spaced,
    to_ascii,
    to_ascii_level,
    uneven,
)
from monitor.text.respelling import RESPELLED, respelled
from monitor.text.sentence_spans import is_sentence_end, sentences
from monitor.text.word_spans import accents, loose_words, spelling, words

__all__ = [
    "APOSTROPHES",
    "RESPELLED",
    "accents",
    "clean",
    "clean_line",
    "compact",
    "fold",
    "fold_loose",
    "fold_words",
    "folded_length",
    "is_sentence_end",
    "loose_words",
    "respelled",
    "sentences",
    "slug",
    "small",
    "spaced",
    "spelling",
    "to_ascii",
    "to_ascii_level",
    "uneven",
    "words",
]

"""Dates, amounts and names in a sentence, each with a key by which it is the same in another wording."""

import re
from collections.abc import Iterator

from monitor.novelty.phrasebook import Phrasebook, without_accents, words_of
from monitor.text.stopwords import COMMONPLACE

_MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6, "mio": 1e6,
    "millones": 1e6, "milioni": 1e6, "milhoes": 1e6, "bn": 1e9, "billion": 1e9, "milliarden": 1e9, "mrd": 1e9,
    "milliards": 1e9, "miliardi": 1e9, "crore": 1e7, "lakh": 1e5,
}  # fmt: skip
_FIGURE = re.compile(r"(?<![\w.,])([$€£₹¥]\s?)?(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?:\s?-?\s?([^\W\d_]+|%))?")
_PARTICLE = r"(?:(?:de|da|van|von|der|Ó|Ní|Mac|al|el|di|del|la|bin)\s+)?"
_NAME = re.compile(rf"(?<![\w.])[^\W\d_a-z][\w'’.-]+(?:\s+{_PARTICLE}[^\W\d_a-z][\w'’-]+){{1,3}}")
_CAPITAL = re.compile(r"(?<![\w.])[^\W\d_a-z][\w'’-]{2,}")
_LEAST = 3  # a plain count below says little ("two people")


def numbers(sentence: str, book: Phrasebook) -> Iterator[tuple[str, str]]:
    """Amounts, percentages and counts, as (text, key): "$80m" and "80 million dollars" have one key."""
    for match in _FIGURE.finditer(sentence):
        sign, digits, after = match[1], match[2], (match[3] or "").casefold()
        unit = after.rstrip(".")
        value = _value(digits)
        size = _MAGNITUDES.get(unit)
        if size is not None and (sign or unit not in {"k", "m"} or match[0].endswith(unit)):
            yield match[0].strip(), f"{value * size:g}"
        elif sign or unit == "%" or (_folds(unit, book) and value >= _LEAST):
            yield match[0].strip(), f"{value:g}"


def dates(sentence: str, book: Phrasebook) -> Iterator[tuple[str, str]]:
    """Days of a year, as (text, key) with the key `month-day`; and months of a year."""
    sentence = without_accents(sentence)  # "März" stands in the tables as "marz"
    for match in book.day_first.finditer(sentence):
        yield match[0], f"{book.months[match[2].casefold()]}-{int(match[1])}"
    for match in book.month_first.finditer(sentence):
        yield match[0], f"{book.months[match[1].casefold()]}-{int(match[2])}"
    for match in book.month_of_year.finditer(sentence):
        yield match[0], f"{match[2]}/{book.months[match[1].casefold()]}"


def names(sentence: str) -> Iterator[tuple[str, str]]:
    """Runs of capitalised words, as (text, key): the key is the last word. A sentence may begin with one."""
    for match in _NAME.finditer(sentence):
        words = words_of(match[0])
        if words and (match.start() or words[0] not in COMMONPLACE):
            yield match[0], words[-1].removesuffix("'s")


def capitalised(sentence: str) -> Iterator[str]:
    """The words with a capital within a sentence, folded: its first word has one anyway."""
    for match in _CAPITAL.finditer(sentence):
        if match.start():
            yield from (word.removesuffix("'s") for word in words_of(match[0]))


def _value(digits: str) -> float:
    """The number, whichever mark separates thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return float(re.sub(r"[.,]", "", digits))
    return float(digits.replace(",", "."))


def _folds(unit: str, book: Phrasebook) -> bool:
    return bool(unit) and " ".join(words_of(unit)) in book.units

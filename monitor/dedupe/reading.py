"""What a text says, as terms with their strengths: words, capitalised names of two words, numbers, work titles.

A term is a casefolded word, or two adjacent ones joined by a space where both are part of a name ("michael mann",
"heat 2"). How rare a term is, is not known here: the window multiplies rarity.

`_reading` is the compiled form.
"""

import math
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from monitor.dedupe.near_duplicates import Signature, signature
from monitor.dedupe.terms import lower
from monitor.text.stopwords import COMMONPLACE, grammar

NAME_BOOST = 2.0  # a capitalised word where its language capitalises names alone
NOUN_BOOST = 1.3  # the same where it capitalises all nouns
PAIR_BOOST = 1.5  # a name of two words: it counts next to its words
TITLE_BOOST = 1.5
LEAD_BOOST = 1.3  # in the first words of the text, where the event is reported
LEAD_WORDS = 60
TEXT_WORDS = 25  # a text of fewer words says less than its headline
BODY_WORDS = 400  # terms are taken from so many words: what a text is about is said by then
GRAMMAR_WORDS = 120  # enough to tell a language by its grammar
TITLE_CASE_SHARE = 0.6  # from this share of capitals on, a headline's capitals say nothing
_NONE: frozenset[str] = frozenset()  # one for all
NOUN_CASE_SHARE = 0.25  # from this share on, the language capitalises all nouns (German)


class Read(NamedTuple):
    """What was read. `bare`: terms of the headline that the text itself never says; none where there is no text.

    `words` of the text, without the headline; `silent`: the words of grammar of its language.
    """

    terms: dict[str, float]
    headline: tuple[str, ...]
    bare: frozenset[str]
    signature: Signature
    words: int
    silent: frozenset[str]


def read(title: list[str], standfirst: list[str], body: list[str], quotes: list[int]) -> Read:
    """What a headline and its text say, of which these are the words; and the bounds of the body's quotations."""
    text = standfirst + body
    small_title, small_text = lower(title), lower(text)
    silent = grammar(small_title + small_text[:GRAMMAR_WORDS])
    names = _names(title, text[:BODY_WORDS], silent)
    headline = _terms(small_title, names, silent)
    said = _terms(small_text[:BODY_WORDS], names, silent)
    bare = frozenset(term for term in headline if term not in said) if len(small_text) >= TEXT_WORDS else _NONE
    return Read(
        terms=_strengths(headline, said, frozenset(small_text[:LEAD_WORDS]), names),
        headline=tuple(sorted(headline)),
        bare=bare or _NONE,
        signature=signature(small_text[len(standfirst) :], quotes) if body else signature(small_text),
        words=len(small_text),
        silent=silent,
    )


def _names(title: Sequence[str], text: Sequence[str], silent: Container[str]) -> dict[str, float]:
    """Words that are names, and by how much that makes them stronger.

    A word counts as a name where it is capitalised more often than not; words that merely open sentences stand
    in small letters elsewhere, or are words of grammar. A headline set in Title Case says nothing by itself.
    """
    counts = Counter(text)
    if len(text) <= LEAD_WORDS // 3 or not _is_title_case(title, silent):
        counts.update(title)
    capitals = {word: count for word, count in counts.items() if word[0].isupper()}
    are_nouns = sum(capitals.values()) >= NOUN_CASE_SHARE * counts.total()
    boost = NOUN_BOOST if are_nouns else NAME_BOOST
    return {
        small: boost
        for word, count in capitals.items()
        if (small := word.casefold()) not in silent and count > counts.get(small, 0)
    }


def _is_title_case(title: Sequence[str], silent: Container[str]) -> bool:
    content = [word for word in title if word[0].isalpha() and word.casefold() not in silent]
    return bool(content) and sum(word[0].isupper() for word in content) / len(content) >= TITLE_CASE_SHARE


def _terms(tokens: Sequence[str], names: Container[str], silent: Container[str]) -> dict[str, int]:
    """The terms of casefolded words, counted: words of content, and adjacent names or a name and its number."""
    counts = Counter(tokens)
    terms = {word: n for word, n in counts.items() if word not in silent and (len(word) > 1 or not word.isascii())}
    for first, second in pairwise(tokens):
        if first in names and (second in names or second.isdigit()) and not {first, second} <= COMMONPLACE:
            pair = f"{first} {second}"
            terms[pair] = terms.get(pair, 0) + 1
    return terms


def _strengths(
    headline: Mapping[str, int], said: Mapping[str, int], leading: Collection[str], names: Mapping[str, float]
) -> dict[str, float]:
    """How strongly the text speaks of each term: its count, dampened; more for names, the lead, the headline."""
    counts = dict(said)
    for term, count in headline.items():
        counts[term] = counts.get(term, 0) + count
    strengths = {term: 1.0 if count == 1 else 1.0 + math.log(count) for term, count in counts.items()}
    for term in headline:
        strengths[term] *= TITLE_BOOST
    for term in leading:
        if term in strengths and term not in headline:
            strengths[term] *= LEAD_BOOST
    for term, boost in names.items():
        if term in strengths:
            strengths[term] *= boost
    for term in counts:
        if " " in term:
            strengths[term] *= PAIR_BOOST
    return strengths

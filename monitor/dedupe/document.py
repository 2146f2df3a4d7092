"""Profiles: what a text is about, as weighted terms. Words, capitalised names of two words, numbers, work titles.

A term is a casefolded word, or two adjacent ones joined by a space where both are part of a name ("michael mann",
"heat 2"). How rare a term is, is not known here: `terms` of a profile hold strengths, the window multiplies rarity.
"""

import math
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Self

from monitor.dedupe.gist import Gist, gist, of_many_subjects
from monitor.dedupe.near_duplicates import Signature, signature
from monitor.dedupe.round_ups import has_many_subjects
from monitor.dedupe.terms import lower, quoted, words
from monitor.model import Article
from monitor.report_time import ReportTime
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


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article as the grouping sees it. `id` is the archive's; None before it has one."""

    id: int | None
    outlet: str
    title: str
    body: str
    found_at: datetime
    standfirst: str | None = None
    published_at: datetime | None = None
    published_has_time: bool = True

    @classmethod
    def of(cls, article: Article, article_id: int | None, found_at: datetime) -> Self:
        """An article that was found then."""
        return cls(
            id=article_id,
            outlet=article.outlet,
            title=article.title,
            body=article.body,
            found_at=found_at,
            standfirst=article.standfirst,
            published_at=article.published_at,
            published_has_time=article.published_has_time,
        )

    @cached_property
    def read(self) -> tuple[list[str], list[int]]:
        """The words of its text, and its quotations, as `quoted` has them: found once for all that asks."""
        return quoted(self.body)

    @property
    def moment(self) -> datetime:
        """When it counts as reported."""
        return ReportTime.of(self.published_at, has_time=self.published_has_time, found_at=self.found_at).at


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of a text with their strengths, those of its headline and its gist, and its signature."""

    terms: dict[str, float]
    headline: tuple[str, ...]
    bare: frozenset[str]  # terms of the headline that the text itself never says; none where there is no text
    signature: Signature
    gist: Gist
    words: int  # of its text, without the headline


def profile(doc: Document) -> Profile:
    """What `doc` is about."""
    title, standfirst = words(doc.title), words(doc.standfirst or "")
    is_text = doc.body not in {doc.standfirst, doc.title}  # a feed gives one text as both
    body, quotes = doc.read if is_text else ([], [])
    text = standfirst + body
    small_title, small_text = lower(title), lower(text)
    silent = grammar(small_title + small_text[:GRAMMAR_WORDS])
    names = _names(title, text[:BODY_WORDS], silent)
    headline = _terms(small_title, names, silent)
    said = _terms(small_text[:BODY_WORDS], names, silent)
    bare = frozenset(term for term in headline if term not in said) if len(small_text) >= TEXT_WORDS else _NONE
    about = gist(doc.title, doc.outlet, silent)
    if about.subject and about.subject <= bare and has_many_subjects(doc.body):  # its headline names nothing of it
        about = of_many_subjects(about)
    return Profile(
        terms=_strengths(headline, said, frozenset(small_text[:LEAD_WORDS]), names),
        headline=tuple(sorted(headline)),
        bare=bare or _NONE,
        signature=signature(small_text[len(standfirst) :], quotes) if body else signature(small_text),
        gist=about,
        words=len(small_text),
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

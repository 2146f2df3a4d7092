"""All that an article says for a watch: genre, sourcing, denial, and the facts where the watch's words are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor.model import Article, Mark
from monitor.news import Account, Fact, FactKind, Genre, Step
from monitor.novelty import figures, genre
from monitor.novelty.phrasebook import OWN_NAME, Phrasebook, of_language, words_of
from monitor.novelty.ranked_sentences import HEADLINE, LEAD, LONGEST, NEAR, RankedSentence, ranked
from monitor.novelty.spelled_names import places_of_names
from monitor.story import OutletCredit

_OPENING = 2  # sentences of a body that say whose report it is
_REMEMBERED = 4_000  # accounts: each article of a story is compared with all that follow
_ASKED = 50  # accounts of the newest articles, which all persons who have a watch ask for
_SENTENCES = 500  # of the newest articles, which all watches that find one read
_WORK = re.compile(r"[‘“\"'«„](?=[^\W\d_a-z\d])([^‘“\"«„”’»\n]{1,48}?),?[’”\"'»“](?!\w)")  # the name of a work
_QUOTED = re.compile('[“"„«»][^”"“»«]{12,}[”"“»«]')  # speech
_MOVES = frozenset({Step.ATTACHED, Step.EXITS, Step.TALKS, Step.CLOSED, Step.RUMOURED})  # that are about a person
_DATELESS = frozenset({Step.OFFICIAL, Step.RUMOURED})  # too common in running text to be a fact outside a headline


def account(
    article: Article,
    marks: Iterable[Mark],
    names: Iterable[str],
    given: Iterable[OutletCredit] = (),
    added: Iterable[str] = (),
) -> Account:
    """What `article` says for the watch that was found at `marks`; `names` are its outlet's, `given` its credits.

    `added` are the sentences that an edit brought: they are read as its first ones.
    """
    return _account(article, tuple(marks), tuple(names), tuple(given), tuple(added))


@lru_cache(_ASKED)
def _account(
    article: Article,
    marks: tuple[Mark, ...],
    names: tuple[str, ...],
    given: tuple[OutletCredit, ...],
    added: tuple[str, ...],
) -> Account:
    book = of_language(article.language)
    read = ranked(article, marks, added)
    phrased = [
        _phrased(passage.text, names, article.language, is_headline=passage.rank == HEADLINE) for passage in read
    ]
    words, found = [said.words for said in phrased], [said.tables for said in phrased]
    kind, sign = genre.of(article, book)
    credited = [credit.sentence for credit in given]
    own, is_explicit = _own(read, found, words, credited)
    facts = tuple(fact for fact in _facts(read, found, book) if not _is_its_own(fact, names))
    hearsay, denial = _first(read, found, "hearsay"), _denial(read, found, frozenset(added))
    if own is None and hearsay is not None and denial != article.title:  # gossip denies nothing
        denial = None
    return Account(
        genre=kind,
        sign=sign,
        own=own,
        is_explicit=is_explicit,
        sources=_first(read, found, "own"),
        hearsay=hearsay,
        denial=denial,
        is_passing=_is_passing(read, facts),
        is_borrowed=bool(credited) and own is None,
        facts=facts,
        subjects=_subjects(read, marks),
    )


def _subjects(read: Sequence[RankedSentence], marks: Iterable[Mark]) -> frozenset[str]:
    """The capitalised words within the first sentences, without those by which the watch was found."""
    mine = {word for mark in marks for word in words_of(mark.text)}
    found = (word for one in read if one.rank == LEAD for word in figures.capitalised(one.text))
    return frozenset(found) - mine


@dataclass(frozen=True, slots=True)
class _Phrased:
    """The words of a sentence, and the tables of which a phrase stands among them."""

    words: tuple[str, ...]
    tables: frozenset[str]


@lru_cache(_SENTENCES)
def _phrased(text: str, names: tuple[str, ...], language: str | None, *, is_headline: bool) -> _Phrased:
    """A sentence as all watches have it; of a headline the phrases before what is its background."""
    plain = _WORK.sub(" ", text)
    words = words_of(plain, names)
    matches = of_language(language).find(words, places_of_names(plain, words, language, is_headline=is_headline))
    if is_headline:
        ends = [match.start for match in matches if match.start and match.table == "background"]
        matches = [match for match in matches if match.start < min(ends, default=len(words))]
    return _Phrased(tuple(words), frozenset(match.table for match in matches))


def names_a_day(article: Article, marks: Iterable[Mark]) -> bool:
    """Whether a sentence that matters to the watch names a day or a month: a quick look before `account` reads all."""
    book = of_language(article.language)
    return any(one.rank <= NEAR and any(figures.dates(one.text, book)) for one in ranked(article, marks))


def outline(article: Article) -> Account:
    """What a text says whatever the watch: what later articles are compared with."""
    # Cut as it is read: live pages are long, and each of their many readings would be remembered whole.
    return _outline(article.title, article.standfirst, article.body[:LONGEST], article.language)


def is_review(article: Article) -> bool:
    """Whether an article is a review, by what its page declares or by its headline."""
    return article.kind == "review" or genre.of(article, of_language(article.language))[0] is Genre.REVIEW


@lru_cache(_REMEMBERED)
def _outline(title: str, standfirst: str | None, body: str, language: str | None) -> Account:
    article = Article(url="", outlet="", title=title, standfirst=standfirst, body=body, language=language)
    return account(article, (), ())


def _own(
    read: Sequence[RankedSentence],
    found: Sequence[frozenset[str]],
    words: Sequence[Sequence[str]],
    credited: Sequence[str],
) -> tuple[str | None, bool]:
    """A sentence with reporting of its own, and whether it says so; where others are credited, only a central one."""
    quoted: str | None = None
    for passage, tables, folded in zip(read, found, words, strict=True):
        is_crediting = any(passage.text in sentence or sentence in passage.text for sentence in credited)
        is_central = not credited or passage.rank == HEADLINE or passage.place < _OPENING or passage.has_watch
        if not is_central:
            continue
        if quoted is None and not is_crediting and "saying" in tables and _QUOTED.search(passage.text):
            quoted = passage.text
        if "own" in tables and (not is_crediting or OWN_NAME in folded):
            return passage.text, True
    return quoted, False


def _first(read: Sequence[RankedSentence], found: Sequence[frozenset[str]], table: str) -> str | None:
    return next((one.text for one, tables in zip(read, found, strict=True) if table in tables), None)


def _denial(
    read: Sequence[RankedSentence], found: Sequence[frozenset[str]], added: frozenset[str] = frozenset()
) -> str | None:
    """A sentence that denies, of those that say what the news is; of an edit those that it `added`.

    What was denied some time ago is background.
    """
    for passage, tables in zip(read, found, strict=True):
        is_news = passage.rank == HEADLINE or passage.place < _OPENING or passage.text in added
        if "denial" in tables and "past" not in tables and is_news:
            return passage.text
    return None


def _is_passing(read: Sequence[RankedSentence], facts: Sequence[Fact]) -> bool:
    """Whether the watch is named after the beginning alone, where nothing is said to have happened."""
    named = [one for one in read if one.has_watch]
    return bool(named) and all(one.rank > LEAD for one in named) and not any(fact.rank == NEAR for fact in facts)


def _facts(read: Sequence[RankedSentence], found: Sequence[frozenset[str]], book: Phrasebook) -> Iterator[Fact]:
    seen: set[tuple[FactKind, str]] = set()
    movers = words_of(read[0].text) if _MOVES.intersection(_steps(found[0])) else ()
    for passage, tables in zip(read, found, strict=True):
        for fact in _of(passage, tables, book):
            is_name = fact.kind is FactKind.NAME
            is_mover = is_name and fact.key in movers
            if is_name and not is_mover and passage.text.startswith(fact.text):  # any word has a capital there
                continue
            if (fact.kind, fact.key) not in seen:
                seen.add((fact.kind, fact.key))
                yield replace(fact, rank=HEADLINE) if is_mover else fact


def _is_its_own(fact: Fact, names: Iterable[str]) -> bool:
    """Whether a name is the outlet's, with its article or without: that who reports is named is no news."""
    said = words_of(fact.text.removeprefix("The "))
    return fact.kind is FactKind.NAME and any(words_of(name)[-len(said) :] == said for name in names)


def _of(passage: RankedSentence, tables: frozenset[str], book: Phrasebook) -> Iterator[Fact]:
    steps = _steps(tables)
    for step in steps:
        if passage.rank == HEADLINE or step not in _DATELESS:
            yield _fact(FactKind.STEP, step.value, step.value, passage)
    dated = list(figures.dates(passage.text, book))
    for text, key in dated:
        yield _fact(FactKind.DATE, text, key, passage)
    for text, key in figures.numbers(passage.text, book):
        if not any(text in date for date, _ in dated):
            yield _fact(FactKind.NUMBER, text, key, passage)
    if passage.place >= 0 and _MOVES.intersection(steps):
        for text, key in figures.names(passage.text):
            yield _fact(FactKind.NAME, text, key, passage)


def _steps(tables: frozenset[str]) -> tuple[Step, ...]:
    return tuple(step for step in Step if f"steps.{step.value}" in tables)


def _fact(kind: FactKind, text: str, key: str, passage: RankedSentence) -> Fact:
    return Fact(kind=kind, text=text, key=key, sentence=passage.text, rank=passage.rank)

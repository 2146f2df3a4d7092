"""Which facts of an article no earlier one has, whether an edit turned its headline, and what a correction replaced."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from monitor.model import Article
from monitor.news import Account, Fact, FactKind
from monitor.novelty.accounts import outline as account_of
from monitor.novelty.phrasebook import Phrasebook, of_language, words_of
from monitor.novelty.ranked_sentences import texts
from monitor.text.stopwords import COMMONPLACE

_ASIDE = re.compile(r"\([^)]*\)")
_NEW_WORDS = 2  # of a headline that are no polish
_SHORT = 2  # letters of a word that says nothing
_REMEMBERED = 150  # vocabularies, of some 50 kB each: the watches that find an article mostly share its earlier ones
_ALIKE = 0.5  # of the words of a sentence that its correction keeps, at least


def fresh(found: Account, earlier: Iterable[Article], outlines: Iterable[Account]) -> tuple[Fact, ...]:
    """The facts that are in none of the earlier articles, in the order of their ranks."""
    known = {(fact.kind, fact.key) for outline in outlines for fact in outline.facts}
    new = [fact for fact in found.facts if (fact.kind, fact.key) not in known]
    if any(fact.kind is FactKind.NAME for fact in new):
        known_words = [_vocabulary(text.title, text.body) for text in earlier]
        new = [fact for fact in new if fact.kind is not FactKind.NAME or not any(fact.key in it for it in known_words)]
    return tuple(sorted(new, key=lambda fact: fact.rank))


@lru_cache(_REMEMBERED)
def _vocabulary(title: str, body: str) -> frozenset[str]:
    """The words by which a text may name somebody."""
    return frozenset(word.removesuffix("'s") for word in words_of(f"{title} {body}"))


def added(after: Article, before: Article) -> tuple[str, ...]:
    """The sentences of a text that its earlier reading did not have."""
    old = _sentences(before)
    return tuple(text for key, text in _sentences(after).items() if key not in old)


def retitled(after: Article, before: Article, earlier: Iterable[Article]) -> tuple[str, ...]:
    """The words of a new headline that bring news; none: it is polish.

    They are its steps, if the old one had no such step, and the words that no earlier article has anywhere.
    """
    old, new = _ASIDE.sub(" ", before.title), _ASIDE.sub(" ", after.title)
    if words_of(old) == words_of(new):
        return ()
    outlines = [account_of(replace(after, title=title, standfirst=None, body="")) for title in (old, new)]
    stepped = sorted(step.value for step in outlines[1].steps - outlines[0].steps if not step.is_vague)
    if stepped:
        return tuple(stepped)
    known = (f"{text.title} {text.standfirst or ''} {text.body}" for text in (before, *earlier))
    silent = COMMONPLACE | {word for text in known for word in words_of(text)}
    words = tuple(word for word in dict.fromkeys(words_of(new)) if len(word) > _SHORT and word not in silent)
    return words if len(words) >= _NEW_WORDS else ()


def turned(before: Article, after: Article) -> bool:
    """Whether the headline says the opposite now: a negation came or went."""
    book = of_language(after.language)
    counts = [
        sum(match.table == "negation" for match in book.find(words_of(title))) for title in (before.title, after.title)
    ]
    return (counts[0] == 0) != (counts[1] == 0)


def correction(after: Article, before: Article) -> tuple[str | None, str | None]:
    """What a correction says, and the sentence of the earlier text that it replaces; None where that is not found.

    It says so by an editor's notice that is new; what it replaces is the sentence that is gone and most like a new one.
    """
    old, new = _sentences(before), _sentences(after)
    gone = [text for key, text in old.items() if key not in new]
    come = [text for key, text in new.items() if key not in old]
    book = of_language(after.language)
    titles = [after.title] if after.title != before.title else []
    said = next((one for one in [*titles, *come] if _has(one, "notice", book)), None)
    pairs = [(_likeness(one, other), other) for one in come for other in gone]
    likest = max(pairs, default=None)
    if likest is None or likest[0] < _ALIKE:
        return said, None
    return said, likest[1]


def _has(sentence: str, table: str, book: Phrasebook) -> bool:
    return any(match.table == table for match in book.find(words_of(sentence)))


def _sentences(article: Article) -> dict[str, str]:
    """The sentences of an article by their folded words."""
    return {" ".join(words_of(text)): text for text in texts(article)}


def _likeness(one: str, other: str) -> float:
    """The share of the words of the shorter sentence that the other has, too."""
    first, second = set(words_of(one)), set(words_of(other))
    return len(first & second) / max(1, min(len(first), len(second)))

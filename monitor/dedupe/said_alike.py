"""How much two brief articles say the same: by their headlines, by all their words, by what was done, and when.

No order of arrival is in it but that of how rare their words were, and no third article.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from monitor.dedupe.claims import Claims
from monitor.dedupe.conflicts import of_deeds
from monitor.dedupe.gist import Deed
from monitor.dedupe.member import Member
from monitor.dedupe.similarity import Incoming
from monitor.dedupe.stems import stem

SAME_ACT = 0.15  # more where both headlines say that the same was done,
SAME_OPENING = 0.1  # where both open with the same word, mostly who acts, and have more than a name in common
EXPLAINS = 0.1  # less where either explains ("How ...", "Why ..."): that is written of what is long known
OTHER_ACT = 0.55  # less where their acts or parts keep them apart,
DAY = 0.05  # and each day between them
LONG_APART = 4.0  # days
ONE_NAME = 0.25  # of it counts where they share one name, no other word of either headline,
HARDLY = 0.08  # and hardly anything else (of the shorter text): all news of one star do
APART = -1.2  # of two that are further apart in time, whatever they say: later it is the next event
REMEMBERED = 2_000  # articles whose words are kept at hand, with what was compared


@dataclass(frozen=True, slots=True)
class Said:
    """What an article says: the stems of its words with their weights, and of these what its headline claims."""

    text: Mapping[str, float]
    whole: float
    headline: Mapping[str, float]
    claimed: float
    opening: str
    names: frozenset[frozenset[str]]  # those of two words
    deed: Deed
    moment: datetime

    @classmethod
    def of(cls, incoming: Incoming) -> Self:
        """An article that comes."""
        return cls._made(incoming.weights.items(), incoming.facts.claims, incoming.facts.deed, incoming.moment)

    @classmethod
    def by(cls, entry: Member) -> Self:
        """An article of the window."""
        about = entry.subject
        words = zip(about.terms, about.weights, strict=True)
        return cls._made(words, about.claims(), entry.deed, about.moment)

    @classmethod
    def _made(cls, terms: Iterable[tuple[str, float]], claims: Claims, deed: Deed, moment: datetime) -> Self:
        text: dict[str, float] = {}
        names: list[frozenset[str]] = []
        for term, weight in terms:
            if " " in term:
                names.append(frozenset(map(stem, term.split(" "))))
            elif weight > text.get(word := stem(term), 0.0):
                text[word] = weight
        headline = {word: text[word] for term in claims.words if (word := stem(term)) in text}
        opening, whole = claims.opening, sum(text.values())
        return cls(text, whole, headline, sum(headline.values()), opening, frozenset(names), deed, moment)


def alike(one: Said, other: Said) -> float:
    """How much two articles say the same; from 0 to 1, more and less by acts and days."""
    days = abs(one.moment - other.moment) / timedelta(days=1)
    if days > LONG_APART:
        return APART
    words = _of_words(one, other)
    if is_one_name(one, other):
        words *= ONE_NAME
    elif _open_alike(one, other):
        words += SAME_OPENING
    words -= DAY * days
    if one.deed.explains or other.deed.explains:
        words -= EXPLAINS
    if of_deeds(one.deed, other.deed, bare=False) is not None:
        return words - OTHER_ACT
    return words + SAME_ACT if one.deed.main & other.deed.main else words


def is_one_name(one: Said, other: Said) -> bool:
    """Whether two articles have one name in common, no other word of a headline, and hardly anything else at all."""
    name = _name(one, other)
    more = (one.text.keys() & other.text.keys()) - name
    if not name or not more.isdisjoint(one.headline) or not more.isdisjoint(other.headline):
        return False
    return sum(min(one.text[word], other.text[word]) for word in more) < HARDLY * min(one.whole, other.whole)


def _open_alike(one: Said, other: Said) -> bool:
    """Whether both headlines open with the same word, and have more than a name in common."""
    if one.opening != other.opening or one.opening not in one.headline:
        return False
    return not (one.headline.keys() & other.headline.keys() <= _name(one, other))


def _name(one: Said, other: Said) -> frozenset[str]:
    """What both headlines name most of all: a word, and those that make a name with it in both articles."""
    shared = one.headline.keys() & other.headline.keys()
    if not shared:
        return frozenset()
    word = max(shared, key=lambda each: (min(one.headline[each], other.headline[each]), each))
    return frozenset({word}).union(*(name for name in one.names & other.names if word in name))


def _of_words(one: Said, other: Said) -> float:
    """The mean of three shares: of the headline of which the other has less, of both headlines, and of both texts."""
    mine = theirs = headlines = texts = 0.0
    for word in one.text.keys() & other.text.keys():
        first, second = one.text[word], other.text[word]
        less = min(first, second)
        texts += less
        if word in one.headline:
            mine += first
            if word in other.headline:
                headlines += less
        if word in other.headline:
            theirs += second
    less = min(_share(mine, one.claimed), _share(theirs, other.claimed))
    both = _share(headlines, one.claimed + other.claimed - headlines)
    return (less + both + _share(texts, one.whole + other.whole - texts)) / 3


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


class Compared:
    """What articles of the window say, and how much alike two of them are, each worked out once; the last asked for."""

    def __init__(self) -> None:
        self._articles: OrderedDict[int, tuple[Said, dict[int, float]]] = OrderedDict()

    def said(self, slot: int, entry: Member) -> Said:
        """What an article says."""
        return self._known(slot, entry)[0]

    def all_alike(self, entries: Mapping[int, Member]) -> Iterator[list[float]]:
        """How much each article, by its slot, is alike those before it: as the entries are in order."""
        known = [(slot, *self._known(slot, entry)) for slot, entry in entries.items()]
        for place, (slot, said, likeness) in enumerate(known):
            row = []
            for other, theirs, reverse in known[:place]:
                of, key = (likeness, other) if other < slot else (reverse, slot)
                if key not in of:
                    of[key] = alike(said, theirs)
                row.append(of[key])
            yield row

    def _known(self, slot: int, entry: Member) -> tuple[Said, dict[int, float]]:
        """An article, and how much it is alike older ones, as far as that was asked."""
        if slot not in self._articles:
            self._articles[slot] = Said.by(entry), {}
            if len(self._articles) > REMEMBERED:
                self._articles.popitem(last=False)
        self._articles.move_to_end(slot)
        return self._articles[slot]

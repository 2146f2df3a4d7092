"""How outlets are called in running text: which of them a run of words names.

A name is written with and without its article, in one word or several ("TheWrap", "The Wrap"), by its initials
("THR") and by the name of its site. Words are compared without case, but the first word that is no article must have
a capital ("eCartelera", too): "variety" is no outlet.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from urllib.parse import urlsplit

from monitor.model import Outlet, OutletKind
from monitor.reading import host_names

LONGEST = 6  # words of a name
ARTICLES = frozenset(
    {"the", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "gli", "l", "o", "os", "as"}
)
_ARTICLE_LENGTHS = sorted(set(map(len, ARTICLES)))
# Names that are things, too: of them, with their article, those are none that follow or are followed by such words.
_THINGS = {
    "stage": (
        re.compile(
            r"(?:t[ao]k(?:e|es|en|ing)|took|on|onto|off|across|from|at|left|leav(?:e|es|ing)|hits?|hitting|sets?|setting|"
            r"grac(?:e|es|ed|ing)|shar(?:e|es|ed|ing)|rush(?:es|ed)?|storm(?:s|ed)?|cross(?:es|ed)?|of|behind|quits?)|"
            r"(?:return(?:s|ed|ing)?|goodbye|farewell|back|came|comes?|bring(?:s|ing)?|brought|way) to",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:is|was|at|in|of|for|with|managers?|directors?|doors?|crews?|plays?|musical|show|shows|version|adaptation|"
            r"name|production|production's|right|left|as|where|during|tonight)",
            re.IGNORECASE,
        ),
    )
}
_INITIALS = 3  # words from which on a name is called by its initials
_SITE = 6  # letters of a site's name from which on it stands for the outlet
_WORDS_KNOWN = 50_000  # words of which is remembered whether a name begins with them: some 5 MB
_NEAR = 24  # characters before a word in which its article stands
_WORD = re.compile(r"[^\W_]+")
_NOT_SMALL = re.compile(r"[^\W_a-z][^\W_]*+")  # a word, or its end, from its first letter on that is not small ASCII
Word = re.Match[str]
_Answer = TypeVar("_Answer")
_ALONE, _FIRST, _BEHIND_ARTICLE = 1, 2, 4  # what a word may be in a name: all of it, its first one, the next


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet (its id) that words[first:last] name."""

    outlet: str
    first: int
    last: int


class OutletNames:
    """The outlets that may be credited: those that are followed and those that are known.

    Who publishes releases is not among them: a company that a report names is its subject, and no report.
    """

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, str] = {}
        self._sites: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self._labels: dict[str, str] = {}  # the names of sites, which are one word: "Coming Soon" is two
        for outlet in (one for one in outlets if one.kind is not OutletKind.PRESS):
            for name in (outlet.name, *outlet.aliases):
                self._call(name, outlet.id)
            site = _site(outlet.home) or ""
            self._sites.setdefault(site, outlet.id)
            label = site.partition(".")[0].replace("-", "")
            if len(label) >= _SITE:
                self._labels.setdefault(label, outlet.id)
            words = _WORD.findall(outlet.name)
            initials = "".join(word[0] for word in words)
            if len(words) >= _INITIALS and initials.isupper() and initials.isalpha():
                self._initials.setdefault(initials, outlet.id)
        # By these a word that begins no name is passed over at once: nearly all words of a text do not.
        self._beginnings = {name[:end] for name in self._by_name for end in range(1, len(name) + 1)}
        self._behind_articles = {
            name[first:end]
            for name in self._by_name
            for first in _ARTICLE_LENGTHS
            if name[:first] in ARTICLES
            for end in range(first + 1, len(name) + 1)
        }
        self._starts = {*self._beginnings, *self._behind_articles, *self._labels, *map(str.casefold, self._initials)}
        self._may_begin = _Known(self._is_beginning)
        self._marks = _Known(self._mark)

    def _call(self, name: str, outlet: str) -> None:
        if name[:1] and not name[0].isalnum():  # "/Film" without its stroke is a word like any other
            return
        words = _WORD.findall(name)
        self._by_name.setdefault(_joined(words), outlet)
        rest = _joined(words[1:])
        if len(words) > 1 and _is_article(words[0]) and len(rest) > 3 and rest not in _THINGS:
            self._by_name.setdefault(rest, outlet)

    def places(self, text: str) -> list[int]:
        """The offsets in a text at which an outlet may be named, or behind a name's article, and a few more.

        Every sentence with something that `mentions` finds has one. Most sentences have none, and need not be taken
        apart; most words are written small, and are passed over without being read.
        """
        found = []
        marks = self._marks
        for part in _NOT_SMALL.finditer(text):
            word, at = part[0], part.start()
            if at and "a" <= text[at - 1] <= "z":  # "eCartelera"
                at = _beginning(text, at)
                word = text[at : part.end()]
            if (mark := marks[word]) and self._is_named(text, part, at, mark):
                found.append(at)
        return found

    def mentions(self, words: Sequence[Word]) -> Iterator[Mention]:
        """The outlets that these words name, from left to right; the longest name counts."""
        named = [word[0] for word in words]
        at = 0
        while at < len(words):
            found = self._at(named, at) if self._may_begin[named[at]] else None
            if found is None or _is_thing(named, found):
                at += 1
            else:
                yield found
                at = found.last

    def of_site(self, url: str) -> str | None:
        """The outlet on whose site this address lies."""
        site = _site(url)
        return self._sites.get(site) if site else None

    def _is_beginning(self, word: str) -> bool:
        """Whether any name begins with that word."""
        if word.islower() and word not in ARTICLES:
            return False
        folded = word.casefold()
        return folded in self._beginnings or word in self._initials or folded in self._labels

    def _mark(self, word: str) -> int:
        """What a word that is not all small may be in a name."""
        folded = word.casefold()
        if folded not in self._starts or word.islower():
            return 0
        mark = _BEHIND_ARTICLE if folded in self._behind_articles else 0
        if not self._is_beginning(word):
            return mark
        if self._at([word], 0):
            return mark | _ALONE
        return mark | (0 if folded in ARTICLES else _FIRST)  # an article says little: the word behind it is looked at

    def _is_named(self, text: str, part: Word, at: int, mark: int) -> bool:
        """Whether the word from `at` to the end of `part` is, or begins, a name, or goes on with one after an article.

        Quickly: as a rule it does not.
        """
        if mark & _ALONE:
            return True
        if mark & _FIRST and (second := _WORD.search(text, part.end())):
            begun = (text[at : part.end()] + second[0]).casefold()
            if begun in self._beginnings and self._at(_words_from(text, at), 0):
                return True
        before = _WORD.findall(text, max(0, at - _NEAR), at) if mark & _BEHIND_ARTICLE else ()
        if not before or before[-1].casefold() not in ARTICLES:
            return False
        return self._at([before[-1], *_words_from(text, at)], 0) is not None

    def _at(self, words: Sequence[str], at: int) -> Mention | None:
        """The longest name that begins with that word, which may begin one."""
        first = words[at]
        found, joined = None, ""
        for last, word in enumerate(words[at : at + LONGEST], at + 1):
            joined += word.casefold()
            if joined not in self._beginnings:
                break
            if (outlet := self._by_name.get(joined)) and _has_capital(words[at:last]):
                found = Mention(outlet, at, last)
        if found:
            return found
        outlet = self._initials.get(first) or self._labels.get(first.casefold())
        return Mention(outlet, at, at + 1) if outlet else None


def words_of(text: str) -> list[Word]:
    """The words of a text, each with its place: letters and digits; everything else is between them."""
    return list(_WORD.finditer(text))


class _Known(dict[str, _Answer]):
    """What is known of words, so that each is asked about once; it forgets all where it has grown large."""

    def __init__(self, ask: Callable[[str], _Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> _Answer:
        if len(self) >= _WORDS_KNOWN:
            self.clear()
        known = self[word] = self._ask(word)
        return known


def _beginning(text: str, at: int) -> int:
    """Where the word begins of which small letters stand before that offset."""
    while at and "a" <= text[at - 1] <= "z":
        at -= 1
    return at


def _words_from(text: str, at: int) -> list[str]:
    """As many words from there on as a name may have."""
    return [word[0] for word in islice(_WORD.finditer(text, at), LONGEST)]


def _is_thing(words: Sequence[str], mention: Mention) -> bool:
    """Whether words name a thing that is called as an outlet is: "takes the Stage", "the Stage is set"."""
    named = words[mention.first : mention.last]
    phrases = _THINGS.get(_joined(named[_is_article(named[0]) :]))
    if phrases is None:
        return False
    before = words[max(0, mention.first - 2) : mention.first]
    after = words[mention.last] if mention.last < len(words) else ""
    follows = any(phrases[0].fullmatch(" ".join(before[at:])) for at in range(len(before)))
    return follows or phrases[1].fullmatch(after) is not None


def _site(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host_names.registrable_domain(host) or host_names.without_prefixes(host) if host else None


def _is_article(word: str) -> bool:
    """Whether a name begins with an article: "The", "La", and not the "LA" of a city."""
    return word.casefold() in ARTICLES and not (len(word) > 1 and word.isupper() and word != "THE")


def _joined(words: Sequence[str]) -> str:
    return "".join(words).casefold()


def _has_capital(run: Sequence[str]) -> bool:
    named = run[1:] if len(run) > 1 and run[0].casefold() in ARTICLES else run
    return bool(named) and (not named[0][0].islower() or any(letter.isupper() for letter in named[0]))

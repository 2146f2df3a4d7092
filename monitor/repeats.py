"""Paragraphs that an outlet repeats: a pitch, a notice of the house, a line on who it is. They are none of an article.

    a stored article -> `candidates`, the paragraphs at its ends -> the archive counts in how many threads they stood
      -> `Order.repeats` -> a page of the outlet -> `without` them

Paragraphs go by their marks: 63 bits of a hash over letters and digits, so that spaces, case and quotes do not count.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from monitor import text
from monitor.model import Article
from monitor.text import stopwords

_LEAST = 25  # bytes of letters and digits: shorter ones are said in many texts
_FIRST, _LAST = 2, 6  # paragraphs of a text that are candidates: what a house adds stands at the ends
_BEGINS = 80  # characters
_NAMED = 3  # characters of a word that says what a headline is about
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an outlet that may be repeated: its mark, and its first characters, for people."""

    mark: int
    begins: str


def mark(paragraph: str) -> int | None:
    """The mark of a paragraph, above 0; None of one that is too short to say which outlet it is of."""
    return _mark(text.to_ascii(paragraph))


def _mark(encoded: bytes) -> int | None:
    letters = text.compact(encoded)
    if len(letters) < _LEAST:
        return None
    return int.from_bytes(blake2b(letters, digest_size=8).digest()) >> 1


def candidates(body: str, title: str | None) -> tuple[Paragraph, ...]:
    """The paragraphs at the ends of a text that do not name the subject of its headline.

    Those that do are the article's own, and would be left out where a headline says nothing of what they are about.
    """
    parts = body.split(_BREAK)
    ends = parts if len(parts) <= _FIRST + _LAST else [*parts[:_FIRST], *parts[-_LAST:]]
    subject = _subject(title)
    found: dict[int, str] = {}
    for part in ends:
        encoded = text.to_ascii(part)
        if not _names(part, encoded, subject) and (number := _mark(encoded)) is not None:
            found[number] = part[:_BEGINS]
    return tuple(Paragraph(number, begins) for number, begins in found.items())


def without(body: str, title: str | None, repeated: Collection[int]) -> tuple[str, tuple[int, ...]]:
    """A text without the paragraphs that its outlet repeats, and their marks; whole, if half of it were left out.

    What names the subject of the headline stays: a paragraph on a film comes again in each article on it.
    """
    if not repeated or not body:
        return body, ()
    parts = body.split(_BREAK)
    marks = [mark(part) for part in parts]
    known = frozenset(marks).intersection(repeated)
    if not known:
        return body, ()
    subject = _subject(title)
    out = {
        at for at, one in enumerate(marks) if one in known and not _names(parts[at], text.to_ascii(parts[at]), subject)
    }
    if not out or sum(len(parts[at]) for at in out) * 2 >= sum(map(len, parts)):
        return body, ()
    left = _BREAK.join(part for at, part in enumerate(parts) if at not in out)
    return left, tuple(dict.fromkeys(one for at in sorted(out) if (one := marks[at]) is not None))


def apart(article: Article, known: Collection[int]) -> Article:
    """An article without these paragraphs, whatever is left, if anything is: two readings of it are compared so."""
    marked = [(part, mark(part)) for part in article.body.split(_BREAK)] if known else []
    left = [part for part, one in marked if one not in known]
    if not left or len(left) == len(marked):
        return article
    out = dict.fromkeys((*article.left_out, *(one for _, one in marked if one is not None and one in known)))
    return replace(article, body=_BREAK.join(left), left_out=tuple(out))


def _subject(title: str | None) -> frozenset[str]:
    """What a headline is about: its words but those that say little, and its pairs of letters that are words each."""
    words = text.fold(title or "").split()
    grammar, common = stopwords.grammar(words), stopwords.COMMONPLACE
    said = (word for word in words if len(word) >= _NAMED and word not in grammar and word not in common)
    return frozenset((*said, *_pairs(words)))


def _names(paragraph: str, encoded: bytes, subject: frozenset[str]) -> bool:
    """Whether a paragraph, `encoded` by `to_ascii`, names any of what a headline is about."""
    words = text.spaced(encoded).decode().split()
    return not (subject.isdisjoint(words) and (paragraph.isascii() or subject.isdisjoint(_pairs(words))))


def _pairs(words: list[str]) -> Iterator[str]:
    """Neighbours of one character each: scripts without spaces have no longer words."""
    return (one + two for one, two in pairwise(words) if len(one) == len(two) == 1 and not one.isascii())

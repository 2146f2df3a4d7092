"""An article laid out for matching: every field folded, one after the other, with the way back to its own text.

A place is a pair of word numbers (first, past the last). Words are numbered through each field from `field * STRIDE`
on, so that no distance reaches from one field into another.
"""

from bisect import bisect_right

from monitor import text
from monitor.match import fit, patterns
from monitor.match.nodes import FIELDS, TEXT_FIELDS, Pattern, Term
from monitor.model import Article, Mark

Place = tuple[int, int]

STRIDE = 1 << 32  # more than the words of any field
PLACES_LIMIT = 10_000  # places of one term that are looked at in one article: more tell nothing new
TEXT_NUMBERS = tuple(range(len(TEXT_FIELDS)))
ALL_NUMBERS = tuple(range(len(FIELDS)))
# The names that `model.Article` has for the fields of the query language.
ATTRIBUTES = ("title", "standfirst", "body", "authors", "section", "tags")


class Layout:
    """One article's fields, folded; offsets are made when they are first asked for."""

    __slots__ = ("_places", "_possessives", "_sentences", "_spans", "article", "folded", "originals", "starts")

    def __init__(self, article: Article) -> None:
        self.article = article
        self.originals = (
            article.title,
            article.standfirst or "",
            article.body,
            ", ".join(article.authors),
            article.section or "",
            ", ".join(article.tags),
        )
        pieces = [_padded(original) for original in self.originals]
        self.folded = b"\n".join(pieces)  # each piece begins and ends with a space: " heat 2 "
        self.starts = [0]
        for piece in pieces:
            self.starts.append(self.starts[-1] + len(piece) + 1)
        self._spans: dict[int, list[tuple[int, int]]] = {}
        self._places: dict[tuple[Term | Pattern, tuple[int, ...]], list[Place]] = {}
        self._possessives: list[int] | None = None
        self._sentences: dict[int, list[int]] = {}

    def spans(self, number: int) -> list[tuple[int, int]]:
        """The offsets of the words of a field."""
        if number not in self._spans:
            self._spans[number] = text.words(self.originals[number])
        return self._spans[number]

    def places(self, leaf: Term | Pattern, numbers: tuple[int, ...]) -> list[Place]:
        """Where a term or pattern stands in the fields of these numbers, in order."""
        key = (leaf, numbers)
        if key not in self._places:
            find = self._term_places if isinstance(leaf, Term) else self._pattern_places
            found: list[Place] = []
            for number in numbers:
                found.extend(find(leaf, number, PLACES_LIMIT - len(found)))  # type: ignore[arg-type]
            self._places[key] = found
        return self._places[key]

    def _term_places(self, term: Term, number: int, limit: int) -> list[Place]:
        needle = needle_of(term)
        folded = self.folded
        start, stop = self.starts[number], self.starts[number + 1] - 1
        at = folded.find(needle, start, stop)
        if at < 0:
            return []
        wanted = fit.demands(term)
        length = len(term.words)
        counted, word = start, 0
        found: list[Place] = []
        while at >= 0 and len(found) < limit:
            word += folded.count(b" ", counted, at)
            counted = at
            if wanted is None or fit.fits(term, wanted, self.originals[number], self.spans(number), word):
                found.append((number * STRIDE + word, number * STRIDE + word + length))
            at = folded.find(needle, at + 1, stop)
        return found

    def _pattern_places(self, pattern: Pattern, number: int, limit: int) -> list[Place]:
        matches = patterns.find(pattern.source, self.originals[number], exact=pattern.exact, limit=limit)
        if not matches:
            return []
        spans = self.spans(number)
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        found: list[Place] = []
        for start, end in matches:
            first, past = bisect_right(ends, start), bisect_right(starts, end - 1)
            place = (number * STRIDE + first, number * STRIDE + past)
            if past > first and (not found or found[-1] != place):
                found.append(place)
        return found

    def possessives(self) -> list[int]:
        """The numbers of the words that are a lone "s", as in "Mann's": they count as part of the word before."""
        if self._possessives is None:
            self._possessives = [first for first, _ in self.places(_POSSESSIVE, ALL_NUMBERS)]
        return self._possessives

    def sentence_starts(self, number: int) -> list[int]:
        """The offsets where the sentences of a field begin. A title is one sentence."""
        if number not in self._sentences:
            original = self.originals[number]
            found = [start for start, _ in text.sentences(original)] if FIELDS[number] != "title" else []
            self._sentences[number] = found
        return self._sentences[number]

    def mark(self, place: Place) -> Mark:
        """The words of a place as they stand in the article."""
        number, first = divmod(place[0], STRIDE)
        spans = self.spans(number)
        start, end = spans[first][0], spans[place[1] - number * STRIDE - 1][1]
        return Mark(field=ATTRIBUTES[number], start=start, end=end, text=self.originals[number][start:end])


_POSSESSIVE = Term(("s",), "s")


def needle_of(term: Term) -> bytes:
    """The bytes that stand in `Layout.folded` wherever the term's folded words do."""
    joined = " ".join(term.words)
    return f" {joined}".encode() if term.prefix else f" {joined} ".encode()


def _padded(original: str) -> bytes:
    folded = b" ".join(text.fold_loose(original).split())
    return b" " + folded + b" " if folded else b" "

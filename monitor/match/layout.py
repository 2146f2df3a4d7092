r"""An article laid out for matching: every field folded, one after the other.

    b" heat 2 casts its lead \n  \n the sequel to heat ... \n ..."

A place is a pair of offsets into these bytes, from the start of its first word to the end of its last. Offsets into
the article's own text are made for the few places that need them.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from monitor import text
from monitor.match import fit, patterns
from monitor.match.nodes import FIELDS, TEXT_FIELDS, Pattern, Term
from monitor.match.offsets import Offsets
from monitor.model import Article, Mark

Place = tuple[int, int]

Fields = tuple[tuple[int, int], ...]  # ranges of the numbers of fields

STRIDE = 1 << 32  # between the word numbers of two fields: farther than any distance
PLACES_LIMIT = 10_000  # places of one term that are looked at in one article: more tell nothing new
IN_TEXT: Fields = ((0, len(TEXT_FIELDS)),)
ANYWHERE: Fields = ((0, len(FIELDS)),)
# The names that `model.Article` has for the fields of the query language.
ATTRIBUTES = ("title", "standfirst", "body", "authors", "section", "tags")


class Layout:
    """One article's fields, folded. Everything but the folding is made when it is first asked for."""

    __slots__ = (
        "_encoded",
        "_folded",
        "_loose",
        "_offsets",
        "_places",
        "_possessives",
        "_sentences",
        "_starts",
        "_vocabulary",
        "article",
        "originals",
    )

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
        self._encoded = [text.to_ascii(original) if original else b"" for original in self.originals]
        self._folded = b""
        self._loose: list[bytes] = []
        self._starts: list[int] = []
        self._vocabulary: set[bytes] = set()
        self._offsets: dict[int, Offsets] = {}
        self._places: dict[tuple[Term | Pattern, Fields], list[Place]] = {}
        self._possessives: list[int] | None = None
        self._sentences: dict[int, list[int]] = {}

    def compact(self) -> bytes:
        """The letters of all fields without any blank, a line for each field."""
        return b"\n".join([text.compact(encoded) for encoded in self._encoded])

    def spaced(self) -> bytes:
        """The words of all fields with one blank or more around each."""
        return b" %b " % b" \n ".join([text.spaced(encoded) for encoded in self._encoded])

    @property
    def folded(self) -> bytes:
        """The folded fields, each as b" heat 2 ", a line for each."""
        if not self._starts:
            self._fold()
        return self._folded

    @property
    def starts(self) -> list[int]:
        """Where each field begins in `folded`; the last is where one more would begin."""
        if not self._starts:
            self._fold()
        return self._starts

    def _fold(self) -> None:
        self._loose = [text.spaced(encoded) for encoded in self._encoded]
        pieces = []
        for loose in self._loose:
            words = loose.split()
            self._vocabulary.update(words)
            pieces.append(b" %b " % b" ".join(words) if words else b" ")
        self._folded = b"\n".join(pieces)
        self._starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]

    def places(self, leaf: Term | Pattern, fields: Fields) -> list[Place]:
        """Where a term or pattern stands in these fields, in order."""
        key = (leaf, fields)
        found = self._places.get(key)
        if found is None:
            find = self._term_places if isinstance(leaf, Term) else self._pattern_places
            found = [place for first, past in fields for place in find(leaf, first, past)]  # type: ignore[arg-type]
            self._places[key] = found
        return found

    def _term_places(self, term: Term, first: int, past: int) -> Iterator[Place]:
        wanted: fit.Demands | None = None
        for number, place in enumerate(self.folded_places(term, ((first, past),))):
            if number == 0:
                wanted = fit.demands(term)
            if wanted is None or self._fits(wanted, *place):
                yield place

    def folded_places(self, term: Term, fields: Fields) -> Iterator[Place]:
        """Where the folded words of a term stand, whatever it asks for beyond them."""
        needle = term.needle
        find = self.folded.find
        if not self._vocabulary.issuperset(needle.split()[: -1 if term.prefix else None]):
            return
        length = len(needle) - 1
        left = PLACES_LIMIT
        for first, past in fields:
            stop = self.starts[past] - 1
            at = find(needle, self.starts[first], stop)
            while at >= 0 and left:
                yield at + 1, find(b" ", at + length) if term.prefix else at + length
                left -= 1
                at = find(needle, at + 1, stop)

    def _fits(self, wanted: fit.Demands, start: int, end: int) -> bool:
        original = self.originals[self.field_of((start, end))]
        if wanted.only_gaps:
            begin, past = self.span(start, end)
            if past - begin == end - start and original.count(" ", begin, past) == len(wanted.gaps):
                return True  # one blank between each two words
        return fit.fits(wanted, original, self.word_spans(start, end))

    def word_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The offsets in the field's text of each word of a place."""
        spans = []
        while start < end:
            stop = self.folded.index(b" ", start)
            spans.append(self.span(start, stop))
            start = stop + 1
        return spans

    def _pattern_places(self, pattern: Pattern, first: int, past: int) -> Iterator[Place]:
        for number in range(first, past):
            original = self.originals[number]
            matches = patterns.find(pattern.source, original, exact=pattern.exact, limit=PLACES_LIMIT)
            if matches:
                yield from self._whole_words(number, matches)

    def _whole_words(self, number: int, matches: list[tuple[int, int]]) -> Iterator[Place]:
        """The places of the words that lie in, or partly in, these pieces of a field's text."""
        spans = text.words(self.originals[number])
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        borders = self._borders(number)
        reached = 0
        for start, end in matches:
            first, past = max(reached, bisect_right(ends, start)), bisect_right(starts, end - 1)
            if past > first:
                yield borders[first] + 1, borders[past]
                reached = past

    def _borders(self, number: int) -> list[int]:
        """The offsets of the blanks around the words of a field."""
        start = self.starts[number]
        piece = self.folded[start : self.starts[number + 1] - 1]
        return [start + at for at, byte in enumerate(piece) if byte == 32]

    def field_of(self, place: Place) -> int:
        """The number of the field in which a place stands."""
        return bisect_right(self.starts, place[0]) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in its field's own text of the words at folded[start:end]."""
        number = bisect_right(self.starts, start) - 1
        base = self.starts[number]
        offsets = self._offsets.get(number)
        if offsets is None:
            folded = self.folded[base : self.starts[number + 1] - 1]
            offsets = self._offsets[number] = Offsets(self.originals[number], self._loose[number], folded)
        return offsets.span(start - base, end - base)

    def numbered(self, places: Sequence[Place]) -> list[Place]:
        """The numbers of the first word of each place and of the word after its last. Places are in order."""
        found = []
        number, counted, words = -1, 0, 0
        for start, end in places:
            if number < 0 or start >= self.starts[number + 1]:
                number = bisect_right(self.starts, start) - 1
                counted, words = self.starts[number], number * STRIDE - 1
            words += self.folded.count(b" ", counted, start)
            counted = start
            found.append((words, words + 1 + self.folded.count(b" ", start, end)))
        return found

    def possessives(self) -> list[int]:
        """The numbers of the words that are a lone "s", as in "Mann's": they count as part of the word before."""
        if self._possessives is None:
            places = self.places(_POSSESSIVE, ANYWHERE) if b" s " in self.folded else []
            self._possessives = [first for first, _ in self.numbered(places)]
        return self._possessives

    def sentence_starts(self, number: int) -> list[int]:
        """The offsets where the sentences of a field begin. A title is one sentence."""
        if number not in self._sentences:
            original = self.originals[number]
            found = [start for start, _ in text.sentences(original)] if FIELDS[number] != "title" else []
            self._sentences[number] = found
        return self._sentences[number]

    def sentence_of(self, place: Place) -> tuple[int, int]:
        """The field and the number of the sentence in which a place begins."""
        number = self.field_of(place)
        return number, bisect_right(self.sentence_starts(number), self.span(*place)[0])

    def words_until(self, number: int, words: int) -> Place:
        """The range of the first so many words of a field."""
        start, stop = self.starts[number], self.starts[number + 1] - 1
        pieces = self.folded[start + 1 : stop].split(b" ", words)
        return start, stop - len(pieces[-1]) if len(pieces) > words else stop

    def mark(self, place: Place) -> Mark:
        """The words of a place as they stand in the article."""
        number = self.field_of(place)
        start, end = self.span(*place)
        return Mark(field=ATTRIBUTES[number], start=start, end=end, text=self.originals[number][start:end])


_POSSESSIVE = Term(("s",), "s")

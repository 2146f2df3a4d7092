r"""An article laid out for matching: every field folded, one after the other, the words where they were.

    b"\n heat 2  casts its lead  \n  \n   the sequel to  heat   ... \n ... \n"

A place is a pair of offsets into these bytes, from the start of its first word to the end of its last. Offsets into
the article's own text are the same less where the field begins, except in texts with characters that became more or
less than one byte.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor import text
from monitor.match.query.nodes import FIELDS, TEXT_FIELDS, Pattern, Term
from monitor.match.scan import patterns, term_check
from monitor.match.scan.offsets import Offsets
from monitor.model import Article, Mark

Place = tuple[int, int]
Fields = tuple[tuple[int, int], ...]  # ranges of the numbers of fields

STRIDE = 1 << 32  # between the word numbers of two fields: farther than any distance
PLACES_LIMIT = 10_000  # places of one term that are looked at in one article: more tell nothing new
IN_TEXT: Fields = ((0, len(TEXT_FIELDS)),)
ANYWHERE: Fields = ((0, len(FIELDS)),)
# The names that `model.Article` has for the fields of the query language.
ATTRIBUTES = ("title", "standfirst", "body", "authors", "section", "tags")
_BLANK = ord(" ")


class Layout:
    """One article's fields, folded. Everything but the first step of that is made when it is first asked for."""

    __slots__ = (
        "_compact", "_encoded", "_folded", "_offsets", "_places", "_sentences", "article", "originals", "starts",
    )  # fmt: skip

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
        self._encoded = [text.to_ascii_level(original) if original else _NOTHING for original in self.originals]
        self._compact = self._folded = b""
        # Where each field begins in `folded`; the last is where one more would begin.
        self.starts = [2]
        for encoded, _ in self._encoded:
            self.starts.append(self.starts[-1] + len(encoded) + 3)
        self._offsets: dict[int, Offsets] = {}
        self._places: dict[tuple[Term | Pattern, Fields], list[Place]] = {}
        self._sentences: dict[int, list[int]] = {}

    @property
    def compact(self) -> bytes:
        """The letters of all fields without any blank, a line for each field."""
        if not self._compact:
            self._compact = b"\n".join([text.compact(encoded) for encoded, _ in self._encoded])
        return self._compact

    @property
    def folded(self) -> bytes:
        """The folded fields with one blank or more around each word, a line for each field."""
        if not self._folded:
            self._folded = b"\n %b \n" % b" \n ".join([text.spaced(encoded) for encoded, _ in self._encoded])
        return self._folded

    def places(self, leaf: Term | Pattern, fields: Fields) -> list[Place]:
        """Where a term or pattern stands in these fields, in order."""
        key = (leaf, fields)
        found = self._places.get(key)
        if found is None:
            find = self._term_places if isinstance(leaf, Term) else self._pattern_places
            found = self._places[key] = list(find(leaf, fields))  # type: ignore[arg-type]
        return found

    def _term_places(self, term: Term, fields: Fields) -> Iterator[Place]:
        wanted: term_check.Demands | None = None
        for number, place in enumerate(self.folded_places(term, fields)):
            if number == 0:
                wanted = term_check.demands(term)
            if wanted is None or self._fits(wanted, place):
                yield place

    def folded_places(self, term: Term, fields: Fields) -> Iterator[Place]:
        """Where the folded words of a term stand, whatever it asks for beyond them."""
        folded = self.folded
        find = folded.find
        search = _search_of(term)
        if search.is_long and not all(key in folded for key in search.keys):
            return  # many phrases that share a frequent word would each look at all places of that
        left = PLACES_LIMIT
        for first, past in fields:
            stop = self.starts[past] - 2
            at = find(search.needle, self.starts[first] - 1, stop)
            while at >= 0 and left:
                end = find(b" ", at + 1) if search.is_open else at + 1 + search.length
                place = self._grown(search, at, end) if search.is_long else (at + 1, end)
                if place:
                    yield place
                    left -= 1
                at = find(search.needle, at + 1, stop)

    def _grown(self, search: "_Search", at: int, end: int) -> Place | None:
        """The place of a whole phrase whose pivot stands after the blank `at`, if its other words stand around it."""
        folded = self._folded
        if folded.startswith(search.after, end) and folded.endswith(search.before, 0, at + 1):  # one blank between each
            past = end + len(search.after) - (not search.goes_on)
            return at + 2 - len(search.before), folded.find(b" ", past) if search.goes_on else past
        reached = self._grown_right(search, end)
        start = reached and self._grown_left(search, at)
        return (start, reached) if start and reached else None

    def _grown_right(self, search: "_Search", end: int) -> int | None:
        """The end of the words after the pivot, which ends here."""
        folded = self._folded
        for key in search.keys[search.pivot + 1 :]:
            while folded[end] == _BLANK:
                end += 1
            word, end = end, end + len(key)
            if folded[word:end] != key:
                return None
            if folded[end] != _BLANK:
                if not (search.goes_on and key is search.keys[-1]):
                    return None
                end = folded.find(b" ", end)
        return end

    def _grown_left(self, search: "_Search", at: int) -> int | None:
        """The start of the words before the pivot, which has the blank before it here."""
        folded = self._folded
        start = at + 1
        for key in reversed(search.keys[: search.pivot]):
            start -= 1
            while folded[start - 1] == _BLANK:
                start -= 1
            start -= len(key)
            if start < 1 or folded[start : start + len(key)] != key or folded[start - 1] != _BLANK:
                return None
        return start

    def _fits(self, wanted: term_check.Demands, place: Place) -> bool:
        start, end = place
        number = self.field_of(place)
        original = self.originals[number]
        if wanted.only_gaps and self._encoded[number][1]:
            base = self.starts[number]
            blanks = len(wanted.gaps)
            if original.count(" ", start - base, end - base) == self.folded.count(b" ", start, end) == blanks:
                return True  # one blank between each two words
        return term_check.fits(wanted, original, self.word_spans(place))

    def word_spans(self, place: Place) -> list[tuple[int, int]]:
        """The offsets in the field's own text of each word of a place."""
        number = self.field_of(place)
        base = self.starts[number]
        words = text.loose_words(self.folded, *place)
        return [self._in_original(number, start - base, end - base) for start, end in words]

    def span(self, place: Place) -> tuple[int, int]:
        """The offsets in its field's own text of a place."""
        number = self.field_of(place)
        base = self.starts[number]
        return self._in_original(number, place[0] - base, place[1] - base)

    def _in_original(self, number: int, start: int, end: int) -> tuple[int, int]:
        if self._encoded[number][1]:
            return start, end
        if number not in self._offsets:
            self._offsets[number] = Offsets(self.originals[number])
        return self._offsets[number].span(start, end)

    def _pattern_places(self, pattern: Pattern, fields: Fields) -> Iterator[Place]:
        for first, past in fields:
            for number in range(first, past):
                original = self.originals[number]
                matches = patterns.find(pattern.source, original, exact=pattern.exact, limit=PLACES_LIMIT)
                if matches:
                    yield from self._whole_words(number, matches)

    def _whole_words(self, number: int, matches: list[tuple[int, int]]) -> Iterator[Place]:
        """The places of the words that lie in, or partly in, these pieces of a field's own text."""
        spans = text.words(self.originals[number])
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        words = text.loose_words(self.folded, self.starts[number], self.starts[number + 1] - 3)
        reached = 0
        for start, end in matches:
            first, past = max(reached, bisect_right(ends, start)), bisect_right(starts, end - 1)
            if past > first:
                yield words[first][0], words[past - 1][1]
                reached = past

    def field_of(self, place: Place) -> int:
        """The number of the field in which a place stands."""
        return bisect_right(self.starts, place[0]) - 1

    def numbered(self, *lists: Sequence[Place]) -> "list[list[Numbered]]":
        """For each list of places, in order: the places with the numbers of their words.

        Counted from the first place of all; a lone "s", as in "Mann's", counts as part of the word before.
        """
        origin = min(places[0][0] for places in lists if places)
        return [self._numbered(places, origin) for places in lists]

    def _numbered(self, places: Sequence[Place], origin: int) -> "list[Numbered]":
        found = []
        number, counted, words = -1, 0, 0
        for start, end in places:
            if number < 0 or start >= self.starts[number + 1]:
                number = bisect_right(self.starts, start) - 1
                counted, words = max(origin, self.starts[number]), number * STRIDE
            words += _words_in(self.folded[counted:start])
            counted = start
            found.append(Numbered(start, end, words, words + _words_in(self.folded[start:end])))
        return found

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
        return number, bisect_right(self.sentence_starts(number), self.span(place)[0])

    def words_until(self, number: int, words: int) -> Place:
        """The range of the first so many words of a field."""
        start, stop = self.starts[number], self.starts[number + 1] - 3
        pieces = self.folded[start:stop].split(None, words)
        return start, stop - len(pieces[-1]) if len(pieces) > words else stop

    def mark(self, place: Place) -> Mark:
        """The words of a place as they stand in the article."""
        number = self.field_of(place)
        start, end = self.span(place)
        return Mark(field=ATTRIBUTES[number], start=start, end=end, text=self.originals[number][start:end])


class Numbered(NamedTuple):
    """A place with the numbers of its first word and of the word after its last: for distances, not for order."""

    start: int
    end: int
    first: int
    past: int


def _words_in(folded: bytes) -> int:
    words = folded.split()
    return len(words) - words.count(b"s")


_NOTHING = (b"", True)


class _Search(NamedTuple):
    """How a term is looked for: its words, which of them first, and the bytes that it is then."""

    keys: tuple[bytes, ...]
    pivot: int  # the longest word, as the rarest
    needle: bytes
    length: int  # of the pivot
    before: bytes  # the words before the pivot and after it, with one blank between each two, as they mostly stand
    after: bytes
    is_long: bool  # there are other words
    is_open: bool  # the pivot may go on
    goes_on: bool  # the last word may go on


@lru_cache(maxsize=100_000)
def _search_of(term: Term) -> _Search:
    keys = tuple(word.encode() for word in term.words)
    lengths = [len(key) for key in (keys[:-1] if term.prefix and len(keys) > 1 else keys)]
    pivot = lengths.index(max(lengths))
    is_open = term.prefix and len(keys) == 1
    before, after = keys[:pivot], keys[pivot + 1 :]
    return _Search(
        keys=keys,
        pivot=pivot,
        needle=b" %b" % keys[pivot] if is_open else b" %b " % keys[pivot],
        length=len(keys[pivot]),
        before=b" %b " % b" ".join(before) if before else b" ",
        after=b" %b%b" % (b" ".join(after), b"" if term.prefix else b" ") if after else b" ",
        is_long=len(keys) > 1,
        is_open=is_open,
        goes_on=term.prefix,
    )

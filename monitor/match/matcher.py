"""All watches against one article, in one pass over its folded text.

    article -> layout -> one scan for every watch's anchors -> the few watches whose anchor stands there
            -> each is judged on the places of its own terms -> hits

The scan costs what the text costs, hardly what the watches cost.
"""

from collections.abc import Iterable, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from monitor.match.anchors import anchors
from monitor.match.layout import Layout, Place, needle_of
from monitor.match.prepare import Prepared, find, prepare
from monitor.match.snippets import snippet
from monitor.model import Article, Hit, Watch

# Folded text scanned at a time: the automaton returns a list of all it found, which must stay small.
_CHUNK = 1 << 16


def compile_watches(watches: Iterable[Watch]) -> "Matcher":
    """A matcher of these watches.

    Raises:
        QuerySyntaxError: a watch's query, or another option of it, cannot be understood.
    """
    return Matcher([prepare(watch) for watch in watches])


class Matcher:
    """Watches made ready. Matching changes nothing in it."""

    def __init__(self, prepared: Sequence[Prepared]) -> None:
        self._prepared = prepared
        self._always: list[int] = []  # watches without anchors: they are asked about every article
        owners: dict[bytes, list[int]] = {}
        for number, watch in enumerate(prepared):
            required = anchors(watch)
            if required is None:
                self._always.append(number)
                continue
            for needle in {needle_of(term) for term in required}:
                owners.setdefault(needle, []).append(number)
        self._owners = list(owners.values())
        self._overlap = max(map(len, owners), default=1) - 1
        self._automaton = BytesAhoCorasick(list(owners), implementation=Implementation.ContiguousNFA)

    @property
    def size(self) -> int:
        """How many watches there are."""
        return len(self._prepared)

    def match(self, article: Article) -> list[Hit]:
        """The hits of an article, in the order of the watches."""
        layout = Layout(article)
        hits = []
        for number in self._candidates(layout.folded):
            prepared = self._prepared[number]
            places = find(prepared, layout)
            if places is not None:
                hits.append(hit_of(prepared.watch, layout, places))
        return hits

    def _candidates(self, folded: bytes) -> list[int]:
        """The numbers of the watches that may match."""
        find_all = self._automaton.find_matches_as_indexes
        found: set[int] = set()
        if len(folded) <= _CHUNK:
            found.update(match[0] for match in find_all(folded, overlapping=True))
        else:
            for start in range(0, len(folded), _CHUNK):
                piece = folded[start : start + _CHUNK + self._overlap]
                found.update(match[0] for match in find_all(piece, overlapping=True))
        numbers = set(self._always)
        for needle in found:
            numbers.update(self._owners[needle])
        return sorted(numbers)


def hit_of(watch: Watch, layout: Layout, places: Sequence[Place]) -> Hit:
    """The hit of a watch that stands at these places."""
    marks = tuple(layout.mark(place) for place in places)
    line, line_marks = snippet(layout.article, marks)
    return Hit(watch=watch.id, marks=marks, snippet=line, snippet_marks=line_marks)

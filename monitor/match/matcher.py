"""All watches against one article, in one pass over its folded text.

    article -> layout -> one scan for every watch's anchors -> the few watches whose anchor stands there
            -> each is decided on the places of its own terms -> hits

The scan costs what the text costs, hardly what the watches cost. Only what the scan needs is kept of each watch; its
nodes are made again when its anchor is first met, so that 100,000 watches are built quickly and stay small.
"""

from collections.abc import Iterable, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation

from monitor.match.decide import find
from monitor.match.prefilter import Needle, Required, needle_of, proof_of, requirements
from monitor.match.prepare import Prepared, prepare
from monitor.match.scan.folded_text import Layout, Place
from monitor.match.snippets import snippet
from monitor.model import Article, Hit, Watch

# Folded text scanned at a time: the automaton returns a list of all it found, which must stay small.
_CHUNK = 1 << 15
_READY_LIMIT = 20_000  # watches whose nodes are kept ready; those that are met often stay
# Bytes of all needles up to which the automaton is a full table: three times as quick, 130 bytes for each of them.
_TABLE_BYTES = 300_000
_CHECKED = 8  # alternatives above which evaluating is as quick as looking for each
_MARKS_LIMIT = 1_000  # marks of one hit: more places than that tell nothing, and must be kept by the archive
_ADDED_LIMIT = 1_000  # watches added or removed; above it, all are built again


def compile_watches(watches: Iterable[Watch], earlier: "Matcher | None" = None) -> "Matcher":
    """A matcher of these watches, whose ids differ. What an earlier one has of them is shared with it: that is quicker.

    Raises:
        QuerySyntaxError: a watch's query, or another option of it, cannot be understood.
    """
    return earlier.updated(watches) if earlier else Matcher((_Segment(list(watches)),))


class Matcher:
    """Watches made ready. Matching changes nothing in it but what it remembers to be quick."""

    def __init__(self, segments: "tuple[_Segment, ...]", removed: frozenset[str] = frozenset()) -> None:
        self._segments = segments
        self._removed = removed  # ids of watches in the first segment that are gone or replaced

    @property
    def size(self) -> int:
        """How many watches there are."""
        return sum(len(segment.watches) for segment in self._segments) - len(self._removed)

    def match(self, article: Article) -> list[Hit]:
        """The hits of an article, in the order of the watches; of watches that were added later, after the others."""
        layout = Layout(article)
        hits = []
        for number, segment in enumerate(self._segments):
            for prepared in segment.candidates(layout):
                if number == 0 and prepared.watch.id in self._removed:
                    continue
                places = find(prepared, layout)
                if places is not None:
                    hits.append(hit_of(prepared.watch, layout, places))
        return hits

    def updated(self, watches: Iterable[Watch]) -> "Matcher":
        """A matcher of these watches, which shares with this one what both have. This one stays as it is.

        Raises:
            QuerySyntaxError: a watch cannot be understood.
        """
        wanted = {watch.id: watch for watch in watches}
        first = self._segments[0]
        same = {watch.id for watch in first.watches if wanted.get(watch.id) == watch}
        added = [watch for name, watch in wanted.items() if name not in same]
        removed = first.ids - same
        if len(added) + len(removed) > _ADDED_LIMIT:
            return compile_watches(wanted.values())
        return Matcher((first, _Segment(added)) if added else (first,), removed)


class _Segment:
    """Some watches, found by their anchors."""

    __slots__ = ("_always", "_compact", "_ids", "_ready", "_spaced", "watches")

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = watches
        self._ids: frozenset[str] | None = None
        self._ready: dict[int, tuple[Prepared, Checks]] = {}
        self._always: list[int] = []  # watches without anchors: they are asked about every article
        compact: Owners = {}
        spaced: Owners = {}
        for number, watch in enumerate(watches):
            required = requirements(prepare(watch))
            if not required:
                self._always.append(number)
                continue
            for needle in map(needle_of, required[0].terms):
                _own(compact if needle.is_compact else spaced, needle.key, number)
        self._compact = _Scan(compact)
        self._spaced = _Scan(spaced)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the watches."""
        if self._ids is None:
            self._ids = frozenset(watch.id for watch in self.watches)
        return self._ids

    def candidates(self, layout: Layout) -> list[Prepared]:
        """The watches that may match an article, in their order."""
        numbers = set(self._always)
        if self._compact:
            self._compact.collect(layout.compact, numbers)
        if self._spaced:
            self._spaced.collect(layout.folded, numbers)
        found = []
        for number in sorted(numbers):
            prepared, checks = self._ready.get(number) or self._make_ready(number)
            if not checks or _stand(checks, layout):
                found.append(prepared)
        return found

    def _make_ready(self, number: int) -> "tuple[Prepared, Checks]":
        if len(self._ready) >= _READY_LIMIT:
            self._ready.clear()
        prepared = prepare(self.watches[number])
        self._ready[number] = ready = (prepared, _checks(requirements(prepared)))
        return ready


Checks = tuple[tuple[Needle, ...], ...]  # of each one must stand in the article


def _stand(checks: Checks, layout: Layout) -> bool:
    for needles in checks:
        for key, is_compact in needles:
            if key in (layout.compact if is_compact else layout.folded):
                break
        else:
            return False
    return True


def _checks(required: list[Required]) -> Checks:
    """What to look for in a candidate, besides the anchor that made it one."""
    looked_for = [one for one in required[:1] if any(proof_of(term) != needle_of(term) for term in one.terms)]
    return tuple(tuple(map(proof_of, one.terms)) for one in (*looked_for, *required[1:]) if len(one.terms) <= _CHECKED)


Owners = dict[bytes, int | list[int]]  # needle -> the watch, or watches, that it is an anchor of


def _own(owners: Owners, key: bytes, number: int) -> None:
    owner = owners.setdefault(key, number)
    if isinstance(owner, list):
        if owner[-1] != number:
            owner.append(number)
    elif owner != number:
        owners[key] = [owner, number]


class _Scan:
    """An automaton over needles, and the watches that each stands for."""

    __slots__ = ("_automaton", "_overlap", "_owners")

    def __init__(self, owners: Owners) -> None:
        self._owners = list(owners.values())
        self._overlap = max(map(len, owners), default=1) - 1
        is_small = sum(map(len, owners)) <= _TABLE_BYTES
        implementation = Implementation.DFA if is_small else Implementation.ContiguousNFA
        self._automaton = BytesAhoCorasick(owners, implementation=implementation)

    def __bool__(self) -> bool:
        return bool(self._owners)

    def collect(self, text: bytes, numbers: set[int]) -> None:
        """Add the numbers of the watches whose needles stand in the text."""
        find_all = self._automaton.find_matches_as_indexes
        for start in range(0, len(text), _CHUNK):
            piece = text if len(text) <= _CHUNK else text[start : start + _CHUNK + self._overlap]
            for needle in {match[0] for match in find_all(piece, overlapping=True)}:
                owner = self._owners[needle]
                if isinstance(owner, list):
                    numbers.update(owner)
                else:
                    numbers.add(owner)


def hit_of(watch: Watch, layout: Layout, places: Sequence[Place]) -> Hit:
    """The hit of a watch that stands at these places."""
    marks = tuple(layout.mark(place) for place in places[:_MARKS_LIMIT])
    line, line_marks = snippet(layout.article, marks)
    return Hit(watch=watch.id, marks=marks, snippet=line, snippet_marks=line_marks)

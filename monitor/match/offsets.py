"""The way back from a field's folded words to its own text.

Folding is done for every article, the way back only for the few places that matter. So nothing is kept for each word:
the blanks before a place are counted, and only the runs whose folded form has another length are remembered.
"""

from bisect import bisect_right

from monitor import text

Span = tuple[int, int]

_WALKED = 64  # characters of the longest run that is walked through; texts with longer ones get a list of all words


class Offsets:
    """Where the words of `folded` (a field as b" heat 2 ") stand in the field's text.

    `loose` is `text.fold_loose` of that text: the same words with any number of blanks between them.
    """

    __slots__ = ("_at", "_blanks", "_drifts", "_folded", "_loose", "_nonblank", "_original", "_reached", "_words")

    def __init__(self, original: str, loose: bytes, folded: bytes) -> None:
        self._original = original
        self._loose = loose
        self._folded = folded
        self._drifts = None if original.isascii() else _Drifts(original)
        self._words: list[Span] | None = None
        if self._drifts and self._drifts.longest > _WALKED:
            self._words = text.words(original)
        self._reset()

    def _reset(self) -> None:
        # A pair of offsets with the same words before: places are asked for in order, mostly.
        self._at = self._nonblank = self._reached = self._blanks = 0

    def span(self, start: int, end: int) -> Span:
        """The (start, end) offsets in the text of the words at folded[start:end]."""
        if self._words is not None:
            first = self._folded.count(b" ", 0, start) - 1
            return self._words[first][0], self._words[first + self._folded.count(b" ", start, end)][1]
        begin = self._unfold(start)
        last = begin + end - 1 - start
        if self._folded.find(b" ", start, end) >= 0:
            last = self._unfold(end - 1)
        return (self._drifts.find(begin), self._drifts.end(last)) if self._drifts else (begin, last + 1)

    def _unfold(self, at: int) -> int:
        """The offset in `loose` of the letter at `at` in `folded`: as many letters stand before both."""
        if at < self._at:
            self._reset()
        self._nonblank += at - self._at - self._folded.count(b" ", self._at, at)
        self._at = at
        count = self._loose.count
        reached, blanks = self._reached, self._blanks
        target = self._nonblank + blanks
        while target > reached:
            blanks += count(b" ", reached, target)
            reached = target
            target = self._nonblank + blanks
        self._reached, self._blanks = reached, blanks
        while self._loose[reached] == 32:
            reached += 1
        return reached


class _Drifts:
    """The runs of characters whose folded form has another length."""

    __slots__ = ("_ends", "_from", "_original", "_runs", "_starts", "longest")

    def __init__(self, original: str) -> None:
        self._original = original
        self._runs: list[str] = []
        self._starts: list[int] = []  # in the folded text
        self._ends: list[int] = []
        self._from: list[int] = []  # in the original
        self.longest = 0
        drift = 0
        for match in text.UNEVEN.finditer(original):
            run = match.group()
            self.longest = max(self.longest, len(run))
            self._runs.append(run)
            self._from.append(match.start())
            self._starts.append(match.start() + drift)
            drift += text.folded_length(run) - len(run)
            self._ends.append(match.end() + drift)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def find(self, at: int) -> int:
        """The offset of the character that became byte `at` of the folded text."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at
        run, start = self._runs[index], self._from[index]
        if at >= self._ends[index]:
            return start + len(run) + at - self._ends[index]
        reached = self._starts[index]
        for number, character in enumerate(run):
            reached += text.folded_length(character)
            if reached > at:
                return start + number
        return start + len(run)

    def end(self, at: int) -> int:
        """The offset past the character that became byte `at`, and past what is dropped after it."""
        end = self.find(at) + 1
        original = self._original
        while end < len(original) and original[end] > "\x7f" and not text.folded_length(original[end]):
            end += 1
        return end

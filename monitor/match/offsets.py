"""The way back from a field's folded text to its own text, where a character became more or less than one byte.

Most texts keep all offsets. In the others the runs that do not are few, and only they are remembered.
"""

from bisect import bisect_right

from monitor import text

Span = tuple[int, int]

_WALKED = 64  # characters of the longest run that is walked through; texts with longer ones get a list of all words


class Offsets:
    """Where the words of `loose`, which is `text.fold_loose(original)`, stand in the original."""

    __slots__ = ("_ends", "_from", "_loose", "_original", "_runs", "_starts", "_words")

    def __init__(self, original: str, loose: bytes) -> None:
        self._original = original
        self._loose = loose
        self._runs: list[str] = []
        self._starts: list[int] = []  # of the runs, in the folded text
        self._ends: list[int] = []
        self._from: list[int] = []  # of the runs, in the original
        self._words: dict[int, Span] | None = None  # by the start of the word in the folded text
        longest = drift = 0
        for match in text.UNEVEN.finditer(original):
            run = match.group()
            longest = max(longest, len(run))
            self._runs.append(run)
            self._from.append(match.start())
            self._starts.append(match.start() + drift)
            drift += text.folded_length(run) - len(run)
            self._ends.append(match.end() + drift)
        if longest > _WALKED:
            starts = [start for start, _ in text.loose_words(loose)]
            self._words = dict(zip(starts, text.words(original), strict=True))

    def word(self, start: int, end: int) -> Span:
        """The (start, end) offsets in the original of one word."""
        return self._words[start] if self._words is not None else (self._find(start), self._end(end - 1))

    def _find(self, at: int) -> int:
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

    def _end(self, at: int) -> int:
        """The offset past the character that became byte `at`, and past what is dropped after it."""
        end = self._find(at) + 1
        original = self._original
        while end < len(original) and original[end] > "\x7f" and not text.folded_length(original[end]):
            end += 1
        return end

"""A readable piece of an article around its marks: one line, whole words, and where the marks stand in it."""

import re
from collections.abc import Sequence

from monitor.model import Article, Mark

LENGTH = 200  # characters, roughly: two lines of a mail
_LEAD = 70  # characters before the first mark
_ORDER = ("body", "standfirst", "title", "section", "tags", "authors")  # the field that tells most comes first
_CLOSERS = " \"'’”»)]"
_STOPS = (".", "!", "?", "…", "。", "！", "？")
_BLANKS = re.compile(r"\s+")
_SENTENCE = re.compile(r"[.!?…。！？\n][\"'’”»)\]]*\s*")


def snippet(article: Article, marks: Sequence[Mark]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text and the (start, end) offsets of all matched words in it."""
    if not marks:
        return _without_marks(article), ()
    chosen = min((mark.field for mark in marks), key=_ORDER.index)
    value = getattr(article, chosen)
    original = ", ".join(value) if isinstance(value, tuple) else value or ""
    spans = merged([(mark.start, mark.end) for mark in marks if mark.field == chosen])
    start, end = _window(original, (spans[0][0], min(spans[0][1], spans[0][0] + LENGTH)))
    return _written(original, start, end, [(first, min(last, end)) for first, last in spans if start <= first < end])


def _without_marks(article: Article) -> str:
    original = article.standfirst or article.body or article.title
    return _written(original, *_window(original, (0, 0)), [])[0]


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _window(original: str, mark: tuple[int, int]) -> tuple[int, int]:
    """Where the snippet begins and ends: at a sentence's start if one is near, else at a word's border."""
    earliest = max(0, mark[0] - _LEAD)
    start = earliest
    if earliest:
        sentence = max((found.end() for found in _SENTENCE.finditer(original, earliest, mark[0])), default=0)
        blank = _BLANKS.search(original, earliest, mark[0])
        start = sentence or (blank.end() if blank else earliest)
    else:
        paragraph = original.rfind("\n\n", 0, mark[0])
        start = paragraph + 2 if paragraph >= 0 else 0
    latest = max(mark[1], start + LENGTH)
    if latest >= len(original):
        return start, len(original)
    blank_at = max(original.rfind(" ", mark[1], latest + 1), original.rfind("\n", mark[1], latest + 1))
    return start, blank_at if blank_at > 0 else latest


def _written(
    original: str, start: int, end: int, spans: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """original[start:end] on one line, with an ellipsis where it was cut, and the spans in it."""
    line = "…" if start and not _ends_sentence(original, start) else ""
    more = "…" if end < len(original) and original[end:].strip() else ""
    piece = original[start:end]
    if piece.isprintable() and "  " not in piece:
        shift = len(line) - start
        return line + piece.rstrip() + more, tuple((first + shift, last + shift) for first, last in spans)
    marks = []
    at = start
    for first, last in spans:
        line += _one_line(original[at:first], line)
        begin = len(line)
        line += _one_line(original[first:last], "")
        marks.append((begin, len(line)))
        at = last
    line += _one_line(original[at:end], line)
    return line.rstrip() + more, tuple(marks)


def _ends_sentence(original: str, start: int) -> bool:
    before = original[max(0, start - 8) : start]
    return "\n" in before[-2:] or before.rstrip(_CLOSERS).endswith(_STOPS)


def _one_line(piece: str, before: str) -> str:
    line = " ".join(piece.split())
    if piece[:1].isspace() and before and before != "…" and not before.endswith(" "):
        line = f" {line}"
    return f"{line} " if piece[-1:].isspace() and not line.endswith(" ") and line else line

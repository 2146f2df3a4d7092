"""The runs of a title between the marks that separate headline, section and outlet; its words; those of an address."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_MARK = re.compile(
    r"\s+[|‖¦•·»›>~/\\⋆<«]+\s+|\s*::+\s*|\s+-{1,3}\s+|\s*[–—]\s+|\s+[–—]\s*|\s*--+\s*|\s*\|+\s*|\s*[｜：_]+\s*(?=\S)|"
    r"\s*:\s+|\s+:\s*|^[»›>|·:]+\s*|\s+(?=\([^()]{3,60}\)$)|(?<=[?!])\s+(?=\S)|\s+(?=\[[^\[\]]{2,60}\]$)|,\s+(?=[^,]+$)"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_MARK_OF_IDEOGRAPHS = re.compile(r"(?<=[\w”」）)])-{1,2}(?=\w)|[\s\u3000]+")
_EDGE = " |»›·–—-:>"
_WORD = re.compile(r"\w+")
_ADDRESS_WORD = re.compile(r"[^\W\d_]{2,}")
_FIRST, _LAST = 3, 4  # marks that are looked at, at either end of a title that has more


@lru_cache(maxsize=1_000)
def runs(text: str) -> tuple[tuple[int, int], ...]:
    """Where each run of one or several neighbouring parts begins and ends; not the whole; most sources say one."""
    marks = [mark.span() for mark in _MARK.finditer(text)]
    if _IDEOGRAPH.search(text):
        marks = _merged(marks + [mark.span() for mark in _MARK_OF_IDEOGRAPHS.finditer(text)])
    if len(marks) > _FIRST + _LAST:
        marks = marks[:_FIRST] + marks[-_LAST:]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(text)]
    return tuple(
        (start, end)
        for place, start in enumerate(starts)
        for end in ends[place:]
        if end > start and (start, end) != (0, len(text))
    )


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def parts(text: str) -> list[str]:
    """The single parts of a title."""
    return [part for part in _MARK.split(text) if part]


def has_ideographs(text: str) -> bool:
    """Whether a text is, at least in part, of a script that sets no spaces between words."""
    return _IDEOGRAPH.search(text) is not None


def bare(text: str) -> str:
    """A run without the marks at its ends, but with a dash that opens it as some outlets set quotations."""
    return text.strip(_EDGE if text[:2] not in {"- ", "– ", "— "} else " |»›·:>")


def words(text: str) -> set[str]:
    """The words of a text; of a script without spaces its pairs of characters, too."""
    found = set(_WORD.findall(text.casefold()))
    if _IDEOGRAPH.search(text):
        letters = "".join(_WORD.findall(text))
        found |= {letters[place : place + 2] for place in range(len(letters) - 1)}
    return found


def address_words(url: str) -> set[str]:
    """The words of an address's path and query: often those of the headline."""
    try:
        address = urlsplit(url)
    except ValueError:
        return set()
    return set(_ADDRESS_WORD.findall(unquote(f"{address.path} {address.query}").casefold()))

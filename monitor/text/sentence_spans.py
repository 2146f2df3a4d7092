"""Where sentences begin and end, in any script; a title's abbreviations end none."""

import re
from bisect import bisect_left
from collections.abc import Sequence

# Short forms whose full stop ends no sentence; a single letter ("Michael B. Jordan") does not either.
_SHORT_FORM = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]|mr|mrs|ms|mx|dr|st|ste|ft|jr|sr|vs|prof|rev|sgt|capt|lt|gov|sen|hon|feat|inc|corp|ltd|bros|dept|"
    r"jan|feb|apr|jun|jul|aug|sep|sept|oct|nov|dec|bzw|usw|mme|mlle|sra|srta|dra)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<![^\W_])(?:no|nos|nr|vol|pt|ep|ch|p|pp)$", re.IGNORECASE)  # before a figure only
# "Am 3. März", "die 2. Staffel": a figure and its full stop are an ordinal before these words, in German.
_ORDINAL = re.compile(r"(?<!\w)(?<!\d[.,])\d{1,2}$")
_ORDERED = re.compile(
    r"(?:Jan(?:uar)?|Jänner|Feb(?:ruar)?|März|Apr(?:il)?|Mai|Jun(?:i)?|Jul(?:i)?|Aug(?:ust)?|Sept(?:ember)?|Okt(?:ober)?|"
    r"Nov(?:ember)?|Dez(?:ember)?|Staffel|Folge|Teil|Runde|Platz|Mal|Jahrhunderts?|Geburtstag|Todestag|Auflage|Ausgabe|"
    r"Bundesliga|Weltkriegs?)(?!\w)"
)
_CLOSERS = "\"'’”»)\\]›」』"
_SENTENCE_END = re.compile(f"(?:(?<=(.))([.!?…]+)[{_CLOSERS}]*\\s+|[。！？｡]+[{_CLOSERS}]*\\s*|\n\\s*)", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the sentences, without the blanks between them. A line end always ends one."""
    spans = []
    start = len(text) - len(text.lstrip())
    for match in _SENTENCE_END.finditer(text, start):
        if not is_sentence_end(text, match.start(), match.end()):
            continue
        end = start + len(text[start : match.end()].rstrip())
        if end > start:
            spans.append((start, end))
        start = match.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def holding(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Those of `sentences` in which one of these offsets lies, which ascend; other lines are not read."""
    spans: list[tuple[int, int]] = []
    end = -1
    for place in places:
        if place > end:
            start = text.rfind("\n", 0, place) + 1
            end = text.find("\n", place)
            line = text[start : end if end >= 0 else len(text)]
            end = start + len(line)
            spans += [(start + first, start + last) for first, last in sentences(line)]
    nearest = ((span, bisect_left(places, span[0])) for span in spans)
    return [span for span, at in nearest if at < len(places) and places[at] < span[1]]


def is_sentence_end(text: str, start: int, end: int) -> bool:
    """Whether the punctuation and blanks in text[start:end], between two words, end a sentence."""
    gap = text[start:end]
    if "\n" in gap or any(stop in gap for stop in "。！？｡"):
        return True
    follower = text[end : end + 1]
    if follower.islower():
        return False
    if not gap.startswith(".") or gap.startswith(".."):
        return True
    before = text[max(0, start - 8) : start]
    if follower.isdigit():
        return not (_SHORT_FORM.search(before) or _NUMBERED.search(before))
    return not (_SHORT_FORM.search(before) or (_ORDINAL.search(before) and _ORDERED.match(text, end)))

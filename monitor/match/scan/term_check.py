"""Whether words that folded alike are the words that were asked for.

The search runs on folded words; what folding took away is checked here on the text itself, only where the folded
words stand: accents and case that the query demands, signs ("TV+", "#MeToo", "P!nk"), numbers ("Heat 2" is not in
"Heat 2-0", "Heat 2.0" or "Heat 2%") and the punctuation between the words of a phrase ("Heat. 2 people" is not a
"Heat 2", "Chris, Evans" no "Chris Evans").

What may stand between two words of a phrase: blanks, one line end, quotes, apostrophes, hyphens, dashes, a colon,
brackets, slashes. What may not, unless the query has punctuation there too: a comma, semicolon, bar or bullet; a
sentence's end, unless the query has a full stop, question or exclamation mark there; a blank line, ever. A comma
before "Jr." and the like separates nothing. A number must follow more closely: no colon, no spaced dash and no currency
sign before it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor import text
from monitor.match.query.nodes import Term

Spans = Sequence[tuple[int, int]]

_DASH = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_CURRENCY = "$€£¥₹₽₩"
_NUMBER_JOINERS = f".,:/'’⁄×{_DASH}"  # between two figures they make one number: 2.0, 2-0, 2:30, 2,000
_SIGNS_BEFORE = "#@+" + _CURRENCY
_SIGNS_AFTER = "+#%°" + _CURRENCY
_LETTER_SIGNS = "!@" + _CURRENCY  # alone between two letters they stand for one: P!nk, Ke$ha
_STOPS = ".!?…。！？｡"
_SOFT = re.compile(f"[{_DASH}\\s\"'‘’‚‛“”„‟«»‹›`´{text.APOSTROPHES}(){{}}\\[\\]/]*")
_HARD = re.compile(r"[,;|¦‣●■▪◦※、，；]|\s[·•∙]|[·•∙]\s")  # a dot inside a word ("WALL·E") separates nothing
_NO_PUNCTUATION = re.compile("&|^[·•∙]$")  # of a query: "Law & Order" and "WALL·E" are not "law, order" or "wall, e"
_SUFFIX = re.compile("jr|sr|inc|ltd|llc", re.IGNORECASE)  # "Robert Downey, Jr." is one name
_SENTENCE_GAP = re.compile("[.!?…][\"'’”»)\\]›]*\\s|[。！？｡]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NUMBER_GAP_BREAK = re.compile(f":|\\s[{_DASH}]|[{_DASH}]\\s|[+{_CURRENCY}]")


@dataclass(frozen=True, slots=True)
class Demands:
    """What a term asks of the text beyond its folded words."""

    spelled: tuple[str, ...]  # each word as written, where it must be so; else empty
    accents: tuple[tuple[str, ...], ...]  # of each word, one for each folded letter; empty where none is demanded
    gaps: tuple[str, ...]  # what the query has between its words
    sign_before: str
    sign_after: str
    number_first: bool
    number_last: bool
    prefix: bool  # the last word may go on
    capitals: tuple[int, ...]  # the numbers of words that must be in capitals
    pointed: tuple[tuple[int, int], ...]  # first and past of the words that must be initials with points
    only_gaps: bool  # nothing is asked but what may stand between the words


@lru_cache(maxsize=100_000)
def demands(term: Term) -> Demands | None:
    """What to check where the term's folded words stand; None: nothing."""
    spans = text.words(term.written)
    written = [term.written[start:end] for start, end in spans]
    marks = tuple(tuple(text.accents(word)) for word in written)
    gaps = tuple(term.written[spans[i][1] : spans[i + 1][0]] for i in range(len(spans) - 1))
    spelled = tuple(text.spelling(word) for word in written) if term.exact else ()
    accents = marks if any(any(word) for word in marks) else ()
    before = _run(term.written[: spans[0][0]][::-1], _SIGNS_BEFORE)[::-1]
    after = "" if term.prefix else _run(term.written[spans[-1][1] :], _SIGNS_AFTER)
    first, last = term.words[0].isdigit(), term.words[-1].isdigit() and not term.prefix
    more = bool(spelled or accents or before or after or first or last or term.capitals)
    if not gaps and not more:
        return None
    return Demands(
        spelled=spelled,
        accents=accents,
        gaps=gaps,
        sign_before=before,
        sign_after=after,
        number_first=first,
        number_last=last,
        prefix=term.prefix,
        capitals=term.capitals,
        pointed=term.pointed,
        only_gaps=not more and all(_is_plain_gap(term, gap, i) for i, gap in enumerate(gaps)),
    )


def _is_plain_gap(term: Term, gap: str, number: int) -> bool:
    """Whether one blank between the two words is what the query's gap asks for."""
    figures = term.words[number][-1].isdigit() and term.words[number + 1][0].isdigit()
    return bool(_SOFT.fullmatch(gap)) and (not figures or _kind(gap) == " ")


def _run(written: str, signs: str) -> str:
    """The signs at the start of a text."""
    return written[: len(written) - len(written.lstrip(signs))]


def fits(wanted: Demands, original: str, spans: Spans) -> bool:
    """Whether the words at these offsets, whose folded forms are the term's, are what the term asks for."""
    if wanted.spelled and not _is_spelled(wanted, original, spans):
        return False
    if wanted.accents and not _has_accents(wanted.accents, original, spans):
        return False
    if wanted.capitals and not _are_initials(wanted, original, spans):
        return False
    if not all(joins(original, spans[i], spans[i + 1], gap) for i, gap in enumerate(wanted.gaps)):
        return False
    return _edges_fit(wanted, original, spans[0][0], spans[-1][1])


def _is_spelled(wanted: Demands, original: str, spans: Spans) -> bool:
    last = len(spans) - 1
    for number, (word, (start, end)) in enumerate(zip(wanted.spelled, spans, strict=True)):
        here = text.spelling(original[start:end])
        if here != word and not (wanted.prefix and number == last and here.startswith(word)):
            return False
    return True


def _are_initials(wanted: Demands, original: str, spans: Spans) -> bool:
    if not all(original[slice(*spans[number])].isupper() for number in wanted.capitals):
        return False
    return all(_has_points(original, spans[first:past]) for first, past in wanted.pointed)


def _has_points(original: str, letters: Spans) -> bool:
    """Whether a point stands after each letter; that of the last may be left out if no blank is between them."""
    gaps = [original[letters[i][1] : letters[i + 1][0]] for i in range(len(letters) - 1)]
    if any(gap.rstrip() != "." for gap in gaps):
        return False
    return original.startswith(".", letters[-1][1]) or all(gap == "." for gap in gaps)


def _has_accents(accents: tuple[tuple[str, ...], ...], original: str, spans: Spans) -> bool:
    for wanted, (start, end) in zip(accents, spans, strict=True):
        here = text.accents(original[start:end]) if any(wanted) else []
        if any(mark and mark != other for mark, other in zip(wanted, here, strict=False)):
            return False
    return True


def joins(original: str, left: tuple[int, int], right: tuple[int, int], wanted: str) -> bool:
    """Whether what stands between two words lets a phrase go on; `wanted` is what the query has there."""
    start, end = left[1], right[0]
    gap = original[start:end]
    figures = original[start - 1].isdigit() and original[end].isdigit()
    if gap == " " and not figures and _SOFT.fullmatch(wanted):
        return True
    if figures and _kind(gap) != _kind(wanted):
        return False
    return _has_signs(gap, wanted) and not (
        _BLANK_LINE.search(gap)
        or (original[right[0] : right[1]].isdigit() and _is_far_from_number(gap, wanted))
        or (_HARD.search(gap) and not _has_punctuation(wanted) and not _SUFFIX.fullmatch(original, *right))
        or _ends_sentence(original, start, end, wanted)
    )


def _has_punctuation(wanted: str) -> bool:
    return not _SOFT.fullmatch(_NO_PUNCTUATION.sub("", wanted))


def _has_signs(gap: str, wanted: str) -> bool:
    sign = "&" if "&" in wanted else wanted if len(wanted) == 1 and wanted in _LETTER_SIGNS else ""
    if sign not in gap and sign not in unicodedata.normalize("NFKC", gap):
        return False
    return gap.startswith(_run(wanted, "+#%"))


def _ends_sentence(original: str, start: int, end: int, wanted: str) -> bool:
    if any(stop in wanted for stop in _STOPS):
        return False
    return bool(_SENTENCE_GAP.search(original, start, end)) and text.is_sentence_end(original, start, end)


def _kind(gap: str) -> str:
    """What separates two figures: " " for anything with a blank or bracket, else the sign itself, all dashes alike."""
    if not gap or any(sign.isspace() or sign in "()[]" for sign in gap):
        return " "
    return re.sub(f"[{_DASH}]", "-", gap).replace("’", "'")


def _is_far_from_number(gap: str, wanted: str) -> bool:
    found = _NUMBER_GAP_BREAK.search(gap)
    if not found:
        return False
    sign = found.group().strip()
    return not any(dash in wanted for dash in _DASH) if sign in _DASH else sign not in wanted


def _edges_fit(wanted: Demands, original: str, start: int, end: int) -> bool:
    if wanted.sign_before and not original[:start].endswith(wanted.sign_before):
        return False
    if wanted.sign_after and not original.startswith(wanted.sign_after, end):
        return False
    if wanted.number_first and not wanted.sign_before:
        before = original[start - 1 : start] if start else ""
        if before and (
            before in _CURRENCY or (before in _NUMBER_JOINERS and original[max(0, start - 2) : start - 1].isdigit())
        ):
            return False
    if wanted.number_last and not wanted.sign_after:
        after = original[end : end + 1]
        if after and (after == "%" or (after in _NUMBER_JOINERS and original[end + 1 : end + 2].isdigit())):
            return False
    return True

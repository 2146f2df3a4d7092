"""What speaks for and against each candidate for the headline, in figures: the features of the learned choice."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.extract.headline import title_candidates, title_parts
from monitor.extract.headline.headlines import fold, names_site
from monitor.extract.headline.title_candidates import Line, TitleCandidate, TitleCandidates

FEATURES = tuple(
    """
    elected jsonld og h1 short sources declared declared_share headings words length site names_site holds_site
    address_precision address_recall rest_address rest_text rest_words shown times distance looks aside order
    text_share in_line of_line part_of_tag part_of_declared rest_figures
    """.split()  # noqa: SIM905 - a list of words reads better so
)
_FAR = 30  # lines between headline and text from which on the distance says no more
_LEAD = 1_500  # characters of the text's beginning
_LEAD_LINES = 6
_MANY = 400  # lines of a page that are looked at
_DECLARED = frozenset({"og", "jsonld"})


@dataclass(slots=True)
class PageWords:
    """What a page says around its candidates."""

    declared: list[str]  # the declared titles, folded
    headings: list[str]  # folded
    sites: set[str]  # the outlet's names, folded
    host: str  # folded
    address: set[str]  # its words
    lead: set[str]  # the words with which the text begins
    shown: dict[str, int] = field(default_factory=dict)  # how often each line is there
    plain: dict[str, int] = field(default_factory=dict)  # the place of the first line that is no link
    text_at: int = 0


def page_words(
    url: str, sites: set[str], declared: Sequence[str], headings: Sequence[str], lines: Sequence[Line]
) -> PageWords:
    """The words of a page, counted once for all candidates."""
    text_at = title_candidates.first_of_text(lines)
    lead = " ".join(line.text for line in lines[text_at : text_at + _LEAD_LINES])[:_LEAD]
    words = PageWords(
        declared=[fold(text) for text in declared],
        headings=[fold(text) for text in headings],
        sites=sites,
        host=_host(url),
        address=title_parts.address_words(url),
        lead=title_parts.words(lead),
        text_at=text_at,
    )
    for place, line in enumerate(lines[:_MANY]):
        if len(line.text) <= 250 and (letters := fold(line.text)):
            words.shown[letters] = words.shown.get(letters, 0) + 1
            if not line.is_link:
                words.plain.setdefault(letters, place)
    return words


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _Rest:
    """What stands around a candidate in the longer texts of which it is a part; the most of each figure."""

    site: float = 0.0  # it names the outlet
    address: float = 0.0  # share of its words in the address
    text: float = 0.0  # share of its words in the text's beginning
    words: int = 0
    figures: float = 0.0  # it holds a figure


def features(candidates: TitleCandidates, elected: str, page: PageWords) -> list[list[float]]:
    """The figures of each candidate, in the order of `FEATURES`."""
    lines = [letters for letters in candidates.by_letters if letters in page.plain]
    chosen = fold(elected)
    return [
        _features(letters, candidate, page, lines, elected=letters == chosen)
        for letters, candidate in candidates.by_letters.items()
    ]


def _features(letters: str, one: TitleCandidate, page: PageWords, lines: list[str], *, elected: bool) -> list[float]:
    words, rest = title_parts.words(one.text), _rest(one, page)
    named = sum(letters in text for text in page.declared)
    longest = max((len(whole) for whole, _, _ in one.wholes), default=len(one.text))
    bare_host = page.host.replace(".", "")
    place = page.plain.get(letters)
    count = len(words) or 1
    both, early = len(words & page.address), len(words & page.lead)
    return [
        float(elected),
        float("jsonld" in one.sources),
        float("og" in one.sources),
        float("h1" in one.sources),
        float("h1short" in one.sources),
        float(len(one.sources)),
        float(named),
        named / len(page.declared) if page.declared else -1.0,
        float(min(3, sum(letters in text for text in page.headings))),
        math.log1p(len(words)),
        len(one.text) / longest,
        rest.site,
        float(names_site(one.text, page.sites) or (len(letters) >= 4 and letters in bare_host)),
        float(any(len(site) > 4 and site != letters and site in letters for site in page.sites)),
        both / count if page.address else -1.0,
        both / len(page.address) if page.address else -1.0,
        rest.address,
        rest.text,
        float(min(20, rest.words)),
        float(place is not None),
        float(min(4, page.shown.get(letters, 0))),
        float(max(-_FAR, min(_FAR, page.text_at - place))) if place is not None else _FAR + 10.0,
        one.heading.looks if one.heading is not None else 0.0,
        float(one.heading is not None and one.heading.aside),
        float(one.order),
        early / count,
        float(sum(letters in line for line in lines if line != letters)),
        float(sum(line in letters and len(line) > len(letters) * 0.4 for line in lines if line != letters)),
        float("tag" in one.part_of),
        float(not one.part_of.isdisjoint(_DECLARED)),
        rest.figures,
    ]


def _rest(one: TitleCandidate, page: PageWords) -> _Rest:
    around = [
        text
        for whole, start, end in one.wholes
        for side in (whole[:start], whole[end:])
        if fold(text := side.strip(" |-–—:»>·_,()"))
    ]
    if not around:
        return _Rest()
    sets = [title_parts.words(text) for text in around]
    return _Rest(
        site=float(any(_is_of_site(text, page) for text in around)),
        address=max(len(words & page.address) / (len(words) or 1) for words in sets),
        text=max(len(words & page.lead) / (len(words) or 1) for words in sets),
        words=max(map(len, sets)),
        figures=float(any(letter.isdigit() for text in around for letter in text)),
    )


def _is_of_site(text: str, page: PageWords) -> bool:
    """Whether what stands around a candidate names the outlet, as it declares itself or as its address does."""
    letters = fold(text)
    label = page.host.split(".", 1)[0]
    if (len(letters) >= 4 and letters in page.host) or (len(label) > 3 and label in letters):
        return True
    return any(names_site(part, page.sites) for part in title_parts.parts(text) if fold(part))

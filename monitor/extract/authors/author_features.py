"""What speaks for and against each answer to who wrote it, in figures: the features of the learned choice."""

import re
from urllib.parse import urlsplit

from lxml import etree

from monitor.extract.authors import organisations
from monitor.extract.authors import visible_bylines as visible
from monitor.extract.authors.author_candidates import AuthorCandidate, AuthorCandidates
from monitor.extract.authors.person_names import is_personal
from monitor.extract.headline.headlines import fold
from monitor.extract.statements import Statements

SOURCES = ("byline", "byline_link", "author_link", "line", "name_line", "text", "owner")
FEATURES = (
    *SOURCES,
    *"""
    sources order candidates names persons agencies newsrooms own words letters wide lower figures upper held holds
    shown_lines shown_near shown_far distance to_end away card linked_place in_title in_host in_text elsewhere
    class_author class_other of_ones people_linked
    """.split(),  # noqa: SIM905 - a list of words reads better so
)
_FAR = 40.0  # blocks
_LINE = 160  # characters of a line that may show an author
_AUTHOR = re.compile(r"author|autor|byline|writer|poster|vcard|user", re.IGNORECASE)
_OTHER = re.compile(
    r"tag|topic|nav|menu|share|social|caption|credit|photo|related|comment|widget|sidebar|card|popular|recent",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def features(found: AuthorCandidates, page: Statements, text: str) -> list[list[float]]:
    """The figures of each candidate, in the order of `FEATURES`."""
    shown = found.shown
    lines = [(at, block.text.casefold()) for at, block in enumerate(shown.blocks.blocks) if len(block.text) <= _LINE]
    some = list(found.by_names.values())
    linked = float(sum("author_link" in one.sources for one in some))
    title = fold(page.title_tag)
    try:
        host = fold(urlsplit(page.url).hostname or "")
    except ValueError:
        host = ""
    body = text.casefold()
    keys = [frozenset(key) for key in found.by_names]
    rows = []
    for key, one in zip(keys, some, strict=True):
        held = [float(any(key < other for other in keys)), float(any(other < key for other in keys))]
        name = fold(one.names[0])
        of_page = [
            float(name in title),
            float(len(name) > 2 and (name in host or host.split(".")[0] in name)),
            float(min(5, body.count(one.names[0].casefold()))),
        ]
        rows.append(
            [
                *(float(source in one.sources) for source in SOURCES),
                float(len(one.sources)),
                float(min(9, one.order)),
                float(len(some)),
                *_shape(one, found),
                *held,
                *_places(one, found, lines),
                *of_page,
                *_names_around(one, found),
                linked,
            ]
        )
    return rows


def _names_around(one: AuthorCandidate, found: AuthorCandidates) -> list[float]:
    """What the classes around the place say where an answer stands, and in how many others each of its names is."""
    shared = sum(1 for other in found.by_names.values() if not set(one.names).isdisjoint(other.names)) - 1
    if one.element is None:
        return [-1.0, -1.0, -1.0, float(shared)]
    at: etree._Element | None = one.element
    classes = ""
    for _ in range(3):
        if at is None:
            break
        classes += f" {at.get('class') or ''} {at.get('id') or ''}"
        at = at.getparent()
    return [
        float(visible.is_elsewhere(one.element)),
        float(_AUTHOR.search(classes) is not None),
        float(_OTHER.search(classes) is not None),
        float(shared),
    ]


def _shape(one: AuthorCandidate, found: AuthorCandidates) -> list[float]:
    names, first = one.names, one.names[0]
    count = len(names)
    return [
        float(min(6, count)),
        sum(map(is_personal, names)) / count,
        sum(map(organisations.is_agency, names)) / count,
        sum(map(organisations.is_newsroom, names)) / count,
        float(fold(first) in found.sites),
        float(len(first.split())),
        float(len(first)),
        float(_WIDE.search(first) is not None),
        float(first[0].islower()),
        float(any(letter.isdigit() for letter in first)),
        float(first.isupper()),
    ]


def _places(one: AuthorCandidate, found: AuthorCandidates, lines: list[tuple[int, str]]) -> list[float]:
    """Where, and how often, the page shows the first of the names."""
    shown = found.shown
    blocks = shown.blocks.blocks
    name = one.names[0].casefold()
    places = [at for at, text in lines if name in text]
    at = one.place if one.place >= 0 else places[0] if places else -1
    headline, end = shown.headline, shown.blocks.nodes[shown.chosen].last
    block = blocks[at] if 0 <= at < len(blocks) else None
    return [
        float(min(5, len(places))),
        float(sum(0 <= place - headline <= 12 for place in places)) if headline >= 0 else -1.0,
        float(sum(place > end + 6 for place in places)),
        max(-_FAR, min(_FAR, float(at - headline))) if at >= 0 and headline >= 0 else _FAR + 10,
        max(-_FAR, min(_FAR, float(at - end))) if at >= 0 else _FAR + 10,
        float(block is not None and shown.away[block.node]),
        shown.cards[block.node] if block is not None else 1.0,
        float(one.link),
    ]

"""The sentences of an article, each with its rank: how near it is to what matters to a watch."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.model import Article, Mark
from monitor.text import sentences

HEADLINE, LEAD, NEAR, ELSEWHERE = range(4)
LEAD_SENTENCES = 3  # of the body
LONGEST = 20_000  # characters of a body that are read: news stands in the first of them
_ORDINAL = re.compile(r"(?<![\d.])\d{1,2}\.$")
_LINK = re.compile(r"\[([^\]\[]{1,200})\]\(https?://[^\s()<>]{1,500}\)")


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence. `place` counts those of the body from 0, -1 for the headline; `has_watch`: its words stand there."""

    text: str
    rank: int
    place: int
    has_watch: bool


def ranked(article: Article, marks: Iterable[Mark] = (), added: Iterable[str] = ()) -> tuple[RankedSentence, ...]:
    """The sentences of an article; `marks` are where the watch was found in it, `added` what an edit brought."""
    news = frozenset(added)
    marked = list(marks)
    in_title = any(mark.field == "title" for mark in marked)
    in_standfirst = any(mark.field == "standfirst" for mark in marked)
    found = [RankedSentence(article.title, HEADLINE, -1, in_title)]
    if article.standfirst:
        found.append(RankedSentence(article.standfirst, LEAD, -1, in_standfirst))
    body = article.body[:LONGEST]
    places = [mark.start for mark in marked if mark.field == "body"]
    near = _paragraphs(body, places)
    for place, (start, end) in enumerate(_spans(body, article.language)):
        text = _plain(body[start:end])
        has_watch = any(start <= at < end for at in places)
        is_near = any(first <= start < last for first, last in near)
        rank = LEAD if place < LEAD_SENTENCES or text in news else NEAR if is_near else ELSEWHERE
        found.append(RankedSentence(text, rank, place, has_watch))
    return tuple(found)


def texts(article: Article) -> list[str]:
    """The sentences of the whole body, as `ranked` has them."""
    return [_plain(article.body[start:end]) for start, end in _spans(article.body, article.language)]


def _plain(text: str) -> str:
    """A sentence without the addresses of its links."""
    return _LINK.sub(r"\1", text)


def _spans(body: str, language: str | None) -> list[tuple[int, int]]:
    """Where the sentences are; in German the stop after a number ("zum 25. Jubiläum") ends none.

    Elsewhere an ordinal is known by the small letter that follows, as of every month in Danish.
    """
    has_ordinals = (language or "").partition("-")[0].lower() == "de"
    spans: list[tuple[int, int]] = []
    for start, end in sentences(body):
        goes_on = has_ordinals and spans and _ORDINAL.search(body, *spans[-1])
        if goes_on and "\n" not in body[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _paragraphs(body: str, places: Iterable[int]) -> set[tuple[int, int]]:
    """Where the paragraphs begin and end that hold these places."""
    found = set()
    for at in places:
        start = body.rfind("\n", 0, at) + 1
        end = body.find("\n", at)
        found.add((start, len(body) if end < 0 else end))
    return found

"""The items of feed readers: a hit with its story, who had that first and who followed, and what was news in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor import phrasing
from monitor.store import hits, stars
from monitor.store.archive import Archive
from monitor.store.queries import developing, reader_streams
from monitor.store.queries.developing import StoryFigures
from monitor.store.reader_logins import ReaderLogin
from monitor.story import StoryHit


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderItem:
    """An item. `followed` are the outlets, by name, with reports of their own after the first, in their order.

    `news` is why an alert was made of it, with the sentence that brings it; None: none was made. `figures` are None
    where it is in no story.
    """

    hit: StoryHit
    figures: StoryFigures | None
    followed: tuple[str, ...]
    news: str | None
    is_read: bool
    has_star: bool


def of(archive: Archive, login: ReaderLogin, ids: Iterable[int], now: datetime) -> list[ReaderItem]:
    """The items of these hits, in the order of `ids`; those that are not there are left out."""
    asked = list(dict.fromkeys(ids))
    found = {hit.id: hit for hit in hits.of_ids(archive, asked)}
    numbers = {hit.story for hit in found.values() if hit.story is not None}
    figures = developing.figures(archive, numbers)
    voices = developing.voices(archive, numbers)
    news = reader_streams.news(archive, found)
    read = reader_streams.which_are_read(archive, login, found, now)
    starred = stars.of_articles(archive, {hit.report.article_id for hit in found.values()})
    return [
        ReaderItem(
            hit=hit,
            figures=figures.get(hit.story or 0),
            followed=_followed(hit, figures, voices),
            news=_news(hit, *news.get(hit.id, (None, None))),
            is_read=hit.id in read,
            has_star=any(star.watch in {None, hit.watch} for star in starred.get(hit.report.article_id, ())),
        )
        for hit in (found[number] for number in asked if number in found)
    ]


def _followed(
    hit: StoryHit, figures: Mapping[int, StoryFigures], voices: Mapping[int, Sequence[str]]
) -> tuple[str, ...]:
    story = figures.get(hit.story or 0)
    return tuple(name for name in voices.get(hit.story or 0, ()) if story and name != story.first_outlet_name)


def _news(hit: StoryHit, reason: str | None, fact: str | None) -> str | None:
    return f"{reason}: {fact}" if fact and not phrasing.repeats(fact, hit.snippet) else reason

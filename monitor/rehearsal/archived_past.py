"""The past as an archive holds it: each article as it was first read, and each text that it had later."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.dedupe import WINDOW
from monitor.desk import tidings
from monitor.match import compile_watches
from monitor.match.query.fts5 import either, narrow
from monitor.model import Watch
from monitor.rehearsal.past_reading import PastReading, in_order
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle

_SECOND = timedelta(seconds=1)  # an archive keeps whole ones


def readings(archive: Archive, since: datetime, until: datetime, watches: Sequence[Watch]) -> Iterator[PastReading]:
    """What was read in this time, in order, after what a desk at work knew when it began; nothing is written.

    That is what came while stories are joined; and as far as news is compared with earlier news, what watches find.
    """
    joined = (since - WINDOW).replace(microsecond=0)
    earlier = found(archive, since - tidings.BACK, until, watches, first_until=joined - _SECOND)
    return heapq.merge(earlier, _readings(archive, joined, until), key=lambda reading: reading.at)


def found(
    archive: Archive, since: datetime, until: datetime, watches: Sequence[Watch], *, first_until: datetime | None = None
) -> Iterator[PastReading]:
    """The readings that one of these watches finds, and all later texts of such an article.

    `first_until`: only of articles that were found until then.
    """
    matcher, match = compile_watches(watches), either([narrow(watch) for watch in watches])
    seen: set[str] = set()
    for reading in _readings(archive, since, until, match=match, first_until=first_until) if watches else ():
        if reading.article.url in seen or matcher.match(reading.article):
            seen.add(reading.article.url)
            yield reading


def _readings(
    archive: Archive, since: datetime, until: datetime, *, match: str | None = None, first_until: datetime | None = None
) -> Iterator[PastReading]:
    """What was read in this time of the articles that were found in it; `match`: only those that have it now."""
    stored = articles.recent(archive, since, first_until or until, match=match)
    return (one for one in in_order(_first(archive, one) for one in stored) if one.at <= until)


def _first(archive: Archive, stored: StoredArticle) -> PastReading:
    """The first reading of an article, with the later ones."""
    earlier = articles.revisions(archive, stored.id) if stored.revised_at is not None else []
    texts = [*(articles.as_it_was(stored.article, one) for one in earlier), stored.article]
    return PastReading(
        article=texts[0],
        at=stored.found_at,
        origin=stored.origin,
        listed_at=stored.witness.listed_at if stored.witness else None,
        later=tuple(
            PastReading(article=text, at=before.replaced_at) for before, text in zip(earlier, texts[1:], strict=True)
        ),
    )

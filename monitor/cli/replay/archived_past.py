"""The past as an archive holds it: each article as it was first read, and each text that it had later."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cli.replay.past_reading import PastReading, in_order
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle


def readings(archive: Archive, since: datetime, until: datetime, *, match: str | None = None) -> Iterator[PastReading]:
    """What was read in this time of the articles that were found in it, in order; nothing is written.

    `match` is a full-text expression: only articles that have it now are read.
    """
    stored = articles.recent(archive, since, match=match)
    first = (_first(archive, one) for one in stored if one.found_at <= until)
    return (one for one in in_order(first) if one.at <= until)


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

"""What a watch finds in the archive: how much a day, where, with samples, and against the version in use."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from monitor.errors import QuerySyntaxError
from monitor.match.advice.diff import Change, compare
from monitor.match.prepare import prepare
from monitor.match.query.fts5 import either, narrow
from monitor.model import Article, Hit, Watch
from monitor.store import articles, watches
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle


@dataclass(slots=True)
class _Counted:
    """What was found so far; of each change the newest samples."""

    limit: int
    changes: Counter[Change] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    stories: set[int | None] = field(default_factory=set)
    samples: dict[Change, deque[tuple[StoredArticle, Hit]]] = field(default_factory=dict)

    def add(self, stored: StoredArticle, change: Change, hit: Hit, day: date) -> None:
        self.changes[change] += 1
        self.samples.setdefault(change, deque(maxlen=self.limit)).append((stored, hit))
        if change is not Change.LOST:
            self.days[day] += 1
            self.outlets[stored.article.outlet] += 1
            self.stories.add(stored.story_id)


def facts(
    archive: Archive, watch: Watch, since: datetime, until: datetime, *, limit: int, zone: tzinfo | None
) -> dict[str, Any]:
    """What the watch finds among the articles that were found since then, with at most `limit` samples.

    It counts by when the archive has had them, as alerts would have come; days are the zone's.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    before = _in_use(archive, watch)
    counted = _Counted(limit)
    match = either([narrow(one) for one in (watch, before and before[0]) if one])
    seen = articles.recent(archive, since, match=match)
    pairs: Iterator[tuple[StoredArticle, Article]] = ((stored, stored.article) for stored in seen)
    for stored, change, hit in compare(before and before[0], watch, pairs):
        counted.add(stored, change, hit, stored.found_at.astimezone(zone).date())
    read = articles.by_outlet(archive, since)
    older, oldest = articles.older(archive, since)
    names = {id_: name for id_, name, _ in read}
    return {
        "watch": watch.name,
        "watch_id": watch.id or None,
        "query": watch.query,
        "since": since,
        "until": until,
        "articles": sum(number for _, _, number in read),
        "older_articles": older,
        "older_since": oldest,
        "hits": counted.days.total(),
        "stories": len(counted.stories),
        "version_in_use": before and _against(before, counted),
        "days": list(_days(counted, since.astimezone(zone).date(), until.astimezone(zone).date())),
        "outlets": [
            {"outlet": name, "outlet_id": id_, "hits": counted.outlets[id_], "articles": number}
            for id_, name, number in sorted(read, key=lambda row: (-counted.outlets[row[0]], row[1]))
            if counted.outlets[id_]
        ],
        "samples": list(_samples(counted, names, is_compared=before is not None)),
    }


def _in_use(archive: Archive, watch: Watch) -> tuple[Watch, datetime] | None:
    before = watches.in_use(archive, watch.id)
    try:
        if before:
            prepare(before[0])
    except QuerySyntaxError:
        return None  # an earlier program understood it
    return before


def _against(before: tuple[Watch, datetime], counted: _Counted) -> dict[str, Any]:
    return {
        "query": before[0].query,
        "since": before[1],
        **{change.value: counted.changes[change] for change in Change},
    }


def _days(counted: _Counted, first: date, last: date) -> Iterator[dict[str, Any]]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield {"day": day.isoformat(), "hits": counted.days[day]}


def _samples(counted: _Counted, names: dict[str, str], *, is_compared: bool) -> Iterator[dict[str, Any]]:
    """The newest of each change, what changed first; together at most the limit."""
    left = counted.limit
    for change in Change:
        for stored, hit in [*counted.samples.get(change, ())][::-1][:left]:
            left -= 1
            yield {
                "change": change.value if is_compared else None,
                "id": stored.id,
                "reported_at": stored.reported,
                "found_at": stored.found_at,
                "outlet": names.get(stored.article.outlet, stored.article.outlet),
                "outlet_id": stored.article.outlet,
                "title": stored.article.title,
                "url": stored.article.url,
                "story": stored.story_id,
                "field": hit.field,
                "snippet": hit.snippet,
                "snippet_marks": hit.snippet_marks,
                "marks": [
                    {"field": mark.field, "start": mark.start, "end": mark.end, "text": mark.text} for mark in hit.marks
                ],
            }

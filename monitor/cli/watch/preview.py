"""What a watch finds in the archive: how much a day, where, with samples, and against the version in use."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import click

from monitor.cli import output
from monitor.cli.watch import chart
from monitor.errors import QuerySyntaxError
from monitor.match.advice.diff import Change, compare
from monitor.match.prepare import prepare
from monitor.match.query.fts5 import either, narrow
from monitor.model import Article, Hit, Watch
from monitor.phrasing import count
from monitor.store import articles, watches
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.views import readable

_OUTLETS = 10  # named, those with most hits
_COLOURS = {Change.GAINED: "green", Change.LOST: "red"}  # what is kept needs no word


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


def lines(found: dict[str, Any], *, styled: bool) -> Iterator[str]:
    """The facts, for a person: styled for a terminal, or with stars around the words that were found."""
    since = readable.visible(found["since"])
    which = f" ({count(found['stories'], 'story', 'stories')}, {count(len(found['outlets']), 'outlet')})"
    yield readable.visible(
        f"{found['watch']}: {found['hits']:,} of the {count(found['articles'], 'article')} seen since {since}"
        f"{which if found['hits'] else ''}"
    )
    if found["older_articles"]:
        older = count(found["older_articles"], "older article is", "older articles are")
        yield f"{older} in the archive: --since {found['older_since'].astimezone():%Y-%m-%d} counts them too"
    if found["watch_id"]:
        yield _compared(found["version_in_use"])
    if found["hits"]:
        yield ""
        yield from chart.lines([(row["day"], row["hits"]) for row in found["days"]])
        yield ""
        yield from _by_outlet(found["outlets"])
    for sample in found["samples"]:
        yield ""
        yield from _sample(sample, styled=styled)
    shown, there = len(found["samples"]), found["hits"] + (found["version_in_use"] or {}).get("lost", 0)
    if shown < there:
        yield ""
        yield f"{shown} of {there:,} are shown; --limit shows more"


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


def _compared(in_use: dict[str, Any] | None) -> str:
    if in_use is None:
        return "not in use yet: the daemon has not loaded this watch"
    since = f"the version in use (since {readable.visible(in_use['since'])})"
    if not in_use["gained"] and not in_use["lost"]:
        return f"{since} finds the same"
    return f"against {since}: {in_use['gained']:,} gained, {in_use['lost']:,} lost, {in_use['kept']:,} kept"


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


def _by_outlet(rows: list[dict[str, Any]]) -> Iterator[str]:
    shown = [(readable.visible(row["outlet"]), f"{row['hits']:,} of {row['articles']:,}") for row in rows[:_OUTLETS]]
    if more := rows[_OUTLETS:]:
        shown.append((f"{count(len(more), 'outlet')} more", f"{sum(row['hits'] for row in more):,}"))
    wide = max(len(name) for name, _ in shown)
    for name, hits in shown:
        yield f"{name:{wide}}  {hits}"


def _sample(sample: dict[str, Any], *, styled: bool) -> Iterator[str]:
    change = ""
    if colour := _COLOURS.get(sample["change"]):
        change = (click.style(sample["change"], fg=colour) if styled else sample["change"]) + "  "
    at = readable.visible(sample["reported_at"])
    yield f"{change}{at}  {readable.visible(sample['outlet'])}  {readable.visible(sample['title'])}"
    yield f"    {output.marked(sample['snippet'], sample['snippet_marks'], styled=styled)}"
    yield f"    {readable.visible(sample['url'])}"

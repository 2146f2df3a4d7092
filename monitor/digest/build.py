"""A digest from the hits of a window: by watch, then by story, each story once, the biggest news first.

A story that several watches found stands under the first of them, tagged with the others. It decides what stands there
and in which order; how it looks is `render`'s business.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.digest.digest_window import Window
from monitor.digest.message import (
    Correction,
    Digest,
    Item,
    Older,
    Section,
    Spike,
    Totals,
    Unreached,
    Unread,
    message_id,
)
from monitor.model import DigestPlan, Origin, Watch
from monitor.story import Report, Story, StoryHit

MAX_STORIES = 60
_SPIKE_TIMES = 3.0  # times its usual pace
_SPIKE_ARTICLES = 5  # and at least so many, or every rare watch would spike


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a digest is made of. `watches` in the order of the configuration; `usual` is articles a window by watch."""

    watches: tuple[Watch, ...]
    hits: tuple[StoryHit, ...]
    stories: Mapping[int, Story]
    usual: Mapping[str, float] = field(default_factory=dict)
    previous_stories: int | None = None
    unreached: tuple[Unreached, ...] = ()
    unread: tuple[Unread, ...] = ()
    corrections: tuple[Correction, ...] = ()
    outlets_checked: int = 0
    checks: int = 0


def build(plan: DigestPlan, window: Window, material: Material, *, now: datetime) -> Digest:
    """The digest of a window. A hit that is not live belongs only if its article was published inside."""
    by_watch = _by_watch(material, window)
    sections = _sections(by_watch, material)
    digest = Digest(
        id=message_id("digest", plan.name, window.end),
        name=plan.name,
        window=window,
        at=now,
        timezone=plan.timezone,
        sections=sections,
        totals=_totals(by_watch, material),
        spikes=_spikes(sections, material.usual),
        quiet=tuple(watch.name for watch in material.watches if watch.id not in by_watch),
        unreached=material.unreached,
        unread=material.unread,
        older=_older(material),
        corrections=material.corrections,
    )
    return trimmed(digest, MAX_STORIES)


def trimmed(digest: Digest, limit: int) -> Digest:
    """The digest with at most `limit` stories: each watch keeps its first ones, in fair turns; the rest is counted."""
    rooms = _rooms([len(section.items) for section in digest.sections], limit)
    sections = tuple(
        replace(section, items=section.items[:room], more=section.more + len(section.items) - room)
        for section, room in zip(digest.sections, rooms, strict=True)
    )
    return replace(digest, sections=sections, more=sum(section.more for section in sections))


def _rooms(wanted: list[int], limit: int) -> list[int]:
    """How many each may have of `limit`: the small wishes whole, the large ones in equal parts."""
    rooms = [0] * len(wanted)
    left = limit
    for order, index in enumerate(sorted(range(len(wanted)), key=lambda index: wanted[index])):
        share = -(-left // (len(wanted) - order))  # rounded up, so that nothing is left over
        rooms[index] = min(wanted[index], share, left)
        left -= rooms[index]
    return rooms


def _by_watch(material: Material, window: Window) -> dict[str, dict[int, list[StoryHit]]]:
    """The window's hits by watch and story, in the order of the watches."""
    order: dict[str, dict[int, list[StoryHit]]] = {watch.id: {} for watch in material.watches}
    for hit in material.hits:
        if hit.old or hit.watch not in order or not _belongs(hit, window):
            continue
        if hit.story is not None and hit.story in material.stories:
            order[hit.watch].setdefault(hit.story, []).append(hit)
    return {watch: stories for watch, stories in order.items() if stories}


def _belongs(hit: StoryHit, window: Window) -> bool:
    if hit.origin is Origin.LIVE:
        return True
    # By the time of report, which is never after the finding; what declares no date belongs to no past window.
    return hit.report.published_at is not None and window.start < hit.report.reported.at <= window.end


def _older(material: Material) -> tuple[Older, ...]:
    """The articles that were found when they were no news any more to any watch, each once."""
    names = {watch.id: watch.name for watch in material.watches}
    live = [hit for hit in material.hits if hit.watch in names and hit.origin is Origin.LIVE]
    news = {hit.report.article_id for hit in live if not hit.old}
    found: dict[int, list[StoryHit]] = defaultdict(list)
    for hit in live:
        if hit.old and hit.report.article_id not in news:
            found[hit.report.article_id].append(hit)
    older = [
        Older(report=hits[0].report, watches=tuple(dict.fromkeys(names[hit.watch] for hit in hits)))
        for hits in found.values()
    ]
    return tuple(sorted(older, key=lambda one: (one.report.reported.at, one.report.article_id), reverse=True))


def _sections(by_watch: Mapping[str, Mapping[int, list[StoryHit]]], material: Material) -> tuple[Section, ...]:
    names = {watch.id: watch.name for watch in material.watches}
    finders: dict[int, list[str]] = defaultdict(list)  # the watches that found a story, in their order
    for watch_id, stories in by_watch.items():
        for story in stories:
            finders[story].append(watch_id)
    sections = []
    for watch in material.watches:
        stories = by_watch.get(watch.id, {})
        items = [
            _item(material.stories[story], hits, tuple(names[other] for other in finders[story][1:]))
            for story, hits in stories.items()
            if finders[story][0] == watch.id
        ]
        if stories:
            sections.append(
                Section(
                    watch=watch,
                    items=tuple(sorted(items, key=_weight)),
                    articles=len({hit.report.article_id for hits in stories.values() for hit in hits}),
                    elsewhere=len(stories) - len(items),
                )
            )
    return tuple(sections)


def _item(story: Story, hits: list[StoryHit], tags: tuple[str, ...]) -> Item:
    """The lead is the earliest article that is no duplicate; then one of each further outlet, those hit first."""
    hits = sorted(hits, key=lambda hit: (hit.report.copy_of is not None, hit.report.reported.at, hit.report.article_id))
    lead = hits[0]
    others: dict[str, Report] = {}
    hit_ids = {hit.report.article_id for hit in hits}
    for report in sorted(story.reports, key=lambda report: report.article_id not in hit_ids):
        if report.outlet != lead.report.outlet:
            others.setdefault(report.outlet, report)
    return Item(
        story=story,
        lead=lead,
        hits=tuple(hits),
        also=tuple(others.values()),
        tags=tags,
        seed=all(hit.origin is not Origin.LIVE for hit in hits),
    )


def _weight(item: Item) -> tuple[int, bool, float, int]:
    """The biggest news first: most independent outlets, then hit in the headline, then the newest."""
    in_title = any(hit.field == "title" for hit in item.hits)
    return -len(item.story.voices), not in_title, -item.lead.report.reported.at.timestamp(), item.story.id


def _totals(by_watch: Mapping[str, Mapping[int, list[StoryHit]]], material: Material) -> Totals:
    reports = [hit.report for stories in by_watch.values() for hits in stories.values() for hit in hits]
    return Totals(
        stories=len({story for stories in by_watch.values() for story in stories}),
        articles=len({report.article_id for report in reports}),
        outlets=len({report.outlet for report in reports}),
        previous_stories=material.previous_stories,
        outlets_checked=material.outlets_checked,
        checks=material.checks,
    )


def _spikes(sections: Iterable[Section], usual: Mapping[str, float]) -> tuple[Spike, ...]:
    """Watches far above their usual pace, the wildest first. A watch without history has no usual pace."""
    spikes = [
        Spike(watch=section.watch.name, articles=section.articles, usual=usual[section.watch.id])
        for section in sections
        if section.watch.id in usual
    ]
    wild = [spike for spike in spikes if spike.articles >= _SPIKE_ARTICLES and spike.times >= _SPIKE_TIMES]
    return tuple(sorted(wild, key=lambda spike: -spike.times))

"""A digest from the hits of a window: by watch, then by story, each story once, the biggest news first.

A story that several watches found stands under the first of them, tagged with the others. It decides what stands there
and in which order; how it looks is `render`'s business.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.digest.changes import Brought, Edit, Standing, Trouble
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
from monitor.embargo import ReviewCount
from monitor.model import DigestPlan, Origin, Watch
from monitor.news import NewsKind
from monitor.story import Report, Story, StoryHit

MAX_STORIES = 60
_SPIKE_TIMES = 3.0  # times its usual pace
_SPIKE_ARTICLES = 5  # and at least so many, or every rare watch would spike


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a digest is made of. `watches` in the order of the configuration; `usual` is articles a window by watch.

    `brought` is what articles bring to their stories, by article; `sent` when a story was last sent to its recipient.
    """

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
    brought: Mapping[int, Brought] = field(default_factory=dict)
    sent: Mapping[int, datetime] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    incidents: tuple[Trouble, ...] = ()
    embargoes: tuple[ReviewCount, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)  # of outlets, by id


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
        edits=tuple(sorted(material.edits, key=lambda edit: edit.at, reverse=True)),
        incidents=material.incidents,
        embargoes=material.embargoes,
        person=plan.person,
        owners=material.owners,
    )
    return trimmed(digest, MAX_STORIES)


def contenders(window: Window, material: Material) -> frozenset[int]:
    """The stories of which it is worth finding out what is new in them: all, unless there are many more than have room.

    Of many those that stand first, whether or not they were sent before: of each twice as many as there is room for,
    since what is new in a story moves it a little. So its room bounds what a digest costs, and not its window.
    """
    found: set[int] = set()
    for sent in ({}, material.sent) if material.sent else ({},):
        sections = _sections(_by_watch(material, window), replace(material, sent=sent))
        rooms = _rooms([len(section.items) for section in sections], 2 * MAX_STORIES)
        for section, room in zip(sections, rooms, strict=True):
            found |= {item.story.id for item in section.items[:room]}
    return frozenset(found)


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
            _item(material.stories[story], hits, tuple(names[other] for other in finders[story][1:]), material)
            for story, hits in stories.items()
            if finders[story][0] == watch.id
        ]
        if stories:
            sections.append(
                Section(
                    watch=watch,
                    items=tuple(sorted(items, key=lambda item: item.weight)),
                    articles=len({hit.report.article_id for hits in stories.values() for hit in hits}),
                    elsewhere=len(stories) - len(items),
                )
            )
    return tuple(sections)


def _item(story: Story, hits: list[StoryHit], tags: tuple[str, ...], material: Material) -> Item:
    """The latest development leads; else the earliest article that is no duplicate. A further outlet is named once."""
    hits = sorted(hits, key=lambda hit: (hit.report.copy_of is not None, hit.report.reported.at, hit.report.article_id))
    own = [hit for hit in hits if hit.report.is_own]
    news = [hit for hit in own if (brought := material.brought.get(hit.report.article_id)) and brought.leads]
    lead = news[-1] if news else hits[0]
    adds = [hit.report for hit in reversed(news[:-1]) if hit.report.title != lead.report.title]
    named = {lead.report.outlet, *(report.outlet for report in adds)}
    others: dict[str, Report] = {}
    hit_ids = {hit.report.article_id for hit in hits}
    for report in sorted(story.reports, key=lambda report: report.article_id not in hit_ids):
        if report.outlet not in named:
            others.setdefault(report.outlet, report)
    return Item(
        story=story,
        lead=lead,
        hits=tuple(hits),
        also=tuple(others.values()),
        tags=tags,
        seed=all(hit.origin is not Origin.LIVE for hit in hits),
        adds=tuple(adds),
        brought=material.brought.get(lead.report.article_id) if news else None,
        standing=_standing(story.id, own, material),
        sent_at=material.sent.get(story.id),
    )


def _standing(story: int, own: Iterable[StoryHit], material: Material) -> Standing:
    """What the story is to somebody who was sent it at a time, or never."""
    sent_at = material.sent.get(story)
    if sent_at is None:
        return Standing.NEW
    taken_back = (edit for edit in material.edits if edit.kind is NewsKind.CORRECTION and edit.story == story)
    if any(edit.at > sent_at for edit in taken_back) or any(one.story.id == story for one in material.corrections):
        return Standing.CORRECTED
    since = (hit.report.article_id for hit in own if hit.found_at > sent_at)
    return Standing.UPDATED if any(article in material.brought for article in since) else Standing.SENT


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

"""The report from the archive: what the watches found in the period, what people added, what they say of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from monitor import catalogue, embargo, novelty
from monitor.clips import reach, reviews, voice, weight
from monitor.clips.clip import Clip, ClipReport, ClipStanding, Period, Voice
from monitor.config import Config
from monitor.digest import phrases
from monitor.model import Outlet, Watch
from monitor.phrasing import cut, listing, repeats
from monitor.reading import urls
from monitor.store import added_coverage, articles, hits, notes, stars, stories, watch_dates
from monitor.store.added_coverage import AddedCoverage, Medium
from monitor.store.archive import Archive
from monitor.story import Report, Story, StoryHit

MOST = 5_000  # clips in one report: more is no report, and a workbook of 2 MB
_AT_ONCE = 200  # articles whose texts are in memory
_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)  # no embargo is of before
_TITLE = 300  # characters of a headline
_NAME = 120  # of an outlet
_QUOTE = 400
_ZONES = timedelta(days=2)  # how far the ends of one day lie apart on earth, and more
_FAR = datetime(9999, 12, 1, tzinfo=UTC)  # a date has no room for more
_SHORT = 60  # of a watch, in a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a report is to be of. `against`: the watches to compare with, each a subject by itself."""

    watches: tuple[Watch, ...]
    period: Period
    against: tuple[Watch, ...] = ()
    title: str | None = None  # None: the names of the watches


def known_outlets(config: Config) -> dict[str, Outlet]:
    """By id those that are followed or paused, as configured, and all that are shipped: they say what they weigh."""
    return catalogue.load() | {outlet.id: outlet for outlet in (*config.paused_outlets, *config.outlets)}


def gather(archive: Archive, wanted: Wanted, outlets: Mapping[str, Outlet], now: datetime) -> ClipReport:
    """The report. `outlets` by id say how much each weighs: those that are followed, and others that are known."""
    period = wanted.period
    found = _reported(archive, wanted.watches, period)
    right = [hit for hit in found if hit.is_right is not False]
    clips, known = _clips(archive, right, wanted.watches, outlets, period)
    names = tuple(cut(watch.name, _SHORT) for watch in wanted.watches)
    own = listing(names, 3)
    lifts, ids = _lifts(archive, wanted.watches), {clip.article_id for clip in clips[:MOST]}
    lifted = _lifted(archive, (hit for hit in right if hit.report.article_id in ids), lifts)
    kept = reviews.marked(clips[:MOST], lifted)
    limits = [set(watch.outlets) for watch in wanted.watches]
    only = set().union(*limits) if limits and all(limits) else set()
    return ClipReport(
        title=cut(wanted.title or "", _TITLE) or own,
        watches=names,
        period=period,
        made_at=now,
        clips=tuple(kept),
        stories=weight.stories(kept, known),
        outlets=weight.outlets(kept),
        waves=reviews.waves(kept, wanted.watches, lifts),
        voices=_voices(archive, wanted, own, clips, outlets),
        reach=reach.of(archive, kept, outlets, only, period),
        judged_wrong=len({hit.report.article_id for hit in found} - {hit.report.article_id for hit in right}),
        left_out=len(clips) - len(kept),
    )


def _reported(archive: Archive, watches: Iterable[Watch], period: Period) -> list[StoryHit]:
    """Their hits of the period. Those of a day alone are looked for a little further: that day may end later in UTC."""
    found = hits.reported_between(archive, [one.id for one in watches], period.start, min(period.end, _FAR) + _ZONES)
    return [hit for hit in found if period.holds(hit.report.reported.shown, hit.report.reported.at)]


def _lifts(archive: Archive, watches: Iterable[Watch]) -> dict[str, tuple[datetime, ...]]:
    """By watch, when its embargoes lift: the one that is configured now, else those of its calendar."""
    known = watch_dates.lifts(archive, _LONG_AGO)
    return {watch.id: (watch.embargo,) if watch.embargo else known.get(watch.id, ()) for watch in watches}


def _lifted(
    archive: Archive, found: Iterable[StoryHit], lifts: Mapping[str, Sequence[datetime]]
) -> dict[int, datetime]:
    """By article that is a review: the lift that it counts to; of several watches the latest."""
    lifted: dict[int, datetime] = {}
    for hit in found:
        article = hit.report.article_id
        if at := embargo.counted_to(hit.report.reported.shown, lifts.get(hit.watch, ())):
            lifted[article] = max(at, lifted.get(article, at))
    reviewed = set(_reviews(archive, list(lifted)))
    return {article: at for article, at in lifted.items() if article in reviewed}


def _reviews(archive: Archive, ids: Sequence[int]) -> Iterator[int]:
    """Those of these articles that are reviews. Texts are read of those alone that were stored before that was kept."""
    for start in range(0, len(ids), _AT_ONCE):
        known = articles.reviews_among(archive, ids[start : start + _AT_ONCE])
        yield from (article for article, is_review in known.items() if is_review)
        unknown = [article for article, is_review in known.items() if is_review is None]
        yield from (one.id for one in articles.get_many(archive, unknown) if novelty.is_review(one.article))


def _voices(
    archive: Archive, wanted: Wanted, own: str, clips: Sequence[Clip], outlets: Mapping[str, Outlet]
) -> tuple[Voice, ...]:
    others = {watch.id: watch for watch in wanted.against}  # each once, and nobody is compared with themselves
    if len(wanted.watches) == 1:
        others.pop(wanted.watches[0].id, None)
    if not others:
        return ()
    subjects = {own: clips}
    for other in others.values():
        found = _reported(archive, [other], wanted.period)
        right = [hit for hit in found if hit.is_right is not False]
        name = cut(other.name, _SHORT)
        subjects[name if name not in subjects else f"{name} ({other.id})"] = _found(archive, right, outlets)[0]
    return voice.compared(subjects, own)


def _clips(
    archive: Archive,
    found: Sequence[StoryHit],
    watches: Sequence[Watch],
    outlets: Mapping[str, Outlet],
    period: Period,
) -> tuple[list[Clip], dict[int, Story]]:
    """What the watches found and what was added, in order of report, with what people say of it; and the stories."""
    clips, known = _found(archive, found, outlets)
    by_watches = {clip.article_id for clip in clips}
    names = {watch.id: cut(watch.name, _SHORT) for watch in watches}
    further: dict[object, Clip] = {}
    for added in added_coverage.of_watches(archive, list(names)):
        if added.article_id in by_watches:  # a watch finds it by itself
            continue
        clip = _added(archive, added, names[added.watch], outlets, known)
        if clip is None or not _is_of(period, clip, added.at):
            continue
        before = further.get(_same(clip))
        if before is None:
            further[_same(clip)] = clip
        elif clip.watches[0] in before.watches:  # two of one kind, which have no address
            further[added.id] = clip
        else:  # added to several watches
            further[_same(clip)] = replace(before, watches=(*before.watches, *clip.watches))
    every = sorted((*clips, *further.values()), key=lambda clip: (clip.moment, clip.article_id or 0, clip.title))
    return _with_remarks(archive, every, set(names)), known


def _is_of(period: Period, clip: Clip, added_at: datetime) -> bool:
    """Whether what was added belongs to the period: what is of a day to come, from the beginning of that."""
    if isinstance(clip.at, datetime):
        return period.holds(clip.at, clip.at)
    return period.holds(clip.at, max(added_at, datetime.combine(clip.at, time(), period.zone)))


def _same(clip: Clip) -> object:
    """What two additions of one piece have in common."""
    named = (clip.medium, clip.outlet_key, clip.title.casefold(), clip.at)
    return ("article", clip.article_id) if clip.article_id is not None else urls.canonical(clip.url) or named


def _found(
    archive: Archive, found: Iterable[StoryHit], outlets: Mapping[str, Outlet]
) -> tuple[list[Clip], dict[int, Story]]:
    """A clip for each article that was found, once, with the names of all watches that found it."""
    known: dict[int, Story] = {}
    clips: dict[int, Clip] = {}
    for hit in found:
        report, before = hit.report, clips.get(hit.report.article_id)
        if hit.story is not None and hit.story not in known and (story := stories.get(archive, hit.story)):
            known[hit.story] = story
        name = cut(hit.watch_name, _SHORT)
        if before is not None:
            clips[report.article_id] = replace(
                before, watches=(*before.watches, name), quote=before.quote or _quote(hit)
            )
            continue
        clip = _clip(report, known.get(hit.story or 0), outlets)
        clips[report.article_id] = replace(clip, watches=(name,), quote=_quote(hit))
    return list(clips.values()), known


def _clip(report: Report, story: Story | None, outlets: Mapping[str, Outlet]) -> Clip:
    entry = outlets.get(report.outlet)
    standing = weight.standing_of(report, story)
    return Clip(
        title=cut(report.title, _TITLE),
        url=report.url,
        outlet=report.outlet,
        outlet_name=cut(report.outlet_name, _NAME),
        at=report.reported.shown,
        standing=standing,
        tier=entry.tier if entry else None,
        article_id=report.article_id,
        story=story.id if story else None,
        authors=tuple(cut(name, _NAME) for name in report.authors[:5]),
        language=report.language,
        is_first=standing is ClipStanding.OWN and _is_first(report, story),
        is_paywalled=report.paywalled,
    )


def _is_first(report: Report, story: Story | None) -> bool:
    """Whether it is the report by which several outlets' story began."""
    if story is None or story.outlet_count < 2 or report.outlet != story.first_reported_by:
        return False
    return next(one for one in story.reports if one.outlet == report.outlet).article_id == report.article_id


def _quote(hit: StoryHit) -> tuple[tuple[str, bool], ...]:
    """The words around what was found; none where the headline says them."""
    return () if repeats(hit.snippet, hit.report.title) else tuple(phrases.segments(hit))


def _added(
    archive: Archive, added: AddedCoverage, watch: str, outlets: Mapping[str, Outlet], known: dict[int, Story]
) -> Clip | None:
    """What a person added; None where its page is not read yet, and nothing else is known of it."""
    stored = articles.get(archive, added.article_id) if added.article_id is not None else None
    if stored is not None and added.title is None:
        story = known.get(stored.story_id or 0) or stories.get(archive, stored.story_id or 0)
        report = story.report(stored.id) if story else None
        if story is None or report is None:
            return None
        known[story.id] = story
        return _by_hand(_clip(report, story, outlets), added, watch)
    if added.title is None or added.outlet is None or added.published_at is None:
        return None
    name = cut(added.outlet, _NAME)
    folded = name.casefold()
    entry = next((one for one in outlets.values() if folded in {one.name.casefold(), one.id}), None)
    clip = Clip(
        title=cut(added.title, _TITLE),
        url=added.url or "",
        outlet=entry.id if entry and added.medium is Medium.WEB else "",
        outlet_name=name,
        at=added.published_at,
        standing=ClipStanding.OWN,
        tier=entry.tier if entry else None,
    )
    return _by_hand(clip, added, watch)


def _by_hand(clip: Clip, added: AddedCoverage, watch: str) -> Clip:
    quote = ((cut(added.quote, _QUOTE), False),) if added.quote else ()
    return replace(
        clip,
        watches=(watch,),
        quote=quote,
        medium=added.medium,
        added_id=added.id,
        added_by=added.by,
        added_at=added.at,
    )


def _with_remarks(archive: Archive, clips: Iterable[Clip], watches: set[str]) -> list[Clip]:
    """With the stars that count for one of these watches (ids), and the notes that stand."""
    given = list(clips)
    ids = [clip.article_id for clip in given if clip.article_id is not None]
    starred, noted = stars.of_articles(archive, ids), notes.of_articles(archive, ids)
    return [
        replace(
            clip,
            stars=tuple(one for one in starred.get(clip.article_id, ()) if one.watch is None or one.watch in watches),
            notes=noted.get(clip.article_id, ()),
        )
        if clip.article_id is not None
        else clip
        for clip in given
    ]

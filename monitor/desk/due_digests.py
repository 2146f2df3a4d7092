"""Digests: the due windows of a plan, what they hold, and the deliveries. A window and its message are one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from monitor.desk import posting
from monitor.desk.context import Context
from monitor.digest import build, digest_window
from monitor.digest.build import Material
from monitor.digest.digest_window import Window
from monitor.digest.message import Correction, Digest, Unreached, Unread
from monitor.health import KINDS
from monitor.listing_gap import joined
from monitor.model import Article, DigestPlan, Watch
from monitor.refusals import Reason
from monitor.store import articles, digests, fetches, gaps, hits, incidents, notified, outlets, stories
from monitor.store.notified import Audience
from monitor.store.queries import delays, lost_links
from monitor.story import Story, StoryHit

_USUAL_WINDOWS = 14  # windows of the past from which a watch's usual pace is taken
_USUAL_FROM = 5  # windows at least, without which no pace is usual
_ENOUGH = 10  # links in a window: of fewer nothing is said
_UNREAD = 0.2  # of what an outlet listed: more is said
_LATE = timedelta(minutes=45)
_SILENT = timedelta(hours=1)  # an outlet not read for so long before the window's end was not reached


def send_due(context: Context, plan: DigestPlan, now: datetime) -> int:
    """Make the digests whose windows ended; the number of messages."""
    messages = 0
    for due in digest_window.due(plan, digests.last_window_end(context.archive, plan.name), now):
        messages += send(context, plan, due, now)
    return messages


def send(context: Context, plan: DigestPlan, of: Window, now: datetime) -> int:
    """Make the digest of one window, unless it was made; 1 if that made a message."""
    with context.archive.transaction():
        before = digests.last(context.archive, plan.name, before=of.end)
        claimed = digests.claim(context.archive, plan.name, of.start, of.end, now)
        if claimed is None:
            return 0
        digest = preview(context, plan, of, now, after_hit=before.last_hit_id if before else None)
        if digest.says_nothing and not plan.send_empty:
            return 0
        return posting.post(context, digest, plan.to, now, digest=claimed)


def preview(context: Context, plan: DigestPlan, of: Window, now: datetime, *, after_hit: int | None = None) -> Digest:
    """The digest of a window as it would go out; nothing is kept."""
    chosen = watches_of(context, plan)
    found = hits.in_window(context.archive, [watch.id for watch in chosen], of.start, of.end, after_hit=after_hit)
    reached = outlets.listing(context.archive)
    people = Audience(watches=tuple(watch.id for watch in chosen), channels=plan.to, until=now)
    material = Material(
        watches=chosen,
        hits=tuple(found),
        stories=_stories(context, found, people),
        corrections=tuple(_corrections(context, of, people)),
        usual=_usual(context, chosen, of),
        previous_stories=_previous(context, chosen, of),
        unreached=(
            *_unreached(context, of, now),
            *_gaps(context, of, ZoneInfo(plan.timezone)),
            *_poor(context, of),
        ),
        unread=tuple(_unread(context, chosen, of)),
        outlets_checked=sum(1 for row in reached if row.last_success_at and row.last_success_at >= of.start),
        checks=fetches.readings(context.archive, of.start, of.end),
    )
    return build.build(plan, of, material, now=now)


def watches_of(context: Context, plan: DigestPlan) -> tuple[Watch, ...]:
    """The watches of a plan, in the configuration's order; "*" means all. Paused ones are left out."""
    return tuple(
        watch
        for watch in context.config.watches
        if not watch.paused and not {"*", watch.id, watch.name}.isdisjoint(plan.watches)
    )


def _stories(context: Context, found: Iterable[StoryHit], before: Audience) -> dict[int, Story]:
    """The stories of these hits, by id, each with the one that it follows, if they were notified of that before."""
    archive = context.archive
    numbers = dict.fromkeys(hit.story for hit in found if hit.story is not None)
    return {
        number: replace(story, follows=notified.earlier(archive, number, before))
        for number in numbers
        if (story := stories.get(archive, number))
    }


def _corrections(context: Context, of: Window, people: Audience) -> Iterator[Correction]:
    """The stories of which an earlier report turned up in the window, after these people were notified."""
    for one in notified.corrected(context.archive, of.start, of.end, people):
        story = stories.get(context.archive, one.story)
        if story is not None and story.reports:
            yield Correction(story=story, was_name=one.was_name)


def _usual(context: Context, chosen: Iterable[Watch], of: Window) -> dict[str, float]:
    """Articles that each watch usually finds in a window as long as this one, by the windows before it.

    None is known before some of them have passed: what a first crawl brought is no pace.
    """
    since = articles.watched_since(context.archive)
    length = of.end - of.start
    windows = min((of.start - since) // length, _USUAL_WINDOWS) if since else 0
    if windows < _USUAL_FROM:
        return {}
    counted = hits.counts(context.archive, [watch.id for watch in chosen], of.start - windows * length, of.start)
    return {watch: count / windows for watch, count in counted.items()}


def _previous(context: Context, chosen: Iterable[Watch], of: Window) -> int | None:
    rows = hits.in_window(context.archive, [watch.id for watch in chosen], of.start - (of.end - of.start), of.start)
    return len({row.story for row in rows if not row.old}) if rows else None


def _unreached(context: Context, of: Window, now: datetime) -> Iterable[Unreached]:
    """Outlets with a failing source, those whose pages give nothing, and those not read at all in the window."""
    standing = incidents.listing(context.archive, open_only=True, limit=10_000)
    blind = {item.subject: (item, kind.blinds) for item in standing if (kind := KINDS.get(item.kind)) and kind.blinds}
    for row in outlets.listing(context.archive):
        if row.paused_until and row.paused_until > now:
            yield Unreached(outlet_name=row.name, why="paused after it hung the parser", since=row.last_success_at)
        elif row.sources_failing:
            yield Unreached(outlet_name=row.name, why=row.last_error or "could not be read", since=row.last_success_at)
        elif row.id in blind:
            item, why = blind[row.id]
            yield Unreached(outlet_name=row.name, why=why, since=item.opened_at)
        elif row.last_crawl_at and (
            row.last_success_at is None or row.last_success_at < of.end - _SILENT - (of.end - of.start)
        ):
            yield Unreached(outlet_name=row.name, why="not read in this period", since=row.last_success_at)


def _gaps(context: Context, of: Window, zone: ZoneInfo) -> Iterator[Unreached]:
    """Outlets that published more than their listings held, where nothing else has it."""
    rows = gaps.given_up_between(context.archive, of.start, of.end)
    for name, group in groupby(rows, key=lambda row: row.outlet_name):
        for gap in joined([row.unfilled for row in group]):
            begins, ends = (f"{at.astimezone(zone):%H:%M}" for at in (gap.begins_at, gap.ends_at))
            yield Unreached(outlet_name=name, why=f"{gap.articles} between {begins} and {ends} may be missing")


def _poor(context: Context, of: Window) -> Iterator[Unreached]:
    """Outlets of whose articles many could not be read in the window, or only late."""
    for row in delays.by_outlet(context.archive, of.start, of.end):
        if row.listed < _ENOUGH:
            continue
        if row.unread > _UNREAD * row.listed:
            yield Unreached(outlet_name=row.outlet, why=f"{row.unread} of {row.listed} articles could not be read")
        elif row.read_after is not None and row.read_after.median > _late(context, row.outlet_id):
            minutes = round(row.read_after.median / timedelta(minutes=1))
            why = f"its articles were read {minutes} minutes after their publication, in the median"
            yield Unreached(outlet_name=row.outlet, why=why)


def _late(context: Context, outlet: str) -> timedelta:
    """From publication to reading: more is late, for an outlet that is asked as often as this one."""
    entry = context.outlets.get(outlet)
    return max(_LATE, 2 * timedelta(seconds=(entry.poll if entry else None) or context.config.crawl.poll))


def _unread(context: Context, chosen: Iterable[Watch], of: Window) -> Iterator[Unread]:
    """Articles given up in the window whose headline in the listing one of the watches matches."""
    names = {watch.id: watch.name for watch in chosen}
    for lost in lost_links.between(context.archive, of.start, of.end):
        listed = Article(url=lost.url, outlet=lost.outlet, title=lost.title, body="")
        watches = dict.fromkeys(names[hit.watch] for hit in context.matcher.match(listed) if hit.watch in names)
        if watches:
            reason = Reason.named(lost.reason)
            yield Unread(
                title=lost.title,
                url=lost.url,
                outlet_name=lost.outlet_name,
                why=reason.seen.split(";")[0] if reason else "no reason is known",
                watches=tuple(watches),
            )

"""Digests: the due windows of a plan, what they hold, and the deliveries. A window and its message are one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from monitor.desk import digest_news, posting
from monitor.desk.context import Context
from monitor.digest import build, digest_window
from monitor.digest.build import Material
from monitor.digest.changes import Trouble
from monitor.digest.digest_window import Window
from monitor.digest.message import Correction, Digest, Unreached, Unread
from monitor.health import KINDS
from monitor.listing_gap import joined
from monitor.model import Article, DigestPlan, Watch
from monitor.refusals import Reason
from monitor.store import articles, digests, fetches, gaps, hits, incidents, notified, outlets, stories, watches
from monitor.store.digests import DigestRow
from monitor.store.notified import Audience
from monitor.store.outbox import MessageTopic
from monitor.store.outlets import OutletStanding
from monitor.store.queries import delays, lost_links, review_counts, sent_stories

_WEEKS = 8  # of the past, of whose same hours a watch's usual pace is taken,
_WEEKS_LEAST = 4  # and without which no pace is usual
_AS_LONG = 0.25  # by which a window may differ from the one before, if their counts are to be compared
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
    """Make the digest of one window, unless it was made; 1 if that made a message.

    Its stories are new or known by what each channel was sent.
    """
    with context.archive.transaction():
        before = digests.last(context.archive, plan.name)
        claimed = digests.claim(context.archive, plan.name, of.start, of.end, now)
        if claimed is None:
            return 0
        material = gather(context, plan, of, now, before)
        digest = build.build(plan, of, material, now=now)
        if digest.says_nothing and not plan.send_empty:
            return 0
        versions = {
            channel: build.build(plan, of, replace(material, sent=sent), now=now)
            for channel in plan.to[1:]
            if (sent := _sent(context, channel, material, now)) != material.sent
        }
        return posting.post(context, digest, plan.to, now, MessageTopic(digest=claimed), versions=versions)


def preview(context: Context, plan: DigestPlan, of: Window, now: datetime) -> Digest:
    """The digest of a window as it would go out to its first channel; nothing is kept."""
    before = digests.last(context.archive, plan.name)
    return build.build(plan, of, gather(context, plan, of, now, before), now=now)


def gather(context: Context, plan: DigestPlan, of: Window, now: datetime, before: DigestRow | None) -> Material:
    """What the digest of a window is made of, for its first channel; `before` is the one that was made before it."""
    chosen = watches_of(context, plan)
    found = hits.in_window(context.archive, [watch.id for watch in chosen], of.start, of.end, after=before)
    reached = outlets.standing(context.archive)
    people = Audience(watches=tuple(watch.id for watch in chosen), channels=plan.to, until=now)
    known = stories.get_many(context.archive, dict.fromkeys(hit.story for hit in found if hit.story is not None))
    material = Material(
        watches=chosen,
        hits=tuple(found),
        stories=known,
        corrections=tuple(_corrections(context, of, people)),
        usual=_usual(context, chosen, of, ZoneInfo(plan.timezone)),
        previous_stories=_previous(context, chosen, of, before),
        unreached=(
            *_unreached(context, reached, of, now),
            *_gaps(context, of, ZoneInfo(plan.timezone)),
            *_poor(context, of),
        ),
        unread=tuple(_unread(context, chosen, of)),
        outlets_checked=sum(1 for row in reached if row.last_success_at and row.last_success_at >= of.start),
        checks=fetches.readings(context.archive, of.start, of.end),
        edits=tuple(digest_news.edits(context, chosen, of, before)),
        incidents=tuple(_incidents(context, of)),
        embargoes=tuple(review_counts.of_digest(context.archive, [watch.id for watch in chosen], of.start, of.end)),
        owners=context.owners,
    )
    material = replace(material, sent=_sent(context, plan.to[0], material, now)) if plan.to else material
    return _with_news(context, material, of, people)


def _with_news(context: Context, material: Material, of: Window, people: Audience) -> Material:
    """With what is new in the stories that may have room, and which each of these follows, as far as they know that."""
    archive, wanted = context.archive, build.contenders(of, material)
    read = {number: story for number, story in material.stories.items() if story.id in wanted}
    found = [hit for hit in material.hits if hit.story in read]
    following = {
        number: replace(story, follows=notified.earlier(archive, number, people)) for number, story in read.items()
    }
    return replace(
        material,
        stories={**material.stories, **following},
        brought=digest_news.brought(context, material.watches, found, following, people.until),
    )


def _sent(context: Context, channel: str, material: Material, now: datetime) -> Mapping[int, datetime]:
    return sent_stories.last_sent(context.archive, channel, material.stories, now)


def _incidents(context: Context, of: Window) -> Iterator[Trouble]:
    """What stands at the end of the window, and what ended in it; an outlet that was not reached says so itself."""
    for row in reversed(incidents.between(context.archive, of.start, of.end)):
        if row.outlet is None:
            yield Trouble(detail=row.detail, opened_at=row.opened_at, closed_at=row.closed_at)


def watches_of(context: Context, plan: DigestPlan) -> tuple[Watch, ...]:
    """The watches of a plan, in the configuration's order; "*" means all. Paused ones are left out."""
    return tuple(
        watch
        for watch in context.config.watches
        if not watch.paused and not {"*", watch.id, watch.name}.isdisjoint(plan.watches)
    )


def _corrections(context: Context, of: Window, people: Audience) -> Iterator[Correction]:
    """The stories of which an earlier report turned up in the window, after these people were notified."""
    for one in notified.corrected(context.archive, of.start, of.end, people):
        story = stories.get(context.archive, one.story)
        if story is not None and story.reports:
            yield Correction(story=story, was_name=one.was_name)


def _usual(context: Context, chosen: Iterable[Watch], of: Window, zone: ZoneInfo) -> dict[str, float]:
    """Articles that each watch usually finds in these hours of the week, by the weeks before, in the plan's time.

    None is known before four such weeks have passed since the watch was added and the first outlet was read: what a
    first crawl brought is no pace.
    """
    since = articles.watched_since(context.archive)
    usual: dict[str, float] = {}
    for watch in chosen if since else ():
        state = watches.in_use(context.archive, watch.id)
        begun = max(since, state[1]) if since and state else None
        weeks = [spell for spell in _weeks(of, zone) if begun and spell[0] >= begun]
        if len(weeks) >= _WEEKS_LEAST:
            found = [hits.counts(context.archive, [watch.id], *spell).get(watch.id, 0) for spell in weeks]
            usual[watch.id] = sum(found) / len(found)
    return usual


def _weeks(of: Window, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The same hours of the weeks before, the last one first; by the clock on the wall, whatever its offset."""
    start, end = of.start.astimezone(zone), of.end.astimezone(zone)
    for weeks in range(1, _WEEKS + 1):
        yield (start - timedelta(weeks=weeks)).astimezone(UTC), (end - timedelta(weeks=weeks)).astimezone(UTC)


def _previous(context: Context, chosen: Iterable[Watch], of: Window, before: DigestRow | None) -> int | None:
    """How many stories the digest before had; None where there was none, or its window was much longer or shorter."""
    if before is None or abs((before.window_end - before.window_start) / (of.end - of.start) - 1) > _AS_LONG:
        return None
    names = [watch.id for watch in chosen]
    rows = hits.in_window(context.archive, names, before.window_start, before.window_end)
    return len({row.story for row in rows if not row.old and row.story is not None})


def _unreached(context: Context, reached: Iterable[OutletStanding], of: Window, now: datetime) -> Iterable[Unreached]:
    """Outlets with a failing source, those whose pages give nothing, and those not read at all in the window."""
    standing = incidents.listing(context.archive, open_only=True, limit=10_000)
    blind = {item.subject: (item, kind.blinds) for item in standing if (kind := KINDS.get(item.kind)) and kind.blinds}
    for row in reached:
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

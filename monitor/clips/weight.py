"""What an article counts as, and which stories led.

A story weighs the points of the outlets that reported it themselves, each once: 3 for tier 1, 2 for tier 2, 1 for all
others. Copies, round-ups and the texts of press releases weigh nothing: they are a matter of syndication, not of
editors who chose the story. Of two stories of one weight the earlier one is first. There is no "reach": what outlets
say of their readers is not comparable, and sums of it say nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from monitor.clips.clip import Clip, ClipStanding, ClipStory, OutletLine
from monitor.story import Report, Role, Story

POINTS = {1: 3, 2: 2}  # of an outlet, by its tier
OTHER = 1
_UNKNOWN = 9  # the tier of whom nobody knows, in order


def standing_of(report: Report, story: Story | None) -> ClipStanding:
    """What an article counts as."""
    if report.is_release:
        return ClipStanding.RELEASE
    if story is not None and report.article_id in story.released:
        return ClipStanding.PICKUP
    if report.copy_of is not None:
        return ClipStanding.COPY
    return ClipStanding.ROUND_UP if report.role is Role.MENTION else ClipStanding.OWN


def points(clips: Iterable[Clip]) -> int:
    """Those of the outlets with own reporting among these clips, each outlet once."""
    tiers = {clip.outlet_key: clip.tier for clip in clips if clip.is_own}
    return sum(POINTS.get(tier or 0, OTHER) for tier in tiers.values())


def stories(clips: Iterable[Clip], known: Mapping[int, Story]) -> tuple[ClipStory, ...]:
    """The stories of these clips, those that led first; those that are releases or copies alone come last."""
    grouped: dict[int, list[Clip]] = defaultdict(list)
    for clip in clips:
        if clip.story is not None and clip.story in known:
            grouped[clip.story].append(clip)
    made = [_story(known[number], sorted(of, key=_by_time)) for number, of in grouped.items()]
    return tuple(sorted(made, key=lambda story: (-story.weight, story.clips[0].moment, story.id)))


def _story(story: Story, clips: Sequence[Clip]) -> ClipStory:
    own = [clip for clip in clips if clip.is_own]
    tiers = {clip.outlet_key: clip.tier for clip in own}
    lead = min(own or clips, key=lambda clip: (not clip.stars, rank(clip.tier), clip.moment, clip.title))
    first = story.reports[0] if story.reports else None
    opening = next((one for one in story.reports if one.outlet == story.first_reported_by), first)
    return ClipStory(
        id=story.id,
        title=lead.title,
        weight=points(clips),
        clips=tuple(clips),
        lead=lead,
        first_by=story.first_reported_by_name,
        first_at=opening.reported.shown if opening else None,
        perhaps_first=tuple(story.outlet_name(outlet) or outlet for outlet in story.perhaps_first),
        outlets_by_tier=dict(sorted(Counter(tiers.values()).items(), key=lambda each: rank(each[0]))),
    )


def outlets(clips: Iterable[Clip]) -> tuple[OutletLine, ...]:
    """What each outlet brought, the weightiest tier first, then those with the most coverage; releases are of none."""
    grouped: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        if clip.standing is not ClipStanding.RELEASE:
            grouped[clip.outlet_key].append(clip)
    lines = []
    for of in grouped.values():
        tally = Counter(clip.standing for clip in of)
        lines.append(
            OutletLine(
                name=of[0].outlet_name,
                tier=of[0].tier,
                own=tally[ClipStanding.OWN],
                round_ups=tally[ClipStanding.ROUND_UP],
                copies=tally[ClipStanding.COPY],
                pickups=tally[ClipStanding.PICKUP],
                firsts=sum(clip.is_first for clip in of),
                paywalled=sum(clip.is_paywalled for clip in of),
            )
        )
    return tuple(sorted(lines, key=lambda line: (rank(line.tier), -line.own, line.name.casefold())))


def rank(tier: int | None) -> int:
    """A tier for order: outlets of which nobody said it come last."""
    return _UNKNOWN if tier is None else tier


def _by_time(clip: Clip) -> tuple[object, ...]:
    return clip.moment, clip.article_id or 0, clip.title

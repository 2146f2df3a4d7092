"""Reviews around an embargo: who was early, and how many came in each hour after it lifted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor import embargo
from monitor.clips.clip import Clip, ReviewWave
from monitor.model import Watch
from monitor.phrasing import cut

_NAME = 60


def marked(clips: Iterable[Clip], lifted: Mapping[int, datetime]) -> list[Clip]:
    """The clips, those among them marked that are reviews; `lifted` has by article when its embargo lifts."""
    found = []
    for clip in clips:
        at = lifted.get(clip.article_id or 0)
        is_early = at is not None and embargo.is_early(clip.at, at)
        found.append(clip if at is None else replace(clip, is_review=True, is_early=is_early, lifts_at=at))
    return found


def waves(
    clips: Sequence[Clip], watches: Iterable[Watch], lifts: Mapping[str, Sequence[datetime]]
) -> tuple[ReviewWave, ...]:
    """A wave for each embargo that has reviews, or is the only one of its watch; `lifts` are theirs, by id."""
    found = []
    for watch in watches:
        name, own = cut(watch.name, _NAME), lifts.get(watch.id, ())
        for at in own:
            reviews = [clip for clip in clips if clip.lifts_at == at and name in clip.watches and clip.is_own]
            if reviews or len(own) == 1:
                found.append(_wave(name, at, reviews))
    return tuple(found)


def _wave(name: str, lifts_at: datetime, reviews: Sequence[Clip]) -> ReviewWave:
    early = tuple(clip for clip in reviews if clip.is_early)
    hours: dict[int, list[Clip]] = {}
    later = 0
    for clip in reviews:
        hour = (clip.moment - lifts_at) // timedelta(hours=1)
        if clip.is_early:
            continue
        if hour < embargo.HOURS and isinstance(clip.at, datetime):
            hours.setdefault(hour, []).append(clip)
        else:  # or of a day alone
            later += 1
    counted = tuple((hour, tuple(hours[hour])) for hour in sorted(hours))
    return ReviewWave(watch=name, lifts_at=lifts_at, early=early, hours=counted, later=later)

"""Reviews around an embargo: who was early, and how many came in each hour after it lifted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor import novelty
from monitor.clips.clip import Clip, ReviewWave
from monitor.model import Article, Watch
from monitor.news import Genre
from monitor.phrasing import cut

HOURS = 48  # after the lift, in which reviews are counted one by one
_NAME = 60


def is_review(article: Article) -> bool:
    """Whether an article is a review, by what its page declares or by its headline."""
    return article.kind == "review" or novelty.outline(article).genre is Genre.REVIEW


def marked(clips: Iterable[Clip], lifted: Mapping[int, datetime]) -> list[Clip]:
    """The clips, those among them marked that are reviews; `lifted` has by article when its embargo lifts."""
    found = []
    for clip in clips:
        lifts_at = lifted.get(clip.article_id or 0)
        found.append(clip if lifts_at is None else replace(clip, is_review=True, is_early=_is_early(clip, lifts_at)))
    return found


def _is_early(clip: Clip, lifts_at: datetime) -> bool:
    """Whether it came before the lift; a day alone only where it is over before, in UTC and where the lift is said."""
    if isinstance(clip.at, datetime):
        return clip.at < lifts_at
    return clip.at < min(lifts_at.date(), lifts_at.astimezone(UTC).date())


def waves(clips: Sequence[Clip], watches: Iterable[Watch]) -> tuple[ReviewWave, ...]:
    """A wave for each watch that has an embargo."""
    found = []
    for watch in watches:
        if watch.embargo is not None:
            name = cut(watch.name, _NAME)
            reviews = [clip for clip in clips if clip.is_review and name in clip.watches and clip.is_own]
            found.append(_wave(name, watch.embargo, reviews))
    return tuple(found)


def _wave(name: str, lifts_at: datetime, reviews: Sequence[Clip]) -> ReviewWave:
    early = tuple(clip for clip in reviews if clip.is_early)
    hours: dict[int, list[Clip]] = {}
    later = 0
    for clip in reviews:
        hour = (clip.moment - lifts_at) // timedelta(hours=1)
        if clip.is_early:
            continue
        if hour < HOURS and isinstance(clip.at, datetime):
            hours.setdefault(hour, []).append(clip)
        else:  # or of a day alone
            later += 1
    counted = tuple((hour, tuple(hours[hour])) for hour in sorted(hours))
    return ReviewWave(watch=name, lifts_at=lifts_at, early=early, hours=counted, later=later)

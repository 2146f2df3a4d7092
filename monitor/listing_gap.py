"""A gap: articles of an outlet that may have come and gone between two looks at one of its sources.

It crosses the border between the archive and a crawl: what a listing shows of it, what is ordered to fill it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Source
from monitor.phrasing import count

SOME = 4  # items: a shorter listing without a known one says little


def is_all_new(*, listed: int, new: int) -> bool:
    """Whether nothing that was listed was known, of enough to say something: articles may have come and gone."""
    return new >= listed >= SOME


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a listing shows of which nothing was known: what was published after `since` and before `until` is missing.

    `since` is the last look, `until` the oldest time listed, or the look itself. `missing`: how many articles that may
    be, by the pace of those listed; None where these declare no times.
    """

    since: datetime
    until: datetime
    missing: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfilledGap:
    """A gap that nothing filled: from when to when, when it was seen, and how many articles may still be missing."""

    begins_at: datetime
    ends_at: datetime
    seen_at: datetime
    missing: int | None

    @property
    def articles(self) -> str:
        """`about 30 articles`, or `some articles` where nobody knows how many."""
        return "some articles" if self.missing is None else f"about {count(self.missing, 'article')}"


def joined(gaps: Iterable[UnfilledGap]) -> list[UnfilledGap]:
    """Gaps of one outlet, in order of time; those that overlap, as of two of its sources, are one."""
    found: list[UnfilledGap] = []
    for gap in sorted(gaps, key=lambda gap: gap.begins_at):
        if found and gap.begins_at < found[-1].ends_at:
            last = found[-1]
            numbers = [each.missing for each in (last, gap) if each.missing is not None]
            found[-1] = replace(last, ends_at=max(last.ends_at, gap.ends_at), missing=max(numbers, default=None))
        else:
            found.append(gap)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGap:
    """A gap that is to be filled: of the source at `source`, from the listings `ask`, in this order.

    `before` are keys of links that were known at the last look, `seen` those of the listing that showed the gap.
    """

    source: str
    gap: Gap
    before: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    ask: tuple[Source, ...] = ()

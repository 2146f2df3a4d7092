"""When an article counts as reported: the one rule for the archive, the grouping, the mails and the lists.

What the page declares counts, as far as it can be true: not after the article was found, and not before a look at its
source that did not list it yet. A page that declares a day alone is of that day wherever it
is read: it has no hour, so no time zone moves it and nobody sees a midnight that nobody wrote.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Self

WEB_BEGAN = 1995  # no outlet published here before; 1970 is a machine's zero
_ZONES = timedelta(hours=14)  # how far ahead of UTC a day begins: in Kiribati it is tomorrow already
_BACKDATED = timedelta(days=2)  # further back lies no time of a new article, but an old one that is listed again
_DAY = timedelta(days=1) - timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """When an article was seen to appear: after `absent_at` (None: nobody looked before), and by `listed_at`."""

    listed_at: datetime
    absent_at: datetime | None = None

    def refutes(self, published_at: datetime) -> bool:
        """Whether the article was not listed yet when a look after that time should have seen it.

        What is much older was published then and is listed again: nobody is made first by a time of last year.
        """
        return self.absent_at is not None and timedelta() < self.absent_at - published_at <= _BACKDATED


@dataclass(frozen=True, slots=True)
class ReportTime:
    """A moment for order and windows, never after the article was found; and the `day` where that is all that is known.

    A day alone counts as its last second, so that an outlet without clock times is not first by midnight.
    """

    at: datetime
    day: date | None = None

    @classmethod
    def of(
        cls,
        published_at: datetime | None,
        *,
        found_at: datetime,
        has_time: bool = True,
        witness: Witness | None = None,
    ) -> Self:
        """By what the page declares (`has_time` False: a day alone, as its midnight in its own zone).

        A time that its witness refutes is no earlier than the listing that had it: else whoever declares the
        earliest time is first.
        """
        if witness and has_time and published_at is not None and witness.refutes(published_at):
            return cls(min(witness.listed_at, found_at))
        latest = found_at if has_time else found_at + _ZONES
        if published_at is None or published_at > latest or published_at.year < WEB_BEGAN:
            return cls(min(witness.listed_at, found_at) if witness else found_at)
        if has_time:
            return cls(published_at)
        return cls(min(published_at + _DAY, found_at), published_at.date())

    @property
    def shown(self) -> datetime | date:
        """What a person is shown: the day where that is all that is known."""
        return self.day or self.at

    def age_at(self, listed_at: datetime) -> timedelta:
        """How long before it was listed it was published; nothing, where that is not known or cannot be true."""
        return max(listed_at - self.at, timedelta())

    def is_before(self, moment: datetime) -> bool:
        """Whether it counts before a moment; a day alone does where its day is an earlier one."""
        return self.day < moment.date() if self.day else self.at < moment

    def day_in(self, zone: tzinfo | None) -> date:
        """The day on which it counts in a zone; a day alone is that day in every zone."""
        return self.day or self.at.astimezone(zone).date()


def declared(published_at: datetime | None, *, has_time: bool) -> datetime | date | None:
    """A publication as the page declares it: a day alone is a `date`."""
    return published_at if has_time or published_at is None else published_at.date()

"""When an article was published and last updated, by order of trust, with its zone where one is written.

    JSON-LD of the article > meta elements > microdata > JSON-LD that holds the article > what stands by the headline
    > the address > other visible dates > JSON-LD of pictures and videos > what the listing says > "3 hours ago"

A source without time of day is completed by a later one that gives the time of the same day. Declarations that disagree
are weighed: the address keeps the day of what was moved, the line by the headline that of what was saved again. The
future and the absurd are refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import islice

from monitor.extract.dating import clocks, date_texts, two_days, visible_dates
from monitor.extract.dating.two_days import is_near
from monitor.extract.dating.visible_dates import Lines, Shown
from monitor.extract.statements import Statements
from monitor.model import Link
from monitor.reading.dates import credible, date_parser, day_forms, relative
from monitor.reading.dates.moment import Moment

__all__ = ["Dates", "Lines", "of_listing", "read"]

ADDRESSED, DECLARED, SHOWN = 0.98, 0.94, 0.88  # shares of right days on 1,035 labelled pages, as `sureness` says
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)  # from a draft to its publication; texts are brought up to date after months
_NO_LINES = Lines()


@dataclass(frozen=True, slots=True)
class Dates:
    """What is known of an article's times. Aware: a moment without a zone is taken in the page's own, else UTC."""

    published: datetime | None = None
    has_time: bool = True
    updated: datetime | None = None  # after the publication; any that is declared, where that is not known
    declared: bool = False  # the page's metadata declare a publication
    confidence: float | None = None  # how likely the publication's day is right, 0 to 1; None: not known


def read(
    page: Statements, *, now: datetime, lines: Lines = _NO_LINES, link: Link | None = None, ruled: str | None = None
) -> Dates:
    """The dates of a page. `lines` are its short ones; `ruled` is what the outlet's own selector found."""
    listing = _listed(link, now) if link is not None else None
    known = _Known(page, lines, now, listing)
    updated = next(iter(known.updates), None)
    published = known.published()
    if ruled:
        published = next(known.believable([ruled]), published)
    zone = _zone_of(published, updated) or known.zone
    sureness = known.sureness(published)
    published = _completed(published, known.listed) or listing or known.distant()
    at = published.aware(zone) if published else None
    later = updated.aware(zone) if updated else None
    return Dates(
        published=at,
        has_time=published.has_time if published else True,
        updated=later if at is None else after(later, at),
        declared=next(date_texts.publications(page), None) is not None,
        confidence=None if ruled else sureness,
    )


def of_listing(link: Link, *, now: datetime) -> Dates:
    """The dates of an article that is known by its listing alone: the day of its address, if the stated one is later.

    A feed that was filled again, or an article put on top once more, states that day; the address keeps the first.
    """
    stated = _listed(link, now)
    days = (credible.read(text, now=now) for text in date_texts.of_address(link.url))
    addressed = next((day for day in days if day is not None), None)
    published = stated or addressed
    if stated and addressed and not is_near(stated, addressed) and clocks.naive(addressed) < clocks.naive(stated):
        published = addressed
    at = published.aware(UTC) if published else None
    return Dates(
        published=at,
        has_time=published.has_time if published else True,
        updated=after(link.updated_at, at) if at else None,
    )


def after(updated: datetime | None, published: datetime) -> datetime | None:
    """The update of what was published then: none where it is no later."""
    return updated if updated is not None and updated > published else None


class _Known:
    """What a page declares and shows of its dates, parsed, and which of it is the publication."""

    def __init__(self, page: Statements, lines: Lines, now: datetime, listed: Moment | None) -> None:
        self.page, self.lines, self.now = page, lines, now
        self.locale = date_texts.locale_of(page)
        self.zone = self.locale.clock
        self.month = date_texts.month_of_address(page)
        self.listed = replace(listed, at=listed.aware(self.zone).astimezone(self.zone)) if listed else None
        self.addressed: Moment | None = None
        self.declared: list[Moment] = []
        self.addressed = next(self.believable(date_texts.of_addresses(page)), None)
        for moment in self._declarations():
            self.declared.append(moment)
        self.updates = list(self.believable(date_texts.updates(page)))

    @cached_property
    def dated(self) -> list[visible_dates.Part]:
        """The lines after the headline that name days, in their parts."""
        return visible_dates.labelled(filter(date_parser.may_name_a_day, self.lines.after))

    @cached_property
    def shown(self) -> Shown:
        """The dates that the page shows: looked for only where the declared ones leave a question."""
        return Shown(self.page, self.lines)

    def _month_first(self) -> bool | None:
        """The order of day and month in the figures that the page shows; None where they do not say."""
        shown = [*self.lines.after, *self.lines.above, *self.lines.scattered()]
        return day_forms.month_first([*date_texts.publications(self.page), *shown])

    def believable(self, texts: Iterable[str]) -> Iterator[Moment]:
        """The moments that texts name, without the future and the absurd."""
        for text in texts:
            if day_forms.may_be_two(text):
                known = self.addressed or next(iter(self.declared), None) or self.listed
                moment = two_days.meant(text, self.locale, known, self._month_first, self.now)
            else:
                moment = date_parser.read(text, self.locale) or self._read_of_the_end(text)
            if self.month is not None and (moment is None or not self._is_of_the_month(moment)):
                moment = self._read_of_the_month(text) or moment
            if moment is not None and credible.is_credible(moment.at, self.now):
                yield moment

    def _declarations(self) -> Iterator[Moment]:
        """What the page declares. Figures that may be two days are the one that stands by the headline."""
        for text in date_texts.publications(self.page):
            for moment in self.believable([text]):
                yield self._as_shown(text, moment)

    def _as_shown(self, text: str, moment: Moment) -> Moment:
        if not day_forms.may_be_two(text):
            return moment
        other = next((one for one in two_days.readings(text, self.locale) if one != moment), None)
        if other is None or not credible.is_credible(other.at, self.now):
            return moment
        days = {one.at.date() for _, one in self._by_the_headline([*self.shown.after, *self.shown.above])}
        return other if other.at.date() in days and moment.at.date() not in days else moment

    def _is_of_the_month(self, moment: Moment) -> bool:
        """Whether a moment is of the month in the page's address."""
        return (moment.at.year, moment.at.month) == self.month

    def _read_of_the_month(self, text: str) -> Moment | None:
        """What figures mean that may be two days, if one is of the month in the address."""
        return next(filter(self._is_of_the_month, two_days.readings(text, self.locale)), None)

    def _read_of_the_end(self, text: str) -> Moment | None:
        """What a line means whose day stands right behind another word: "By Jane DoeMar 5, 2025"."""
        found = date_texts.GLUED.search(text)
        return date_parser.read(text[found.start() :], self.locale) if found else None

    def published(self) -> Moment | None:
        """The declared moment, with a time of day if a later source gives that day's; else the first visible one."""
        declared = self._weighed()
        if declared is not None and _has_clock(declared):
            return declared
        wanted = declared or self._by_the_address()
        seen = self.believable(date_texts.visible(self.page, self.shown))
        if wanted is None:
            return self._of_those_shown(seen) or next(self.believable(date_texts.works(self.page)), None)
        days = {wanted.at.date()}
        if self.addressed is not None and is_near(wanted, self.addressed):
            days.add(self.addressed.at.date())  # a day in UTC may be that before or after
        return next((moment for moment in seen if _has_clock(moment) and moment.at.date() in days), wanted)

    def _of_those_shown(self, seen: Iterator[Moment]) -> Moment | None:
        """Where nothing is declared, the shown moment of the day that the listing has, too; else the first."""
        day = self.listed
        if day is None and self.month is None:
            return _first(seen)  # most pages: no more is looked at than it takes
        every = list(seen)
        listed = [moment for moment in every if moment.at.date() == day.at.date()] if day is not None else []
        return _first(iter(listed or list(filter(self._is_of_the_month, every)) or every))

    def sureness(self, published: Moment | None) -> float | None:
        """How likely the day is right: one that the address has too, one that is declared, one that is shown alone."""
        if published is None:
            return None
        if not any(is_near(published, moment) for moment in self.declared):
            return DECLARED if self.listed is not None and is_near(published, self.listed) else SHOWN
        return ADDRESSED if self.addressed is not None and is_near(published, self.addressed) else DECLARED

    def _by_the_address(self) -> Moment | None:
        """The day of the address, or the one next to it that stands by the headline."""
        if self.addressed is None:
            return None
        shown = (moment for _, moment in self._by_the_headline(self.shown.after) if is_near(moment, self.addressed))
        return next(shown, self.addressed)

    def distant(self) -> Moment | None:
        """The moment by the headline that is written as its distance from now."""
        now = self.now.astimezone(self.zone)
        distances = (
            relative.read(text, now) for label, text in self.shown.lines if label is not visible_dates.Label.UPDATED
        )
        return next((moment for moment in distances if moment is not None), None)

    def _weighed(self) -> Moment | None:
        """What the page declares, unless another declaration shows that it is not the publication."""
        declared = _first(iter(self.declared))
        if declared is None:
            return None
        declared = self._on_the_pages_day(self._before_the_update(declared))
        declared = self._instead_of_new_year(declared)
        if self.addressed is None:
            return self._after_the_draft(self._before_the_move(declared))
        if is_near(declared, self.addressed):
            return self._before_the_move(declared)
        if clocks.naive(self.addressed) < clocks.naive(declared):
            return None  # a later import or update calls itself the publication; the address kept the day
        return declared

    def _by_the_headline(self, parts: Iterable[visible_dates.Part]) -> Iterator[tuple[str, Moment]]:
        """What is shown and not called an update."""
        for label, text in islice(parts, 24):
            if label is not visible_dates.Label.UPDATED:
                yield from ((text, moment) for moment in self.believable([text]))

    def _before_the_update(self, declared: Moment) -> Moment:
        """An earlier declaration that is visible too, if the believed one is that of the last update."""
        if not _has_clock(declared) or not any(_is_minute(declared, update) for update in self.updates):
            return declared
        at = declared.aware(self.zone)
        others = [moment for moment in self.declared if _has_clock(moment) and moment.aware(self.zone) < at]
        seen = [moment for _, moment in self._by_the_headline(self.shown.after) if moment.has_time] if others else []
        return next((moment for moment in others if any(_is_minute(moment, one) for one in seen)), declared)

    def _before_the_move(self, declared: Moment) -> Moment:
        """The day by the headline, if it is earlier, and the declared one is that of the last update, or of a move."""
        is_known = self.updates and not any(_is_minute(declared, update) for update in self.updates)
        if is_known and all(is_near(moment, declared) for moment in self.declared):
            return declared
        text, first = next(self._by_the_headline(self.shown.by_the_headline()), ("", declared))
        if not visible_dates.is_bare(text) or clocks.naive(first) + 2 * _DAY > clocks.naive(declared):
            return declared
        if is_known and all(moment.at.date() != first.at.date() for moment in self.declared):
            return declared
        seen = self._by_the_headline([*self.shown.after, *self.shown.above])
        return declared if any(is_near(moment, declared) for _, moment in seen) else first

    def _instead_of_new_year(self, declared: Moment) -> Moment:
        """The shown day of the update, for a New Year's Day on the hour that no line has: a system set that."""
        at = declared.at
        if (at.month, at.day, at.minute, at.second) != (1, 1, 0, 0):
            return declared
        days = {update.at.date() for update in self.updates}
        seen = [moment for _, moment in self._by_the_headline([*self.shown.after, *self.shown.above])]
        is_shown = any(is_near(moment, declared) for moment in seen)
        return declared if is_shown else next((moment for moment in seen if moment.at.date() in days), declared)

    def _after_the_draft(self, declared: Moment) -> Moment:
        """The one day of the dateline, if it is some days later and the declared one is shown nowhere: a draft's."""
        seen = list(self._by_the_headline(self.dated))
        text, first = next(iter(seen), ("", declared))
        later = first.at.date() - declared.at.date()
        if not _DAY < later <= _WEEK or not visible_dates.is_dateline(text):
            return declared
        if any(moment.at.date() != first.at.date() for _, moment in seen):
            return declared
        if self._is_of_the_month(declared) and not self._is_of_the_month(first):
            return declared
        others = [*self.believable(date_texts.visible(self.page, self.shown)), *filter(None, [self.listed])]
        return declared if any(is_near(moment, declared) for moment in others) else first

    def _is_midday(self, declared: Moment) -> bool:
        """Whether a moment in UTC is of the same day in the page's zone and in those next to it."""
        if declared.at.tzinfo is None or self.zone is UTC:
            return False
        here = declared.at.astimezone(self.zone)
        return here.date() == declared.at.date() and 4 <= here.hour < 20

    def _on_the_pages_day(self, declared: Moment) -> Moment:
        """The declared moment on the clock of the page, where a line or the address has another day than UTC does."""
        if not _has_clock(declared) or declared.at.utcoffset() or self._is_midday(declared):
            return declared
        seen = [moment for _, moment in self._by_the_headline(self.shown.after)]
        for clock in [*self.declared, *seen]:
            placed = clocks.on_the_clock(declared, clock) if _has_clock(clock) else None
            if placed is not None and (declared.at.tzinfo is None or placed.at.date() != declared.at.date()):
                return placed
        if declared.at.tzinfo is not None:
            here, day = declared.at.astimezone(self.zone), self.addressed or next(iter(seen), None)
            if day is not None and here.date() == day.at.date() != declared.at.date():
                return replace(declared, at=here)
            days = {one.at.date() for one in seen}
            if self.addressed is not None and self.addressed.at.date() in days and declared.at.date() not in days:
                return clocks.on_the_day(declared, self.addressed)
        return declared


def _listed(link: Link, now: datetime) -> Moment | None:
    """What the listing says, which its own reading believed at another time."""
    if link.published_at is None or not credible.is_credible(link.published_at, now):
        return None
    return Moment(link.published_at, has_time=link.published_has_time)


def _completed(published: Moment | None, listed: Moment | None) -> Moment | None:
    """The publication; a day alone with the time that the listing has of that very day on the page's clock."""
    if published is None or published.has_time or listed is None or not _has_clock(listed):
        return published
    return listed if listed.at.date() == published.at.date() else published


def _first(found: Iterator[Moment]) -> Moment | None:
    """The first moment; a day alone is completed by a time of that day."""
    day: Moment | None = None
    for moment in found:
        if day is None:
            day = moment
        if _has_clock(moment) and moment.at.date() == day.at.date():
            return moment
    return day


def _has_clock(moment: Moment) -> bool:
    """Whether a time of day is given: midnight is mostly that of a day alone."""
    return moment.has_time and (moment.at.hour, moment.at.minute, moment.at.second) != (0, 0, 0)


def _is_minute(one: Moment, other: Moment) -> bool:
    if one.has_time and other.has_time:  # many write Z and mean their own clock
        return min(abs(one.aware(UTC) - other.aware(UTC)), abs(clocks.naive(one) - clocks.naive(other))) < _MINUTE
    return one.at.date() == other.at.date()


def _zone_of(*known: Moment | None) -> tzinfo | None:
    for moment in known:
        if moment is not None and moment.at.tzinfo is not None and moment.at.utcoffset():
            return moment.at.tzinfo
    return None

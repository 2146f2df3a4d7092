"""When a page was published of whose dates the rules believe none: the likeliest day that it writes, if it is sure.

Every day that the page writes anywhere is weighed by a small forest, learnt on labelled pages, and on pages of which
people say that they show no date: `bench/learn_dates.py`.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from monitor.extract.dating import date_candidates, date_texts, publication
from monitor.extract.dating.date_candidates import DateCandidate
from monitor.extract.dating.publication import Dates
from monitor.extract.forest import Ballot
from monitor.extract.layout.visible import VisiblePage
from monitor.extract.statements import Statements
from monitor.reading.dates.moment import Moment

MODEL = Path(__file__).with_name("date_model.json")
LEAST = 0.35  # likelihood below which a page has no date; above, out of fold, 16 of 20 were right where people say one,
# and where they say none (two pages in five) each counts as wrong


def read(known: Dates, page: Statements, shown: VisiblePage, now: datetime) -> Dates:
    """The dates of a page; where the rules found no publication, the likeliest day that it writes.

    Where the address names a month it is one of that month, however likely.
    An update that is declared alone is kept where it is later than that day: it is none of a page without a day.
    """
    if known.published is not None:
        return known
    cast = ballot(page, shown, now)
    within = _of_the_month(cast, date_texts.month_of_address(page))
    chosen = (within or cast).likeliest(MODEL)
    if chosen is None or (chosen[1] < LEAST and within is None):
        return replace(known, updated=None)
    likeliest, sure = chosen
    moment = moment_of(likeliest)
    published = moment.aware(date_texts.locale_of(page).clock)
    updated = publication.after(known.updated, published)
    return replace(known, published=published, has_time=moment.has_time, updated=updated, confidence=sure)


def ballot(page: Statements, shown: VisiblePage, now: datetime) -> Ballot[DateCandidate]:
    """Every day of a page with its figures."""
    found = date_candidates.gather(page, now)
    return Ballot(list(found.values()), date_candidates.features(found, shown, now))


def moment_of(one: DateCandidate) -> Moment:
    """The moment of a day: the first with a time of day, if any."""
    return next((moment for moment in one.moments if moment.has_time), one.moments[0])


def _of_the_month(cast: Ballot[DateCandidate], month: tuple[int, int] | None) -> Ballot[DateCandidate] | None:
    """The days of the month that the page's address names, if there are any: such an address is that of a blog."""
    days = [moment_of(one).at for one in cast.candidates]
    places = [place for place, day in enumerate(days) if (day.year, day.month) == month]
    return Ballot([cast.candidates[at] for at in places], [cast.values[at] for at in places]) if places else None

"""When another source is looked for in the place of one, and what is said of what was found.

A source is worth a search while it is dead (gone; no answer, no listing, nothing in it for a day), or stands still: it
can be read, and its outlet is more silent than usual. What refuses us, by its robots.txt or by its answer, is left
alone: asking it for more would be no answer to that.
"""

from datetime import datetime, timedelta
from typing import assert_never

from monitor.causes import SourceCause
from monitor.health.facts import OutletFacts, SourceFacts
from monitor.health.rhythm import silence
from monitor.health.wording import moment
from monitor.model import Source, SourceKind
from monitor.phrasing import count
from monitor.succession import STALE, Candidate, good, line_with

ATTEMPTS = 3  # failures in a row before anything is said
DEAD_AFTER = timedelta(days=1)  # without a listing: an outage is over by then
EMPTY_READINGS = 2  # empty listings in a row, of a source that used to list something
GONE = frozenset({404, 410})
REFUSED = frozenset({401, 402, 403, 407, 429, 451, 503})
LOOKING = timedelta(minutes=5)  # in which the first search for a successor is over, so that its result is reported too
# After the first, second... search; then always the last.
_WAITS = (timedelta(hours=6), timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
_EARLY = 0.75  # of the silence that is alarming: the front page is looked at before anything is said
_MOVES = 3  # new links on the front page between two searches, without which it may only have changed its teasers
_NAMED = 3  # candidates


def is_due(outlet: OutletFacts, source: SourceFacts, now: datetime) -> bool:
    """Whether another source is to be looked for in the place of this one, now."""
    in_its_place = source.successor
    if source.is_successor or (in_its_place is not None and in_its_place.failures < ATTEMPTS):
        return False
    stands_still = _stands_still(outlet, source, now)
    if not stands_still and not is_dead(source, now):
        return False
    wait = _WAITS[min(source.searches, len(_WAITS) - 1)]
    silent = silence(outlet.arrivals, now)
    if source.searched_at is None:
        return True
    was_early = silent is not None and source.searched_at < silent.since + silent.limit
    if stands_still and silent is not None and was_early and source.searches == 1:
        return silent.is_alarming  # the second search, when it is, has the first one to compare with
    return now - source.searched_at >= wait


def is_dead(source: SourceFacts, now: datetime) -> bool:
    """Whether the source is lost for good, as far as one can tell."""
    if source.failures == 0:
        return is_empty(source) and source.last_new_at is not None and now - source.last_new_at >= DEAD_AFTER
    if source.failures < ATTEMPTS:
        return False
    match source.why:
        case SourceCause.ROBOTS | SourceCause.PARSER_HUNG:
            return False
        case SourceCause.HTTP_STATUS if source.status in GONE:
            return True
        case SourceCause.HTTP_STATUS if source.status in REFUSED:
            return False
        case (
            SourceCause.HTTP_STATUS
            | SourceCause.NO_ANSWER
            | SourceCause.NOT_A_LISTING
            | SourceCause.BLOCK_PAGE
            | SourceCause.OUTAGE
            | SourceCause.ROBOTS_UNREACHABLE
            | SourceCause.ADDRESS
            | SourceCause.TOO_LARGE
            | SourceCause.TOO_LONG
            | SourceCause.REDIRECT
        ):
            return source.last_success_at is None or now - source.last_success_at >= DEAD_AFTER
        case other:
            assert_never(other)


def is_empty(source: SourceFacts) -> bool:
    """Whether it lists nothing, and used to list something."""
    last = source.readings[-EMPTY_READINGS:]
    return (
        len(last) == EMPTY_READINGS
        and not any(reading.listed for reading in last)
        and any(reading.listed for reading in source.readings)
    )


def is_awaited(source: SourceFacts, now: datetime) -> bool:
    """Whether what is wrong is said in a moment, with what a search finds."""
    return not (
        source.is_successor
        or source.successor is not None
        or source.failures >= ATTEMPTS + 2
        or is_searched(source)
        or (source.last_checked_at is not None and now - source.last_checked_at >= LOOKING)
    )


def is_searched(source: SourceFacts) -> bool:
    """Whether another source was looked for since this one was read."""
    return source.searched_at is not None and (
        source.last_success_at is None or source.searched_at >= source.last_success_at
    )


def goes_on(outlet: OutletFacts, source: SourceFacts, now: datetime) -> str | None:
    """What shows that the outlet publishes while this source, which can be read, lists nothing new; None: nothing."""
    if source.failures:
        return None
    if source.successor is not None:
        return "another list of the same articles goes on"
    silent = silence(outlet.arrivals, now)
    if silent is None or not silent.is_alarming or source is not _first_read(outlet):
        return None
    if (source.front_new or 0) >= _MOVES:
        return f"the front page has {count(source.front_new or 0, 'new link')}"
    return None


def is_front_looked_at(outlet: OutletFacts, now: datetime) -> bool:
    """Whether the front page of a silent outlet was looked at since its silence is alarming, or should have been."""
    silent = silence(outlet.arrivals, now)
    if silent is None or now - silent.since - silent.limit >= timedelta(hours=1):
        return True
    source = _first_read(outlet)
    searched_at = source.searched_at if source else None
    return searched_at is not None and searched_at >= silent.since + silent.limit


def in_its_place(outlet: OutletFacts, source: SourceFacts, now: datetime) -> tuple[str, dict[str, str]]:
    """What is to be said of the successor: the end of a sentence, and evidence."""
    if source.successor is not None:
        new = source.successor.source
        evidence = {
            "read in its place": f"{new.kind.value} {new.url}, since {moment(source.successor.since)}",
            **line(outlet, source, new),
        }
        return f"; {new.url} is read in its place", evidence
    found = good(source.candidates, now)
    if not found:
        return "", {}
    named = "; ".join(map(_named, found[:_NAMED]))
    best = found[0].source
    return f"; {best.url} may take its place", {"may take its place": named, **line(outlet, source, best)}


def line(outlet: OutletFacts, source: SourceFacts, new: Source) -> dict[str, str]:
    """What to write into the configuration: the outlet's sources, with another in the place of this one."""
    configured = [as_source(one) for one in outlet.sources if not one.is_successor]
    return {f'in [[outlet]] id = "{outlet.id}"': line_with(configured, source.url, new)}


def as_source(source: SourceFacts) -> Source:
    """The source that these facts are of."""
    return Source(kind=SourceKind(source.kind), url=source.url, select=source.select)


def _named(one: Candidate) -> str:
    return f"{one.source.kind.value} {one.source.url} (lists {one.listed}, {one.shared} of them known)"


def _stands_still(outlet: OutletFacts, source: SourceFacts, now: datetime) -> bool:
    """Whether it can be read, and yet its outlet is silent: by its own habit, or, where none is known, for a month."""
    if source is not _first_read(outlet):
        return False
    silent = silence(outlet.arrivals, now)
    if silent is not None:
        return now - silent.since >= silent.limit * _EARLY
    newest = [one.newest_at for one in outlet.sources]
    return bool(newest) and all(at is not None and now - at > STALE for at in newest)


def _first_read(outlet: OutletFacts) -> SourceFacts | None:
    """The source that stands for all that can be read: one search for an outlet is enough."""
    read = (one for one in outlet.sources if one.failures == 0 and one.last_success_at and not one.is_successor)
    return next(read, None)

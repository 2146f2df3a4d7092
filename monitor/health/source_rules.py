"""What is wrong with one source: it cannot be read, is not understood, lists nothing, moved, or outran us."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from monitor.causes import SourceCause
from monitor.health import incident_kinds as kinds
from monitor.health.facts import OutletFacts, SourceFacts
from monitor.health.incident_kinds import IncidentKind
from monitor.health.wording import moment, quoted, span
from monitor.model import Incident
from monitor.phrasing import count

ATTEMPTS = 3  # failures in a row before anything is said
PERSISTENT = 8  # from here on it does not pass by itself, however short the time
PASSING = timedelta(minutes=30)  # time-outs and server errors shorter than this pass by themselves
EMPTY_READINGS = 2  # empty listings in a row, of a source that used to list something
GAP_READINGS = 3  # later readings until the incident of a gap closes

FROZEN_SAID = timedelta(days=1)  # since it was found out: nothing is missed any more
MOVED_READINGS = 3  # readings in a row that permanent redirects led away: one may be an hour of maintenance

_WITHOUT_ANSWER = frozenset({SourceCause.NO_ANSWER, SourceCause.ADDRESS})
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 402, 403, 407, 429, 451, 503})


def judge(outlet: OutletFacts, source: SourceFacts, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one source."""
    failing = _failing(source, now)
    if failing is not None:
        kind, detail = failing
        yield _incident(kind, outlet, source, detail)
        return
    if _is_empty(source):
        before = max(reading.listed for reading in source.readings)
        yield _incident(kinds.SOURCE_EMPTY, outlet, source, f"lists nothing; it used to list {count(before, 'item')}")
    if source.moved_to and source.moved_readings >= MOVED_READINGS:
        yield _incident(kinds.SOURCE_MOVED, outlet, source, f"redirects permanently to another host: {source.moved_to}")
    if source.untrusted_at is not None and now - source.untrusted_at < FROZEN_SAID:
        detail = (
            "its ETag or Last-Modified stays the same although it lists something new; it is read whole from now on"
        )
        yield _incident(kinds.SOURCE_FROZEN, outlet, source, detail)
    gap = _gap(source)
    if gap is not None:
        yield _incident(kinds.LISTING_GAP, outlet, source, gap)


def has_failed_without_answer(source: SourceFacts) -> bool:
    """Whether its last attempt brought no answer at all: the host's fault, or that of our own network."""
    return source.failures > 0 and _cause(source) in _WITHOUT_ANSWER


def _failing(source: SourceFacts, now: datetime) -> tuple[IncidentKind, str] | None:
    """Why it cannot be read: the kind and the words; None while it can, or while it may pass."""
    if source.quarantined_until is not None:
        words = f"hung or ended the parsing process, and is tried again at {moment(source.quarantined_until)}"
        return kinds.SOURCE_QUARANTINED, words
    if source.failures < ATTEMPTS:
        return None
    since = source.last_success_at
    kind, words = _kind(source)
    if kind.may_pass and since is not None and now - since < PASSING and source.failures < PERSISTENT:
        return None
    lasted = f"for {span(now - since)}" if since else "ever since it was first followed"
    error = quoted(source.error)
    return kind, words.format(lasted=lasted, failures=source.failures, status=source.status, error=error)


def _cause(source: SourceFacts) -> SourceCause:
    return source.cause or SourceCause.of_status(source.status)


def _kind(source: SourceFacts) -> tuple[IncidentKind, str]:
    """The kind of its failures, and how to say it."""
    match _cause(source):
        case SourceCause.ROBOTS:
            return kinds.ROBOTS_CLOSED, "robots.txt disallows it {lasted}"
        case SourceCause.HTTP_STATUS if source.status in _GONE:
            return kinds.SOURCE_GONE, "is not there {lasted}: HTTP {status}, {failures} attempts failed"
        case SourceCause.HTTP_STATUS if source.status in _REFUSED:
            return kinds.SOURCE_REFUSED, "refuses us {lasted}: HTTP {status}, {failures} attempts failed"
        case SourceCause.PARSER_HUNG:
            return kinds.SOURCE_QUARANTINED, "hung or ended the parsing process {failures} times"
        case SourceCause.NOT_A_LISTING | SourceCause.TOO_LARGE | SourceCause.REDIRECT:
            return kinds.SOURCE_UNREADABLE, "answers, but is not understood {lasted}: {error}"
        case SourceCause.HTTP_STATUS | SourceCause.NO_ANSWER | SourceCause.ROBOTS_UNREACHABLE | SourceCause.ADDRESS:
            return kinds.SOURCE_FAILING, "could not be read {lasted}, {failures} attempts failed: {error}"
        case other:
            assert_never(other)


def _is_empty(source: SourceFacts) -> bool:
    last = source.readings[-EMPTY_READINGS:]
    return (
        len(last) == EMPTY_READINGS
        and not any(reading.listed for reading in last)
        and any(reading.listed for reading in source.readings)
    )


def _gap(source: SourceFacts) -> str | None:
    """What is to be said of the last gap that nothing filled, until some later readings show none."""
    gap = source.gap
    if gap is None or sum(1 for reading in source.readings if reading.at > gap.seen_at) >= GAP_READINGS:
        return None
    return (
        f"{gap.articles} between {moment(gap.begins_at)} and {moment(gap.ends_at)} may be missing: nothing that the "
        "outlet lists goes back that far"
    )


def _incident(kind: IncidentKind, outlet: OutletFacts, source: SourceFacts, detail: str) -> Incident:
    evidence = {
        "source": f"{source.kind} {source.url}",
        "last read": moment(source.last_success_at),
        "last new item": moment(source.last_new_at),
    }
    if source.failures:
        evidence["last attempt"] = moment(source.last_checked_at)
        evidence["error"] = quoted(source.error)
    return kind.incident(source.url, f"{outlet.name}: {detail}", outlet=outlet.id, evidence=evidence)

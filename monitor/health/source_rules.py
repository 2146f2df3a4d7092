"""What is wrong with one source: it cannot be read or understood, lists nothing, moved, stands still, outran us."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from monitor.causes import SourceCause
from monitor.health import incident_kinds as kinds
from monitor.health import page_rules, search_rules
from monitor.health.facts import OutletFacts, SourceFacts
from monitor.health.incident_kind import IncidentKind
from monitor.health.search_rules import ATTEMPTS, GONE, REFUSED
from monitor.health.wording import moment, quoted, span
from monitor.model import Incident
from monitor.observations import LATEST, all_new_lately
from monitor.phrasing import count
from monitor.succession import moved

PERSISTENT = 8  # from here on it does not pass by itself, however short the time
PASSING = timedelta(minutes=30)  # time-outs and server errors shorter than this pass by themselves

FROZEN_SAID = timedelta(days=1)  # since it was found out: nothing is missed any more
UNDATED_READINGS = 3  # listings in a row without a date


def judge(outlet: OutletFacts, source: SourceFacts, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one source."""
    end, found = search_rules.in_its_place(outlet, source, now)
    failing = _failing(source, now)
    if failing is not None:
        kind, detail = failing
        yield _incident(kind, outlet, source, detail + end, found)
        return
    if search_rules.is_empty(source):
        before = max(reading.listed for reading in source.readings)
        detail = f"lists nothing; it used to list {count(before, 'item')}{end}"
        yield _incident(kinds.SOURCE_EMPTY, outlet, source, detail, found)
    moved_to = moved(search_rules.as_source(source), source.move, now)
    if moved_to is None and _never_listed(outlet, source):
        yield _incident(kinds.SOURCE_EMPTY, outlet, source, "listed nothing since it was first followed")
    if moved_to is not None:
        detail = f"redirects permanently to another address, where it is read: {moved_to.url}"
        yield _incident(kinds.SOURCE_MOVED, outlet, source, detail, search_rules.line(outlet, source, moved_to))
    frozen = _frozen(outlet, source, now)
    if frozen is not None:
        yield _incident(kinds.SOURCE_FROZEN, outlet, source, frozen + end, found)
    if source.undated_readings >= UNDATED_READINGS:
        detail = f"its last {count(source.undated_readings, 'listing')} gave no item a date; they used to have dates"
        yield _incident(kinds.SOURCE_UNDATED, outlet, source, detail)
    again = _readdressed(source)
    if again is not None:
        yield _incident(kinds.SOURCE_READDRESSED, outlet, source, again)
        return  # nothing is missing
    gap = _gap(source)
    if gap is not None and not page_rules.has_no_pages(outlet):  # what could not be read is not missed besides
        yield _incident(kinds.LISTING_GAP, outlet, source, gap)


def _failing(source: SourceFacts, now: datetime) -> tuple[IncidentKind, str] | None:
    """Why it cannot be read: the kind and the words; None while it can, or while it may pass."""
    if source.quarantined_until is not None:
        words = f"hung or ended the parsing process, and is tried again at {moment(source.quarantined_until)}"
        return kinds.SOURCE_QUARANTINED, words
    if source.failures < ATTEMPTS:
        return None
    since = source.last_success_at
    kind, words = _kind(source)
    if source.status in GONE and search_rules.is_awaited(source, now):
        return None
    if kind.may_pass and since is not None and now - since < PASSING and source.failures < PERSISTENT:
        return None
    lasted = f"for {span(now - since)}" if since else "ever since it was first followed"
    error = quoted(source.error)
    return kind, words.format(lasted=lasted, failures=source.failures, status=source.status, error=error)


def _kind(source: SourceFacts) -> tuple[IncidentKind, str]:  # noqa: PLR0911 - an index: every cause in sight
    """The kind of its failures, and how to say it."""
    match source.why:
        case SourceCause.ROBOTS:
            return kinds.ROBOTS_CLOSED, "robots.txt disallows it {lasted}"
        case SourceCause.HTTP_STATUS if source.status in GONE:
            return kinds.SOURCE_GONE, "is not there {lasted}: HTTP {status}, {failures} attempts failed"
        case SourceCause.HTTP_STATUS if source.status in REFUSED:
            return kinds.SOURCE_REFUSED, "refuses us {lasted}: HTTP {status}, {failures} attempts failed"
        case SourceCause.PARSER_HUNG:
            return kinds.SOURCE_QUARANTINED, "hung or ended the parsing process {failures} times"
        case SourceCause.BLOCK_PAGE:
            return kinds.SOURCE_WALLED, "answers with a block page in the place of its listing {lasted}: {error}"
        case SourceCause.TOO_LARGE | SourceCause.TOO_LONG:
            return kinds.SOURCE_TOO_LARGE, "is too large to be read {lasted}: {error}"
        case SourceCause.NOT_A_LISTING | SourceCause.REDIRECT:
            return kinds.SOURCE_UNREADABLE, "answers, but is not understood {lasted}: {error}"
        case (
            SourceCause.HTTP_STATUS
            | SourceCause.NO_ANSWER
            | SourceCause.OUTAGE
            | SourceCause.ROBOTS_UNREACHABLE
            | SourceCause.ADDRESS
        ):
            return kinds.SOURCE_FAILING, "could not be read {lasted}, {failures} attempts failed: {error}"
        case other:
            assert_never(other)


def _never_listed(outlet: OutletFacts, source: SourceFacts) -> bool:
    """Whether it was read often enough, and neither it nor another source of its outlet ever listed anything.

    A news sitemap may well be empty for days; then the feed next to it is not.
    """
    return len(source.readings) >= ATTEMPTS and not any(
        one.last_new_at or any(reading.listed for reading in one.readings) for one in outlet.sources
    )


def _frozen(outlet: OutletFacts, source: SourceFacts, now: datetime) -> str | None:
    """Why what its server answers is not what there is."""
    if source.untrusted_at is not None and now - source.untrusted_at < FROZEN_SAID:
        return "its ETag or Last-Modified stays the same although it lists something new; it is read whole from now on"
    shown = None if search_rules.is_empty(source) else search_rules.goes_on(outlet, source, now)
    if shown is None:
        return None
    return f"lists nothing new since {moment(source.last_new_at)}, while {shown}"


def _readdressed(source: SourceFacts) -> str | None:
    """What is to be said of a listing that named known articles by other addresses, until some later readings."""
    all_new = all_new_lately(source.readings)
    if all_new is None or source.known_again < all_new.new / 2:
        return None
    said = f"listed {count(source.known_again, 'known article')} under other addresses at {moment(all_new.at)}"
    return f"{said}; they are recognised by their text"


def _gap(source: SourceFacts) -> str | None:
    """What is to be said of the last gap that nothing filled, until some later readings show none."""
    gap = source.gap
    if gap is None or sum(1 for reading in source.readings if reading.at > gap.seen_at) >= LATEST:
        return None
    begins, ends = moment(gap.begins_at), moment(gap.ends_at)
    when = f"at {begins}" if begins == ends else f"between {begins} and {ends}"
    return f"{gap.articles} {when} may be missing: nothing that the outlet lists goes back that far"


def _incident(
    kind: IncidentKind, outlet: OutletFacts, source: SourceFacts, detail: str, more: dict[str, str] | None = None
) -> Incident:
    evidence = {
        "source": f"{source.kind} {source.url}",
        "last read": moment(source.last_success_at),
        "last new item": moment(source.last_new_at),
    }
    if source.failures:
        evidence["last attempt"] = moment(source.last_checked_at)
        evidence["error"] = quoted(source.error)
    return kind.incident(source.url, f"{outlet.name}: {detail}", outlet=outlet.id, evidence=evidence | (more or {}))

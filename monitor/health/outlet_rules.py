"""What is wrong with one outlet: silent, paused, kept waiting, or not looked at; of its pages, see page_rules."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.health import incident_kinds as kinds
from monitor.health import search_rules
from monitor.health.facts import OutletFacts
from monitor.health.incident_kind import IncidentKind
from monitor.health.rhythm import silence
from monitor.health.wording import moment, span
from monitor.model import Incident
from monitor.phrasing import count

INCOMPLETE = timedelta(hours=1)  # without a whole crawl, since a host asks for a pause; or as long as
INCOMPLETE_LOOKS = 6  # looks would take, but no less than
INCOMPLETE_AT_LEAST = timedelta(minutes=3)
PAUSES_APART = timedelta(minutes=30)  # at most, to be one after the other
OVERDUE = timedelta(hours=1)  # after it was due


def of_its_crawls(outlet: OutletFacts, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one outlet by its crawls: it is left alone, overdue, or its host puts us off."""
    if _is_paused(outlet, now):
        detail = f"is paused until {moment(outlet.paused_until)}, after {count(outlet.strikes, 'strike')}"
        yield incident(kinds.OUTLET_PAUSED, outlet, detail)
    elif _is_overdue(outlet, now):
        yield incident(
            kinds.CRAWL_OVERDUE, outlet, f"was due {span(now - (outlet.next_check_at or now))} ago and was not crawled"
        )
    if _is_throttled(outlet, now):
        detail = f"its host asked for a pause until {moment(outlet.held_until)}; its last whole crawl ended "
        yield incident(kinds.OUTLET_THROTTLED, outlet, detail + moment(outlet.last_complete_at))


def of_its_silence(outlet: OutletFacts, now: datetime) -> Iterator[Incident]:
    """The incident that stands for one outlet which lists nothing new; only where its listings can be read."""
    if not _is_paused(outlet, now) and not _is_overdue(outlet, now):
        silent = _silence(outlet, now)
        if silent is not None:
            yield silent


def _is_paused(outlet: OutletFacts, now: datetime) -> bool:
    return outlet.paused_until is not None and outlet.paused_until > now


def _is_overdue(outlet: OutletFacts, now: datetime) -> bool:
    return outlet.next_check_at is not None and now - outlet.next_check_at > OVERDUE


def _is_throttled(outlet: OutletFacts, now: datetime) -> bool:
    """Whether its host asks for pause after pause, so that no crawl of it comes to its end."""
    since = outlet.last_complete_at or outlet.added_at
    enough = min(INCOMPLETE, max(INCOMPLETE_LOOKS * outlet.poll, INCOMPLETE_AT_LEAST))
    return outlet.held_until is not None and outlet.held_until + PAUSES_APART > now and now - since > enough


def _silence(outlet: OutletFacts, now: datetime) -> Incident | None:
    silent = silence(outlet.arrivals, now)
    if silent is None or not silent.is_alarming or not search_rules.is_front_looked_at(outlet, now):
        return None
    if any(search_rules.goes_on(outlet, source, now) for source in outlet.sources):  # then its source stands still
        return None
    usual = span(silent.habit.usual)
    detail = f"nothing new for {span(silent.lasted)}; its longest silence in an ordinary week is {usual}"
    listed = [source.newest_at for source in outlet.sources if source.newest_at is not None]
    return incident(
        kinds.OUTLET_SILENT,
        outlet,
        detail,
        {
            "last article": moment(silent.since),
            "newest in its listings": moment(max(listed, default=None)),
            "learned from": count(silent.habit.arrivals, "arrival"),
        },
    )


def incident(kind: IncidentKind, outlet: OutletFacts, detail: str, evidence: dict[str, str] | None = None) -> Incident:
    """An incident of an outlet, with when it was last crawled."""
    known = {**(evidence or {}), "last crawl": moment(outlet.last_crawl_at)}
    return kind.incident(outlet.id, f"{outlet.name}: {detail}", outlet=outlet.id, evidence=known)

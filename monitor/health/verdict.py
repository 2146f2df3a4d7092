"""The verdict: which incidents stand, and which of the open ones are over.

    facts -> what is wrong with each source, outlet, channel -> against what is open -> opened, closed

Pure and without memory: the open incidents come in, so judging twice changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.health import (
    channel_rules,
    crawling_rules,
    flood_rules,
    outlet_rules,
    search_rules,
    source_rules,
    watch_rules,
)
from monitor.health.facts import Facts, OutletFacts, SourceFacts
from monitor.health.incident_kinds import KINDS, NETWORK_DOWN, IncidentKind, Of
from monitor.model import Incident
from monitor.phrasing import count

NETWORK = "network"
OUTAGE = (NETWORK_DOWN.name, NETWORK)  # kind and subject of the one incident that our own network is down
NETWORK_OUTLETS = 3  # fewer outlets say nothing about the network
NETWORK_SHARE = 0.8  # of the outlets tried lately brought no answer: it is us
RECENTLY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident that is open in the archive."""

    kind: str
    subject: str
    opened_at: datetime
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedIncident:
    """An open incident to be closed, and why."""

    kind: str
    subject: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`opened`: the incidents that stand, new or known, with the latest evidence; `closed`: those that are over.

    `searches`: outlet and address of the sources in whose place another is to be looked for.
    """

    opened: tuple[Incident, ...] = ()
    closed: tuple[ClosedIncident, ...] = ()
    searches: tuple[tuple[str, str], ...] = ()


def decide(
    facts: Facts, standing: Iterable[OpenIncident], now: datetime, *, followed: Collection[str] | None = None
) -> Verdict:
    """What stands and what is over.

    Only what the facts speak of is judged: incidents of other outlets and channels stay as they are. With
    `followed`, the ids of all followed outlets, the incidents of outlets that no longer are end too.
    """
    blind = _is_network_down(facts, now)
    opened = {(item.kind, item.subject): item for item in _found(facts, now, blind=blind)}
    closed = []
    for item in standing:
        because = _why_over(item, facts, now, blind=blind, followed=followed)
        if because is not None and (item.kind, item.subject) not in opened:
            closed.append(ClosedIncident(kind=item.kind, subject=item.subject, because=because))
    return Verdict(opened=tuple(opened.values()), closed=tuple(closed), searches=() if blind else _searches(facts, now))


def _found(facts: Facts, now: datetime, *, blind: bool) -> Iterator[Incident]:
    if blind:
        yield _network_down(facts, now)
    for outlet in facts.outlets:
        wrong = [] if blind else [item for source in outlet.sources for item in source_rules.judge(outlet, source, now)]
        yield from wrong
        works = not blind and any(source.failures == 0 for source in outlet.sources)
        yield from outlet_rules.judge(outlet, now, listings_work=works)
        yield from flood_rules.judge(outlet, now)
    yield from crawling_rules.judge(facts.outlets, now)
    for channel in facts.channels:
        yield from channel_rules.judge(channel, now)
    for watch in () if blind else facts.watches:  # who is blind finds nothing, and that is said already
        yield from watch_rules.judge(watch, now)


def _searches(facts: Facts, now: datetime) -> tuple[tuple[str, str], ...]:
    return tuple(
        (outlet.id, source.url)
        for outlet in facts.outlets
        for source in outlet.sources
        if search_rules.is_due(outlet, source, now)
    )


def _why_over(
    item: OpenIncident, facts: Facts, now: datetime, *, blind: bool, followed: Collection[str] | None
) -> str | None:
    """Why an open incident that was not found again is over; None: nothing is known of it now."""
    kind = KINDS.get(item.kind)
    if kind is not None and kind.passes_after is not None:
        is_over = now - item.opened_at >= kind.passes_after
    elif followed is not None and item.outlet is not None and item.outlet not in followed:
        return "the outlet is no longer followed"
    elif kind is None:  # of another version
        return None
    elif Of.CHANNEL in kind.of:
        is_over = any(item.subject == channel.name for channel in facts.channels)
    elif Of.WATCH in kind.of:
        is_over = not blind
    elif Of.CRAWLS in kind.of:
        is_over = bool(crawling_rules.crawled(facts.outlets, now))
    elif Of.NETWORK in kind.of:
        is_over = bool(_tried(facts, now))
    else:
        outlet = next((outlet for outlet in facts.outlets if outlet.id == item.outlet), None)
        return None if blind or outlet is None else _of_outlet_over(kind, item, outlet)
    return kind.over if is_over else None


def _of_outlet_over(kind: IncidentKind, item: OpenIncident, outlet: OutletFacts) -> str | None:
    if item.subject != outlet.id:
        return _of_source_over(kind, item, outlet)
    return kind.over if not kind.needs_listings or any(source.failures == 0 for source in outlet.sources) else None


def _of_source_over(kind: IncidentKind, item: OpenIncident, outlet: OutletFacts) -> str | None:
    source = next((source for source in outlet.sources if source.url == item.subject), None)
    if source is None:
        return "the source is no longer followed"
    if source.failures == 0:
        return kind.over
    return "it fails in another way now" if source.failures >= search_rules.ATTEMPTS else None


def _lately(facts: Facts, now: datetime) -> datetime:
    """Since when an attempt says something about the network now."""
    return max(now - RECENTLY, facts.network_back_at or now - RECENTLY)


def _recent(outlet: OutletFacts, since: datetime) -> list[SourceFacts]:
    """The sources of the outlet that were tried since then."""
    return [source for source in outlet.sources if source.last_checked_at and source.last_checked_at >= since]


def _tried(facts: Facts, now: datetime) -> list[OutletFacts]:
    """The outlets of which a source was tried lately."""
    since = _lately(facts, now)
    return [outlet for outlet in facts.outlets if _recent(outlet, since)]


def _is_network_down(facts: Facts, now: datetime) -> bool:
    tried = _tried(facts, now)
    mute = [outlet for outlet in tried if _is_mute(outlet, _lately(facts, now))]
    return len(tried) >= NETWORK_OUTLETS and len(mute) >= NETWORK_SHARE * len(tried)


def _is_mute(outlet: OutletFacts, since: datetime) -> bool:
    return all(source_rules.has_failed_without_answer(source) for source in _recent(outlet, since))


def _network_down(facts: Facts, now: datetime) -> Incident:
    tried = _tried(facts, now)
    errors = sorted({source.error for outlet in tried for source in outlet.sources if source.error})
    return NETWORK_DOWN.incident(
        NETWORK,
        f"Of {count(len(tried), 'outlet')} tried in the last hour hardly one answered: it is our own network",
        evidence={"outlets": ", ".join(outlet.id for outlet in tried[:12]), "errors": "; ".join(errors[:3])},
    )

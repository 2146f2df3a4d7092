"""The verdict: which incidents stand, and which of the open ones are over.

    facts -> what is wrong with each source, outlet, channel -> against what is open -> opened, closed

Pure and without memory: the open incidents come in, so judging twice changes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.health import (
    channel_rules,
    crawling_rules,
    doubt_rules,
    flood_rules,
    network_rules,
    outlet_rules,
    page_rules,
    search_rules,
    source_rules,
    watch_rules,
)
from monitor.health.facts import Facts, OutletFacts
from monitor.health.incident_kind import IncidentKind, Of, ToldBy
from monitor.health.incident_kinds import KINDS
from monitor.health.network_rules import OUTAGE
from monitor.model import Incident

_CAN_BE_TOLD: Mapping[ToldBy, Callable[[OutletFacts], bool]] = {
    ToldBy.LISTINGS: lambda outlet: outlet.is_listed,
    ToldBy.PAGES: page_rules.are_known,
    ToldBy.ARTICLES: doubt_rules.are_known,
    ToldBy.RULE: page_rules.is_rule_known,
}


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
    standing = tuple(standing)
    blind = _is_blind(facts, standing, now)
    unsure, known = network_rules.unsure(facts, now), {(item.kind, item.subject) for item in standing}
    found = {(item.kind, item.subject): item for item in _found(facts, now, blind=blind)}
    opened = {key: item for key, item in found.items() if key in known or item.subject not in unsure}
    closed = []
    for item in standing:
        because = _why_over(item, facts, now, blind=blind, followed=followed)
        if because is not None and (item.kind, item.subject) not in opened:
            closed.append(ClosedIncident(kind=item.kind, subject=item.subject, because=because))
    return Verdict(opened=tuple(opened.values()), closed=tuple(closed), searches=() if blind else _searches(facts, now))


def _is_blind(facts: Facts, standing: Iterable[OpenIncident], now: datetime) -> bool:
    """Whether our own network is down, or not yet back for good."""
    since = next((item.opened_at for item in standing if (item.kind, item.subject) == OUTAGE), None)
    return network_rules.is_down(facts, now) if since is None else not network_rules.is_over(facts, since, now)


def _found(facts: Facts, now: datetime, *, blind: bool) -> Iterator[Incident]:
    if blind:
        yield network_rules.incident(facts, now)
    read_at = (source.last_success_at for outlet in facts.outlets for source in outlet.sources)
    heard_at = max((at for at in read_at if at), default=None)
    for outlet in facts.outlets:
        if not blind:
            yield from _of_its_own(outlet, heard_at, now)
        yield from outlet_rules.of_its_crawls(outlet, now)
        yield from flood_rules.judge(outlet, now)
    yield from crawling_rules.judge(facts.outlets, now)
    for channel in facts.channels:
        yield from channel_rules.judge(channel, now)
    for watch in () if blind else facts.watches or ():  # who is blind finds nothing, and that is said already
        yield from watch_rules.judge(watch, now)


def _of_its_own(outlet: OutletFacts, heard_at: datetime | None, now: datetime) -> Iterator[Incident]:
    """What is wrong with an outlet's listings and pages, which is not judged while our own network fails."""
    for source in outlet.sources:
        yield from source_rules.judge(outlet, source, now)
    if outlet.is_listed:
        yield from outlet_rules.of_its_silence(outlet, now)
    yield from page_rules.judge(outlet, now, heard_at=heard_at)
    yield from doubt_rules.judge(outlet)


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
        is_over = not blind and facts.watches is not None
    elif Of.CRAWLS in kind.of:
        is_over = bool(crawling_rules.crawled(facts.outlets, now))
    elif Of.NETWORK in kind.of:
        is_over = not blind
    else:
        outlet = next((outlet for outlet in facts.outlets if outlet.id == item.outlet), None)
        return None if blind or outlet is None else _of_outlet_over(kind, item, outlet)
    return kind.over if is_over else None


def _of_outlet_over(kind: IncidentKind, item: OpenIncident, outlet: OutletFacts) -> str | None:
    if item.subject != outlet.id:
        return _of_source_over(kind, item, outlet)
    return kind.over if kind.over_by is None or _CAN_BE_TOLD[kind.over_by](outlet) else None


def _of_source_over(kind: IncidentKind, item: OpenIncident, outlet: OutletFacts) -> str | None:
    source = next((source for source in outlet.sources if source.url == item.subject), None)
    if source is None:
        return "the source is no longer followed"
    if source.failures == 0:
        return kind.over
    return "it fails in another way now" if source.failures >= search_rules.ATTEMPTS else None

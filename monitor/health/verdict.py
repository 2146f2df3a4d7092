"""The verdict: which incidents stand, and which of the open ones are over.

    facts -> what is wrong with each source, outlet, channel -> against what is open -> opened, closed

Pure and without memory: the open incidents come in, so judging twice changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.health import channel_rules, outlet_rules, source_rules
from monitor.health.facts import Facts, OutletFacts
from monitor.health.wording import counted
from monitor.model import Incident

NETWORK = "network"
NETWORK_OUTLETS = 3  # fewer outlets say nothing about the network
NETWORK_SHARE = 0.8  # of the outlets tried lately brought no answer: it is us
RECENTLY = timedelta(hours=1)

# Events, not states: nothing is ever found to be over, so they close by age.
_PASSING = {"page_quarantined": timedelta(days=1)}
_OF_FAILURES = frozenset({"source_gone", "source_refused", "source_unreadable", "source_failing"})
_OF_LISTINGS = frozenset({"source_empty", "source_moved", "listing_gap"})
_OF_OUTLETS = frozenset(
    {
        "outlet_silent",
        "outlet_walled",
        "robots_closed",
        "pages_unreadable",
        "rule_broken",
        "outlet_paused",
        "crawl_overdue",
    }
)
_OF_CHANNELS = frozenset({"channel_failing", "channel_stuck"})
KINDS = _OF_FAILURES | _OF_LISTINGS | _OF_OUTLETS | _OF_CHANNELS | _PASSING.keys() | {"network_down"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An incident that is open in the archive."""

    kind: str
    subject: str
    opened_at: datetime
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """An open incident to be closed, and why."""

    kind: str
    subject: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`opened`: the incidents that stand, new or known, with the latest evidence; `closed`: those that are over."""

    opened: tuple[Incident, ...] = ()
    closed: tuple[Over, ...] = ()


def decide(
    facts: Facts, standing: Iterable[Standing], now: datetime, *, followed: Collection[str] | None = None
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
            closed.append(Over(kind=item.kind, subject=item.subject, because=because))
    return Verdict(opened=tuple(opened.values()), closed=tuple(closed))


def _found(facts: Facts, now: datetime, *, blind: bool) -> Iterator[Incident]:
    if blind:
        yield _network_down(facts, now)
    for outlet in facts.outlets:
        wrong = [] if blind else [item for source in outlet.sources for item in source_rules.judge(outlet, source, now)]
        yield from wrong
        works = not blind and any(source.failures == 0 for source in outlet.sources)
        yield from outlet_rules.judge(outlet, now, listings_work=works)
    for channel in facts.channels:
        yield from channel_rules.judge(channel, now)


def _why_over(
    item: Standing, facts: Facts, now: datetime, *, blind: bool, followed: Collection[str] | None
) -> str | None:
    """Why an open incident that was not found again is over; None: nothing is known of it now."""
    if item.kind in _PASSING:
        return "a day has passed" if now - item.opened_at >= _PASSING[item.kind] else None
    if followed is not None and item.outlet is not None and item.outlet not in followed:
        return "the outlet is no longer followed"
    if item.kind in _OF_CHANNELS:
        return "messages go out again" if any(item.subject == channel.name for channel in facts.channels) else None
    if item.kind == "network_down":
        return "outlets answer again" if _tried(facts, now) and not blind else None
    outlet = next((outlet for outlet in facts.outlets if outlet.id == item.outlet), None)
    if blind or outlet is None or item.kind not in KINDS:
        return None
    return _of_outlet_over(item, outlet) if item.subject == outlet.id else _of_source_over(item, outlet)


def _of_outlet_over(item: Standing, outlet: OutletFacts) -> str | None:
    """An outlet is only known to have spoken again if its listings could be read."""
    if item.kind == "rule_broken":
        return "the rule works again, or is another now"
    if item.kind != "outlet_silent":
        return "it works again"
    return "it publishes again" if any(source.failures == 0 for source in outlet.sources) else None


def _of_source_over(item: Standing, outlet: OutletFacts) -> str | None:
    source = next((source for source in outlet.sources if source.url == item.subject), None)
    if source is None:
        return "the source is no longer in the configuration"
    if source.failures == 0:
        return "it can be read, and lists as usual" if item.kind in _OF_LISTINGS else "it can be read again"
    return "it fails in another way now" if source.failures >= source_rules.ATTEMPTS else None


def _tried(facts: Facts, now: datetime) -> list[OutletFacts]:
    """The outlets of which a source was tried lately."""
    return [
        outlet
        for outlet in facts.outlets
        if any(
            source.last_checked_at is not None and now - source.last_checked_at <= RECENTLY for source in outlet.sources
        )
    ]


def _is_network_down(facts: Facts, now: datetime) -> bool:
    tried = _tried(facts, now)
    dumb = [outlet for outlet in tried if _is_dumb(outlet, now)]
    return len(tried) >= NETWORK_OUTLETS and len(dumb) >= NETWORK_SHARE * len(tried)


def _is_dumb(outlet: OutletFacts, now: datetime) -> bool:
    recent = [
        source
        for source in outlet.sources
        if source.last_checked_at is not None and now - source.last_checked_at <= RECENTLY
    ]
    return all(source_rules.has_failed_without_answer(source) for source in recent)


def _network_down(facts: Facts, now: datetime) -> Incident:
    tried = _tried(facts, now)
    errors = sorted({source.error for outlet in tried for source in outlet.sources if source.error})
    return Incident(
        kind="network_down",
        subject=NETWORK,
        detail=f"Of {counted(len(tried), 'outlet')} tried in the last hour hardly one answered: it is our own network",
        evidence={
            "outlets": ", ".join(outlet.id for outlet in tried[:12]),
            "errors": "; ".join(errors[:3]),
            "what to do": "Mend this machine's network or name server. No outlet is blamed; all are read again then.",
        },
    )

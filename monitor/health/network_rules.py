"""Our own network: whether it is down, or so bad that nobody can be blamed, and whether that is over.

A source is mute while its last attempt brought no answer, or one that a gateway can make up: a login page in place of
the listing. Two things show that it is us:

    most are mute       four fifths of the outlets that were tried in the last hour
    most come and go    three fifths had an answer and none in the last hour: a line that loses most connections, or
                        an outage that began a moment ago

It is over when enough looks in a row were answered, so that a network that is back for half a minute is not yet back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.causes import WITHOUT_ANSWER, may_be_ours
from monitor.health.facts import Facts, OutletFacts, SourceFacts
from monitor.health.incident_kinds import NETWORK_DOWN
from monitor.model import Incident, SourceKind
from monitor.observations import is_emptied
from monitor.phrasing import count

NETWORK = "network"
OUTAGE = (NETWORK_DOWN.name, NETWORK)  # kind and subject of the one incident that our own network is down
NETWORK_OUTLETS = 3  # fewer outlets say nothing about the network

_MUTE_SHARE = 0.8  # of the outlets tried lately: it is us
_COMING_AND_GOING = 4  # outlets at least, where there are more than three: three may stand on one host
_COMING_AND_GOING_SHARE = 0.6
_MUTE_NOW = 2  # outlets, and a fifth of all: one fault of each in the last hour is over
_MUTE_NOW_SHARE = 0.2
_RECENTLY = timedelta(hours=1)
_WORKED = timedelta(days=1)  # a source that was read in this time and gets a page now: a gateway may have made it up

_QUICK, _QUICK_OUTLETS = timedelta(minutes=3), 10  # so many outlets answered in this time, nearly none of them failed
_SURE = timedelta(minutes=20)  # in which nearly no outlet came and went, where there are fewer
_STRAY_SHARE = 0.1  # of those that answered: so many may have troubles of their own


def is_down(facts: Facts, now: datetime) -> bool:
    """Whether it is our own network that fails."""
    since = max(now - _RECENTLY, facts.network_back_at or now - _RECENTLY)
    tried, mute = _tried_and_mute(facts, since, now)
    if len(tried) < NETWORK_OUTLETS:
        return False
    if len(mute) >= _MUTE_SHARE * len(tried):
        return True
    both = [outlet for outlet in tried if _was_mute(outlet, since, now) and _has_answered(outlet, now - _RECENTLY)]
    is_for_most = len(both) >= max(_COMING_AND_GOING_SHARE * len(tried), min(len(tried), _COMING_AND_GOING))
    return is_for_most and len(mute) >= max(_MUTE_NOW, _MUTE_NOW_SHARE * len(tried))


def is_over(facts: Facts, opened_at: datetime, now: datetime) -> bool:
    """Whether the network that was down since then works again, for good as far as one can tell."""
    tried, mute = _tried_and_mute(facts, now - _RECENTLY, now)
    if len(mute) >= _MUTE_SHARE * len(tried):
        return False
    lately = now - _QUICK
    answered = [one for one in facts.outlets if _has_answered(one, lately) and not _has_failed(one, lately)]
    # What was dead before the outage says nothing; what died in it is not found out so quickly.
    failed = [one for one in facts.outlets if _has_failed(one, lately) and _has_answered(one, opened_at - _WORKED)]
    if len(answered) >= _QUICK_OUTLETS and len(failed) <= _STRAY_SHARE * len(answered):
        return True
    since, answering = now - _SURE, max(opened_at, now - _RECENTLY)
    answered = [one for one in facts.outlets if _has_answered(one, answering) and not _has_failed(one, since)]
    both = [outlet for outlet in facts.outlets if _has_failed(outlet, since) and _has_answered(outlet, since)]
    return bool(answered) and len(both) <= _STRAY_SHARE * len(answered)


def incident(facts: Facts, now: datetime) -> Incident:
    """That it is down, with what was seen."""
    tried = [outlet for outlet in facts.outlets if _tried(outlet, now - _RECENTLY)]
    errors = sorted({source.error for outlet in tried for source in outlet.sources if source.error})
    return NETWORK_DOWN.incident(
        NETWORK,
        f"Of {count(len(tried), 'outlet')} tried in the last hour hardly one answered: it is our own network",
        evidence={"outlets": _names(tried), "errors": "; ".join(errors[:3])},
    )


def _names(outlets: Sequence[OutletFacts]) -> str:
    return ", ".join(outlet.id for outlet in outlets[:12])


def _tried_and_mute(facts: Facts, since: datetime, now: datetime) -> tuple[list[OutletFacts], list[OutletFacts]]:
    """The outlets that were tried since then, and those of them that did not answer the last time."""
    tried = [outlet for outlet in facts.outlets if _tried(outlet, since)]
    return tried, [one for one in tried if all(_is_mute(source, now) for source in _tried(one, since))]


def _tried(outlet: OutletFacts, since: datetime) -> list[SourceFacts]:
    """The sources of the outlet that were tried since then."""
    return [source for source in outlet.sources if _is_since(source.last_checked_at, since)]


def _is_mute(source: SourceFacts, now: datetime) -> bool:
    """Whether its last attempt may be our own fault; where a page came in its place, only if it worked lately."""
    if source.failures == 0:
        return is_emptied(SourceKind(source.kind), source.readings)
    return source.why in WITHOUT_ANSWER or (
        may_be_ours(source.why, source.status) and _is_since(source.last_success_at, now - _WORKED)
    )


def _was_mute(outlet: OutletFacts, since: datetime, now: datetime) -> bool:
    """Whether a source of the outlet was mute at some attempt since then."""
    return any(_is_since(source.unanswered_at, since) or _is_mute(source, now) for source in _tried(outlet, since))


def _has_answered(outlet: OutletFacts, since: datetime) -> bool:
    """Whether a source of the outlet was read since then, or its host said why not."""
    return any(_is_since(_answered_at(source), since) for source in outlet.sources)


def _answered_at(source: SourceFacts) -> datetime | None:
    is_mute = source.failures > 0 and may_be_ours(source.why, source.status)
    return source.last_success_at if is_mute else source.last_checked_at


def _has_failed(outlet: OutletFacts, since: datetime) -> bool:
    """Whether an attempt on a source of the outlet brought no answer since then, or one that can be made up."""
    return any(_is_since(source.unanswered_at, since) for source in outlet.sources)


def _is_since(at: datetime | None, since: datetime) -> bool:
    return at is not None and at >= since

"""Our own network: whether it is down, or so bad that nobody can be blamed, and whether that is over.

A source is mute while its last attempt brought no answer, or one that a gateway or proxy can make up: a login page in
place of the listing, or an HTTP error that several outlets give of a sudden. Two things show that it is us:

    most are mute       four fifths of the outlets that were tried in the last hour
    most come and go    three fifths had an answer and none in the last hour: a line that loses most connections, or
                        an outage that began a moment ago

It is over when enough looks in a row were answered, so that a network that is back for half a minute is not yet back.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta

from monitor.causes import ERRORS, WITHOUT_ANSWER, SourceCause, may_be_ours
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
_WORKED = timedelta(days=1)  # a source that was read in this time and fails otherwise now: a gateway may have answered
_SAME_ERROR = NETWORK_OUTLETS  # outlets that give it of a sudden: fewer may be of one owner, or of one content network

_UNSURE = timedelta(minutes=30)  # from the last good reading on: by then others were asked
_QUICK, _QUICK_OUTLETS = timedelta(minutes=3), 10  # so many outlets answered in this time, nearly none of them failed
_SURE = timedelta(minutes=20)  # in which nearly no outlet came and went, where there are fewer
_STRAY_SHARE = 0.1  # of those that answered: so many may have troubles of their own

_Sign = tuple[SourceCause | None, int | None]


def is_down(facts: Facts, now: datetime) -> bool:
    """Whether it is our own network that fails."""
    since = max(now - _RECENTLY, facts.network_back_at or now - _RECENTLY)
    tried, mute = _tried_and_mute(facts, since, now)
    if len(tried) < NETWORK_OUTLETS:
        return False
    if len(mute) >= _MUTE_SHARE * len(tried):
        return True
    both = [outlet for outlet in tried if _was_mute(outlet, since) and _has_answered(outlet, now - _RECENTLY)]
    is_for_most = len(both) >= max(_COMING_AND_GOING_SHARE * len(tried), min(len(tried), _COMING_AND_GOING))
    return is_for_most and len(mute) >= max(_MUTE_NOW, _MUTE_NOW_SHARE * len(tried))


def is_over(facts: Facts, opened_at: datetime, now: datetime) -> bool:
    """Whether the network that was down since then works again, for good as far as one can tell."""
    tried, mute = _tried_and_mute(facts, now - _RECENTLY, now)
    if len(mute) >= _MUTE_SHARE * len(tried):
        return False
    lately, known = now - _QUICK, opened_at - _WORKED
    answered = [one for one in facts.outlets if _has_answered(one, lately) and not _has_failed(one, lately, known)]
    # What was dead before the outage says nothing; what died in it is not found out so quickly.
    failed = [one for one in facts.outlets if _has_failed(one, lately, known)]
    if len(answered) >= _QUICK_OUTLETS and len(failed) <= _STRAY_SHARE * len(answered):
        return True
    since, answering = now - _SURE, max(opened_at, now - _RECENTLY)
    known = min(opened_at, since)
    answered = [one for one in facts.outlets if _has_answered(one, answering) and not _has_failed(one, since, known)]
    both = [one for one in facts.outlets if _has_failed(one, since, known) and _has_answered(one, since)]
    return bool(answered) and len(both) <= _STRAY_SHARE * len(answered)


def unsure(facts: Facts, now: datetime) -> set[str]:
    """The addresses of sources that fail in a way that may yet turn out to be our own: nobody was read since they did.

    Who is asked most often would be blamed for an outage that is not known yet; for a while others are waited for.
    """
    if len(facts.outlets) < NETWORK_OUTLETS:
        return set()
    sources = [source for outlet in facts.outlets for source in outlet.sources]
    heard_at = max((source.last_success_at for source in sources if source.last_success_at), default=now)
    return {
        source.url
        for source in sources
        if source.failures
        and may_be_ours(source.why, source.status)
        and _is_since(source.last_success_at, now - _UNSURE)
        and _is_since(source.last_checked_at, heard_at)
    }


def incident(facts: Facts, now: datetime) -> Incident:
    """That it is down, with what was seen."""
    tried = [outlet for outlet in facts.outlets if _tried(outlet, now - _RECENTLY)]
    errors = sorted({source.error for outlet in tried for source in outlet.sources if source.error})
    shared = sorted(status for _, status in _shared(tried, now - _RECENTLY, now) if status)
    said = f"could be read, and many gave the same answer (HTTP {shared[0]})" if shared else "answered"
    return NETWORK_DOWN.incident(
        NETWORK,
        f"Of {count(len(tried), 'outlet')} tried in the last hour hardly one {said}: it is our own network",
        evidence={"outlets": _names(tried), "errors": "; ".join(errors[:3])},
    )


def _names(outlets: Sequence[OutletFacts]) -> str:
    return ", ".join(outlet.id for outlet in outlets[:12])


def _tried_and_mute(facts: Facts, since: datetime, now: datetime) -> tuple[list[OutletFacts], list[OutletFacts]]:
    """The outlets that were tried since then, and those of them that did not answer the last time.

    One that was dead before, and gives now what all give, says nothing of the network, and is left out.
    """
    tried = [outlet for outlet in facts.outlets if _tried(outlet, since)]
    shared = _shared(tried, since, now)
    mute, others = [], []
    for outlet in tried:
        sources = _tried(outlet, since)
        if all(_is_mute(source, shared, now) for source in sources):
            mute.append(outlet)
        elif any(_sign(source) not in shared for source in sources):
            others.append(outlet)
    return mute + others, mute


def _shared(tried: Iterable[OutletFacts], since: datetime, now: datetime) -> set[_Sign]:
    """The errors that a gateway may give for everybody: those of several outlets that were read in the day before."""
    signs: Counter[_Sign] = Counter()
    for outlet in tried:
        odd = (source for source in _tried(outlet, since) if _may_be_made_up(source, now))
        signs.update({_sign(source) for source in odd if source.why in ERRORS})
    return {sign for sign, outlets in signs.items() if outlets >= _SAME_ERROR}


def _sign(source: SourceFacts) -> _Sign:
    """How its last attempt failed, as it can be compared; of one that succeeded, no error."""
    return (source.why if source.failures else None, source.status)


def _tried(outlet: OutletFacts, since: datetime) -> list[SourceFacts]:
    """The sources of the outlet that were tried since then."""
    return [source for source in outlet.sources if _is_since(source.last_checked_at, since)]


def _is_mute(source: SourceFacts, shared: Container[_Sign], now: datetime) -> bool:
    """Whether its last attempt may be our own fault; where something came in its place, only if it worked lately."""
    if source.failures == 0:
        return is_emptied(SourceKind(source.kind), source.readings)
    if source.why in WITHOUT_ANSWER:
        return True
    return _may_be_made_up(source, now) and (source.why not in ERRORS or _sign(source) in shared)


def _may_be_made_up(source: SourceFacts, now: datetime) -> bool:
    """Whether it worked lately, and something came in its place that a gateway can make up."""
    worked = _is_since(source.last_success_at, now - _WORKED)
    return source.failures > 0 and worked and may_be_ours(source.why, source.status)


def _was_mute(outlet: OutletFacts, since: datetime) -> bool:
    """Whether an attempt on a source of the outlet since then may have been our own fault."""
    return any(
        _is_since(source.unanswered_at, since) or is_emptied(SourceKind(source.kind), source.readings)
        for source in _tried(outlet, since)
    )


def _has_answered(outlet: OutletFacts, since: datetime) -> bool:
    """Whether a source of the outlet was read since then, or failed in a way of its own."""
    return any(_is_since(_answered_at(source), since) for source in outlet.sources)


def _answered_at(source: SourceFacts) -> datetime | None:
    is_mute = source.failures > 0 and may_be_ours(source.why, source.status)
    return source.last_success_at if is_mute else source.last_checked_at


def _has_failed(outlet: OutletFacts, since: datetime, known: datetime) -> bool:
    """Whether an attempt on a source of the outlet brought no answer since then, or one that can be made up.

    Of errors, which prove nothing of a single outlet, the last attempt counts alone. A source that did not answer once
    since `known` is dead, and says nothing, though another of its outlet is read.
    """
    return any(
        _is_since(_answered_at(source), known)
        and (
            _is_since(source.unanswered_at, since)
            or (source.failures and may_be_ours(source.why, source.status) and _is_since(source.last_checked_at, since))
        )
        for source in outlet.sources
    )


def _is_since(at: datetime | None, since: datetime) -> bool:
    return at is not None and at >= since

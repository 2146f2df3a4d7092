"""Our own network: while it is down nothing counts against anybody, and all is read again as soon as it is back.

That it is down is an open incident, which health opens. That it is back shows in one answer of an outlet that was
mute: nobody waits for the next check, nor for the ends of waits that are as long as the outage was.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor import health
from monitor.causes import WITHOUT_ANSWER, SourceCause
from monitor.desk import incident_check
from monitor.desk.context import Context
from monitor.events import LinksFound, SourceFailed
from monitor.store import hosts, incidents, outlets, sources
from monitor.store.archive import Archive
from monitor.store.outlets import OutletState

PROBE_EVERY = timedelta(seconds=20)  # one outlet or another is asked this often, to see whether the network is back
SPREAD = timedelta(seconds=60)  # in which all outlets are read again
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_JUST_BACK = timedelta(minutes=3)  # a crawl that began before it ends by then: a time-out, tried twice, takes 80 s
_ANSWERS = frozenset({SourceCause.HTTP_STATUS})  # failures that no gateway of a hotel makes up
_BEFORE = timedelta(hours=1)  # of the incident: what failed first, before so many failed that it was the network


def is_down(archive: Archive) -> bool:
    """Whether our own network is down, as far as is known."""
    return incidents.opened_at(archive, *health.OUTAGE) is not None


def is_mute(state: OutletState) -> bool:
    """Whether none of the outlet's sources gave an answer the last time."""
    return bool(state.sources) and all(
        source.failures > 0 and source.last_cause in WITHOUT_ANSWER for source in state.sources
    )


def next_probe(
    archive: Archive, outlet: str, followed: Sequence[str], ceiling: timedelta, now: datetime
) -> datetime | None:
    """When a mute outlet is asked again, while the network is down or just came back; None: by its own pace.

    Each has its own place in the round of all, so that they are not asked all at once, and then none for minutes.
    """
    if len(followed) < health.NETWORK_OUTLETS:  # too few to tell whose fault it is
        return now + ceiling
    if is_down(archive):
        a_round = min(ceiling, PROBE_EVERY * len(followed))
        place = a_round * followed.index(outlet) / len(followed)
        past = (now - _EPOCH - place) % a_round
        return now + a_round - past
    back = incidents.last_closed_at(archive, *health.OUTAGE)
    if back is not None and now - back < _JUST_BACK:
        return now + min(ceiling, PROBE_EVERY)
    return None


def answered(context: Context, event: LinksFound | SourceFailed, now: datetime) -> int:
    """A source was read, or not. If it answered, after the network was down and its outlet mute, the network is back.

    Returns how many notices that makes.
    """
    if isinstance(event, SourceFailed) and event.why not in _ANSWERS:
        return 0
    opened = incidents.opened_at(context.archive, *health.OUTAGE)
    if opened is None or event.at < opened:
        return 0
    if not is_mute(outlets.state(context.archive, event.outlet)):
        return 0  # it never stopped answering: a host of this house says nothing about the way out
    _read_all_again(context, opened, now)
    return incident_check.closed(context, *health.OUTAGE, now)


def _read_all_again(context: Context, opened: datetime, now: datetime) -> None:
    """All that was mute is due, one outlet after the other; waits and failures of the outage are forgotten."""
    archive = context.archive
    mute = [name for name in context.outlets if is_mute(outlets.state(archive, name))]
    for place, name in enumerate(mute):
        outlets.due_at(archive, name, now + SPREAD * place / len(mute))
    sources.forgive(archive, since=opened - _BEFORE)
    hosts.forget_silent(archive)

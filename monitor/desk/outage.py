"""Our own network: while it is down nothing counts against anybody, and all is read again as soon as it is back.

That it is down, and that it is back for good, is an incident, which health opens and closes. But one answer of an
outlet that was mute shows that something comes through: then all that were mute are asked again at once, and nobody
waits for the next check, nor for the ends of waits that are as long as the outage was.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from monitor import health
from monitor.causes import ERRORS, SourceCause, may_be_ours
from monitor.desk.context import Context
from monitor.events import LinksFound, RobotsRead, SourceFailed
from monitor.model import SourceKind
from monitor.store import incidents, outlets
from monitor.store.archive import Archive
from monitor.store.outlets import OutletState
from monitor.store.queries import forgiveness

PROBE_EVERY = timedelta(seconds=20)  # one outlet or another is asked this often, to see whether the network is back
SPREAD = timedelta(seconds=60)  # in which all outlets are read again
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALL_AGAIN_EVERY = timedelta(minutes=1)  # on a line that lets one in three through, somebody always answers
_BEFORE = timedelta(hours=1)  # of the incident: what failed first, before so many failed that it was the network


def down_since(archive: Archive) -> datetime | None:
    """When our own network was found to be down; None: it is not, as far as is known."""
    return incidents.opened_at(archive, *health.OUTAGE)


def is_down(archive: Archive) -> bool:
    """Whether our own network is down, as far as is known."""
    return down_since(archive) is not None


def is_mute(state: OutletState) -> bool:
    """Whether none of the outlet's sources gave an answer the last time, but what a gateway can make up."""
    return bool(state.sources) and all(source.is_mute for source in state.sources)


def is_ours(archive: Archive, event: SourceFailed) -> bool:
    """Whether a source failed while our own network is down, in a way that may be the network's."""
    return may_be_ours(event.why, event.status) and is_down(archive)


def without_links(context: Context, event: LinksFound) -> SourceFailed | None:
    """While the network is down, a page of links that lists none is what a gateway put in its place; None: it is not.

    A listing for machines that is empty can be understood: no gateway makes that up.
    """
    is_page = event.source.kind is SourceKind.SECTION and event.listed == 0 and event.since is None
    if not is_page or not is_down(context.archive):
        return None
    why = "a page without a link to an article"
    return SourceFailed(
        outlet=event.outlet, source=event.source, at=event.at, error=why, cause=SourceCause.NOT_A_LISTING
    )


def next_probe(context: Context, state: OutletState, outlet: str, ceiling: timedelta, now: datetime) -> datetime | None:
    """When a mute outlet is asked again, while the network is down; None: by its own pace.

    Each has its own place in the round of all, so that they are not asked all at once, and then none for minutes.
    """
    followed = tuple(context.outlets)
    if len(followed) < health.NETWORK_OUTLETS:  # too few to tell whose fault it is: an error is rather their own
        return None if any(source.last_cause in ERRORS for source in state.sources) else now + ceiling
    if not is_down(context.archive):
        return None
    again = context.asked_again_at
    if again is not None and state.next_check_at is not None and state.next_check_at < again:
        return now + min(ceiling, PROBE_EVERY)  # it was asked before the network was back, and a time-out takes long
    a_round = min(ceiling, PROBE_EVERY * len(followed))
    place = a_round * followed.index(outlet) / len(followed)
    past = (now - _EPOCH - place) % a_round
    return now + a_round - past


def rules(archive: Archive, event: RobotsRead) -> RobotsRead:
    """A robots.txt, as it counts: while the network is down an error is a gateway's, and says nothing of any rules."""
    is_error = event.status is not None and event.status >= HTTPStatus.BAD_REQUEST
    return replace(event, status=None, body="") if is_error and is_down(archive) else event


def answered(context: Context, event: LinksFound, now: datetime) -> None:
    """A source was read. If that was while the network is down, and its outlet was mute, all are asked.

    An error shows nothing: a gateway may give it for all.
    """
    opened = down_since(context.archive)
    if opened is None or event.at < opened:
        return
    if not is_mute(outlets.state(context.archive, event.outlet)):
        return  # it never stopped answering: a host of this house says nothing about the way out
    if context.asked_again_at is None or now - context.asked_again_at >= _ALL_AGAIN_EVERY:
        context.asked_again_at = now
        _read_all_again(context, opened, now)


def _read_all_again(context: Context, opened: datetime, now: datetime) -> None:
    """All that was mute is due, one outlet after the other; waits and failures of the outage are forgotten."""
    archive, since = context.archive, opened - _BEFORE
    states = {name: outlets.state(archive, name) for name in context.outlets}
    mute = {name: state for name, state in states.items() if is_mute(state)}
    for place, (name, state) in enumerate(mute.items()):
        outlets.due_at(archive, name, now + SPREAD * place / len(mute))
        read_at = max((one.last_success_at for one in state.sources if one.last_success_at), default=since)
        forgiveness.of_links(archive, name, max(since, read_at))
    forgiveness.of_sources(archive, since)
    forgiveness.of_hosts(archive, since)

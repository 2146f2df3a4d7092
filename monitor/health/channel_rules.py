"""What is wrong with one channel: messages to it are given up, or wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.health import incident_kinds as kinds
from monitor.health.incident_kinds import IncidentKind
from monitor.health.wording import moment, quoted, span
from monitor.model import Incident
from monitor.observations import ChannelState
from monitor.phrasing import count

STUCK = timedelta(hours=1)  # the third retry is over by then: no passing fault


def judge(channel: ChannelState, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one channel."""
    if channel.dead:
        yield _incident(kinds.CHANNEL_FAILING, channel, f"gave up {count(channel.dead, 'message')}")
    oldest = channel.oldest_queued_at
    if oldest is not None and now - oldest > STUCK:
        detail = f"takes no messages: {channel.queued} are waiting, the oldest for {span(now - oldest)}"
        yield _incident(kinds.CHANNEL_STUCK, channel, detail)


def _incident(kind: IncidentKind, channel: ChannelState, detail: str) -> Incident:
    evidence = {"last sent": moment(channel.last_sent_at), "error": quoted(channel.last_error)}
    return kind.incident(channel.name, f"The channel {channel.name} {detail}", evidence=evidence)

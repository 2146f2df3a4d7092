"""What is wrong with one channel: messages to it are given up, or wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from monitor.causes import BrakeCause
from monitor.health import incident_kinds as kinds
from monitor.health.incident_kind import IncidentKind
from monitor.health.wording import moment, quoted, span
from monitor.model import Incident
from monitor.observations import ChannelState
from monitor.phrasing import count

STUCK = timedelta(hours=1)  # the third retry is over by then: no passing fault


def judge(channel: ChannelState, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one channel."""
    if not channel.is_configured:
        left = [f"{count(channel.queued, 'message')} {'waits' if channel.queued == 1 else 'wait'} for it"]
        left = left if channel.queued else []
        left += [f"{count(channel.dead, 'message')} given up"] if channel.dead else []
        if left:
            yield _incident(kinds.CHANNEL_MISSING, channel, f"is gone: {', '.join(left)}")
        return
    if channel.dead:
        yield _incident(kinds.CHANNEL_FAILING, channel, f"gave up {count(channel.dead, 'message')}")
    oldest = channel.oldest_queued_at
    match channel.brake.cause if channel.brake else None:
        case BrakeCause.FOR_A_PERSON:
            yield _incident(kinds.CHANNEL_REFUSED, channel, f"does not accept us: {_waiting(channel)}")
        case BrakeCause.GONE:
            yield _incident(kinds.CHANNEL_CLOSED, channel, f"wants no more messages: {_waiting(channel)}")
        case BrakeCause.PASSING | None:
            if oldest is not None and now - oldest > STUCK:
                detail = f"takes no messages: {_waiting(channel)}, the oldest for {span(now - oldest)}"
                yield _incident(kinds.CHANNEL_STUCK, channel, detail)
        case other:
            assert_never(other)


def _waiting(channel: ChannelState) -> str:
    return f"{channel.queued} {'is' if channel.queued == 1 else 'are'} waiting"


def _incident(kind: IncidentKind, channel: ChannelState, detail: str) -> Incident:
    error = channel.brake.error if channel.brake else channel.last_error
    evidence = {"last sent": moment(channel.last_sent_at), "error": quoted(error)}
    return kind.incident(channel.name, f"The channel {channel.name} {detail}", evidence=evidence)

"""What is wrong with one channel: it gives messages up, or does not take them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.health.wording import counted, moment, quoted, span
from monitor.model import Incident
from monitor.observations import ChannelState

STUCK = timedelta(hours=1)  # the third retry is over by then: no passing fault

_ADVICE = {
    "channel_failing": "Mend the channel, then: monitor deliveries retry (or drop, if they are no longer wanted).",
    "channel_stuck": "Look at the error; the messages are kept and tried again by themselves. "
    "monitor deliveries list shows them.",
}


def judge(channel: ChannelState, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one channel."""
    if channel.dead:
        yield _incident("channel_failing", channel, f"gave up {counted(channel.dead, 'message')}")
    oldest = channel.oldest_queued_at
    if oldest is not None and now - oldest > STUCK:
        detail = f"takes no messages: {channel.queued} are waiting, the oldest for {span(now - oldest)}"
        yield _incident("channel_stuck", channel, detail)


def _incident(kind: str, channel: ChannelState, detail: str) -> Incident:
    return Incident(
        kind=kind,
        subject=channel.name,
        detail=f"The channel {channel.name} {detail}",
        evidence={
            "last sent": moment(channel.last_sent_at),
            "error": quoted(channel.last_error),
            "what to do": _ADVICE[kind],
        },
    )

"""How each channel of the configuration fares, as a row of a list."""

from typing import Any, assert_never

from monitor.causes import BrakeCause
from monitor.deliver.channel import Channel
from monitor.deliver.kinds import kind_of
from monitor.observations import ChannelState


def _state(known: ChannelState) -> str:
    match known.brake.cause if known.brake else None:
        case BrakeCause.PASSING:
            return "not taking"
        case BrakeCause.FOR_A_PERSON:
            return "refuses us"
        case BrakeCause.GONE:
            return "closed"
        case None:
            return "failing" if known.failed or known.dead else "good" if known.last_sent_at else "never used"
        case other:
            assert_never(other)


def row(channel: Channel, known: ChannelState) -> dict[str, Any]:
    """One channel: whether it takes messages, and what waits for it."""
    is_failing = bool(known.failed or known.dead or known.brake)
    brake = known.brake
    return {
        "name": channel.name,
        "kind": kind_of(channel),
        "state": _state(known),
        "last_sent_at": known.last_sent_at,
        "failing_since": known.failing_since if is_failing else None,
        "waiting": known.queued,
        "failed": known.failed,
        "dead": known.dead,
        "oldest_waiting_at": known.oldest_queued_at,
        "brake": brake.cause if brake else None,
        "next_trial_at": brake.until if brake else None,
        "last_error": (brake.error if brake else known.last_error) if is_failing else None,
    }

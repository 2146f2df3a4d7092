"""Hand it over, surely: one rendered delivery to one channel, and what came of it.

    outcome = await send(channel, outgoing, now=now)        never raises for what a receiver does
    next_at = retry.next_attempt(attempts, outcome, now, rng)   None: give up

It keeps nothing: the outbox, its leases and its states are the archive's.
"""

from monitor.deliver.channel import send
from monitor.deliver.outcome import Kind, Outcome, Outgoing

__all__ = ["Kind", "Outcome", "Outgoing", "send"]

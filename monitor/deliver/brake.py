"""When a channel that takes no messages is tried again: by one message at a time, ever more rarely. Pure.

A channel is one receiver. What fails because of the receiver (a wrong password, 429) would fail for every message: so
it brakes the channel, all others wait, and the first success releases them in order. A failure that may pass with the
next message (no connection, 503) brakes it when three follow each other.
"""

import random
from datetime import datetime, timedelta

from monitor.causes import BrakeCause
from monitor.deliver.outcome import Blame, Kind, Outcome
from monitor.observations import Brake, Grip
from monitor.retry_after import LONGEST

# What is waited for each trial in a row. What passes by itself is found to be over within minutes; what a person has to
# repair is tried rarely, for servers lock accounts out.
PASSING = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 30, 60, 120, 300))
FOR_A_PERSON = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
# Failures in a row that may be the message's, or of a moment. Of a receiver that fails one time in five, three in a row
# are one in a hundred and twenty-five.
DOUBTS = 3
WAITS = timedelta(days=7)  # how long a message waits for its channel: a holiday, and no longer than it is of any use
JITTER = 0.1  # so that two monitors do not try a server at one moment


_CAUSES = {Kind.REFUSED: BrakeCause.FOR_A_PERSON, Kind.GONE: BrakeCause.GONE}
FREE = Grip()


def after(grip: Grip, delivery: int, outcome: Outcome, now: datetime, rng: random.Random) -> Grip:
    """The state of the channel after an attempt with this delivery ended so."""
    if outcome.kind is Kind.SENT or outcome.blame is Blame.MESSAGE:  # whoever refuses one message may take the next
        return FREE
    # Where the message may be at fault, the next trial is another one; else the oldest, so that the order holds.
    suspect = delivery if outcome.blame is Blame.EITHER else None
    if outcome.blame is not Blame.CHANNEL and grip.brake is None and grip.doubts + 1 < DOUBTS:
        return Grip(suspect=suspect, doubts=grip.doubts + 1)
    failures = grip.brake.failures + 1 if grip.brake else 1
    since = grip.brake.since if grip.brake else now
    cause = _CAUSES.get(outcome.kind, BrakeCause.PASSING)
    until = _until(outcome, failures, now, rng)
    brake = Brake(cause=cause, since=since, failures=failures, until=until, error=outcome.error)
    return Grip(brake=brake, suspect=suspect)


def _until(outcome: Outcome, failures: int, now: datetime, rng: random.Random) -> datetime | None:
    if outcome.kind is Kind.GONE:
        return None
    waits = FOR_A_PERSON if outcome.kind is Kind.REFUSED else PASSING
    wait = waits[min(failures, len(waits)) - 1] * rng.uniform(1, 1 + JITTER)
    if outcome.retry_after is not None:
        wait = max(wait, min(outcome.retry_after, LONGEST))
    return now + wait

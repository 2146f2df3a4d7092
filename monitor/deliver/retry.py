"""When a delivery is tried again: the timetable of Standard Webhooks, with jitter, and Retry-After honoured."""

import random
from datetime import datetime, timedelta

from monitor.deliver.outcome import Kind, Outcome
from monitor.retry_after import LONGEST

# What is waited before each attempt; the first one is made at once. Three days in all.
TIMETABLE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.2  # so that a receiver that was down is not met by all at once


def next_attempt(attempts: int, outcome: Outcome, now: datetime, rng: random.Random) -> datetime | None:
    """When to try again, after `attempts` attempts of which the last ended in `outcome`; None: never."""
    if outcome.kind is not Kind.TEMPORARY or not 0 < attempts < len(TIMETABLE):
        return None
    wait = TIMETABLE[attempts] * rng.uniform(1 - JITTER, 1 + JITTER)
    if outcome.retry_after is not None:
        asked = min(outcome.retry_after, LONGEST)
        wait = max(wait, asked * rng.uniform(1, 1 + JITTER / 4))  # never earlier than asked
    return now + wait

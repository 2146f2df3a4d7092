"""Which sources are left alone for now, and until when: by what they ask for, and by manners.

A source that answered just now is not asked again because a page of its outlet waits, or because the program was
started again. Where an answer declares how long it is fresh (`Cache-Control: max-age`, `Expires`) its source is not
asked before; but each is asked once in the outlet's `poll`. One that is gone for good (HTTP 410) is asked ever more
rarely.
"""

from datetime import datetime, timedelta

from monitor.observations import SourceState

_AGAIN = timedelta(minutes=1)  # after an answer, unless `poll` is shorter


def held_until(source: SourceState, now: datetime) -> datetime | None:
    """Until when it must not be asked, whoever wants it; None: it may be."""
    return _later(now, source.quarantined_until, source.gone_until)


def until(source: SourceState, poll: timedelta, now: datetime) -> datetime | None:
    """Until when it is not asked of our own accord; None: it may be."""
    read_at, fresh = source.last_success_at, source.fresh_until
    if read_at is None or read_at > now:  # a clock that was set back makes nobody wait
        return held_until(source, now)
    polite = read_at + min(_AGAIN, poll)
    return _later(now, held_until(source, now), polite, min(fresh, read_at + poll) if fresh else None)


def _later(now: datetime, *times: datetime | None) -> datetime | None:
    return max((at for at in times if at is not None and at > now), default=None)

"""How many messages a week a watch would have made lately: a replay of the articles that it finds, bounded in time.

Only what the watch finds passes through the desk, so that an archive of years takes seconds. Stories are separated
with fewer neighbours than in the daemon, so the number is an estimate; `monitor replay` takes all articles.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.config import Config
from monitor.desk import tidings
from monitor.model import Watch
from monitor.phrasing import count
from monitor.rehearsal import archived_past, replayed
from monitor.rehearsal.past_reading import PastReading
from monitor.store import articles
from monitor.store.archive import Archive

LONGEST = 5.0  # seconds: somebody waits for the answer
_LEAST = timedelta(days=2)  # of watching: less says nothing of a week
_KNOWN = 100  # readings from before that time, which say what was known: news is compared with sixty


def facts(
    config: Config, archive: Archive, watch: Watch, since: datetime, until: datetime, *, longest: float = LONGEST
) -> dict[str, Any] | None:
    """What the watch would have sent; None where it alerts by digest, or the archive has watched for too short a time.

    `since` in it is when what was counted begins; `is_whole` is False where the time was over before the end.
    """
    watching = articles.watched_since(archive)
    begins = max(since, watching) if watching else until
    if watch.alert != "instant" or until - begins < _LEAST:
        return None
    # Of no person: the same alert to three of them is one.
    trial = replace(config, watches=(replace(watch, paused=False),), digests=(), persons=())
    readings = archived_past.found(archive, begins - tidings.BACK, until, [watch])
    made = replayed.of(trial, _from(readings, begins), begins, until, replayed.time_over(longest))
    if made.until - begins < _LEAST:
        return None
    (week,) = made.weeks([watch.name])
    return week | {"since": begins, "until": made.until, "is_whole": made.is_whole}


def _from(readings: Iterable[PastReading], begins: datetime) -> Iterator[PastReading]:
    """Those from then on, after the last ones of before, by which the desk knows which stories go on."""
    known: deque[PastReading] = deque(maxlen=_KNOWN)
    for reading in readings:
        if reading.at < begins:
            known.append(reading)
        else:
            yield from known
            known.clear()
            yield reading


def line(found: dict[str, Any]) -> str:
    """The same in a sentence."""
    days = round((found["until"] - found["since"]) / timedelta(days=1))
    made = count(found["messages"], "message")
    text = f"alerts: about {found['per_week']:g} a week ({made} in {count(days, 'day')}"
    text += f", quiet on {count(found['quiet'], 'article')})" if found["quiet"] else ")"
    return text if found["is_whole"] else f"{text}; there was no time to look at all"

"""How many messages a week a watch would have made lately: a replay of the articles that it finds, bounded in time.

Only what the watch finds passes through the desk, so that an archive of years takes seconds. Stories are separated
with fewer neighbours than in the daemon, so the number is an estimate; `monitor replay` takes all articles.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.cli.replay import archived_past
from monitor.cli.replay.past_reading import PastReading
from monitor.cli.replay.rehearsal import rehearsal
from monitor.cli.replay.replayed import Replayed
from monitor.config import Config
from monitor.match import compile_watches
from monitor.match.query.fts5 import narrow
from monitor.model import Watch
from monitor.phrasing import count
from monitor.store import articles
from monitor.store.archive import Archive

LONGEST = 5.0  # seconds: somebody waits for the answer
_LEAST = timedelta(days=2)  # of watching: less says nothing of a week


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
    end = time.monotonic() + longest
    # Of no person: the same alert to three of them is one.
    trial = replace(config, watches=(replace(watch, paused=False),), digests=(), persons=())
    found = Replayed(begins, until, {})
    is_whole = True
    with rehearsal(trial) as desk:
        for reading in _found(archive, watch, begins, until):
            if time.monotonic() > end:
                found.until, is_whole = max(reading.at, begins), False
                break
            found.add(desk.take(reading), desk.messages())
    if found.until - begins < _LEAST:
        return None
    (week,) = found.weeks([watch.name])
    return week | {"since": begins, "until": found.until, "is_whole": is_whole}


def line(found: dict[str, Any]) -> str:
    """The same in a sentence."""
    days = round((found["until"] - found["since"]) / timedelta(days=1))
    made = count(found["messages"], "message")
    text = f"alerts: about {found['per_week']:g} a week ({made} in {count(days, 'day')}"
    text += f", quiet on {count(found['quiet'], 'article')})" if found["quiet"] else ")"
    return text if found["is_whole"] else f"{text}; there was no time to look at all"


def _found(archive: Archive, watch: Watch, since: datetime, until: datetime) -> Iterator[PastReading]:
    """The readings that the watch finds, and all later texts of such an article."""
    matcher = compile_watches([watch])
    seen: set[str] = set()
    for reading in archived_past.readings(archive, since, until, match=narrow(watch)):
        if reading.article.url in seen or matcher.match(reading.article):
            seen.add(reading.article.url)
            yield reading

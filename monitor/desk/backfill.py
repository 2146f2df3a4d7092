"""New and changed watches over the archive: hits with origin `backfill`, which alert no one."""

from datetime import datetime

from monitor.desk.context import Bench
from monitor.match import compile_watches
from monitor.model import Origin, Watch
from monitor.store import articles, hits, watches


def sync(bench: Bench, now: datetime) -> int:
    """Take over the configuration's watches and match the archive with those that are new or changed."""
    waiting = watches.sync(bench.archive, bench.config.watches, now)
    return match(bench, waiting, now) if waiting else 0


def match(bench: Bench, waiting: list[Watch], now: datetime) -> int:
    """Match every stored article with these watches; the number of new hits."""
    matcher = compile_watches(waiting)
    found = 0
    with bench.archive.transaction():
        for stored in articles.recent(bench.archive):
            for hit in matcher.match(stored.article):
                kept = hits.add(bench.archive, hit, stored.id, stored.story_id, Origin.BACKFILL, now)
                found += kept is not None
        for watch in waiting:
            watches.matched(bench.archive, watch, now)
    return found

"""New and changed watches over the archive: hits with origin `backfill`, which alert no one."""

from datetime import datetime

from monitor import novelty
from monitor.desk.context import Context
from monitor.match import compile_watches
from monitor.model import Origin, Watch
from monitor.store import articles, hits, watches


def sync(context: Context, now: datetime) -> int:
    """Take over the configuration's watches and match the archive with those that are new or changed."""
    waiting = watches.sync(context.archive, context.config.watches, now)
    return match(context, waiting, now) if waiting else 0


def match(context: Context, waiting: list[Watch], now: datetime) -> int:
    """Match every stored article with these watches; the number of new hits."""
    matcher = compile_watches(waiting)
    found = 0
    with context.archive.transaction():
        for stored in articles.recent(context.archive):
            matched = matcher.match(stored.article)
            if matched:
                articles.tell_review(context.archive, stored.id, is_review=novelty.is_review(stored.article))
            for hit in matched:
                kept = hits.add(context.archive, hit, stored.id, stored.story_id, Origin.BACKFILL, now)
                found += kept is not None
        for watch in waiting:
            watches.matched(context.archive, watch, now)
    return found

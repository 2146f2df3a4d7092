"""Articles that a watch hit are read again: when that begins, and what a look at one means. See `reread_clock`."""

from collections.abc import Iterable
from datetime import datetime

from monitor.desk import reread_clock
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.digest import news_rules
from monitor.model import Origin, Policy
from monitor.rereading import PageReread
from monitor.store import articles, rereadings


def begin(context: Context, outlet: str, arrival: Arrival, hit_by: Iterable[str], now: datetime) -> None:
    """Start the clock of an article that watches hit, if that is news to one of them and its page may be read."""
    if arrival.origin is not Origin.LIVE or context.outlets[outlet].policy is not Policy.PAGE:
        return
    limits = (news_rules.limit_of(context.watches[watch], context.config.max_age) for watch in hit_by)
    if any(not news_rules.is_old(arrival.age, limit) for limit in limits):
        first = reread_clock.next_look(now, context.config.crawl.reread, now)
        rereadings.begin(context.archive, arrival.article_id, now, first)


def looked(context: Context, event: PageReread) -> None:
    """Keep what a look found, and when the next one is due. An older look than the last one changes nothing."""
    known = rereadings.of(context.archive, event.article)
    if known is None or (known.looked_at is not None and known.looked_at >= event.at.replace(microsecond=0)):
        return
    missing = reread_clock.missing_after(known.missing, event.outcome)
    gone = missing >= reread_clock.MISSING_TO_BE_GONE
    next_at = reread_clock.next_look(known.begun_at, context.config.crawl.reread, event.at, missing)
    if gone and known.gone_at is None:
        articles.gone(context.archive, event.article, event.at)
    rereadings.looked(context.archive, event, next_at=next_at, missing=missing, gone=gone)

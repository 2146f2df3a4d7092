"""Articles that a watch hit are read again: when that begins, and what a look at one means. See `reread_clock`."""

import gzip
import logging
from collections.abc import Iterable
from datetime import datetime

from monitor import error_words
from monitor.config.toml_schema import REREAD
from monitor.desk import followed, reread_clock
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.digest import news_rules
from monitor.model import Origin, Policy
from monitor.rereading import PageReread
from monitor.store import articles, page_records, rereadings
from monitor.store.file.page_files import WarcPage

_log = logging.getLogger(__name__)


def begin(context: Context, outlet: str, arrival: Arrival, hit_by: Iterable[str], now: datetime) -> None:
    """Start the clock of an article that watches hit, if that is news to one of them and its page may be read."""
    if arrival.origin is not Origin.LIVE or context.outlets[outlet].policy is not Policy.PAGE:
        return
    limits = (news_rules.limit_of(context.watches[watch], context.config.max_age) for watch in hit_by)
    if any(not news_rules.is_old(arrival.age, limit) for limit in limits):
        first = reread_clock.next_look(now, context.config.crawl.reread, now)
        rereadings.begin(context.archive, arrival.article_id, now, first)


def looked(context: Context, event: PageReread, now: datetime) -> int:
    """Keep what a look found, and when the next one is due; the number of messages that made.

    An older look than the last one changes nothing.
    """
    known = rereadings.of(context.archive, event.article)
    if known is None or (known.looked_at is not None and known.looked_at >= event.at.replace(microsecond=0)):
        return 0
    missing = reread_clock.missing_after(known.missing, event.outcome)
    gone = missing >= reread_clock.MISSING_TO_BE_GONE
    clock = context.config.crawl.reread or (REREAD if known.followed_at else ())
    next_at = reread_clock.next_look(known.begun_at, clock, event.at, missing)
    rereadings.looked(context.archive, event, next_at=next_at, missing=missing, gone=gone)
    if known.followed_at is not None:
        _keep_page(context, event)
    if not gone or known.gone_at is not None:
        return 0
    revision = articles.gone(context.archive, event.article, event.at)
    stored = articles.get(context.archive, event.article)
    return followed.send(context, event.article, stored.story_id if stored else None, revision, now)


def _keep_page(context: Context, event: PageReread) -> None:
    """Keep the page of a followed article. Where there is no room for it, the revision is kept all the same."""
    if event.page is None or event.status is None:
        return
    page = WarcPage(
        url=event.link.url,
        at=event.at,
        status=event.status,
        headers=event.page.headers,
        body=gzip.decompress(event.page.packed),
    )
    try:
        page_records.keep(context.archive, event.article, page)
    except OSError as error:
        _log.error("page.not_kept", extra={"page": event.link.url, "cause": error_words.message(error)})

"""Links that became no article: refused, to be tried again, or quarantined."""

from datetime import datetime

from monitor.desk import link_retries
from monitor.desk.context import Bench
from monitor.events import LinkFailed, LinkRefused
from monitor.model import Link, Origin
from monitor.refusals import Reason
from monitor.store import links


def refused(bench: Bench, event: LinkRefused) -> bool:
    """Keep the reason; True if the page was quarantined, because it could hang a parser."""
    _ensure(bench, event.outlet, event.link, event.at)
    if links.read_again(bench.archive, event.link):
        return False
    if event.reason.is_dangerous:
        links.quarantined(bench.archive, event.link, event.reason, event.detail, event.at)
        return True
    refusals = links.refusals(bench.archive, event.link.url) + 1
    links.refused(
        bench.archive,
        event.link,
        event.reason,
        event.detail,
        event.at,
        recheck_at=link_retries.next_look(event.reason, refusals, event.at),
    )
    return False


def failed(bench: Bench, event: LinkFailed) -> None:
    """Count the failure; the link is tried again by the timetable, or given up."""
    _ensure(bench, event.outlet, event.link, event.at)
    if links.read_again(bench.archive, event.link):
        return
    failures = links.attempts(bench.archive, event.link.url) + 1
    next_at = link_retries.next_reading(failures, event.status, event.at)
    links.failed(bench.archive, event.link, event.error, event.at, next_at=next_at, reason=event.reason)


def quarantine(bench: Bench, outlet: str, url: str, detail: str, now: datetime) -> None:
    """Quarantine a page that hung or killed the parser."""
    link = Link(url=url)
    _ensure(bench, outlet, link, now)
    links.quarantined(bench.archive, link, Reason.PARSER_HUNG, detail, now)


def _ensure(bench: Bench, outlet: str, link: Link, now: datetime) -> None:
    """Have a row for a link that was read without being listed, as manually."""
    if outlet in bench.outlets:
        links.add(bench.archive, outlet, None, [link], Origin.LIVE, now)

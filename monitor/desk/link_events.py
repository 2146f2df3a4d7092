"""Links that became no article: refused, to be tried again, or quarantined."""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.desk import link_retries, outage
from monitor.desk.context import Context
from monitor.events import LinkFailed, LinkRefused
from monitor.model import Link, LinkState
from monitor.reading import urls
from monitor.refusals import Reason
from monitor.store import links, outlets, rereadings
from monitor.store.links import LinkRow

_WHILE_DOWN = timedelta(minutes=1)  # our own network: a link is due whenever its outlet is asked


def refused(context: Context, event: LinkRefused) -> bool:
    """Keep the reason; True if the page was quarantined, because it could hang a parser."""
    link, known = _known(context, event.outlet, event.link, event.at)
    if links.read_again(context.archive, link):
        return False
    if not event.reason.is_final and _is_of_a_gateway(context, event.outlet, event.at):
        links.put_off(context.archive, link, event.at + _WHILE_DOWN)
        return False
    if event.reason.is_dangerous:
        links.quarantined(context.archive, link, event.reason, event.detail, event.at)
    else:
        refusals = known.attempts if known and known.state is LinkState.REFUSED else 0  # in a row
        recheck_at = link_retries.next_look(event.reason, refusals + 1, event.at)
        links.refused(context.archive, link, event.reason, event.detail, event.at, recheck_at=recheck_at)
    return event.reason.is_dangerous


def failed(context: Context, event: LinkFailed) -> None:
    """Count the failure; the link is tried again by the timetable, or given up."""
    link, known = _known(context, event.outlet, event.link, event.at)
    if links.read_again(context.archive, link):
        return
    attempts = known.attempts if known else 0
    is_unanswered = event.reason is Reason.NETWORK and outage.is_down(context.archive)
    if is_unanswered or _is_of_a_gateway(context, event.outlet, event.at):
        links.put_off(context.archive, link, event.at + _WHILE_DOWN)
        return
    next_at = link_retries.next_reading(attempts + 1, event.status, event.at)
    links.failed(context.archive, link, event.error, event.at, next_at=next_at, reason=event.reason)


def _is_of_a_gateway(context: Context, outlet: str, at: datetime) -> bool:
    """Whether an answer may have come in the place of the outlet's: the network is down, its listings do not come."""
    down_since = outage.down_since(context.archive)
    return down_since is not None and at >= down_since and outage.is_mute(outlets.state(context.archive, outlet))


def quarantine(context: Context, outlet: str, url: str, detail: str, now: datetime) -> None:
    """Quarantine a page that hung or killed the parser."""
    link, known = _known(context, outlet, Link(url=url), now)
    links.quarantined(context.archive, link, Reason.PARSER_HUNG, detail, now)
    if known is not None and known.article_id is not None:
        rereadings.stop(context.archive, known.article_id, detail)


def _known(context: Context, outlet: str, link: Link, now: datetime) -> tuple[Link, LinkRow | None]:
    """The link with its key, and what was known of it. One that no source listed gets its row now."""
    link = replace(link, key=urls.key_of(link))
    row = links.of(context.archive, link)
    if row is None and outlet in context.outlets:
        links.ensure(context.archive, outlet, link, now)
    return link, row

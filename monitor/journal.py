"""What the daemon's log says of crawls and deliveries: one line each, an event's name and its facts as fields.

A routine crawl is `info`; what came of single pages is `debug`; what failed and is tried again is `warning`; what is
given up is `error`.
"""

import logging
from datetime import datetime

from monitor.deliver import Kind, Outcome
from monitor.desk.posting import Claim
from monitor.events import Event, Finished, LinkFailed, LinkRefused, SourceFailed

_log = logging.getLogger(__name__)


def delivery(claim: Claim, outcome: Outcome, next_at: datetime | None) -> None:
    """The line of an attempt to send. `next_at` None: it was sent, or is given up."""
    facts: dict[str, object] = {
        "channel": claim.delivery.channel,
        "message_id": claim.delivery.message_id,
        "type": claim.delivery.type,
        "recipient": claim.delivery.recipient,
        "attempt": claim.delivery.attempts,
    }
    if outcome.kind is Kind.SENT:
        _log.info("delivery.sent", extra=facts)
        return
    facts |= {"cause": outcome.error, "maybe_sent": outcome.maybe_sent}
    if next_at is None:
        _log.error("delivery.given_up", extra=facts)
    else:
        _log.warning("delivery.failed", extra=facts | {"next_at": next_at.isoformat(timespec="seconds")})


def crawl(event: Event) -> None:
    """The line of what a crawl reported, where it is of interest to an operator; most events have none."""
    match event:
        case LinkRefused():
            _log.debug(
                "page.refused",
                extra={
                    "outlet": event.outlet,
                    "url": event.link.url,
                    "cause": event.reason.value,
                    "detail": event.detail,
                },
            )
        case LinkFailed():
            _log.debug("page.failed", extra={"outlet": event.outlet, "url": event.link.url, "cause": event.error})
        case SourceFailed():
            _log.warning("source.failed", extra={"outlet": event.outlet, "url": event.source.url, "cause": event.error})
        case Finished():
            level = logging.WARNING if event.outcome == "failed" else logging.INFO
            facts = {"outlet": event.outlet, "outcome": event.outcome, "complete": event.complete}
            _log.log(level, "crawl.finished", extra=facts | {"detail": event.detail})
        case _:  # open: the other events are no news for an operator
            pass

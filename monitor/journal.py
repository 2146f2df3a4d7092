"""What the daemon's log says of what happens: one line an event, with its level, its dotted name and its facts.

error     a person has to act: a message was given up, a page hung the parser
warning   an incident, which names its outlet once; a delivery or a crawl of ours that failed
info      what was done, and what of an outlet failed and is tried again by itself
debug     the rest: a crawl that found nothing new, an article
"""

import logging
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from monitor.causes import BrakeCause, CrawlOutcome, SourceCause
from monitor.deliver import Kind, Outcome, Outgoing, Settled
from monitor.events import (
    ArticleRead,
    CandidatesFound,
    Event,
    Finished,
    GapAsked,
    HostHeld,
    LinkFailed,
    LinkRefused,
    LinksFound,
    SourceFailed,
)

_LEVELS = {
    CrawlOutcome.FAILED: logging.WARNING,
    CrawlOutcome.DIED: logging.INFO,  # its process's death is an error of its own
    CrawlOutcome.INTERRUPTED: logging.INFO,
    CrawlOutcome.CUT: logging.INFO,
    CrawlOutcome.SHUTDOWN: logging.INFO,
}


class LogLine(NamedTuple):
    """One line of the log."""

    level: int
    event: str
    facts: Mapping[str, Any]


class Journal:
    """Says what each event means for the log; counts what a crawl brought until it is finished."""

    def __init__(self) -> None:
        self._brought: dict[str, Counter[str]] = {}
        self._failing: dict[tuple[str, str], SourceCause] = {}  # by outlet and source, until it is read

    def of(self, event: Event) -> LogLine | None:  # noqa: PLR0911  one return for each kind of event
        """The line of an event; None where it has none of its own."""
        match event:
            case Finished():
                return self._finished(event)
            case ArticleRead():
                self._count(event.outlet, "articles")
                return LogLine(logging.DEBUG, "article.read", _of_page(event.outlet, event.article.url))
            case LinkRefused():
                self._count(event.outlet, "refused")
                facts = _of_page(event.outlet, event.link.url) | {"reason": event.reason.value, "detail": event.detail}
                return LogLine(logging.INFO, "page.refused", facts)
            case LinkFailed():
                self._count(event.outlet, "failed")
                return LogLine(
                    logging.INFO, "page.failed", _of_page(event.outlet, event.link.url) | {"cause": event.error}
                )
            case LinksFound():
                return self._listed(event)
            case GapAsked():
                facts = {"outlet": event.outlet, "source": event.source, "asked": event.by.url, "filled": event.filled}
                return LogLine(logging.INFO, "source.gap_asked", facts | {"since": _moment(event.since)})
            case SourceFailed():
                return self._source_failed(event)
            case CandidatesFound():
                listings = sum(one.error is None for one in event.candidates)
                facts = {"outlet": event.outlet, "source": event.source.url, "asked": len(event.candidates)}
                return LogLine(logging.INFO, "source.searched", facts | {"listings": listings})
            case HostHeld():
                return LogLine(logging.INFO, "host.backed_off", {"host": event.host, "until": _moment(event.until)})
            case _:  # open: requests are in the archive (`monitor explain`), deaths are logged by their supervisor
                return None

    def under_way(self, outlets: Collection[str]) -> LogLine:
        """How far the crawls of these outlets are, that were not finished yet."""
        counts = [self._brought.get(outlet, Counter()) for outlet in outlets]
        read = sum(each["articles"] + each["refused"] + each["failed"] for each in counts)
        facts = {"outlets": len(outlets), "pages_read": read, "pages_listed": sum(each["links"] for each in counts)}
        return LogLine(logging.INFO, "crawl.under_way", facts | {"articles": sum(each["articles"] for each in counts)})

    def _count(self, outlet: str, what: str, number: int = 1) -> None:
        self._brought.setdefault(outlet, Counter())[what] += number

    def _source_failed(self, event: SourceFailed) -> LogLine:
        """Said once; while the same goes on, look after look, it is a detail. What lasts is an incident."""
        self._count(event.outlet, "sources_failed")
        source = (event.outlet, event.source.url)
        level = logging.DEBUG if self._failing.get(source) is event.why else logging.INFO
        self._failing[source] = event.why
        return LogLine(level, "source.failed", {"outlet": source[0], "source": source[1], "cause": event.error})

    def _listed(self, event: LinksFound) -> LogLine | None:
        """A listing was read; it is said only what concerns a gap."""
        self._failing.pop((event.outlet, event.source.url), None)
        self._count(event.outlet, "sources")
        self._count(event.outlet, "links", len(event.links))
        facts: dict[str, Any] = {"outlet": event.outlet, "source": event.source.url}
        if event.gap is not None:
            missing = {} if event.gap.missing is None else {"missing": event.gap.missing}
            return LogLine(logging.INFO, "source.gap_found", facts | missing | {"since": _moment(event.gap.since)})
        if event.since is None:
            return None
        facts |= {"links": len(event.links), "since": _moment(event.since)}
        return LogLine(logging.INFO, "source.gap_filled", facts)

    def _finished(self, event: Finished) -> LogLine:
        brought = self._brought.pop(event.outlet, Counter())
        facts = {"outlet": event.outlet, "outcome": event.outcome.value, **brought}
        if event.detail:
            facts["detail"] = event.detail
        routine = logging.INFO if brought.total() - brought["sources"] else logging.DEBUG
        return LogLine(_LEVELS.get(event.outcome, routine), "crawl.finished", facts)


def of_delivery(channel: str, outgoing: Outgoing, outcome: Outcome, settled: Settled) -> LogLine:
    """The line of one attempt: sent, to be tried again, given up, or that its channel is left alone."""
    facts: dict[str, Any] = {
        "channel": channel,
        "message_id": outgoing.message_id,
        "type": outgoing.type,
        "attempt": outgoing.attempts + 1,
    }
    if outcome.kind is Kind.SENT:
        return LogLine(logging.INFO, "delivery.sent", facts)
    facts |= {"cause": outcome.error, "maybe_sent": outcome.maybe_sent}
    if brake := settled.brake:
        level = logging.WARNING if brake.cause is BrakeCause.PASSING else logging.ERROR
        trial = {"brake": brake.cause.value, "failures": brake.failures, "next_trial_at": _moment(brake.until)}
        return LogLine(level, "channel.braked", facts | trial)
    if settled.is_given_up:
        return LogLine(logging.ERROR, "delivery.given_up", facts)
    return LogLine(logging.WARNING, "delivery.failed", facts | {"next_at": _moment(settled.next_at)})


def write(log: logging.Logger, line: LogLine | None) -> None:
    """Write a line, if there is one."""
    if line is not None:
        log.log(line.level, line.event, extra=dict(line.facts))


def _of_page(outlet: str, url: str) -> dict[str, Any]:
    return {"outlet": outlet, "url": url}


def _moment(at: datetime | None) -> str | None:
    """As the archive has it: the whole second before which nothing is tried."""
    if at is None:
        return None
    whole = at.replace(microsecond=0) + timedelta(seconds=at.microsecond > 0)
    return whole.isoformat().replace("+00:00", "Z")

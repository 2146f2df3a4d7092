"""A crawling process hung or died: what it was parsing is put into quarantine, and its outlet gets a strike.

a page          never read again by itself; the third strike in a row pauses its outlet
a listing       its source is tried again ever more rarely
a robots.txt    its outlet is paused

The bytes are kept for whoever looks into it. A death that nothing was being parsed at is nobody's.
"""

import logging
import re
from datetime import datetime, timedelta
from typing import assert_never

from monitor.causes import Requested, SourceCause
from monitor.desk import incident_check, link_events
from monitor.desk.context import Context
from monitor.events import Death, SourceFailed
from monitor.model import Source
from monitor.store import links, outlets, sources
from monitor.store.file import evidence

_STRIKES = 3  # in a row that hung or killed the parser, before the outlet is paused
_PAUSE = timedelta(hours=6)
_OURS = re.compile(r'File ".*?((?:monitor|spiders)/[\w/]+\.py)", line (\d+)')
_log = logging.getLogger(__name__)


def died(context: Context, death: Death, now: datetime) -> int:
    """Put what the process was parsing into quarantine; the number of messages. The same death twice is one."""
    if death.outlet is None or death.url is None or death.outlet not in context.outlets:
        return 0
    match death.kind:
        case Requested.SOURCE:
            return _listing(context, death, death.outlet, now)
        case Requested.ROBOTS:
            return _robots(context, death, death.outlet, now)
        case Requested.PAGE:
            return _page(context, death, death.outlet, death.url, now)
        case other:
            assert_never(other)


def _page(context: Context, death: Death, outlet: str, url: str, now: datetime) -> int:
    known = links.find(context.archive, url)
    if known is not None and known.state == "quarantined":  # a duplicate report: such a page is not read again
        return 0
    detail = _detail(context, death, outlet, now)
    link_events.quarantine(context, outlet, url, detail, now)
    _log.error("page.quarantined", extra={"outlet": outlet, "page": url, "cause": detail})
    messages = incident_check.quarantined(context, outlet, url, detail, now, level=logging.INFO)
    if outlets.strike(context.archive, outlet, now) < _STRIKES:
        return messages
    outlets.pause(context.archive, outlet, now + _PAUSE)
    return messages + incident_check.paused(context, outlet, now)


def _listing(context: Context, death: Death, outlet: str, now: datetime) -> int:
    source = _source(context, outlet, death.source or death.url)
    if source is None:  # no longer in the configuration, or asked for the first time, in a search
        detail = _detail(context, death, outlet, now)
        _log.error("source.not_followed", extra={"outlet": outlet, "source": death.url, "cause": detail})
        return 0
    state = sources.state(context.archive, outlet, source)
    hung_at = state.last_checked_at if state is not None and state.last_cause is SourceCause.PARSER_HUNG else None
    if hung_at is not None and hung_at >= death.at.replace(microsecond=0):
        return 0
    detail = _detail(context, death, outlet, now)
    failed = SourceFailed(outlet=outlet, source=source, at=death.at, error=detail, cause=SourceCause.PARSER_HUNG)
    sources.failed(context.archive, failed)
    outlets.strike(context.archive, outlet, now)
    _log.error("source.quarantined", extra={"outlet": outlet, "source": source.url, "cause": detail})
    return incident_check.at_once(context, outlet, source.url, now, level=logging.INFO)


def _robots(context: Context, death: Death, outlet: str, now: datetime) -> int:
    state = outlets.state(context.archive, outlet)
    if state.last_strike_at is not None and state.last_strike_at >= death.at.replace(microsecond=0):
        return 0
    detail = _detail(context, death, outlet, now)
    strikes = outlets.strike(context.archive, outlet, now)
    outlets.pause(context.archive, outlet, now + _PAUSE * strikes)
    _log.error("outlet.paused", extra={"outlet": outlet, "robots": death.url, "cause": detail})
    return incident_check.at_once(context, outlet, outlet, now, level=logging.INFO)


def _source(context: Context, outlet: str, url: str | None) -> Source | None:
    states = sources.of(context.archive, outlet)  # those too that are read in the place of others
    return next((state.source for state in states if state.source.url == url), None)


def _detail(context: Context, death: Death, outlet: str, now: datetime) -> str:
    """What happened, where in the program, and where the bytes are."""
    how = "hung the parser" if death.hung else "ended the parser's process"
    detail = f"{how}: {_place(death.stack)}"
    if not death.body:
        return detail
    kept = evidence.keep(context.archive.path, outlet, death.body, now)
    return f"{detail}; its bytes are kept as {kept.parent.name}/{kept.name}" if kept else detail


def _place(stack: str) -> str:
    """Where in this program it was, the innermost place; or in a library, where the stack names no other."""
    lines = [line.strip() for line in stack.splitlines() if line.strip().startswith("File ")]
    ours = (found for line in lines if (found := _OURS.search(line)))
    return next((f"{one[1]}, line {one[2]}" for one in ours), lines[0] if lines else "no stack was printed")

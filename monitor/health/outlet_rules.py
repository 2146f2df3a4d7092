"""What is wrong with one outlet: silent, its pages blocked, disallowed or unreadable, paused, or not looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from monitor.health import incident_kinds as kinds
from monitor.health import search_rules
from monitor.health.facts import OutletFacts
from monitor.health.incident_kinds import IncidentKind
from monitor.health.rhythm import silence
from monitor.health.wording import moment, span
from monitor.model import Incident, LinkState, Shortfall
from monitor.observations import TriedLink
from monitor.phrasing import count
from monitor.refusals import Reason

BLOCKED = 4  # block pages in a row
DISALLOWED = 4  # pages in a row that robots.txt disallows
ELSEWHERE = 4  # pages in a row that are not shown in this machine's country
UNREAD = 8  # pages in a row of which no article, or none with a text, could be made
BROKEN = 4  # pages in a row on which a selector found nothing, or far less than the general reading
WORKING = 3  # pages in a row on which it finds something again: one odd page neither opens nor closes
INCOMPLETE = timedelta(hours=1)  # without a whole crawl, since a host asks for a pause
PAUSES_APART = timedelta(minutes=30)  # at most, to be one after the other
OVERDUE = timedelta(hours=1)  # after it was due


def of_its_crawls(outlet: OutletFacts, now: datetime) -> Iterator[Incident]:
    """The incidents that stand for one outlet by its crawls: it is left alone, overdue, or its host puts us off."""
    if _is_paused(outlet, now):
        detail = f"is paused until {moment(outlet.paused_until)}, after {count(outlet.strikes, 'strike')}"
        yield _incident(kinds.OUTLET_PAUSED, outlet, detail)
    elif _is_overdue(outlet, now):
        yield _incident(
            kinds.CRAWL_OVERDUE, outlet, f"was due {span(now - (outlet.next_check_at or now))} ago and was not crawled"
        )
    if _is_throttled(outlet, now):
        detail = f"its host asked for a pause until {moment(outlet.held_until)}; its last whole crawl ended "
        yield _incident(kinds.OUTLET_THROTTLED, outlet, detail + moment(outlet.last_complete_at))


def of_its_silence(outlet: OutletFacts, now: datetime) -> Iterator[Incident]:
    """The incident that stands for one outlet which lists nothing new; only where its listings can be read."""
    if not _is_paused(outlet, now) and not _is_overdue(outlet, now):
        silent = _silence(outlet, now)
        if silent is not None:
            yield silent


def _is_paused(outlet: OutletFacts, now: datetime) -> bool:
    return outlet.paused_until is not None and outlet.paused_until > now


def _is_overdue(outlet: OutletFacts, now: datetime) -> bool:
    return outlet.next_check_at is not None and now - outlet.next_check_at > OVERDUE


def _is_throttled(outlet: OutletFacts, now: datetime) -> bool:
    """Whether its host asks for pause after pause, so that no crawl of it comes to its end."""
    since = outlet.last_complete_at or outlet.added_at
    return outlet.held_until is not None and outlet.held_until + PAUSES_APART > now and now - since > INCOMPLETE


def _silence(outlet: OutletFacts, now: datetime) -> Incident | None:
    silent = silence(outlet.arrivals, now)
    if silent is None or not silent.is_alarming or not search_rules.is_front_looked_at(outlet, now):
        return None
    if any(search_rules.goes_on(outlet, source, now) for source in outlet.sources):  # then its source stands still
        return None
    usual = span(silent.habit.usual)
    detail = f"nothing new for {span(silent.lasted)}; its longest silence in an ordinary week is {usual}"
    listed = [source.newest_at for source in outlet.sources if source.newest_at is not None]
    return _incident(
        kinds.OUTLET_SILENT,
        outlet,
        detail,
        {
            "last article": moment(silent.since),
            "newest in its listings": moment(max(listed, default=None)),
            "learned from": count(silent.habit.arrivals, "arrival"),
        },
    )


def of_its_pages(outlet: OutletFacts) -> Iterator[Incident]:
    """The incidents that stand for one outlet by its last pages.

    What was refused after the last reading of a listing does not count yet: the network may have failed since, and
    pages have come from its gateway. The next reading shows that they were the outlet's.
    """
    read_at = max((source.last_success_at for source in outlet.sources if source.last_success_at), default=None)
    outlet = replace(outlet, reads=tuple(read for read in outlet.reads if _is_the_outlets(read, read_at)))
    blocked = _last_in_a_row(outlet, lambda read: read.reason is not None and read.reason.is_block_page)
    if len(blocked) >= BLOCKED:
        reasons = sorted({read.reason.value for read in blocked if read.reason})
        yield _incident(
            kinds.OUTLET_WALLED,
            outlet,
            f"the last {len(blocked)} pages were block pages ({', '.join(reasons)})",
            _example(blocked),
        )
    disallowed = _last_in_a_row(outlet, lambda read: read.reason is Reason.ROBOTS)
    if len(disallowed) >= DISALLOWED:
        detail = f"robots.txt disallows the last {len(disallowed)} pages that it listed"
        yield _incident(kinds.ROBOTS_CLOSED, outlet, detail, _example(disallowed))
    elsewhere = _last_in_a_row(outlet, lambda read: read.reason is Reason.GEO_BLOCKED)
    if len(elsewhere) >= ELSEWHERE:
        detail = f"it did not show its last {len(elsewhere)} pages in this machine's country"
        yield _incident(kinds.OUTLET_GEO_BLOCKED, outlet, detail, _example(elsewhere))
    unread = _last_in_a_row(outlet, _is_unread)
    if len(unread) >= UNREAD:
        detail = f"no article, or none with a text, could be made of the last {len(unread)} pages"
        yield _incident(kinds.PAGES_UNREADABLE, outlet, detail, _example(unread))
    broken = {part: pages for part in outlet.selectors if (pages := _broken(outlet, part))}
    if broken:
        yield _rule_broken(outlet, broken)


def _is_the_outlets(read: TriedLink, read_at: datetime | None) -> bool:
    return read.state is LinkState.STORED or (read_at is not None and read.at <= read_at)


def _example(reads: list[TriedLink]) -> dict[str, str]:
    return {"since": moment(reads[-1].at), "example": reads[0].url}


def _is_unread(read: TriedLink) -> bool:
    """Whether a page became no article, or one without a text of its own, led nowhere, or never came."""
    is_empty = any(short.part == "text" for short in read.shortfalls)
    is_none = read.reason is not None and (read.reason.is_no_article or read.reason is Reason.REDIRECT)
    return is_empty or is_none or read.state is LinkState.GIVEN_UP


def _broken(outlet: OutletFacts, part: str) -> list[TriedLink]:
    """The pages on which the present selector of a part failed, oldest first; none where it works, or works again."""
    failed: list[TriedLink] = []
    right = 0
    for read in outlet.reads:
        if read.state is not LinkState.STORED:
            continue
        if _short(read, part, outlet.selectors[part]):
            failed.append(read)
            right = 0
            continue
        right += 1
        if right >= WORKING or len(failed) < BROKEN:
            failed = []
    return failed if len(failed) >= BROKEN else []


def _short(read: TriedLink, part: str, css: str) -> Shortfall | None:
    return next((short for short in read.shortfalls if (short.part, short.css) == (part, css)), None)


def _rule_broken(outlet: OutletFacts, broken: Mapping[str, list[TriedLink]]) -> Incident:
    pages = max(broken.values(), key=len)
    parts = ", ".join(f"{part} ({outlet.selectors[part]})" for part in broken)
    last = {part: _short(reads[-1], part, outlet.selectors[part]) for part, reads in broken.items()}
    evidence = {
        "since": moment(min(reads[0].at for reads in broken.values())),
        "example": pages[-1].url,
        "the rule gave": "; ".join(f"{part}: {short.gave}" for part, short in last.items() if short),
        "the general reading gave": "; ".join(f"{part}: {short.instead}" for part, short in last.items() if short),
    }
    detail = f"its rule gave nothing, or far less than the general reading, on {len(pages)} of its last pages: {parts}"
    return _incident(kinds.RULE_BROKEN, outlet, detail, evidence)


def _last_in_a_row(outlet: OutletFacts, holds: Callable[[TriedLink], bool]) -> list[TriedLink]:
    """The latest reads of which it holds without a break, the newest first. Links still to be read do not count."""
    done = [read for read in reversed(outlet.reads) if read.state is not LinkState.FOUND or read.reason is not None]
    return list(takewhile(holds, done))


def _incident(kind: IncidentKind, outlet: OutletFacts, detail: str, evidence: dict[str, str] | None = None) -> Incident:
    known = {**(evidence or {}), "last crawl": moment(outlet.last_crawl_at)}
    return kind.incident(outlet.id, f"{outlet.name}: {detail}", outlet=outlet.id, evidence=known)

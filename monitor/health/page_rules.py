"""What is wrong with the pages of one outlet: blocked, disallowed, failing, unreadable, or read by a rule of before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile

from monitor.health import incident_kinds as kinds
from monitor.health.facts import OutletFacts
from monitor.health.outlet_rules import incident
from monitor.health.search_rules import ATTEMPTS
from monitor.health.wording import moment, quoted
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
FAILED = 16  # failed readings in a row, of UNREAD pages or more: one bad minute of a server is no incident
FAILING = timedelta(minutes=2)  # at least, without any page that could be read
SILENT_PAGES = 3  # pages that wait after a failure: enough, where none was read for so long:
PASSING = timedelta(minutes=30)  # or as long as
PASSING_LOOKS = 6  # looks take, where that is shorter
_NOWHERE = frozenset({Reason.REDIRECT, Reason.ADDRESS})  # where pages lead that nobody can read


def judge(outlet: OutletFacts, now: datetime, *, heard_at: datetime | None) -> Iterator[Incident]:
    """The incidents that stand for one outlet by its last pages.

    What was refused after the last reading of a listing does not count yet: the network may have failed since, and
    pages have come from its gateway. The next reading shows that they were the outlet's. Pages that never come are
    judged where its listings do; and those that failed before anybody's listing was read, `heard_at`.
    """
    if outlet.is_listed:
        tried = _until(outlet, heard_at)
        if _is_failing(tried, now):
            yield _failing(tried)
    outlet = _until(outlet, _listed_at(outlet))
    blocked = _last_in_a_row(outlet, lambda read: read.reason is not None and read.reason.is_block_page)
    if len(blocked) >= BLOCKED:
        reasons = sorted({read.reason.value for read in blocked if read.reason})
        yield incident(
            kinds.OUTLET_WALLED,
            outlet,
            f"the last {len(blocked)} pages were block pages ({', '.join(reasons)})",
            _example(blocked),
        )
    disallowed = _last_in_a_row(outlet, lambda read: read.reason is Reason.ROBOTS)
    if len(disallowed) >= DISALLOWED:
        detail = f"robots.txt disallows the last {len(disallowed)} pages that it listed"
        yield incident(kinds.ROBOTS_CLOSED, outlet, detail, _example(disallowed))
    elsewhere = _last_in_a_row(outlet, lambda read: read.reason is Reason.GEO_BLOCKED)
    if len(elsewhere) >= ELSEWHERE:
        detail = f"it did not show its last {len(elsewhere)} pages in this machine's country"
        yield incident(kinds.OUTLET_GEO_BLOCKED, outlet, detail, _example(elsewhere))
    unread = _last_in_a_row(outlet, _is_unread)
    if len(unread) >= UNREAD:
        detail = f"no article, or none with a text, could be made of the last {len(unread)} pages"
        yield incident(kinds.PAGES_UNREADABLE, outlet, detail, _example(unread))
    broken = {part: pages for part in outlet.selectors if (pages := _broken(outlet, part))}
    if broken:
        yield _rule_broken(outlet, broken)


def _until(outlet: OutletFacts, read_at: datetime | None) -> OutletFacts:
    """The outlet with what became of its pages until then; an article is one whenever it was read."""
    reads = (one for one in outlet.reads if one.state is LinkState.STORED or (read_at and one.at <= read_at))
    return replace(outlet, reads=tuple(reads))


def are_known(outlet: OutletFacts) -> bool:
    """Whether its last pages show how it is now: an article was read, or enough of them were tried to be judged.

    Of what lists more than is looked at, all may have been tried since the last reading of its listing.
    """
    judged = _until(outlet, _listed_at(outlet)).reads
    is_read = any(read.state is LinkState.STORED for read in judged)
    return is_read or len(judged) >= min(UNREAD, len(outlet.reads))


def _listed_at(outlet: OutletFacts) -> datetime | None:
    return max((one.last_success_at for one in outlet.sources if one.last_success_at), default=None)


def _failed_in_a_row(outlet: OutletFacts) -> list[TriedLink]:
    """The latest links whose reading failed, be they tried again or given up, without one that could be read."""
    tried = [read for read in reversed(outlet.reads) if read.attempts or read.state is not LinkState.FOUND]
    return list(takewhile(lambda read: read.state in {LinkState.FOUND, LinkState.GIVEN_UP}, tried))


def has_no_pages(outlet: OutletFacts) -> bool:
    """Whether none of its last pages could be had: what may be missing of them is not said too."""
    return len(_failed_in_a_row(outlet)) >= UNREAD


def _is_failing(outlet: OutletFacts, now: datetime) -> bool:
    """Whether no page of it can be had, although its listings can: too often, or for too long, to pass by itself."""
    failed = _failed_in_a_row(outlet)
    lasted = now - (outlet.last_page_at or outlet.added_at)
    if lasted <= FAILING or not failed:
        return False
    if outlet.last_page_at is None and all(read.attempts >= ATTEMPTS for read in failed):
        return True  # it may list a page a week, and none could ever be read
    waiting = [read for read in failed if read.state is LinkState.FOUND]
    if len(waiting) >= SILENT_PAGES and lasted > min(PASSING, PASSING_LOOKS * outlet.poll):
        return True
    return has_no_pages(outlet) and sum(read.attempts for read in failed) >= FAILED


def _failing(outlet: OutletFacts) -> Incident:
    failed = _failed_in_a_row(outlet)
    latest = max(failed, key=lambda read: read.at)
    detail = f"none of its last {count(len(failed), 'page')} could be read: {quoted(latest.detail)}"
    return incident(kinds.PAGES_UNREADABLE, outlet, detail, _example(failed))


def _example(reads: list[TriedLink]) -> dict[str, str]:
    return {"since": moment(reads[-1].at), "example": reads[0].url}


def _is_unread(read: TriedLink) -> bool:
    """Whether a page became no article, or one without a text of its own, led nowhere, or never came."""
    is_empty = any(short.part == "text" for short in read.shortfalls)
    is_none = read.reason is not None and (read.reason.is_no_article or read.reason in _NOWHERE)
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


def is_rule_known(outlet: OutletFacts) -> bool:
    """Whether its last articles show that its selectors work again, or that they are others than those that failed.

    Where most of what it lists is refused, few of its last links are articles; where the rule fails on every second
    one, the four in a row are forgotten before three good ones came. Neither is a sign of an end.
    """
    articles = [read for read in outlet.reads if read.state is LinkState.STORED]
    return all(_is_part_known(articles, part, css) for part, css in outlet.selectors.items())


def _is_part_known(articles: list[TriedLink], part: str, css: str) -> bool:
    right = most = 0
    for read in articles:
        right = 0 if _short(read, part, css) else right + 1
        most = max(most, right)
    is_another = any(short.part == part for read in articles for short in read.shortfalls)
    return most >= WORKING or (is_another and most == len(articles))


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
    return incident(kinds.RULE_BROKEN, outlet, detail, evidence)


def _last_in_a_row(outlet: OutletFacts, holds: Callable[[TriedLink], bool]) -> list[TriedLink]:
    """The latest reads of which it holds without a break, the newest first. Links still to be read do not count."""
    done = [read for read in reversed(outlet.reads) if read.state is not LinkState.FOUND or read.reason is not None]
    return list(takewhile(holds, done))

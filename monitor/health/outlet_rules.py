"""What is wrong with one outlet: silent, walled, its pages unreadable, barred, paused, or not looked at."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import takewhile

from monitor.health.facts import OutletFacts
from monitor.health.rhythm import rhythm
from monitor.health.wording import counted, moment, span
from monitor.model import Incident, LinkState, Shortfall
from monitor.observations import TriedLink
from monitor.refusals import Reason

WALLED = 4  # walls in a row
BARRED = 4  # pages in a row that robots.txt bars
UNREAD = 8  # pages in a row of which no article, or none with a text, could be made
BROKEN = 4  # pages in a row on which a selector gave nothing, or far less than the general reading
MENDED = 3  # pages in a row on which it gives something again: one odd page neither opens nor closes
OVERDUE = timedelta(hours=1)  # after it was due

_ADVICE = {
    "outlet_silent": "Open its front page. If there is news, its listings are frozen: monitor outlet probe finds "
    "others.",
    "outlet_walled": "A person sees the page, this program a wall. The walls are looked at again by themselves; "
    'if they stay, set policy = "feed" for this outlet.',
    "robots_closed": 'Its robots.txt bars the articles now. Set policy = "feed", or stop following it.',
    "pages_unreadable": "Its pages may be built in a new way, or be refused to us. monitor outlet sample shows what is "
    "read of one; selectors in a rule mend it.",
    "rule_broken": "Its pages changed, most likely; articles are read by the general reading meanwhile. Open the "
    "example, then mend the selectors or take them out (rules = [] does that to shipped ones). monitor outlet sample "
    "shows what a page gives.",
    "page_quarantined": "monitor explain shows what happened; the other pages are read as ever.",
    "outlet_paused": "It hung the reader repeatedly and is left alone until then. monitor explain shows the pages.",
    "crawl_overdue": "The daemon may be stopped or overloaded: monitor status, and its log.",
}


def judge(outlet: OutletFacts, now: datetime, *, listings_work: bool) -> Iterator[Incident]:
    """The incidents that stand for one outlet. Silence is judged only where its listings can be read."""
    if outlet.paused_until is not None and outlet.paused_until > now:
        detail = f"is paused until {moment(outlet.paused_until)}, after {counted(outlet.strikes, 'strike')}"
        yield _incident("outlet_paused", outlet, detail)
    elif outlet.next_check_at is not None and now - outlet.next_check_at > OVERDUE:
        yield _incident("crawl_overdue", outlet, f"was due {span(now - outlet.next_check_at)} ago and was not crawled")
    elif listings_work:
        silence = _silence(outlet, now)
        if silence is not None:
            yield silence
    yield from _of_pages(outlet)


def _silence(outlet: OutletFacts, now: datetime) -> Incident | None:
    habit = rhythm(outlet.arrivals, now)
    if habit is None:
        return None
    last = max(moment_ for moment_ in outlet.arrivals if moment_ <= now)
    if now - last <= habit.limit:
        return None
    detail = f"nothing new for {span(now - last)}; its longest silence in an ordinary week is {span(habit.usual)}"
    listed = [source.newest_at for source in outlet.sources if source.newest_at is not None]
    return _incident(
        "outlet_silent",
        outlet,
        detail,
        {
            "last article": moment(last),
            "newest in its listings": moment(max(listed, default=None)),
            "learned from": counted(habit.arrivals, "arrival"),
        },
    )


def _of_pages(outlet: OutletFacts) -> Iterator[Incident]:
    walls = _last_in_a_row(outlet, lambda read: read.reason is not None and read.reason.is_block_page)
    if len(walls) >= WALLED:
        reasons = sorted({read.reason.value for read in walls if read.reason})
        yield _incident(
            "outlet_walled",
            outlet,
            f"the last {len(walls)} pages were walls ({', '.join(reasons)})",
            {"since": moment(walls[-1].at), "example": walls[0].url},
        )
    barred = _last_in_a_row(outlet, lambda read: read.reason is Reason.ROBOTS)
    if len(barred) >= BARRED:
        detail = f"robots.txt bars the last {len(barred)} pages that it listed"
        yield _incident("robots_closed", outlet, detail, {"since": moment(barred[-1].at), "example": barred[0].url})
    unread = _last_in_a_row(outlet, _is_unread)
    if len(unread) >= UNREAD:
        detail = f"no article, or none with a text, could be made of the last {len(unread)} pages"
        yield _incident("pages_unreadable", outlet, detail, {"since": moment(unread[-1].at), "example": unread[0].url})
    broken = {part: pages for part in outlet.selectors if (pages := _broken(outlet, part))}
    if broken:
        yield _rule_broken(outlet, broken)


def _is_unread(read: TriedLink) -> bool:
    """Whether a page gave no article, or one without a text of its own, or was not given to us in all attempts."""
    is_empty = any(short.part == "text" for short in read.shortfalls)
    return is_empty or (read.reason is not None and read.reason.is_no_article) or read.state is LinkState.GIVEN_UP


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
        if right >= MENDED or len(failed) < BROKEN:
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
    return _incident("rule_broken", outlet, detail, evidence)


def _last_in_a_row(outlet: OutletFacts, holds: Callable[[TriedLink], bool]) -> list[TriedLink]:
    """The latest reads of which it holds without a break, the newest first. Links still to be read do not count."""
    done = [read for read in reversed(outlet.reads) if read.state is not LinkState.FOUND or read.reason is not None]
    return list(takewhile(holds, done))


def _incident(kind: str, outlet: OutletFacts, detail: str, evidence: dict[str, str] | None = None) -> Incident:
    return Incident(
        kind=kind,
        subject=outlet.id,
        outlet=outlet.id,
        detail=f"{outlet.name}: {detail}",
        evidence={**(evidence or {}), "last crawl": moment(outlet.last_crawl_at), "what to do": _ADVICE[kind]},
    )

"""What the tests of health are made of: an outlet with a feed, and what is judged of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.causes import CrawlOutcome, SourceCause
from monitor.health import Facts, OpenIncident, OutletFacts, SourceFacts, Verdict, decide
from monitor.listing_gap import UnfilledGap
from monitor.model import Incident, LinkState, Shortfall
from monitor.observations import TriedLink

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = SourceFacts(
    url="https://variety.example/feed/",
    kind="feed",
    failures=0,
    last_checked_at=NOW - MINUTE,
    last_success_at=NOW - MINUTE,
    last_new_at=None,
    status=None,
    cause=None,
    error=None,
    newest_at=None,
    readings=(),
    known_again=0,
    gap=None,
    unanswered_at=None,
    untrusted_at=None,
    move=None,
    undated_readings=0,
    select=None,
    searched_at=None,
    searches=0,
    candidates=(),
    front_new=None,
    is_successor=False,
    successor=None,
    quarantined_until=None,
)
OUTLET = OutletFacts(
    id="variety",
    name="Variety",
    added_at=NOW - DAY * 60,
    poll=MINUTE * 10,
    last_page_at=None,
    last_crawl_at=NOW - MINUTE,
    last_outcome=CrawlOutcome.FINISHED,
    last_complete_at=NOW - MINUTE,
    held_until=None,
    next_check_at=NOW + MINUTE * 10,
    sources=(FEED,),
    reads=(),
    selectors={},
    arrivals=(),
    paused_until=None,
    strikes=0,
    flood=None,
)


GAP = UnfilledGap(begins_at=NOW - HOUR * 3, ends_at=NOW - HOUR * 2, seen_at=NOW - HOUR, missing=12)


def judged(*outlets: OutletFacts, standing: Iterable[Incident | OpenIncident] = (), now: datetime = NOW) -> Verdict:
    """The verdict on outlets, with incidents that stand since an hour."""
    known = [
        item
        if isinstance(item, OpenIncident)
        else OpenIncident(kind=item.kind, subject=item.subject, outlet=item.outlet, opened_at=now - HOUR)
        for item in standing
    ]
    return decide(Facts(outlets=outlets), known, now)


def failing(
    failures: int,
    *,
    hours: float = 5,
    status: int | None = None,
    error: str = "timed out",
    cause: SourceCause | None = None,
) -> OutletFacts:
    """The outlet with its feed failing for some hours; another was looked for, so nothing is waited for."""
    at = NOW - HOUR * hours
    source = replace(
        FEED, failures=failures, last_success_at=at, status=status, error=error, cause=cause, searched_at=NOW
    )
    return replace(OUTLET, sources=(source,))


def kinds(verdict: Verdict) -> list[str]:
    """The kinds of the incidents that stand."""
    return [item.kind for item in verdict.opened]


def page(number: int, *short: Shortfall) -> TriedLink:
    """A page that became an article; the higher its number, the later."""
    at = NOW - MINUTE * (50 - number)
    return TriedLink(url=f"https://variety.example/{number}", at=at, state=LinkState.STORED, shortfalls=short)

"""Every kind of incident can occur, is one row, and is closed by what ends it."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import make
import pytest

from monitor.causes import CrawlOutcome, Requested, SourceCause
from monitor.config import Config, Crawl
from monitor.dated_events import CalendarRead
from monitor.deliver.file import FileChannel
from monitor.deliver.outcome import Blame
from monitor.deliver.outcome import Kind as OutcomeKind
from monitor.deliver.outcome import failed as failed_delivery
from monitor.desk import Desk
from monitor.events import (
    ArticleRead,
    Death,
    Finished,
    HostHeld,
    LinkRefused,
    LinksFound,
    SourceFailed,
    decode,
    decode_supervised,
    encode,
)
from monitor.health import KINDS, Of, troubles_reference
from monitor.listing_gap import Gap
from monitor.model import Article, Link, Outlet, PageRule, Shortfall
from monitor.refusals import Reason, Sort
from monitor.store import incidents

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BODY = "Michael Mann told a podcast that Heat 2 is the next film that he will make, with a script that is done. " * 6


RULES = (PageRule(body=".text"),)
REEL, *OTHERS = outlets = [make.outlet(name, rules=RULES) for name in ("reel", "joblo", "variety", "deadline")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that follows four outlets; its incidents go to two channels, its one watch to the first."""
    config = Config(
        path=tmp_path / "monitor.toml",
        archive_path=tmp_path / "archive.db",
        outlets=tuple(outlets),
        watches=(make.watch(to=("files",)),),
        channels=(FileChannel(name="files", path="out"), FileChannel(name="spare", path="spare")),
        incidents_to=("files", "spare"),
        crawl=Crawl(seed=False),
    )
    opened = Desk.open(config)
    opened.sync(NOW - DAY * 30)
    yield opened
    opened.close()


def send(desk: Desk, *events: object) -> None:
    """Ingest events as they come from a crawling process: by their bytes."""
    for event in events:
        desk.ingest(decode(encode(event)), event.at)  # type: ignore[arg-type, attr-defined]


def listed(of: Outlet, at: datetime, slugs: list[str], **more: object) -> LinksFound:
    """A reading of the outlet's feed; `slugs` are what is new."""
    return make.listed(of.id, *slugs, at=at, **more)


def failed(of: Outlet, at: datetime, cause: SourceCause, status: int | None = None) -> SourceFailed:
    """A reading of the outlet's feed that failed."""
    return make.source_failed(of.id, at, cause=cause, status=status)


def failures(cause: SourceCause, status: int | None = None) -> Callable[[Desk], None]:
    """The feed works once, then fails for hours."""

    def happen(desk: Desk) -> None:
        send(desk, listed(REEL, NOW - HOUR * 9, ["a"]))
        send(desk, *(failed(REEL, NOW - HOUR * back, cause, status) for back in (6, 4, 2)))

    return happen


def article(slug: str, at: datetime, *short: Shortfall) -> ArticleRead:
    """A page that became an article."""
    url = f"{REEL.home}{slug}"
    body = f"{BODY} It is about {slug}."
    read = Article(url=url, outlet=REEL.id, title=f"Heat 2 goes to {slug}", body=body, published_at=at)
    return ArticleRead(outlet=REEL.id, link=Link(url=url), article=read, at=at, shortfalls=short)


def refused(reason: Reason, count: int) -> Callable[[Desk], None]:
    """So many pages in a row, refused for one reason."""

    def happen(desk: Desk) -> None:
        send(desk, listed(REEL, NOW - HOUR, [f"s{number}" for number in range(count)]))
        for number in range(count):
            link = Link(url=f"{REEL.home}s{number}")
            send(desk, LinkRefused(outlet=REEL.id, link=link, reason=reason, at=NOW - MINUTE * (50 - number)))
        send(desk, replace(listed(REEL, NOW - MINUTE, []), listed=None))

    return happen


def empty(desk: Desk) -> None:
    """A listing that was full has nothing in it, twice."""
    send(desk, listed(REEL, NOW - HOUR * 3, ["a", "b"]), *(listed(REEL, NOW - HOUR * back, []) for back in (2, 1)))


def test_an_empty_listing_that_stays_the_same_is_empty_still(desk: Desk) -> None:
    """Not modified since it was empty is a second empty reading; since it was full, none at all."""
    unchanged = replace(listed(REEL, NOW - HOUR, []), listed=None)
    send(desk, listed(REEL, NOW - HOUR * 3, ["a", "b"]), unchanged)
    desk.check_health(NOW - HOUR)
    assert incidents.listing(desk.context.archive) == []

    send(desk, listed(REEL, NOW - MINUTE * 2, []), replace(unchanged, at=NOW - MINUTE))
    desk.check_health(NOW)
    assert [row.kind for row in incidents.listing(desk.context.archive, open_only=True)] == ["source_empty"]


def moved(desk: Desk) -> None:
    """Two days of readings by way of a permanent redirect."""
    for back in (48, 2, 1):
        send(desk, listed(REEL, NOW - HOUR * back, ["a"], moved_to="https://reel.news/feed"))


def undated(desk: Desk) -> None:
    """Three listings without a date, after one with dates."""
    for back in (4, 3, 2, 1):
        newest = NOW - HOUR * 4 if back == 4 else None
        send(desk, replace(listed(REEL, NOW - HOUR * back, []), listed=8, newest_at=newest))


def readdressed(desk: Desk) -> None:
    """Four known articles under other addresses, and nothing else."""
    at = NOW - HOUR
    send(desk, listed(REEL, NOW - HOUR * 3, list("abcd")), *(article(slug, NOW - HOUR * 2) for slug in "abcd"))
    send(desk, listed(REEL, at, [f"new/{slug}" for slug in "abcd"]))
    send(desk, *(replace(article(slug, at), link=Link(url=f"{REEL.home}new/{slug}")) for slug in "abcd"))


def gap(desk: Desk) -> None:
    """A reading without one link of the one before, and nothing else that goes back to that."""
    since = NOW - HOUR * 2
    shown = Gap(since=since, until=NOW - HOUR, missing=7)
    send(desk, listed(REEL, since, ["a"]), listed(REEL, NOW - HOUR, ["b", "c", "d", "e"], gap=shown))
    for back in (3, 2, 1):
        send(desk, Finished(outlet="reel", at=NOW - MINUTE * back, outcome=CrawlOutcome.FINISHED))


def silent(desk: Desk) -> None:
    """Four articles a day for a month, then none for three days."""
    send(desk, *(article(f"s{n}", NOW - DAY * 3 - HOUR * 6 * n) for n in range(80, 0, -1)))
    send(desk, listed(REEL, NOW - MINUTE, []))


def broken(desk: Desk) -> None:
    """Four pages on which the rule's selector finds nothing."""
    short = Shortfall(part="body", css=".text", gave="nothing", instead="600 characters")
    send(desk, *(article(f"s{n}", NOW - MINUTE * (9 - n), short) for n in range(4)))


def hung(desk: Desk, pages: int) -> None:
    """Pages hang the process that parses them, which its supervisor reports."""
    for number in range(pages):
        url = f"{REEL.home}s{number}"
        line = encode(
            Death(hung=True, outlet=REEL.id, url=url, outlets=(REEL.id,), stack="", at=NOW - MINUTE * (9 - number))
        )
        event = decode_supervised(line)
        desk.ingest(event, event.at)


def hung_listing(desk: Desk) -> None:
    """A listing hangs the process that parses it."""
    url = REEL.sources[0].url
    died = Death(hung=True, outlet=REEL.id, url=url, outlets=(REEL.id,), stack="", at=NOW)
    desk.ingest(decode_supervised(encode(replace(died, kind=Requested.SOURCE, source=url))), NOW)


def dying(desk: Desk) -> None:
    """The crawling process ends as soon as it begins, for a quarter of an hour."""
    for minute in range(15, 0, -1):
        send(desk, Finished(outlet=REEL.id, at=NOW - MINUTE * minute, outcome=CrawlOutcome.DIED, complete=False))


def overdue(desk: Desk) -> None:
    """A crawl ended a day ago, and none came after it."""
    send(desk, Finished(outlet=REEL.id, at=NOW - DAY, outcome=CrawlOutcome.FINISHED))
    desk.context.archive.execute("update outlets set next_check_at = '2026-11-23T08:00:00Z' where id = 'reel'")


def frozen(desk: Desk) -> None:
    """A whole listing has something new, and the ETag of the one before."""
    send(desk, replace(listed(REEL, NOW - MINUTE, ["a"]), lied=True))


def throttled(desk: Desk) -> None:
    """No crawl was complete for two hours, and the host asks for one pause after the other."""
    for back in (120, 40, 10):
        at = NOW - MINUTE * back
        send(desk, HostHeld(host="reel.example", until=at + HOUR, at=at))
        send(desk, Finished(outlet=REEL.id, at=at, outcome=CrawlOutcome.CUT, complete=back == 120))


def given_up(desk: Desk) -> None:
    """A message that the channel refuses for good."""
    send(desk, article("a", NOW - HOUR))
    (claim,) = desk.claim(NOW - HOUR, 10)
    desk.settle(claim, failed_delivery(OutcomeKind.PERMANENT, "no such folder"), NOW - HOUR)


def flood(desk: Desk) -> None:
    """Two watches find an article of an outlet that may have one alert an hour."""
    mann = make.watch("Mann", id="mann", name="Mann")
    desk.reload(replace(desk.context.config, flood=1, watches=(*desk.context.config.watches, mann)), NOW - HOUR)
    send(desk, article("a", NOW - MINUTE))


def stuck(desk: Desk) -> None:
    """A message that nobody takes for two hours."""
    send(desk, article("a", NOW - HOUR * 2))


def refused_login(desk: Desk) -> None:
    """A message whose channel has the wrong password."""
    send(desk, article("a", NOW - MINUTE))
    (claim,) = desk.claim(NOW, 10)
    desk.settle(claim, failed_delivery(OutcomeKind.REFUSED, "535 wrong", blame=Blame.CHANNEL), NOW)


def closed_channel(desk: Desk) -> None:
    """A message that is answered with 410."""
    send(desk, article("a", NOW - MINUTE))
    (claim,) = desk.claim(NOW, 10)
    desk.settle(claim, failed_delivery(OutcomeKind.GONE, "answered 410", blame=Blame.CHANNEL), NOW)


def renamed(desk: Desk) -> None:
    """A message that waits, while its channel gets another name."""
    send(desk, article("a", NOW - MINUTE))
    config = desk.context.config
    desk.reload(replace(config, channels=tuple(one for one in config.channels if one.name == "spare")), NOW)


def silent_watch(desk: Desk) -> None:
    """A watch that should find an article a day, and found the last one two days ago."""
    (watch, *others) = desk.context.config.watches
    config = replace(desk.context.config, watches=(replace(watch, expect="1 per day"), *others))
    desk.reload(config, NOW - HOUR * 72)
    send(desk, article("a", NOW - HOUR * 48))


def no_calendar(desk: Desk) -> None:
    """The calendar of a watch cannot be read, three times in a row."""
    (watch, *others) = desk.context.config.watches
    changed = replace(watch, calendar="https://calendar.example/heat.ics")
    desk.reload(replace(desk.context.config, watches=(changed, *others)), NOW - HOUR * 5)
    [asked] = desk.calendars_due(NOW - HOUR * 5)
    for hours in (5, 4, 2):
        desk.calendar_read(CalendarRead(name=asked.name, at=NOW - HOUR * hours, error="no"), NOW - HOUR * hours)


def network(desk: Desk) -> None:
    """No outlet of four answers."""
    for each in outlets:
        send(desk, *(failed(each, NOW - MINUTE * back, SourceCause.NO_ANSWER) for back in (50, 30, 10)))


def doubtful(desk: Desk) -> None:
    """Eight articles whose title is probably another."""
    send(desk, listed(REEL, NOW - HOUR, list("abcdefgh")))
    for number, slug in enumerate("abcdefgh"):
        read = article(slug, NOW - MINUTE * (50 - number))
        send(desk, replace(read, article=replace(read.article, title_confidence=0.4)))


PRODUCERS: dict[str, Callable[[Desk], None]] = {
    "source_gone": failures(SourceCause.HTTP_STATUS, 404),
    "source_refused": failures(SourceCause.HTTP_STATUS, 403),
    "source_unreadable": failures(SourceCause.NOT_A_LISTING, 200),
    "source_walled": failures(SourceCause.BLOCK_PAGE, 200),
    "source_too_large": failures(SourceCause.TOO_LONG),
    "source_undated": undated,
    "source_readdressed": readdressed,
    "source_failing": failures(SourceCause.NO_ANSWER),
    "source_empty": empty,
    "source_moved": moved,
    "source_frozen": frozen,
    "listing_gap": gap,
    "robots_closed": failures(SourceCause.ROBOTS),
    "outlet_silent": silent,
    "outlet_walled": refused(Reason.CAPTCHA, 4),
    "outlet_geo_blocked": refused(Reason.GEO_BLOCKED, 4),
    "outlet_throttled": throttled,
    "pages_unreadable": refused(Reason.NO_TEXT, 8),
    "rule_broken": broken,
    "outlet_doubtful": doubtful,
    "outlet_paused": lambda desk: hung(desk, 3),
    "crawl_overdue": overdue,
    "page_quarantined": lambda desk: hung(desk, 1),
    "source_quarantined": hung_listing,
    "alerts_flooding": flood,
    "channel_failing": given_up,
    "channel_stuck": stuck,
    "watch_silent": silent_watch,
    "calendar_unreadable": no_calendar,
    "channel_refused": refused_login,
    "channel_closed": closed_channel,
    "channel_missing": renamed,
    "network_down": network,
    "crawls_dying": dying,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_occurs(desk: Desk, kind: str) -> None:
    """What really happens opens an incident of each kind, with its advice, about a subject of its kind."""
    PRODUCERS[kind](desk)
    desk.check_health(NOW)

    (row,) = [row for row in incidents.listing(desk.context.archive, open_only=True) if row.kind == kind]
    assert row.evidence["what to do"] == KINDS[kind].advice
    assert (row.outlet is None) == ({Of.CHANNEL, Of.WATCH, Of.NETWORK, Of.CRAWLS} >= set(KINDS[kind].of))


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if Of.CHANNEL in kind.of])
def test_an_incident_of_a_channel_is_not_sent_by_it(desk: Desk, kind: str) -> None:
    """The channel that fails is left out, the others send."""
    PRODUCERS[kind](desk)
    desk.check_health(NOW)

    rows = desk.context.archive.rows(
        "select channel from deliveries join messages on messages.id = message_id where type = 'incident.opened'"
    )
    assert [row["channel"] for row in rows] == ["spare"]


def test_other_incidents_are_sent_by_every_channel(desk: Desk) -> None:
    """No channel is left out where none is to blame."""
    PRODUCERS["source_gone"](desk)
    desk.check_health(NOW)

    rows = desk.context.archive.rows("select channel from deliveries order by channel")
    assert [row["channel"] for row in rows] == ["files", "spare"]


def test_a_moved_source_is_over_when_the_configuration_follows(desk: Desk) -> None:
    """The incident names the new address; with it in the configuration, or without the redirect, it is over."""
    moved(desk)
    desk.check_health(NOW)
    (row,) = incidents.listing(desk.context.archive, open_only=True)
    assert "https://reel.news/feed" in row.detail

    config = desk.context.config
    feed = replace(REEL.sources[0], url="https://reel.news/feed")
    desk.reload(replace(config, outlets=(replace(REEL, sources=(feed,)), *OTHERS)), NOW)
    desk.check_health(NOW + MINUTE)
    assert incidents.listing(desk.context.archive, open_only=True) == []

    desk.reload(config, NOW + MINUTE * 2)
    desk.check_health(NOW + MINUTE * 2)
    assert [row.kind for row in incidents.listing(desk.context.archive, open_only=True)] == ["source_moved"]
    send(desk, listed(REEL, NOW + MINUTE * 3, []))
    desk.check_health(NOW + MINUTE * 3)
    assert incidents.listing(desk.context.archive, open_only=True) == []


def test_readings_that_moved_are_counted_once_and_in_a_row(desk: Desk) -> None:
    """The same event twice counts once, a sitemap of the source's index not at all, a straight answer begins again."""

    def read(minute: int, to: str | None, **more: object) -> int:
        send(desk, listed(REEL, NOW + MINUTE * minute, [], moved_to=to, **more))
        count = desk.context.archive.value("select moved_readings from sources where url = 'https://reel.example/feed'")
        assert isinstance(count, int)
        return count

    there = "https://reel.news/feed"
    assert [read(1, there), read(1, there), read(2, None, child=True), read(3, there)] == [1, 1, 1, 2]
    assert [read(4, "https://else.example/"), read(5, None), read(6, there)] == [1, 0, 1]


@cache
def product() -> dict[str, str]:
    """The code of each file of the product, by its place in it."""
    files = (ROOT / "monitor").rglob("*.py")
    return {path.relative_to(ROOT / "monitor").as_posix(): path.read_text("utf-8") for path in files}


def test_a_kind_is_named_in_its_row_alone() -> None:
    """No other file of the product knows a kind by a string of its own: its row and its rule are all there is."""
    strays = {}
    for place, code in product().items():
        if place.endswith("incident_kinds.py") or not any(kind in code for kind in KINDS):
            continue
        words = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
        if named := words & KINDS.keys():
            strays[place] = named

    assert KINDS
    assert strays == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_row_and_its_rule(kind: str) -> None:
    """The recipe in CONTRIBUTING.md: a kind is added in two files; one that is of two subjects has two rules."""
    name = kind.upper()
    rules = {
        place
        for place, code in product().items()
        if name in code
        and Path(place).name not in {"incident_kinds.py", "__init__.py"}
        and re.search(rf"\b{name}\b", code)
    }

    assert len(rules) == len(KINDS[kind].of)


@pytest.mark.parametrize("reason", Reason)
def test_what_follows_from_a_reason_stands_in_its_row(reason: Reason) -> None:
    """The recipe in CONTRIBUTING.md: nobody but who finds a reason, and who judges robots.txt, names it."""
    named = f"Reason.{reason.name}"
    where = {place for place, code in product().items() if named in code and re.search(rf"{named}\b", code)}
    finders = {
        "events.py",
        "event_size.py",
        "fetch/failure_causes.py",
        "jobs.py",
        "desk/link_events.py",
        "store/links.py",
        "health/page_rules.py",
    }

    assert {place for place in where if not place.startswith("extract/")} <= finders
    assert reason.is_final is (reason.sort is Sort.DANGEROUS or reason.lasts)
    assert not (reason.is_final and reason.is_block_page)


def test_the_reference_is_generated() -> None:
    """The tables of the page are those of the code: python -m monitor.health.troubles_reference renews them."""
    page = (ROOT / "docs" / "reference" / "troubles.md").read_text("utf-8")

    assert troubles_reference.renew(page) == page


def test_crawls_that_die_are_an_incident_until_one_ends_in_order(desk: Desk) -> None:
    """Deaths of a few minutes are none; after ten without a complete crawl it opens, and the next crawl closes it."""

    def standing(minute: int, outcome: CrawlOutcome) -> list[str]:
        at = NOW + MINUTE * minute
        send(desk, Finished(outlet=REEL.id, at=at, outcome=outcome, complete=outcome is CrawlOutcome.FINISHED))
        desk.check_health(at)
        return [row.kind for row in incidents.listing(desk.context.archive, open_only=True)]

    assert standing(0, CrawlOutcome.FINISHED) == []
    assert standing(9, CrawlOutcome.DIED) == []
    assert standing(11, CrawlOutcome.DIED) == ["crawls_dying"]
    assert standing(12, CrawlOutcome.FINISHED) == []

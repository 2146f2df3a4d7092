"""The daemon's log: what is said of each event, how loud, and in which form."""

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import make
import pytest

from monitor import journal, logs
from monitor.causes import BrakeCause, CrawlOutcome, SourceCause
from monitor.deliver import Kind, Outcome, Settled
from monitor.events import Event, Finished, GapAsked, HostHeld, LinkFailed, LinkRefused, LinksFound
from monitor.journal import Journal
from monitor.listing_gap import Gap
from monitor.model import Link
from monitor.observations import Brake
from monitor.refusals import Reason

ROOT = Path(__file__).parents[1]
NOW = make.NOW
LINK = Link(url="https://joblo.example/a")
BRAKE = Brake(cause=BrakeCause.PASSING, since=NOW, failures=2, until=NOW, error="503")
OUTGOING = make.outgoing("text", recipient="me@example.org")


def finished(outcome: CrawlOutcome = CrawlOutcome.FINISHED) -> Finished:
    """The end of JoBlo's crawl."""
    return Finished(outlet="joblo", at=NOW, outcome=outcome)


@pytest.mark.parametrize(
    ("event", "level", "name"),
    [
        (make.read(make.article("joblo", "a"), NOW), logging.DEBUG, "article.read"),
        (LinkRefused(outlet="joblo", link=LINK, reason=Reason.CAPTCHA, at=NOW), logging.INFO, "page.refused"),
        (LinkRefused(outlet="joblo", link=LINK, reason=Reason.PARSER_HUNG, at=NOW), logging.INFO, "page.refused"),
        (LinkFailed(outlet="joblo", link=LINK, error="HTTP 500", at=NOW), logging.INFO, "page.failed"),
        (make.source_failed(), logging.INFO, "source.failed"),
        (HostHeld(host="joblo.example", until=NOW, at=NOW), logging.INFO, "host.backed_off"),
        (make.listed(gap=Gap(since=NOW, until=NOW, missing=30)), logging.INFO, "source.gap_found"),
        (make.listed(since=NOW, fills="https://joblo.example/feed"), logging.INFO, "source.gap_filled"),
        (GapAsked(outlet="joblo", source="x", since=NOW, by=make.feed(), at=NOW), logging.INFO, "source.gap_asked"),
        (finished(), logging.DEBUG, "crawl.finished"),
        (finished(CrawlOutcome.FAILED), logging.WARNING, "crawl.finished"),
    ],
)
def test_each_event_has_its_level(event: Event, level: int, name: str) -> None:
    """What a person must act on, what is tried again, what was done, and the rest."""
    line = Journal().of(event)

    assert line is not None
    assert (line.level, line.event) == (level, name)
    assert not line.facts.keys() & vars(logging.makeLogRecord({})).keys() | {"message"} & line.facts.keys()


def test_crawls_that_are_under_way_say_how_far_they_are() -> None:
    """Of the outlets that are named, and not of those that are finished."""
    diary = Journal()
    for event in (
        LinksFound(outlet="joblo", source=make.feed(), at=NOW, links=(LINK, LINK), listed=20),
        make.read(make.article("joblo", "a"), NOW),
        make.read(make.article("variety", "a"), NOW),
    ):
        diary.of(event)

    assert diary.under_way({"joblo", "deadline"}) == (
        logging.INFO,
        "crawl.under_way",
        {"outlets": 2, "pages_read": 1, "pages_listed": 2, "articles": 1},
    )


def test_a_crawl_says_what_it_brought() -> None:
    """Its own articles, refusals and failures; the next one counts from the beginning; nothing new is a detail."""
    diary = Journal()
    for event in (
        LinksFound(outlet="joblo", source=make.feed(), at=NOW, links=(LINK, LINK), listed=20),
        make.read(make.article("joblo", "a"), NOW),
        LinkFailed(outlet="joblo", link=LINK, error="HTTP 500", at=NOW),
        make.read(make.article("variety", "a"), NOW),
    ):
        diary.of(event)
    first, second = diary.of(finished()), diary.of(finished())

    assert first == (
        logging.INFO,
        "crawl.finished",
        {"outlet": "joblo", "outcome": "finished", "sources": 1, "links": 2, "articles": 1, "failed": 1},
    )
    assert second == (logging.DEBUG, "crawl.finished", {"outlet": "joblo", "outcome": "finished"})


@pytest.mark.parametrize(
    ("outcome", "settled", "level", "name", "more"),
    [
        (Outcome(kind=Kind.SENT), Settled(), logging.INFO, "delivery.sent", {}),
        (
            Outcome(kind=Kind.TEMPORARY, error="451 later"),
            Settled(next_at=NOW + timedelta(minutes=1)),
            logging.WARNING,
            "delivery.failed",
            {
                "cause": "451 later",
                "maybe_sent": False,
                "next_at": (NOW + timedelta(minutes=1)).isoformat().replace("+00:00", "Z"),
            },
        ),
        (
            Outcome(kind=Kind.PERMANENT, error="550 no"),
            Settled(is_given_up=True),
            logging.ERROR,
            "delivery.given_up",
            {"cause": "550 no", "maybe_sent": False},
        ),
        (
            Outcome(kind=Kind.TEMPORARY, error="503"),
            Settled(brake=BRAKE),
            logging.WARNING,
            "channel.braked",
            {"cause": "503", "maybe_sent": False, "brake": "passing", "failures": 2, "next_trial_at": f"{NOW:%FT%TZ}"},
        ),
        (
            Outcome(kind=Kind.GONE, error="410"),
            Settled(brake=replace(BRAKE, cause=BrakeCause.GONE, until=None)),
            logging.ERROR,
            "channel.braked",
            {"cause": "410", "maybe_sent": False, "brake": "gone", "failures": 2, "next_trial_at": None},
        ),
    ],
)
def test_each_attempt_of_a_delivery_is_said(
    outcome: Outcome, settled: Settled, level: int, name: str, more: dict[str, str]
) -> None:
    """Which message on which channel, which attempt, why it failed and when the next one is. Not to whom."""
    line = journal.of_delivery("mail", OUTGOING, outcome, settled)

    known = {"channel": "mail", "message_id": OUTGOING.message_id, "type": OUTGOING.type, "attempt": 1}
    assert line == (level, name, known | more)
    journal.write(logging.getLogger("test"), line)  # a fact may not be called as a field of the log's own


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back afterwards."""
    found = logging.getLogger()
    handlers, level, loud = found.handlers[:], found.level, logging.raiseExceptions
    yield found
    found.handlers[:], found.level, logging.raiseExceptions = handlers, level, loud


class Terminal(io.StringIO):
    """A standard error that says what it is."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self.tty = tty

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self.tty


def test_a_person_reads_columns_and_a_program_json(root: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same facts in both; what could steer a terminal is escaped, credentials are left out."""
    said = []
    for tty in (True, False):
        monkeypatch.setattr("sys.stderr", Terminal(tty=tty))
        logs.to_stderr()
        root.warning("delivery.failed", extra={"cause": "no \x1b[2J", "url": "https://me:pw@x.example/", "attempt": 2})
        said.append(logs.sys.stderr.getvalue())

    assert re.fullmatch(
        r'\d\d:\d\d:\d\d warning delivery\.failed    cause="no \\u001b\[2J" url=https://\*\*\*x\.example/ attempt=2\n',
        said[0],
    )
    line = json.loads(said[1])
    assert (line["event"], line["level"], line["attempt"]) == ("delivery.failed", "warning", 2)
    assert "pw" not in said[0] + said[1]


def test_a_log_that_cannot_be_written_stops_nothing(root: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that was closed, a disk that is full: the line is lost."""

    class Full(Terminal):
        def write(self, text: str) -> int:
            """Fail."""
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stderr", Full(tty=False))
    logs.to_stderr()

    root.error("delivery.given_up", extra={"channel": "mail"})


def test_every_event_of_the_log_is_documented() -> None:
    """The names in the code are those in the guide, one row each."""
    found = {
        name.value.removesuffix(" %s")  # a child's log has no facts
        for path in [*(ROOT / "monitor").rglob("*.py"), ROOT / "scheduler.py", *(ROOT / "spiders").rglob("*.py")]
        if not {"cli", "newsstand"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"debug", "info", "warning", "error", "exception", "log"}
        if ast.unparse(node.func.value) in {"_log", "self.logger"}
        for name in node.args[:2]  # the second of `_log.log`
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }
    found |= set(
        re.findall(
            r'"((?:article|page|source|host|crawl|delivery|channel)\.[a-z_]+)"',
            (ROOT / "monitor/journal.py").read_text(),
        )
    )
    guide = (ROOT / "docs/guide/running.md").read_text("utf-8")
    table = guide.partition("## The log")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|", table, re.MULTILINE)

    assert sorted(found) == sorted(documented)


def test_a_source_that_fails_is_said_once() -> None:
    """Look after look with the same cause is a detail; another cause, another source, and the next failure are not."""
    diary = Journal()
    broken, dead = (make.source_failed(cause=cause) for cause in (SourceCause.NOT_A_LISTING, SourceCause.NO_ANSWER))
    elsewhere = make.source_failed("variety", cause=SourceCause.NO_ANSWER)
    good = LinksFound(outlet="joblo", source=make.feed(), at=NOW, links=(), listed=0)

    said = [diary.of(event) for event in (broken, broken, dead, dead, elsewhere, good, dead)]

    levels = [line.level for line in said if line is not None]
    assert levels == [logging.INFO, logging.DEBUG] * 2 + [logging.INFO, logging.INFO]

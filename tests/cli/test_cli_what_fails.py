"""What `status` says of a source and of a channel that fails: in words, with the cause."""

import csv
import io
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_made import Run

from monitor.causes import CrawlOutcome, SourceCause
from monitor.cli.commands.crawl import Tally
from monitor.events import Finished, Validators
from monitor.model import Source, SourceKind
from monitor.observations import ChannelState, SourceState
from monitor.views import outlet_rows, what_fails

AT = datetime(2026, 9, 21, 14, 30, tzinfo=UTC).astimezone()
READ = datetime(2026, 9, 20, 18, 30).astimezone()
FEED = Source(kind=SourceKind.FEED, url="https://variety.com/feed/")


def state(cause: SourceCause | None, status: int | None = None, error: str | None = "said so") -> SourceState:
    """A source that failed twice."""
    return SourceState(
        source=FEED,
        validators=Validators(),
        failures=2,
        last_success_at=READ,
        last_cause=cause,
        last_status=status,
        last_error=error,
    )


@pytest.mark.parametrize("cause", SourceCause)
def test_every_cause_of_a_source_is_a_sentence(cause: SourceCause) -> None:
    """The address, since when, why and how often: no name of a cause or of a class."""
    said = what_fails.of_source(state(cause, 503), AT)

    assert said.startswith("https://variety.com/feed/ could not be read since 20 Sep 18:30: ")
    assert said.endswith("; 2 attempts failed")
    assert "_" not in said
    assert "Error" not in said


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "the address is gone (HTTP 404)"), (410, "is gone"), (403, "refuses us"), (429, "less often"),
     (500, "its server has a fault (HTTP 500)")],
)  # fmt: skip
def test_an_answer_is_said_in_words(status: int, words: str) -> None:
    """With the number, for who knows it; for failures of older versions too, which name no cause."""
    assert words in what_fails.of_source(state(SourceCause.HTTP_STATUS, status), AT)
    assert words in what_fails.of_source(state(None, status), AT)


def test_a_source_that_was_never_read() -> None:
    """There is no time to name, and one attempt is not counted."""
    said = what_fails.of_source(SourceState(source=FEED, validators=Validators(), failures=1), AT)

    assert said == "https://variety.com/feed/ could not be read yet: it gives no answer"


def test_a_channel_says_how_many_and_why() -> None:
    """What waits for another attempt and what is given up are two things; a channel that takes all says nothing."""
    mail = ChannelState(name="mail", failed=2, dead=1, queued=2, last_sent_at=READ, last_error="the login is refused")

    assert what_fails.of_channel(mail, AT) == (
        "mail: 2 messages could not be sent yet, 1 message given up: the login is refused; last sent 20 Sep 18:30"
    )
    assert what_fails.of_channel(ChannelState(name="mail", queued=4, last_error="old"), AT) is None
    assert "nothing was ever sent" in (what_fails.of_channel(ChannelState(name="mail", failed=1), AT) or "")


def test_status_names_what_fails(run: Run, archived: Path) -> None:
    """The source and the channel, each with its cause; a delivery that a person dropped is no failure."""
    with closing(sqlite3.connect(archived.with_name("archive.db"))) as connection, connection:
        connection.execute("update deliveries set state = 'failed', attempts = 3, last_error = 'the disk is full'")
    shown = run("status").out

    assert "files: 1 message could not be sent yet: the disk is full" in shown
    assert "its server has a fault (HTTP 500)" in shown

    run("deliveries", "drop", "--channel", "files", "--yes")
    assert "the disk is full" not in run("status").out


@pytest.mark.parametrize("words", [("status",), ("story", "1"), ("hits",), ("search", "heat"), ("stats",)])
def test_csv_is_a_table_and_nothing_else(run: Run, archived: Path, words: tuple[str, ...]) -> None:
    """A head and rows of as many cells; what a person reads above a listing is not there."""
    head, *rows = csv.reader(io.StringIO(run(*words, "--csv").out))

    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert head[0] in {"outlet", "id", "table"}


def test_three_forms_are_not_one(run: Run, archived: Path) -> None:
    """--json, --csv and --details exclude each other."""
    assert run("hits", "--json", "--csv").code == 2
    assert run("hits", "--details", "--csv").code == 2


def test_a_crawl_that_was_cut_short_is_explained(run: Run, archived: Path) -> None:
    """The word "cut" alone says nothing: what was cut, why, and what becomes of the rest."""
    with closing(sqlite3.connect(archived.with_name("archive.db"))) as connection, connection:
        connection.execute("update outlets set last_outcome = 'cut' where id = 'joblo'")

    problems = {row["outlet_id"]: row["problems"] for row in run("status", "--json").json["outlets"]}

    assert "the rest is read in the next one" in " ".join(problems.pop("joblo"))
    assert "cut short" not in str(problems)


def test_a_crawl_says_what_was_cut() -> None:
    """On the line of its outlet, with the cause."""
    said: list[str] = []
    tally = Tally(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.cli.commands.crawl.say", said.append)
        tally.note(
            Finished(outlet="joblo", at=AT, outcome=CrawlOutcome.CUT, complete=False, detail="at the page limit")
        )

    assert said == ["1/1 joblo: 0 articles, then cut short: at the page limit; the rest is read in the next crawl"]


def test_nobody_is_late_where_nobody_is_followed() -> None:
    """A daemon with nothing to do works."""
    assert outlet_rows.is_working([], AT)

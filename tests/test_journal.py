"""The log's lines on crawls and deliveries: whoever reads them knows what failed, why, and what happens next."""

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor import journal
from monitor.deliver import Kind, Outcome
from monitor.events import Finished

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
CLAIM = SimpleNamespace(
    delivery=SimpleNamespace(channel="desk", message_id="m1", type="alert", recipient="a@desk.example", attempts=2)
)


@pytest.mark.parametrize(
    ("outcome", "next_at", "expected"),
    [
        (Outcome(kind=Kind.SENT), None, ("delivery.sent", logging.INFO, None, None)),
        (
            Outcome(kind=Kind.TEMPORARY, error="451 busy"),
            NOW + timedelta(minutes=1),
            ("delivery.failed", logging.WARNING, "451 busy", "2026-11-23T12:01:00+00:00"),
        ),
        (
            Outcome(kind=Kind.PERMANENT, error="550 unknown"),
            None,
            ("delivery.given_up", logging.ERROR, "550 unknown", None),
        ),
    ],
)
def test_an_attempt_says_what_became_of_it(caplog, outcome, next_at, expected):
    """Sent, failed with its cause and the next time, or given up with its cause: each by its own name and level."""
    caplog.set_level(logging.DEBUG)

    journal.delivery(CLAIM, outcome, next_at)

    (line,) = caplog.records
    assert (line.channel, line.message_id, line.attempt) == ("desk", "m1", 2)
    assert (line.getMessage(), line.levelno, getattr(line, "cause", None), getattr(line, "next_at", None)) == expected


@pytest.mark.parametrize(("outcome", "level"), [("ok", logging.INFO), ("failed", logging.WARNING)])
def test_a_crawl_is_one_line(caplog, outcome, level):
    """A crawl that failed can be filtered from those that did not."""
    caplog.set_level(logging.DEBUG)

    journal.crawl(Finished(outlet="reel", at=NOW, outcome=outcome))

    assert [(line.getMessage(), line.levelno, line.outlet) for line in caplog.records] == [
        ("crawl.finished", level, "reel")
    ]


def test_the_guide_lists_every_event():
    """The table of the guide names the events of the code, no more and no fewer."""
    code = set(re.findall(r'"((?:delivery|crawl|page|source)\.\w+)"', Path(journal.__file__).read_text()))
    guide = set(re.findall(r"^\| `([a-z_.]+)` \|", (ROOT / "docs/guide/running.md").read_text(), re.MULTILINE))

    assert code
    assert guide >= code
    assert code == {name for name in guide if name.split(".")[0] in {"delivery", "crawl", "page", "source"}}

"""The rules of robots.txt files are kept for the next crawl of a process: those of this text, for this name."""

from collections.abc import Iterator
from typing import Any

import make
import pytest

from monitor.causes import Requested
from monitor.events import HostState, Parsing
from monitor.fetch import permission, robots
from monitor.fetch.crawl_context import CrawlContext
from monitor.fetch.hooks import Hooks
from monitor.fetch.robots import KeptRules

CLOSED, OPENED = "User-agent: *\nDisallow: /\nCrawl-delay: 7", "User-agent: *\nDisallow: /b\n"


def state(body: str, **fields: Any) -> HostState:
    return HostState(**{"host": "h", "robots_status": 200, "robots_body": body, "robots_at": make.NOW, **fields})


class Reading:
    """Crawls of one process, and what they announce to be parsing."""

    def __init__(self) -> None:
        self.announced: list[tuple[Parsing, bytes]] = []
        self.hooks = Hooks(reading=self._reading)

    def _reading(self, parsing: Parsing | None, body: bytes) -> None:
        if parsing is not None:
            self.announced.append((parsing, body))

    def context(self, user_agent: str = "Desk/1") -> CrawlContext:
        """That of another crawl of this process."""
        return CrawlContext(make.order(user_agent=user_agent), self.hooks)


@pytest.fixture
def reading() -> Iterator[Reading]:
    return Reading()


def test_a_text_that_stays_is_parsed_once(reading):
    """The next crawl, also that of another host with the same text, has its rules and delay, and announces nothing."""
    first = permission.rules_of(reading.context(), "http://h", state(CLOSED))
    context = reading.context()
    again = permission.rules_of(context, "http://other", state(CLOSED, host="other"))

    assert again is first
    assert context.delay_for("other") == 7
    expected = Parsing(outlet="joblo", url="http://h/robots.txt", kind=Requested.ROBOTS)
    assert reading.announced == [(expected, CLOSED.encode())]


@pytest.mark.parametrize(
    ("body", "status", "agent", "allowed"),
    [
        (OPENED, 200, "Desk/1", True),
        (CLOSED, 404, "Desk/1", True),
        (CLOSED, 503, "Desk/1", False),
        (CLOSED + "\n\nUser-agent: Press\nAllow: /", 200, "Press/1", True),
        (CLOSED + "\n\nUser-agent: Press\nAllow: /", 200, "Desk/1", False),
    ],
)
def test_kept_rules_are_those_of_this_text_and_status_and_name(reading, body, status, agent, allowed):
    """A changed text is read again, and what one user agent may is nothing to another."""
    for one in ("Desk/1", "Press/1"):
        for before in (state(CLOSED), state(body, robots_status=status)):
            permission.rules_of(reading.context(one), "http://h", before)

    rules = permission.rules_of(reading.context(agent), "http://h", state(body, robots_status=status))

    assert rules.status == status
    assert rules.allows("http://h/a") is allowed


def test_the_verdict_on_a_source_is_kept_with_its_rules(reading, monkeypatch):
    """The next look asks neither the parser nor the watchdog; other addresses and other rules have their own."""
    asked = []
    original = robots.Rules.allows
    monkeypatch.setattr(robots.Rules, "allows", lambda rules, url: asked.append(url) or original(rules, url))
    context = reading.context()
    opened, closed = (permission.rules_of(context, "http://h", state(body)) for body in (OPENED, CLOSED))
    reading.announced.clear()

    verdicts = [
        permission.allows_again(context, rules, f"http://h/{path}")
        for _ in range(2)
        for rules, path in ((opened, "a"), (opened, "b"), (closed, "a"))
    ]

    assert verdicts == [True, False, False] * 2
    assert asked == ["http://h/a", "http://h/b", "http://h/a"]
    assert len(reading.announced) == 3


def test_verdicts_are_forgotten_before_they_fill_the_memory(monkeypatch):
    """Beyond so many addresses all begin again."""
    monkeypatch.setattr(robots, "_MOST_VERDICTS", 3)
    rules = robots.rules(state(OPENED), "Desk")

    for number in range(5):
        rules.keep(f"http://h/{number}", is_allowed=True)

    assert list(rules.verdicts) == ["http://h/3", "http://h/4"]


def test_rules_are_kept_up_to_a_size_in_all_and_those_used_last_stay():
    """The one that was not used for longest goes; its room is there for another."""
    states = [state(f"User-agent: *\nDisallow: /{letter}\n" + "# " * 250) for letter in "abcd"]
    size = len(states[0].robots_body or "")
    kept = KeptRules(most=3 * size + 3 * robots._ENTRY)
    made = [robots.rules(one, "Desk") for one in states]
    for one, rules in zip(states[:3], made, strict=False):
        kept.keep(one, rules)
    kept.of(states[0], "Desk")

    for _ in range(3):
        kept.keep(states[3], made[3])

    assert [kept.of(one, "Desk") for one in states] == [made[0], None, made[2], made[3]]


def test_a_text_that_is_longer_than_nearly_all_is_not_kept():
    """In memory its rules are many times as large."""
    long = state(OPENED + "# padding\n" * 2000)
    kept = KeptRules()
    kept.keep(long, robots.rules(long, "Desk"))

    assert kept.of(long, "Desk") is None

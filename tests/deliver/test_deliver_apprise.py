"""Apprise, where it is installed, and what is said where it is not."""

import asyncio
import builtins
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from website import Site, answer

from monitor import deliver
from monitor.deliver import Kind, Outcome, Outgoing
from monitor.deliver.apprise import AppriseChannel

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
OUT = Outgoing(
    message_id="x",
    type="digest",
    recipient=None,
    rendered=json.dumps({"title": "Heat 2: news", "body": "The text"}),
    created_at=NOW,
)


HANGS = None  # what a service that never answers raises


def send(url: str, *, seconds: float = 10) -> Outcome:
    """What comes of one message to an Apprise URL."""
    channel = AppriseChannel(name="push", url=url)
    return asyncio.run(deliver.send(channel, OUT, now=NOW, timeout=timedelta(seconds=seconds)))


def test_without_apprise_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The optional library's absence is an outcome with the command that fixes it."""
    real = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name == "apprise":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    outcome = send("json://127.0.0.1/")

    assert outcome.kind is Kind.REFUSED
    assert "pip install 'entertainment-monitor[apprise]'" in outcome.error


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of modules that the library imports
class TestWithApprise:
    """Against a real service of the library, on loopback."""

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("apprise")

    def test_it_hands_over_title_and_text(self) -> None:
        """A service gets the title and the body."""

        async def main() -> tuple[Outcome, Site]:
            with Site(otherwise=answer("ok")) as server:
                channel = AppriseChannel(name="push", url=f"json://127.0.0.1:{server.port}/x")
                return await deliver.send(channel, OUT, now=NOW), server

        outcome, server = asyncio.run(main())

        assert outcome.kind is Kind.SENT
        sent = json.loads(server.asked[0].body)
        assert (sent["title"], sent["message"]) == ("Heat 2: news", "The text")

    def test_a_failing_service_is_temporary(self) -> None:
        """Apprise says only that it did not work: it is tried again."""

        async def main() -> Outcome:
            with Site(otherwise=answer("", status="500 X")) as server:
                channel = AppriseChannel(name="push", url=f"json://127.0.0.1:{server.port}/x")
                return await deliver.send(channel, OUT, now=NOW)

        outcome = asyncio.run(main())

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)

    @pytest.mark.parametrize("trouble", [HANGS, OSError("no route"), TypeError("no text")])
    def test_without_an_answer_it_may_have_been_taken(
        self, trouble: Exception | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Silence and errors of the library are tried again, and the message may have arrived."""
        import apprise

        async def notify(*_: object, **__: object) -> bool:
            if trouble is not None:
                raise trouble
            await asyncio.Event().wait()
            return True

        monkeypatch.setattr(apprise.Apprise, "async_notify", notify)
        outcome = send("json://127.0.0.1/", seconds=0.1)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)

    def test_an_unknown_service_is_for_a_person(self) -> None:
        """A URL that Apprise does not know is reported without being shown."""
        outcome = send("nonsense://token-of-mine/")

        assert outcome.kind is Kind.REFUSED
        assert "token-of-mine" not in outcome.error

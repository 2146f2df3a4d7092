"""What every kind of channel keeps, each against a server of the shape that its service documents."""

import asyncio
import email
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import make
import pytest
from deliver_smtp import DROP, HANG, Smtp, smtp
from make import NOW
from website import Answer, Asked, Site, answer, hang

from monitor import deliver
from monitor.deliver import Blame, Channel, Kind, Outcome
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.discord import DiscordChannel
from monitor.deliver.feed import FeedChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.kinds import KINDS, kind_of
from monitor.deliver.mail import MailChannel
from monitor.deliver.ntfy import NtfyChannel
from monitor.deliver.slack import SlackChannel
from monitor.deliver.teams import TeamsChannel
from monitor.deliver.telegram import TelegramChannel
from monitor.deliver.webhook import WebhookChannel
from monitor.views.trial_form import TrialMessage

BY_MAIL = MailChannel(name="c", host="h", port=25, tls="none", sender="m@example.org", to=("a@example.org",))
TRIAL = TrialMessage(at=NOW)
TAKEN = {
    "webhook": answer("ok"),
    "slack": answer("ok"),
    "slack bot": answer('{"ok": true, "ts": "17.1"}'),
    "discord": answer("", status="204 No Content"),
    "teams": answer("", status="202 Accepted"),
    "ntfy": answer('{"id": "x1", "event": "message"}'),
    "telegram": answer('{"ok": true, "result": {"message_id": 4}}'),
    "apprise": answer("ok"),
}
BY_HTTP: dict[str, Callable[[str], Channel]] = {
    "webhook": lambda base: WebhookChannel(name="c", url=f"{base}/hook"),
    "slack": lambda base: SlackChannel(name="c", url=f"{base}/services/T/B/x"),
    "slack bot": lambda base: SlackChannel(name="c", token="xoxb-1", to="C1", api=f"{base}/api"),
    "discord": lambda base: DiscordChannel(name="c", url=f"{base}/api/webhooks/1/x"),
    "teams": lambda base: TeamsChannel(name="c", url=f"{base}/workflows/1?sig=x"),
    "ntfy": lambda base: NtfyChannel(name="c", url=f"{base}/desk"),
    "telegram": lambda base: TelegramChannel(name="c", token="1:x", to=("-100",), api=base),
    "apprise": lambda base: AppriseChannel(name="c", url=base.replace("http://", "json://")),
}
OTHERS: dict[str, Callable[[Path], Channel]] = {
    "file": lambda folder: FileChannel(name="c", path=str(folder / "out")),
    "stdout": lambda _: FileChannel(name="c", path="-"),
    "feed": lambda folder: FeedChannel(name="c", path=str(folder / "feeds")),
}
by_http = pytest.mark.parametrize("name", BY_HTTP)
# Apprise says no more than whether it worked, and its library warns of its own modules.
says_why = pytest.mark.parametrize("name", [name for name in BY_HTTP if name != "apprise"])
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@dataclass(frozen=True)
class Sent:
    """What came of sending the trial message so often, and what the receiver got."""

    outcomes: list[Outcome]
    bodies: list[bytes]


async def sending(channel: Channel, times: int = 1, limit: float = 10) -> list[Outcome]:
    """The trial message, rendered once."""
    [(recipient, text)] = channel.render(TRIAL)
    out = make.outgoing(text, recipient=recipient, message_id=TRIAL.id)
    allow, timeout = ("127.0.0.0/8",), timedelta(seconds=limit)
    return [await deliver.send(channel, out, now=NOW, allow=allow, timeout=timeout) for _ in range(times)]


def sent(name: str, said: Answer, *, times: int = 1, limit: float = 10) -> Sent:
    """By HTTP, to a server that says this."""

    async def main() -> Sent:
        with Site(otherwise=said) as site:
            found = await sending(BY_HTTP[name](site.base), times, limit)
            return Sent(found, [asked.body for asked in site.asked])

    return asyncio.run(main())


def mailed(server: Smtp, *, times: int = 1, limit: float = 10) -> Sent:
    """By mail."""

    async def main() -> Sent:
        async with smtp(server):
            channel = MailChannel(
                name="c", host="127.0.0.1", port=server.port, tls="none", sender="m@example.org", to=("a@example.org",)
            )
            return Sent(await sending(channel, times, limit), server.messages)

    return asyncio.run(main())


def test_a_webhook_that_is_too_large_is_made_smaller() -> None:
    """It arrives under its id with the first stories, says that it was shortened, and is a message still."""
    stories = [{"title": f"Story {number}", "articles": [{"url": "https://x.example/"}] * 9} for number in range(200)]
    body = json.dumps({"type": "digest", "data": {"sections": [{"watch": "Heat 2", "stories": stories}], "more": 0}})

    def limited(asked: Asked) -> bytes:
        return answer("no", status="413 Too Large") if len(asked.body) > 20_000 else answer("ok")

    async def main() -> tuple[Outcome, list[Asked]]:
        with Site(otherwise=limited) as site:
            out = make.outgoing(body, message_id="digest_1")
            channel = BY_HTTP["webhook"](site.base)
            return await deliver.send(channel, out, now=NOW, allow=("127.0.0.0/8",)), site.asked

    outcome, asked = asyncio.run(main())
    taken = json.loads(asked[-1].body)

    assert outcome.kind is Kind.SENT
    assert {one.headers["webhook-id"] for one in asked} == {"digest_1"}
    assert (taken["type"], taken["shortened"]) == ("digest", True)
    assert taken["data"]["sections"][0]["stories"][0]["title"] == "Story 0"
    assert 5_000 < len(asked[-1].body) < 20_000


@pytest.mark.parametrize(
    "data",
    [
        {"hits": [{"url": "https://x.example/"}] * 40, "authors": ["Kay", "Lee"]},
        {"authors": ["Kay", "Lee"], "ids": {str(number): number for number in range(200)}},
        {"text": "no lists"},
    ],
    ids=lambda data: next(iter(data)),
)
def test_a_webhook_that_takes_nothing_is_asked_with_less_each_time(data: dict[str, Any]) -> None:
    """Until there is no less; then it is final. What would not be smaller is not tried."""
    body = json.dumps({"type": "story.opened", "data": data}, separators=(",", ":"))

    async def main() -> tuple[Outcome, list[int]]:
        with Site(otherwise=answer("no", status="413 Too Large")) as site:
            out = make.outgoing(body, message_id="opened_1")
            outcome = await deliver.send(BY_HTTP["webhook"](site.base), out, now=NOW, allow=("127.0.0.0/8",))
            return outcome, [len(asked.body) for asked in site.asked]

    outcome, sizes = asyncio.run(main())

    assert outcome.kind is Kind.PERMANENT
    assert sizes[0] == len(body)
    assert all(later < earlier for earlier, later in itertools.pairwise(sizes))


def test_a_mail_that_is_too_large_goes_as_its_text() -> None:
    """Without the page, which is most of it; with its Message-ID, and readable."""
    server = Smtp(extensions=())

    async def refused_once(text: bytes) -> str:
        return "552 5.3.4 too large" if b"text/html" in text else "250 taken"

    server.judge = refused_once
    found = mailed(server)
    mail = email.message_from_bytes(found.bodies[-1])

    assert [outcome.kind for outcome in found.outcomes] == [Kind.SENT]
    assert len(found.bodies) == 2
    assert (mail.get_content_type(), mail.defects) == ("text/plain", [])
    assert mail["Message-ID"] == f"<{TRIAL.id}@example.org>"
    assert b"trial message" in mail.get_payload(decode=True)
    assert MailChannel.smaller(BY_MAIL, found.bodies[-1].decode()) is None


def test_every_kind_is_here(tmp_path: Path) -> None:
    """A new one is tried like the others."""
    made = [*(one("http://127.0.0.1:9") for one in BY_HTTP.values()), *(one(tmp_path) for one in OTHERS.values())]

    assert {*map(kind_of, made), "mail"} == set(KINDS)


@by_http
def test_a_message_is_taken_and_again_has_the_same_bytes(name: str) -> None:
    """What `monitor channel test` sends arrives; an attempt more brings the same, so a receiver can drop it."""
    found = sent(name, TAKEN[name], times=2)

    assert [outcome.kind for outcome in found.outcomes] == [Kind.SENT] * 2
    assert found.bodies[0] == found.bodies[1]
    assert json.loads(found.bodies[0])
    assert b"can reach you" in found.bodies[0] or b"trial message" in found.bodies[0]


def test_a_mail_is_taken_and_again_has_the_same_bytes() -> None:
    """With its Message-ID."""
    found = mailed(Smtp(), times=2)

    assert [outcome.kind for outcome in found.outcomes] == [Kind.SENT] * 2
    assert found.bodies[0] == found.bodies[1]
    assert f"Message-ID: <{TRIAL.id}@example.org>".encode() in found.bodies[0]


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_written_twice_is_there_once(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One file, one entry; on a terminal it is one text after the other."""
    outcomes = asyncio.run(sending(OTHERS[name](tmp_path), 2))
    files = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())

    assert [outcome.kind for outcome in outcomes] == [Kind.SENT] * 2
    if name == "stdout":
        assert capfd.readouterr().out.count("This is a trial message") == 2
    elif name == "file":
        assert files == [f"{TRIAL.id}.txt"]
    else:
        assert files == ["all.atom", "all.json", "trials.atom", "trials.json"]
        assert len(json.loads((tmp_path / "feeds" / "all.json").read_text())["items"]) == 1


@says_why
@pytest.mark.parametrize(
    ("said", "kind", "blame", "words"),
    [
        (answer("too big", status="413 Too Large"), Kind.PERMANENT, Blame.MESSAGE, "413"),
        (answer("", "Location: /elsewhere", status="302 Found"), Kind.TEMPORARY, Blame.CHANNEL, "redirect"),
        (answer("", "Location: /elsewhere", status="308 Moved"), Kind.TEMPORARY, Blame.CHANNEL, "redirect"),
        (b"", Kind.TEMPORARY, Blame.EITHER, "closed the connection"),
        (b"HTTP/1.1 200", Kind.TEMPORARY, Blame.EITHER, ""),
    ],
    ids=["413", "302", "308", "closed", "half a head"],
)
def test_what_an_answer_means(name: str, said: bytes, kind: Kind, blame: Blame, words: str) -> None:
    """Too large is this message's fault; a redirect is not followed; half an answer may be a message that was taken."""
    [outcome] = sent(name, said).outcomes

    assert (outcome.kind, outcome.blame) == (kind, blame)
    assert words in outcome.error
    assert outcome.maybe_sent == (blame is Blame.EITHER)


@by_http
def test_silence_ends(name: str) -> None:
    """Within the time limit; the message may have been taken."""
    [outcome] = sent(name, hang, limit=0.3).outcomes

    assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)


@by_http
def test_half_a_body_loses_nothing(name: str) -> None:
    """The head says that it was taken; where what came of it stands in the body, it is sent again."""
    [outcome] = sent(name, b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"ok', limit=2).outcomes

    reads_it = name in {"slack bot", "apprise"}
    assert outcome.kind is (Kind.TEMPORARY if reads_it else Kind.SENT)
    assert outcome.maybe_sent == reads_it


@pytest.mark.parametrize(
    ("server", "kind", "blame"),
    [
        (Smtp(mail="552 5.3.4 too large"), Kind.PERMANENT, Blame.MESSAGE),
        (Smtp(taken="552 5.3.4 too large"), Kind.PERMANENT, Blame.MESSAGE),
        (Smtp(rcpt="452 4.2.2 mailbox full"), Kind.TEMPORARY, Blame.MESSAGE),
        (Smtp(greeting="421 4.3.2 busy"), Kind.TEMPORARY, Blame.MOMENT),
        (Smtp(auth="535 5.7.8 no", mail="530 5.7.0 log in"), Kind.REFUSED, Blame.CHANNEL),
        (Smtp(data=DROP), Kind.TEMPORARY, Blame.EITHER),
        (Smtp(taken=HANG), Kind.TEMPORARY, Blame.EITHER),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_a_mail_server_means(server: Smtp, kind: Kind, blame: Blame) -> None:
    """The same distinctions."""
    [outcome] = mailed(server, limit=1).outcomes

    assert (outcome.kind, outcome.blame) == (kind, blame)

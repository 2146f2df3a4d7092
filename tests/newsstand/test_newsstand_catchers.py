"""The catchers, judged by the clients of the standard library, and their faults."""

import asyncio
import json
import smtplib
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from newsstand_client import Reply, get

from monitor.newsstand import Faults, MailCatcher, WebhookCatcher

Run = Callable[..., Any]


def letter(number: int = 1) -> EmailMessage:
    """Write a mail with accents, and lines that begin with a dot."""
    message = EmailMessage()
    message["From"], message["To"] = "monitor@example.org", "desk@example.org"
    message["Subject"], message["Message-ID"] = f"Heat 2: číslo {number}", f"<{number}@example.org>"
    message.set_content("First line\n.starts with a dot\nlast: “Heat 2”\n")
    return message


def send(port: int, *messages: EmailMessage) -> list[str]:
    """What became of each message: ok, an SMTP code, or cut."""
    outcomes = []
    for message in messages:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
                client.send_message(message)
            outcomes.append("ok")
        except smtplib.SMTPServerDisconnected:
            outcomes.append("cut")
        except smtplib.SMTPResponseException as error:
            outcomes.append(str(error.smtp_code))
        except smtplib.SMTPRecipientsRefused:
            outcomes.append("recipients")
    return outcomes


async def mailed(folder: Path, faults: Faults, count: int = 1) -> tuple[list[str], MailCatcher]:
    """Send so many mails to a catcher with these faults."""
    catcher = MailCatcher(folder, faults=faults)
    await catcher.start()
    try:
        outcomes = await asyncio.to_thread(send, catcher.port, *(letter(n) for n in range(count)))
    finally:
        await catcher.stop()
    return outcomes, catcher


async def test_a_mail_is_kept_as_it_came(tmp_path: Path) -> None:
    """The .eml file reads as the message that was sent, dots and accents included."""
    outcomes, catcher = await mailed(tmp_path, Faults())

    (file,) = tmp_path.glob("*.eml")
    read = message_from_bytes(file.read_bytes(), policy=default)
    assert outcomes == ["ok"]
    assert read["Subject"] == "Heat 2: číslo 0"
    assert read.get_content().replace("\r\n", "\n") == letter().get_content()
    assert (catcher.accepted[0].id, catcher.accepted[0].recipients) == ("0@example.org", ("desk@example.org",))


async def test_a_failing_post_office_refuses_for_now(tmp_path: Path) -> None:
    """A refused message gets a 451 and leaves no file; about the asked share fails."""
    outcomes, catcher = await mailed(tmp_path, Faults(fail=0.5), 20)

    assert set(outcomes) == {"ok", "451"}
    assert len(list(tmp_path.glob("*.eml"))) == outcomes.count("ok") == len(catcher.accepted)
    assert len(catcher.attempts) == 20


async def test_a_dropping_post_office_keeps_what_it_never_confirms(tmp_path: Path) -> None:
    """The client sees a lost connection, the message is there all the same."""
    outcomes, catcher = await mailed(tmp_path, Faults(drop=1))

    assert outcomes == ["cut"]
    assert [mail.dropped for mail in catcher.accepted] == [True]
    assert len(list(tmp_path.glob("*.eml"))) == 1


async def test_a_closed_post_office_says_so(tmp_path: Path) -> None:
    """While it is down it greets with 421 and takes nothing."""
    outcomes, catcher = await mailed(tmp_path, Faults(down=60))

    assert outcomes == ["421"]
    assert catcher.attempts == []


async def test_smtp_out_of_order_is_refused(tmp_path: Path) -> None:
    """Commands that come too early or are not understood get a 5xx and the talk goes on."""

    def talk(port: int) -> list[int]:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.ehlo()
            return [
                client.docmd("DATA")[0],
                client.docmd("RCPT", "TO:<a@example.org>")[0],
                client.docmd("MAIL", "nobody")[0],
                client.docmd("VRFY", "a")[0],
                client.noop()[0],
                client.rset()[0],
            ]

    catcher = MailCatcher(tmp_path)
    await catcher.start()
    try:
        codes = await asyncio.to_thread(talk, catcher.port)
    finally:
        await catcher.stop()

    assert codes == [503, 503, 501, 502, 250, 250]


async def posted(folder: Path, faults: Faults, count: int = 1) -> tuple[list[Reply | None], WebhookCatcher]:
    """Post so many hooks to a catcher with these faults; None where no answer came."""
    catcher = WebhookCatcher(folder, faults=faults)
    await catcher.start()
    replies: list[Reply | None] = []
    try:
        for number in range(count):
            body = json.dumps({"type": "story.opened", "n": number}).encode()
            try:
                replies.append(await get(catcher.url + "hook", "POST", body, webhook_id=f"m{number}"))
            except ConnectionError:
                replies.append(None)
    finally:
        await catcher.stop()
    return replies, catcher


async def test_a_webhook_is_kept_with_its_headers(tmp_path: Path) -> None:
    """The file's name tells the type; it holds path, headers and the body as JSON; memory holds the raw bytes."""
    _, catcher = await posted(tmp_path, Faults())

    (file,) = tmp_path.glob("*story.opened.json")
    seen = json.loads(file.read_text())
    assert (seen["path"], seen["headers"]["webhook-id"], seen["body"]["n"]) == ("/hook", "m0", 0)
    assert seen["raw"].encode() == catcher.accepted[0].raw == b'{"type": "story.opened", "n": 0}'
    assert catcher.accepted[0].id == "m0"


async def test_a_failing_receiver_answers_errors(tmp_path: Path) -> None:
    """Refusals are 500, 503 or 429 with Retry-After, and leave no file."""
    replies, catcher = await posted(tmp_path, Faults(fail=0.6), 30)

    statuses = [reply.status for reply in replies]
    assert {200, 429, 500, 503} == set(statuses)
    assert all("retry-after" in reply.headers for reply in replies if reply.status == 429)
    assert len(list(tmp_path.glob("*.json"))) == statuses.count(200) == len(catcher.accepted)


async def test_a_dropping_receiver_keeps_what_it_never_confirms(tmp_path: Path) -> None:
    """The sender's connection is cut after the message was kept."""
    replies, catcher = await posted(tmp_path, Faults(drop=1))

    assert replies == [None]
    assert [hook.dropped for hook in catcher.accepted] == [True]


async def test_a_receiver_can_be_down_at_first(tmp_path: Path) -> None:
    """While it is down every POST gets 503."""
    replies, _ = await posted(tmp_path, Faults(down=60), 2)

    assert [reply.status for reply in replies] == [503, 503]


async def test_faults_repeat_with_their_seed(tmp_path: Path) -> None:
    """The same seed fails the same messages."""
    first, _ = await mailed(tmp_path / "a", Faults(fail=0.5, seed=3), 12)
    second, _ = await mailed(tmp_path / "b", Faults(fail=0.5, seed=3), 12)

    assert first == second


async def test_no_message_is_refused_more_often_than_asked(tmp_path: Path) -> None:
    """Refusals are counted by the message's id: each message is taken after so many, whatever became of others."""
    catcher = MailCatcher(tmp_path, faults=Faults(fail=1, refusals=2))

    statuses = [catcher.receive("a@example.org", [], letter(number).as_bytes()).status for number in (0, 1, 0, 0, 1, 1)]

    assert statuses == [451, 451, 451, 250, 451, 250]


async def test_chunked_bodies_are_read(tmp_path: Path) -> None:
    """A body in chunks, with trailers, arrives whole."""
    catcher = WebhookCatcher(tmp_path)
    await catcher.start()
    host, port = catcher.url.removeprefix("http://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    writer.write(b"3\r\nab\n\r\n2;x=y\r\ncd\r\n0\r\nTrailer: 1\r\n\r\n")
    await reader.read()
    writer.close()
    await writer.wait_closed()
    await catcher.stop()
    found = catcher.attempts[0].raw

    assert found == b"ab\ncd"


async def test_waiting_ends_with_a_message_or_with_time(tmp_path: Path) -> None:
    """`wait` is true when something came, false when nothing did."""
    catcher = WebhookCatcher(tmp_path)
    await catcher.start()
    try:
        nothing = await catcher.wait(0.05)
        posting = asyncio.create_task(get(catcher.url, "POST", b"{}"))
        something = await catcher.wait(10)
        await posting
    finally:
        await catcher.stop()
    found = nothing, something

    assert found == (False, True)


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_only_posts_are_caught(tmp_path: Path, method: str) -> None:
    """Another method gets 405 and is not recorded."""
    catcher = WebhookCatcher(tmp_path)
    await catcher.start()
    try:
        reply = await get(catcher.url, method)
    finally:
        await catcher.stop()

    assert (reply.status, catcher.attempts) == (405, [])

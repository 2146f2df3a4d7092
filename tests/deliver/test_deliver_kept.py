"""Several messages by one connection: fewer handshakes, and no message more or less for it."""

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import make
import pytest
from deliver_smtp import DROP, Smtp, smtp
from make import NOW

from monitor import deliver
from monitor.deliver import Kind, Outcome
from monitor.deliver.kept_sessions import KeptSessions
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel

Send = Callable[[str], Awaitable[Outcome]]
TEXT = "Subject: {0}\r\nMessage-ID: <{0}@example.org>\r\n\r\nHeat 2\r\n.\r\n"


class Turns(Smtp):
    """A server whose answer to a command may differ from one time to the next; `turns` are used up first."""

    def __init__(self, **turns: list[str]) -> None:
        super().__init__()
        self.turns = turns
        self.spoken: Counter[str] = Counter()

    async def _answer(self, command: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        for name, answers in self.turns.items():
            setattr(self, name, answers[0] if answers else getattr(Smtp, name))
        verb = command.partition(" ")[0].upper()
        self.spoken[verb] += 1
        answered = {"MAIL": "mail", "RCPT": "rcpt", "DATA": "data"}.get(verb)
        used = [name for name in (answered, "taken" if verb == "DATA" else None) if name in self.turns]
        try:
            return await super()._answer(command, reader, writer)
        finally:
            for name in used:
                if self.turns[str(name)]:
                    self.turns[str(name)].pop(0)


async def sending(server: Smtp, names: list[str], *, kept: KeptSessions) -> list[Outcome]:
    """What came of these mails, one after the other."""
    found = []
    async with smtp(server):
        channel = MailChannel(
            name="mail", host="127.0.0.1", port=server.port, tls="none", sender="m@example.org", to=("a@example.org",)
        )
        for name in names:
            out = make.outgoing(TEXT.format(name), recipient="a@example.org")
            found.append(await deliver.send(channel, out, now=NOW, timeout=timedelta(seconds=5), kept=kept))
        await deliver.leave(kept)
    return found


def subjects(server: Smtp) -> list[str]:
    """The mails that it took, in order."""
    return [text.split(b"\r\n")[0].decode().removeprefix("Subject: ") for text in server.messages]


def test_mails_that_follow_each_other_share_a_conversation() -> None:
    """One greeting and one end for five of them, each whole, in order."""
    server = Turns()
    outcomes = asyncio.run(sending(server, list("abcde"), kept=KeptSessions()))

    assert [outcome.kind for outcome in outcomes] == [Kind.SENT] * 5
    assert subjects(server) == list("abcde")
    assert (server.spoken["EHLO"], server.spoken["QUIT"]) == (1, 1)
    assert server.messages[4] == TEXT.format("e").replace("\r\n.\r\n", "\r\n..\r\n").encode()


def test_the_dot_after_a_text_waits_for_no_acknowledgement() -> None:
    """Each write leaves at once: with Nagle's algorithm a mail took forty milliseconds more."""
    server, kept = Turns(), KeptSessions()
    seen: list[int] = []
    put = kept.put

    def look(receiver: object, session: Any, end: Callable[[], None], *, used: int) -> None:
        seen.append(session.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        put(receiver, session, end, used=used)  # type: ignore[arg-type]

    kept.put = look  # type: ignore[method-assign]
    asyncio.run(sending(server, ["a"], kept=kept))

    assert seen
    assert all(seen)


def test_a_conversation_has_so_many_mails_and_no_more() -> None:
    """Servers end long ones themselves."""
    server = Turns()
    asyncio.run(sending(server, list("abcde"), kept=KeptSessions(most=2)))

    assert subjects(server) == list("abcde")
    assert (server.spoken["EHLO"], server.spoken["QUIT"]) == (3, 3)


@pytest.mark.parametrize(
    "turns",
    [
        {"mail": ["250 ok", "421 4.7.0 too many mails, good bye"]},
        {"mail": ["250 ok", "452 4.5.3 too many transactions"]},
        {"mail": ["250 ok", DROP]},
        {"rcpt": ["250 ok", DROP]},
        {"data": ["354 go on", DROP]},
        {"data": ["354 go on", "421 4.3.2 shutting down"]},
    ],
    ids=str,
)
def test_an_end_of_the_conversation_costs_no_mail(turns: dict[str, list[str]]) -> None:
    """What was not handed over goes out at once by a new one: nobody has to wait, and nothing is doubled."""
    server = Turns(**turns)
    outcomes = asyncio.run(sending(server, list("abc"), kept=KeptSessions()))

    assert [outcome.kind for outcome in outcomes] == [Kind.SENT] * 3
    assert subjects(server) == list("abc")
    assert server.spoken["EHLO"] == 2


def test_an_end_after_the_text_is_unknown_and_not_tried_again_at_once() -> None:
    """The mail may have been taken: it waits for its turn, marked, and the next one has a new conversation."""
    server = Turns(taken=["250 taken", DROP])
    outcomes = asyncio.run(sending(server, list("abc"), kept=KeptSessions()))

    assert [(outcome.kind, outcome.maybe_sent) for outcome in outcomes] == [
        (Kind.SENT, False),
        (Kind.TEMPORARY, True),
        (Kind.SENT, False),
    ]
    assert subjects(server) == list("abc")
    assert server.spoken["EHLO"] == 2


def test_a_refused_recipient_is_refused_and_asked_once() -> None:
    """It is no fault of the conversation."""
    server = Turns(rcpt=["250 ok", "550 5.1.1 nobody"])
    outcomes = asyncio.run(sending(server, list("abc"), kept=KeptSessions()))

    assert [outcome.kind for outcome in outcomes] == [Kind.SENT, Kind.PERMANENT, Kind.SENT]
    assert subjects(server) == ["a", "c"]


def test_a_new_conversation_that_fails_is_tried_once() -> None:
    """What a first conversation is told, counts: 421 to everything is two attempts at most, and no loop."""
    server = Turns(mail=["250 ok", *["421 4.3.2 not now"] * 9])
    outcomes = asyncio.run(sending(server, list("ab"), kept=KeptSessions()))

    assert [outcome.kind for outcome in outcomes] == [Kind.SENT, Kind.TEMPORARY]
    assert server.spoken["MAIL"] == 3


def test_a_rest_ends_the_conversation() -> None:
    """Politely, without a word of anybody."""
    ended: list[str] = []
    kept = KeptSessions(rest=0.01)
    kept.put("server", "talk", lambda: ended.append("talk"), used=1)
    until = time.monotonic() + 20
    while not ended and time.monotonic() < until:
        time.sleep(0.005)

    assert ended == ["talk"]
    assert kept.take("server") is None


def test_who_takes_a_conversation_has_it_alone() -> None:
    """It is given once; the second one that comes back is ended, and after the end none is kept."""
    ended: list[str] = []
    kept = KeptSessions()
    for name in ("one", "two"):
        kept.put("server", name, lambda name=name: ended.append(name), used=3)
    first, second = kept.take("server"), kept.take("server")
    kept.close()
    kept.put("server", "three", lambda: ended.append("three"), used=1)

    assert (first, second) == (("one", 3), None)
    assert ended == ["two", "three"]


class Hook:
    """A receiver of webhooks: what came, by connection; `ends` are the posts, by number, at which it hangs up unasked.

    It hangs up after the whole post, without an answer.
    """

    def __init__(self, *ends: int, head: str = "Content-Length: 2", body: bytes = b"ok") -> None:
        self.ends, self.reply = ends, f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body
        self.came: list[tuple[int, str, bytes]] = []
        self.cookies = 0
        self.opened = 0
        self.closed = asyncio.Semaphore(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Posts, as many as come by one connection."""
        self.opened += 1
        number = self.opened
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                body = await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
                self.cookies += "\r\ncookie:" in head
                self.came.append((number, head.partition("webhook-id: ")[2].split()[0], body))
                if len(self.came) in self.ends:
                    break
                writer.write(self.reply)
                await writer.drain()
        writer.close()
        self.closed.release()


def posting(hook: Hook, names: list[str], kept: KeptSessions, *, limit: float = 5) -> list[Outcome]:
    """What came of these messages, one after the other; in the end all connections are closed."""

    async def main() -> list[Outcome]:
        async with await asyncio.start_server(hook.serve, "127.0.0.1", 0) as server:
            channel = WebhookChannel(name="hook", url=f"http://localhost:{server.sockets[0].getsockname()[1]}/")
            found = [
                await deliver.send(
                    channel,
                    make.outgoing(f'{{"a": "{name}"}}', message_id=name),
                    now=NOW,
                    allow=("127.0.0.0/8",),
                    timeout=timedelta(seconds=limit),
                    kept=kept,
                )
                for name in names
            ]
            await deliver.leave(kept)
            async with asyncio.timeout(20):
                for _ in range(hook.opened):
                    await hook.closed.acquire()
            return found

    return asyncio.run(main())


def test_webhooks_that_follow_each_other_share_a_connection() -> None:
    """One for all of them, ended at the end; of so many at most."""
    hook, short = Hook(head="Set-Cookie: who=we; Path=/\r\nContent-Length: 2"), Hook()

    assert {one.kind for one in posting(hook, list("abcde"), KeptSessions())} == {Kind.SENT}
    assert {one.kind for one in posting(short, list("abcde"), KeptSessions(most=2))} == {Kind.SENT}
    assert [(number, name) for number, name, _ in hook.came] == [(1, name) for name in "abcde"]
    assert [number for number, *_ in short.came] == [1, 1, 2, 2, 3]
    assert hook.cookies == 0


def test_a_connection_that_breaks_as_it_is_taken_up_costs_nothing() -> None:
    """The same bytes go out at once by a new one, under the same id; that one is not trusted with a third."""
    hook = Hook(2)

    assert {one.kind for one in posting(hook, list("abc"), KeptSessions())} == {Kind.SENT}
    assert hook.came[1][1:] == hook.came[2][1:] == ("b", b'{"a": "b"}')
    assert [number for number, *_ in hook.came] == [1, 1, 2, 3]


def test_a_post_that_breaks_twice_may_have_been_taken() -> None:
    """A first connection that breaks is no fault of keeping: it is tried again later, and marked."""
    twice, first = Hook(2, 3), Hook(1)

    assert [(one.kind, one.maybe_sent) for one in posting(twice, list("ab"), KeptSessions())] == [
        (Kind.SENT, False),
        (Kind.TEMPORARY, True),
    ]
    assert [(one.kind, one.maybe_sent) for one in posting(first, ["a"], KeptSessions())] == [(Kind.TEMPORARY, True)]
    assert len(first.came) == 1


def test_an_answer_that_never_ends_keeps_no_connection() -> None:
    """It says that the message was taken: nobody waits for the rest of it."""
    hook = Hook(head="Content-Length: 9")

    assert {one.kind for one in posting(hook, list("ab"), KeptSessions())} == {Kind.SENT}
    assert [number for number, *_ in hook.came] == [1, 2]

"""Mail over SMTP: what each fault of a server means, and that nothing is said twice or in the clear."""

import asyncio
import smtplib
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import make
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from certificates import certificate, serving
from deliver_smtp import DRIP, DROP, HANG, Smtp, smtp

from monitor import deliver
from monitor.deliver import Blame, Kind, Outcome, Outgoing, smtp_session
from monitor.deliver.mail import MailChannel

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
HEAD = "From: monitor@example.org\r\nTo: me@example.org\r\nSubject: Heat 2\r\nMessage-ID: <x@y>\r\n\r\n"
TEXT = HEAD + ".dot\r\n..\r\nend\r\n"
SHORT = timedelta(seconds=0.4)


def channel(port: int, **more: object) -> MailChannel:
    """A channel to a server on loopback."""
    given: dict[str, object] = {
        "name": "mail",
        "host": "127.0.0.1",
        "port": port,
        "tls": "none",
        "sender": "Desk <monitor@example.org>",
        "to": ("me@example.org",),
    }
    return MailChannel(**(given | more))  # type: ignore[arg-type]


def outgoing(recipient: str | None = "me@example.org", text: str = TEXT) -> Outgoing:
    """A mail to send."""
    return make.outgoing(text, recipient=recipient)


def send(
    server: Smtp, out: Outgoing | None = None, *, limit: timedelta = timedelta(seconds=5), **more: object
) -> Outcome:
    """What comes of sending a mail to this server once."""

    async def main() -> Outcome:
        async with smtp(server):
            return await deliver.send(channel(server.port, **more), out or outgoing(), now=NOW, timeout=limit)

    return asyncio.run(main())


def commands(server: Smtp) -> list[str]:
    """What it was told, in small letters: Python 3.13 writes `from:` where others write `FROM:`."""
    return [command.lower() for command in server.commands]


class TestSent:
    """A server that takes it."""

    def test_it_arrives_byte_by_byte(self) -> None:
        """The text arrives as it was rendered, dots and all, from and to the bare addresses, in one conversation."""
        server = Smtp()

        assert send(server) == Outcome(kind=Kind.SENT)
        assert [message.replace(b"\r\n..", b"\r\n.") for message in server.messages] == [TEXT.encode()]
        assert [command.split(" size")[0] for command in commands(server)] == [
            "ehlo example.org",
            "mail from:<monitor@example.org>",
            "rcpt to:<me@example.org>",
            "data",
            "quit",
        ]

    def test_an_independent_server_reads_the_same(self) -> None:
        """aiosmtpd, which knows SMTP better than our test server, receives the same bytes."""
        got: list[Envelope] = []

        class Keep:
            async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
                got.append(envelope)
                return "250 taken"

        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(Keep(), hostname="127.0.0.1", port=port, ready_timeout=20)
        controller.start()
        try:
            outcome = asyncio.run(deliver.send(channel(port), outgoing(), now=NOW))
        finally:
            controller.stop()

        assert outcome.kind is Kind.SENT
        assert [(each.mail_from, each.rcpt_tos, each.original_content) for each in got] == [
            ("monitor@example.org", ["me@example.org"], TEXT.encode())
        ]

    def test_an_answer_to_quit_does_not_matter(self) -> None:
        """Once the text was taken nothing can undo it."""
        for said in (DROP, "500 what?"):
            assert send(Smtp(quit=said)).kind is Kind.SENT

    def test_international_domains_are_ascii_on_the_wire(self) -> None:
        """A domain goes out as IDNA, for which no extension is needed."""
        server = Smtp(extensions=("8BITMIME",))

        assert send(server, outgoing("me@straße.example")).kind is Kind.SENT
        assert "rcpt to:<me@xn--strae-oqa.example>" in commands(server)

    def test_international_mailboxes_use_smtputf8(self) -> None:
        """A local part beyond ASCII is sent to a server that can take it."""
        server = Smtp()
        text = TEXT.replace("me@", "jürgen@")

        assert send(server, outgoing("jürgen@example.org", text)).kind is Kind.SENT
        assert "rcpt to:<jürgen@example.org>" in commands(server)
        assert "SMTPUTF8 BODY=8BITMIME" in server.commands[1]

    def test_international_mailboxes_need_smtputf8(self) -> None:
        """Without the extension it cannot ever be sent, and the error says why."""
        outcome = send(Smtp(extensions=("8BITMIME",)), outgoing("jürgen@example.org"))

        assert outcome.kind is Kind.PERMANENT
        assert "SMTPUTF8" in outcome.error

    def test_a_server_without_ehlo_still_takes_it(self) -> None:
        """An old server that knows HELO alone is good enough."""
        server = Smtp()
        server.extensions = ()

        assert send(server).kind is Kind.SENT


REFUSALS = [
    (Smtp(greeting="554 no"), Kind.REFUSED, "554 no"),
    (Smtp(greeting="421 busy"), Kind.TEMPORARY, "421 busy"),
    (Smtp(greeting=DROP), Kind.TEMPORARY, "127.0.0.1"),
    (Smtp(mail="451 later"), Kind.TEMPORARY, "451 later"),
    (Smtp(mail="452 full"), Kind.TEMPORARY, "452 full"),
    (Smtp(mail="550 not you"), Kind.REFUSED, "550 not you"),
    (Smtp(mail="530 log in first"), Kind.REFUSED, "530"),
    (Smtp(mail="300 what?"), Kind.TEMPORARY, "300 what?"),
    (Smtp(rcpt="300 what?"), Kind.TEMPORARY, "300 what?"),
    (Smtp(mail=DROP), Kind.TEMPORARY, "127.0.0.1"),
    (Smtp(rcpt="450 greylisted"), Kind.TEMPORARY, "450 greylisted"),
    (Smtp(rcpt="550 no such person"), Kind.PERMANENT, "550 no such person"),
    (Smtp(rcpt="421 closing"), Kind.TEMPORARY, "421 closing"),
    (Smtp(data="451 later"), Kind.TEMPORARY, "451 later"),
    (Smtp(data="554 no"), Kind.PERMANENT, "554 no"),
    (Smtp(data=DROP), Kind.TEMPORARY, "127.0.0.1"),
    (Smtp(taken="451 try again"), Kind.TEMPORARY, "451 try again"),
    (Smtp(taken="300 what?"), Kind.TEMPORARY, "300 what?"),
    (Smtp(taken="552 too large"), Kind.PERMANENT, "552 too large"),
    (Smtp(taken="554 spam"), Kind.PERMANENT, "554 spam"),
    (Smtp(taken="garbage"), Kind.TEMPORARY, "127.0.0.1"),
]


@pytest.mark.parametrize(("server", "kind", "said"), REFUSALS, ids=lambda value: str(value)[:60])
def test_refusals_have_their_class(server: Smtp, kind: Kind, said: str) -> None:
    """4xx and lost connections are tried again, 5xx are for ever; a login, greeting or sender is for a person."""
    outcome = send(server)

    assert outcome.kind is kind
    assert said in outcome.error
    assert outcome.error.startswith("127.0.0.1 ")


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (Smtp(mail="550 not you"), "127.0.0.1 takes no mail from monitor@example.org: it answered 550 not you"),
        (Smtp(rcpt="550 no such person"), "127.0.0.1 takes no mail for me@example.org: it answered 550 no such person"),
        (Smtp(mail="530 x"), "127.0.0.1 wants a login first (username and password of the channel): it answered 530 x"),
        (Smtp(taken="554 spam"), "127.0.0.1 does not take the message: it answered 554 spam"),
        (Smtp(greeting="554 no"), "127.0.0.1 does not talk to us: it answered 554 no"),
        (Smtp(data=DROP), "127.0.0.1 ended the conversation: Connection unexpectedly closed"),
    ],
)  # fmt: skip
def test_what_was_refused_is_said_in_words(server: Smtp, words: str) -> None:
    """Who refuses what, with the server's own answer."""
    assert send(server).error == words


class TestMaybeSent:
    """Where it may have been taken although nobody said so."""

    def test_a_drop_after_the_text_is_unknown(self) -> None:
        """The connection ends after the final dot: it may have been sent."""
        outcome = send(Smtp(taken=DROP))

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)

    def test_silence_after_the_text_is_unknown(self) -> None:
        """No answer in time after the final dot: it may have been sent."""
        outcome = send(Smtp(taken=HANG), limit=SHORT)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)

    @pytest.mark.parametrize(
        "server", [Smtp(greeting=HANG), Smtp(mail=HANG), Smtp(rcpt=DROP), Smtp(data=DROP), Smtp(data=HANG)]
    )
    def test_whatever_ends_before_is_known(self, server: Smtp) -> None:
        """Before the text was out it cannot have been sent."""
        outcome = send(server, limit=SHORT)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, False)

    def test_an_answer_after_the_text_is_known(self) -> None:
        """A refusal of the text is an answer: it was not sent."""
        assert not send(Smtp(taken="451 later")).maybe_sent

    def test_a_retry_is_the_same_message(self) -> None:
        """What is sent again after a lost answer has the same bytes, so the same Message-ID."""
        lost, then = Smtp(taken=DROP), Smtp()
        send(lost)
        send(then)

        assert lost.messages == then.messages


class TestTime:
    """No server holds us up."""

    @pytest.mark.parametrize("server", [Smtp(greeting=DRIP), Smtp(mail=DRIP), Smtp(taken=DRIP)])
    def test_a_drip_is_cut(self, server: Smtp) -> None:
        """A byte now and then resets no clock for ever: the whole delivery has a limit."""
        outcome = send(server, limit=timedelta(seconds=0.1))

        assert outcome.kind is Kind.TEMPORARY
        assert outcome.maybe_sent is (server.taken == DRIP)

    async def test_nobody_listening_is_temporary(self) -> None:
        """A refused connection is tried again."""
        server = Smtp()
        async with smtp(server):
            pass
        outcome = await deliver.send(channel(server.port), outgoing(), now=NOW)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, False)

    def test_an_unknown_host_is_temporary(self) -> None:
        """A name without address may have one tomorrow."""
        outcome = asyncio.run(
            deliver.send(channel(25, host="no-such-host.invalid"), outgoing(), now=NOW, timeout=timedelta(seconds=5))
        )

        assert outcome.kind is Kind.TEMPORARY
        assert outcome.error == "no-such-host.invalid could not be resolved"

    async def test_cancelling_ends_the_conversation(self) -> None:
        """A cancelled delivery leaves no thread that waits for the server."""
        async with smtp(Smtp(mail=HANG)) as server:
            sending = asyncio.create_task(deliver.send(channel(server.port, name="stuck"), outgoing(), now=NOW))
            await server.heard.wait()
            sending.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sending
            for thread in threading.enumerate():
                if thread.name == "mail-stuck":
                    await asyncio.to_thread(thread.join)


class TestRecipients:
    """One message a recipient."""

    async def test_a_refused_recipient_harms_no_other(self) -> None:
        """Of several recipients each has an outcome of its own."""
        server = Smtp(rcpt={"gone@": "550 no such person", "slow@": "450 later"})

        async with smtp(server):
            people = ("me@example.org", "gone@example.org", "slow@example.org", "you@example.org")
            sent = [await deliver.send(channel(server.port), outgoing(person), now=NOW) for person in people]
        found = [outcome.kind for outcome in sent]

        assert found == [Kind.SENT, Kind.PERMANENT, Kind.TEMPORARY, Kind.SENT]
        assert len(server.messages) == 2

    @pytest.mark.parametrize("recipient", [None, "", "nobody", "@example.org", "me@", "<>"])
    def test_no_address_is_for_ever(self, recipient: str | None) -> None:
        """What is no address is reported, and nothing is sent."""
        server = Smtp()

        assert send(server, outgoing(recipient)).kind is Kind.PERMANENT
        assert not server.messages

    def test_an_error_speaks_in_its_own_words(self) -> None:
        """No class is ever named, also where the error says nothing."""
        server = smtp_session.Server(host="h", port=25, tls="none", sender="a@h")
        lost = smtp_session._outcome(server, smtplib.SMTPServerDisconnected("Connection unexpectedly closed"))

        assert lost.error == "h ended the conversation: Connection unexpectedly closed"
        assert smtp_session._outcome(server, OSError()).error == "h: the delivery failed, and no reason was given"

    @pytest.mark.parametrize("text", ["me@", "@example.org", "nobody", ""])
    def test_half_an_address_is_none(self, text: str) -> None:
        """It is not even offered to the server."""
        with pytest.raises(smtp_session.Stop):
            smtp_session._address(text)

    @pytest.mark.parametrize(
        ("code", "kind"),
        [(450, Kind.TEMPORARY), (499, Kind.TEMPORARY), (500, Kind.PERMANENT), (550, Kind.PERMANENT)]
        + [(code, Kind.REFUSED) for code in (530, 534, 535, 538)],
    )
    def test_what_a_refusal_means(self, code: int, kind: Kind) -> None:
        """4xx passes by itself; that a login is wanted is for a person, whichever command it answers; 5xx is final."""
        assert smtp_session._kind(smtplib.SMTPSenderRefused(code, b"no", "monitor@example.org")) is kind

    @pytest.mark.parametrize(
        "recipient",
        ["me@example.org\r\nRCPT TO:<e@x.test>", "me@example.org>\r\nDATA", "<me@example.org> SIZE=1", "me@x.test\x00"],
    )
    def test_an_address_cannot_smuggle_a_command(self, recipient: str) -> None:
        """Line ends in an address make no further commands."""
        server = Smtp()
        send(server, outgoing(recipient))

        assert sum(command.lower().startswith("rcpt") for command in server.commands) <= 1
        assert all(
            command.split(" ")[0].lower() in {"ehlo", "mail", "rcpt", "data", "quit", "rset"}
            for command in server.commands
        )


class TestTls:
    """Certificates are verified, and passwords do not travel in the clear."""

    LOGIN = {"username": "me", "password": "hunter22"}  # noqa: RUF012  never changed

    @pytest.fixture
    def trusted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
        """A server's TLS whose certificate the client trusts."""
        pem = certificate(tmp_path)
        monkeypatch.setattr(smtp_session, "_tls", lambda: ssl.create_default_context(cafile=str(pem)))
        return serving(pem)

    def test_starttls_then_login(self, trusted: ssl.SSLContext) -> None:
        """With STARTTLS the login comes after the handshake, and again after a new EHLO."""
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=trusted)

        assert send(server, tls="starttls", **self.LOGIN).kind is Kind.SENT
        verbs = [command.split(" ")[0].upper() for command in server.commands]
        assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]

    def test_what_is_offered_under_tls_is_asked_again(self, trusted: ssl.SSLContext) -> None:
        """Without a login too: what a server offers before the handshake counts no more after it."""
        server = Smtp(extensions=("STARTTLS", "SIZE 1000000"), tls=trusted)

        assert send(server, tls="starttls").kind is Kind.SENT
        assert [command for command in server.commands if " size=" in command]

    def test_tls_from_the_first_byte(self, trusted: ssl.SSLContext) -> None:
        """With implicit TLS the login is under it from the start."""
        server = Smtp(extensions=("AUTH PLAIN",))

        async def main() -> Outcome:
            async with smtp(server, tls=trusted):
                return await deliver.send(channel(server.port, tls="tls", **self.LOGIN), outgoing(), now=NOW)

        assert asyncio.run(main()).kind is Kind.SENT
        assert len(server.messages) == 1

    @pytest.mark.parametrize("tls", ["starttls", "tls"])
    def test_another_machine_gets_the_password_under_tls(
        self, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A server that is not this machine gets the login once the conversation is secured."""
        away = "127.0.0.2"  # loopback, and not the address by which a server on this machine is known
        pem = certificate(tmp_path, away)
        monkeypatch.setattr(smtp_session, "_tls", lambda: ssl.create_default_context(cafile=str(pem)))
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=serving(pem))

        async def main() -> Outcome:
            async with smtp(server, host=away, tls=serving(pem) if tls == "tls" else None):
                return await deliver.send(channel(server.port, host=away, tls=tls, **self.LOGIN), outgoing(), now=NOW)

        assert asyncio.run(main()).kind is Kind.SENT
        assert any(command.upper().startswith("AUTH PLAIN") for command in server.commands)

    def test_starttls_that_is_not_offered_stops(self) -> None:
        """Where STARTTLS is missing, or someone stripped it, nothing is sent and no password is said."""
        server = Smtp(extensions=("AUTH PLAIN",))
        outcome = send(server, tls="starttls", **self.LOGIN)

        assert outcome.kind is Kind.TEMPORARY
        assert "offers no STARTTLS" in outcome.error
        assert 'tls = "none" does without, at a price: mails go over the network unencrypted' in outcome.error
        assert not any(command.upper().startswith(("AUTH", "MAIL")) for command in server.commands)

    def test_a_certificate_is_verified_from_the_first_byte_too(self, tmp_path: Path) -> None:
        """With implicit TLS a certificate that signs itself ends it before a word is said."""
        server = Smtp(extensions=("AUTH PLAIN",))

        async def main() -> Outcome:
            async with smtp(server, tls=serving(certificate(tmp_path))):
                return await deliver.send(channel(server.port, tls="tls", **self.LOGIN), outgoing(), now=NOW)

        outcome = asyncio.run(main())

        assert outcome.kind is Kind.TEMPORARY
        assert "certificate cannot be trusted" in outcome.error
        assert server.commands == []

    @pytest.mark.parametrize("name", ["127.0.0.1", "other.example"])
    def test_a_certificate_that_cannot_be_trusted_stops(self, name: str, tmp_path: Path) -> None:
        """A certificate that signs itself, or is another's, ends it before the login."""
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=serving(certificate(tmp_path, name)))
        outcome = send(server, tls="starttls", **self.LOGIN)

        assert outcome.kind is Kind.TEMPORARY
        assert "certificate cannot be trusted" in outcome.error
        assert not any(command.upper().startswith(("AUTH", "MAIL")) for command in server.commands)

    def test_a_wrong_password_is_for_a_person(self, trusted: ssl.SSLContext) -> None:
        """A refused login is tried for an hour, and its error tells no secret."""
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=trusted, auth="535 no")
        outcome = send(server, tls="starttls", **self.LOGIN)

        assert outcome.kind is Kind.REFUSED
        assert outcome.error.startswith("127.0.0.1 does not accept the password of me (username and password of the")
        assert outcome.error.endswith("it answered 535 no")
        assert "hunter22" not in outcome.error + repr(outcome)

    def test_a_login_that_cannot_be_done_now_is_temporary(self, trusted: ssl.SSLContext) -> None:
        """454 at the login passes by itself."""
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=trusted, auth="454 later")

        assert send(server, tls="starttls", **self.LOGIN).kind is Kind.TEMPORARY

    def test_a_password_without_tls_stays_at_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without TLS a password is said only to this machine."""
        server = Smtp(extensions=("AUTH PLAIN",))
        assert send(server, **self.LOGIN).kind is Kind.SENT

        monkeypatch.setattr(smtp_session, "_is_local", lambda _: False)
        away = Smtp(extensions=("AUTH PLAIN",))
        outcome = send(away, **self.LOGIN)

        assert outcome.kind is Kind.REFUSED
        assert not any(command.upper().startswith("AUTH") for command in away.commands)


@pytest.mark.parametrize(
    ("server", "blame"),
    [
        (Smtp(greeting="554 no"), Blame.CHANNEL),
        (Smtp(greeting=DROP), Blame.MOMENT),
        (Smtp(mail="550 not you"), Blame.CHANNEL),
        (Smtp(mail="451 later"), Blame.MOMENT),
        (Smtp(mail="552 too large"), Blame.MESSAGE),
        (Smtp(mail="530 log in first"), Blame.CHANNEL),
        (Smtp(rcpt="450 greylisted"), Blame.MESSAGE),
        (Smtp(rcpt="550 no such person"), Blame.MESSAGE),
        (Smtp(rcpt="421 closing"), Blame.MOMENT),
        (Smtp(data="451 later"), Blame.EITHER),
        (Smtp(data=DROP), Blame.EITHER),
        (Smtp(taken="554 spam"), Blame.MESSAGE),
        (Smtp(taken="451 later"), Blame.EITHER),
    ],
)
def test_whom_a_failure_speaks_of(server: Smtp, blame: Blame) -> None:
    """The server, which would do the same to every mail; this mail or its recipient; or nobody can know."""
    assert send(server).blame is blame


def test_a_text_does_not_wait_for_an_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dot after a text is a small packet of its own: it is not held until the server has acknowledged the text."""
    seen: list[int] = []
    quit_ = smtplib.SMTP.quit

    def leave(client: smtplib.SMTP) -> object:
        assert client.sock is not None
        seen.append(client.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        return quit_(client)

    monkeypatch.setattr(smtplib.SMTP, "quit", leave)
    outcome = send(Smtp())

    assert outcome.kind is Kind.SENT
    assert seen
    assert all(seen)

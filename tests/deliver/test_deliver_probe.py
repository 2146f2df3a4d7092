"""What each channel finds out for `monitor doctor`, and that it goes no further than a message would."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates import certificate, serving
from deliver_smtp import DROP, HANG, Smtp, smtp

from monitor import deliver
from monitor.deliver import Attempt, Channel, Kind, Outgoing, http_post, smtp_session
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
AWAY = "127.0.0.2"  # loopback, and not the address by which a server on this machine is known: as good as a far one
PASSWORD = "hunter22"


def attempt(allow: tuple[str, ...] = (), seconds: float = 20.0) -> Attempt:
    """The circumstances of a probe."""
    return Attempt(now=NOW, allow=allow, timeout=timedelta(seconds=seconds))


def probe(channel: Channel, given: Attempt | None = None) -> Awaitable[str]:
    """The probe, in a thread: the servers of the tests live in this one."""
    return asyncio.to_thread(channel.probe, given or attempt())


def mailbox(server: Smtp, host: str, *, tls: str = "none", login: bool = True) -> MailChannel:
    """A mail channel to the server."""
    return MailChannel(
        name="mail",
        host=host,
        port=server.port,
        tls=tls,  # type: ignore[arg-type]
        sender="monitor@example.org",
        to=("me@example.org",),
        username="monitor" if login else None,
        password=PASSWORD if login else None,
    )


async def sending(channel: MailChannel) -> str:
    """A mail that is sent; why it was not."""
    out = Outgoing(message_id="x", type="digest", recipient="me@example.org", rendered="Subject: x\r\n", created_at=NOW)
    outcome = await deliver.send(channel, out, now=NOW, timeout=timedelta(seconds=20))
    assert outcome.kind is not Kind.SENT
    return outcome.error


async def probing(channel: MailChannel) -> str:
    """A probe; why it failed."""
    with pytest.raises(OSError) as caught:  # noqa: PT011  the text is looked at
        await probe(channel)
    return str(caught.value)


@pytest.mark.parametrize("attempted", [sending, probing])
class TestPasswords:
    """Doctor and the channel begin a conversation in the same way."""

    def test_a_password_goes_to_no_other_machine_in_the_clear(
        self, attempted: Callable[[MailChannel], Awaitable[str]]
    ) -> None:
        """Without TLS a server elsewhere gets a greeting and no login, which is said with what to do."""
        server = Smtp(extensions=("AUTH PLAIN LOGIN",))

        async def main() -> str:
            async with smtp(server, host=AWAY):
                return await attempted(mailbox(server, AWAY))

        error = asyncio.run(main())
        verbs = [command.split(" ")[0].lower() for command in server.commands]

        assert "a password is not sent without TLS: set tls to starttls or tls" in error
        assert verbs == ["ehlo", "quit"]
        assert PASSWORD not in error

    def test_a_server_without_starttls_gets_no_password(
        self, attempted: Callable[[MailChannel], Awaitable[str]]
    ) -> None:
        """Where TLS is required and not offered, nothing is said in its place."""
        server = Smtp(extensions=("AUTH PLAIN LOGIN",))

        async def main() -> str:
            async with smtp(server):
                return await attempted(mailbox(server, "127.0.0.1", tls="starttls"))

        assert "offers no STARTTLS" in asyncio.run(main())
        assert [command.split(" ")[0].lower() for command in server.commands] == ["ehlo", "quit"]

    def test_a_port_without_tls_is_named_as_that(self, attempted: Callable[[MailChannel], Awaitable[str]]) -> None:
        """TLS where the server speaks none is said in words, with the host and what to do, not in those of OpenSSL."""
        server = Smtp()

        async def main() -> str:
            async with smtp(server):
                return await attempted(mailbox(server, "127.0.0.1", tls="tls"))

        assert asyncio.run(main()) == "127.0.0.1: no TLS on this port: tls is for port 465, starttls for 587"

    def test_nobody_listening_is_said_with_the_host(self, attempted: Callable[[MailChannel], Awaitable[str]]) -> None:
        """The host and the cause, without a number that only a programmer knows."""
        server = Smtp()

        async def main() -> str:
            async with smtp(server):
                pass
            return await attempted(mailbox(server, "127.0.0.1"))

        assert asyncio.run(main()) == (
            f"127.0.0.1 refuses the connection on port {server.port}: is the port right, and does the server run?"
        )

    def test_a_refused_login_is_reported_without_the_password(
        self, attempted: Callable[[MailChannel], Awaitable[str]]
    ) -> None:
        """The server's answer is shown, the password is not."""
        server = Smtp(extensions=("AUTH PLAIN",), auth=f"535 {'no such user'}")

        async def main() -> str:
            async with smtp(server):
                return await attempted(mailbox(server, "127.0.0.1"))

        error = asyncio.run(main())

        assert "535 no such user" in error
        assert PASSWORD not in error


class TestMail:
    """A probe of a mail server."""

    def test_it_logs_in_and_sends_nothing(self) -> None:
        """On this machine it logs in as for a mail; no sender, recipient or text is named."""
        server = Smtp(extensions=("AUTH PLAIN",))

        async def main() -> str:
            async with smtp(server):
                return await probe(mailbox(server, "127.0.0.1"))

        assert asyncio.run(main()) == f"127.0.0.1:{server.port} takes mail from monitor"
        assert [command.split(" ")[0].lower() for command in server.commands] == ["ehlo", "auth", "noop", "quit"]

    def test_it_secures_the_conversation_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """With STARTTLS the login follows the handshake."""
        pem = certificate(tmp_path)
        monkeypatch.setattr(smtp_session, "_tls", lambda: ssl.create_default_context(cafile=str(pem)))
        server = Smtp(extensions=("STARTTLS", "AUTH PLAIN"), tls=serving(pem))

        async def main() -> str:
            async with smtp(server):
                return await probe(mailbox(server, "127.0.0.1", tls="starttls"))

        assert "takes mail" in asyncio.run(main())
        verbs = [command.split(" ")[0].lower() for command in server.commands]
        assert verbs == ["ehlo", "starttls", "ehlo", "auth", "noop", "quit"]

    @pytest.mark.parametrize("greeting", [DROP, "554 go away", HANG])
    def test_a_server_that_takes_nothing_is_an_error(self, greeting: str) -> None:
        """It hangs up, refuses or says nothing: the probe ends, and names the server."""
        server = Smtp(greeting=greeting)

        async def main() -> str:
            async with smtp(server):
                with pytest.raises(OSError) as caught:  # noqa: PT011  the text is looked at
                    await probe(mailbox(server, "127.0.0.1", login=False), attempt(seconds=0.3))
                return str(caught.value)

        assert asyncio.run(main())


class TestWebhook:
    """A probe of a webhook's host."""

    def test_it_connects_and_posts_nothing(self) -> None:
        """The host can be reached, and got no request."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            found = WebhookChannel(name="hook", url=f"http://127.0.0.1:{port}/hook").probe(attempt(("127.0.0.0/8",)))
            connection, _ = server.accept()
            with connection:
                said = connection.recv(1)

        assert found == f"127.0.0.1:{port} can be reached"
        assert said == b""

    def test_nobody_listening_is_said_with_the_host(self) -> None:
        """The host and the cause, as for a mail server; nothing of the rest of the address."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        channel = WebhookChannel(name="hook", url=f"http://127.0.0.1:{port}/hook?token=secret")

        with pytest.raises(OSError, match=r"\A127\.0\.0\.1 refuses the connection\Z"):
            channel.probe(attempt(("127.0.0.0/8",)))

    def test_a_private_address_is_not_connected_to(self) -> None:
        """What a delivery would refuse, the probe refuses, with what to do."""
        channel = WebhookChannel(name="hook", url="http://127.0.0.1:9/hook?token=secret")
        with pytest.raises(OSError, match=r"loopback address space; allow it in \[network\] allow") as caught:
            channel.probe(attempt())

        assert "secret" not in str(caught.value)

    def test_https_is_tried_with_its_handshake(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the address says https the certificate is looked at too; nothing is posted."""
        pem = certificate(tmp_path)
        monkeypatch.setattr(http_post, "tls", lambda: ssl.create_default_context(cafile=str(pem)))
        server = Smtp(greeting=HANG)

        async def main() -> str:
            async with smtp(server, tls=serving(pem)):
                return await probe(
                    WebhookChannel(name="hook", url=f"https://127.0.0.1:{server.port}/"), attempt(("127.0.0.0/8",))
                )

        assert "can be reached" in asyncio.run(main())
        assert server.commands == []

    @pytest.mark.parametrize("name", ["127.0.0.1", "other.example"])
    def test_a_certificate_that_cannot_be_trusted_is_an_error(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One that signs itself, and one that is trusted and another's."""
        pem = certificate(tmp_path, name)
        if name == "other.example":
            monkeypatch.setattr(http_post, "tls", lambda: ssl.create_default_context(cafile=str(pem)))
        server = Smtp(greeting=HANG)

        async def main() -> None:
            async with smtp(server, tls=serving(pem)):
                await probe(
                    WebhookChannel(name="hook", url=f"https://127.0.0.1:{server.port}/"), attempt(("127.0.0.0/8",))
                )

        with pytest.raises(OSError, match=r"127\.0\.0\.1: its certificate cannot be trusted: "):
            asyncio.run(main())

    @pytest.mark.parametrize(("url", "port"), [("http://a.example/x", 80), ("https://a.example/x", 443)])
    def test_an_address_without_a_port_has_the_usual_one(
        self, url: str, port: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """80 for http, 443 for https."""
        asked: list[int] = []

        def found(_: str, of: int, **__: object) -> list[object]:
            asked.append(of)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", of))]

        monkeypatch.setattr(http_post.socket, "getaddrinfo", found)
        with pytest.raises(OSError, match=r"a\.example: 10\.0\.0\.5 is private"):
            WebhookChannel(name="hook", url=url).probe(attempt())

        assert asked == [port]


class TestFile:
    """A probe of a folder."""

    def test_a_folder_to_come_is_tried_where_it_would_be_made(self, tmp_path: Path) -> None:
        """The nearest folder that exists is written to, and left as it was."""
        assert "can be written" in FileChannel(name="f", path=str(tmp_path / "a" / "b")).probe(attempt())
        assert list(tmp_path.iterdir()) == []

    def test_standard_output_is_always_there(self) -> None:
        """There is nothing to try."""
        assert FileChannel(name="f", path="-").probe(attempt()) == "standard output"

    def test_what_is_no_folder_is_an_error(self, tmp_path: Path) -> None:
        """A file in the folder's place cannot hold messages."""
        (tmp_path / "file").touch()
        with pytest.raises(OSError, match="file"):
            FileChannel(name="f", path=str(tmp_path / "file")).probe(attempt())


def test_apprise_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor says how to install what the channel needs."""
    channel = AppriseChannel(name="push", url="json://127.0.0.1/")
    monkeypatch.setattr("monitor.deliver.apprise.find_spec", lambda _: None)
    with pytest.raises(OSError, match=r"pip install 'entertainment-monitor\[apprise\]'"):
        channel.probe(attempt())

    monkeypatch.setattr("monitor.deliver.apprise.find_spec", lambda _: object())
    assert channel.probe(attempt()) == "apprise is installed"

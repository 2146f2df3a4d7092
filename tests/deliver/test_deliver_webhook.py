"""Webhooks: signed, to public addresses alone, and unimpressed by what answers."""

import asyncio
import gzip
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from website import Endless, Site, hang

from monitor import deliver
from monitor.deliver import Blame, Kind, Outcome, Outgoing, http_post
from monitor.deliver.webhook import WebhookChannel

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
LOOPBACK = ("127.0.0.0/8",)
OUT = Outgoing(message_id="opened_x_1", type="story.opened", recipient=None, rendered='{"a": "é"}', created_at=NOW)


def answer(status: int, *headers: str, body: bytes = b"because") -> bytes:
    """An answer's bytes."""
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def working() -> Site:
    """A receiver that takes everything."""
    return Site(otherwise=answer(200, body=b"ok"))


def address(receiver: Site) -> str:
    """What stands in the configuration, the secret in it too."""
    return f"{receiver.base}/hook?token=secret-token"


def send(server: Site, *, limit: float = 5, allow: tuple[str, ...] = LOOPBACK, url: str | None = None) -> Outcome:
    """What comes of one post to this server."""

    async def main() -> Outcome:
        with server:
            channel = WebhookChannel(name="hook", url=url or address(server))
            return await deliver.send(channel, OUT, now=NOW, allow=allow, timeout=timedelta(seconds=limit))

    return asyncio.run(main())


def test_the_body_arrives_as_it_was_rendered() -> None:
    """One POST with the stored bytes, the message's id and our name; nothing else of the environment."""
    server = working()

    assert send(server) == Outcome(kind=Kind.SENT)
    [asked] = server.asked
    headers = asked.headers
    assert asked.line == "POST /hook?token=secret-token HTTP/1.1"
    assert asked.body == OUT.rendered.encode()
    assert headers["content-type"] == "application/json"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("opened_x_1", str(int(NOW.timestamp())))
    assert "webhook-signature" not in headers
    assert set(headers) <= {
        "host", "accept", "accept-encoding", "content-type", "content-length", "user-agent", "webhook-id",
        "webhook-timestamp", "connection",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, Kind.SENT) for status in (200, 201, 202, 204, 299)),
        *((status, Kind.TEMPORARY) for status in (301, 302, 303, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599)),
        *((status, Kind.REFUSED) for status in (401, 403, 404, 405, 407)),
        *((status, Kind.PERMANENT) for status in (400, 402, 406, 409, 411, 413, 415, 422, 451)),
        (410, Kind.GONE),
    ],
)
def test_statuses_have_their_class(status: int, kind: Kind) -> None:
    """2xx is sent; overload passes; access is for a person to fix; 410 ends the channel; the rest is for ever."""
    outcome = send(Site(otherwise=answer(status, body=b"" if status == 204 else b"because")))

    assert outcome.kind is kind
    assert not outcome.maybe_sent
    assert (str(status) in outcome.error) is (kind is not Kind.SENT)


def test_a_redirect_is_not_followed() -> None:
    """Where an answer points to is never asked, and the error says what to do."""
    server = Site(otherwise=lambda asked: answer(302, f"Location: http://{asked.headers['host']}/inside"))
    outcome = send(server)

    assert server.paths() == ["/hook?token=secret-token"]
    assert "set the new URL" in outcome.error


class TestRetryAfter:
    """How long a receiver asks to be left alone."""

    @pytest.mark.parametrize("status", [429, 503])
    def test_it_comes_with_the_outcome(self, status: int) -> None:
        """A temporary answer's Retry-After is in the outcome."""
        assert send(Site(otherwise=answer(status, "Retry-After: 120"))).retry_after == timedelta(seconds=120)

    def test_it_may_be_a_moment(self) -> None:
        """A date counts from now, whatever the clock of the machine says."""
        until = format_datetime(NOW + timedelta(minutes=2), usegmt=True)

        assert send(Site(otherwise=answer(503, f"Retry-After: {until}"))).retry_after == timedelta(minutes=2)


class TestAddresses:
    """Only public addresses, and those that are allowed."""

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0", "[::1]",
            "[::ffff:127.0.0.1]", "127.0.0.1.", "①②⑦.⓪.⓪.①",
        ],
    )  # fmt: skip
    @pytest.mark.figure("private addresses")
    def test_loopback_is_refused_however_written(self, host: str) -> None:
        """No spelling of loopback is connected to."""

        async def main() -> tuple[Outcome, Site]:
            with working() as server:
                channel = WebhookChannel(name="hook", url=f"http://{host}:{server.port}/hook")
                return await deliver.send(channel, OUT, now=NOW), server

        outcome, server = asyncio.run(main())

        assert not server.asked
        assert outcome.kind in {Kind.REFUSED, Kind.PERMANENT, Kind.TEMPORARY}
        assert not outcome.maybe_sent

    def test_the_error_says_how_to_allow_it(self) -> None:
        """The owner of a private receiver learns what to write."""
        outcome = send(working(), allow=())

        assert outcome.kind is Kind.REFUSED
        assert outcome.error == (
            "127.0.0.1: 127.0.0.1 is loopback address space; allow it in [network] allow if it is yours"
        )

    def test_a_name_that_points_inside_is_refused_at_connect(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A public name that resolves to a private address, then or now, gets no connection."""
        self.resolve(monkeypatch, "10.0.0.5")
        outcome = send(working(), url="http://hooks.example.com/x")

        assert outcome.kind is Kind.REFUSED
        assert "10.0.0.5 is private" in outcome.error

    def test_a_name_that_is_allowed_is_reached(self) -> None:
        """A name is looked up, and its address is connected to where it may be."""

        async def main() -> Outcome:
            with working() as server:
                channel = WebhookChannel(name="hook", url=f"http://localhost:{server.port}/x")
                return await deliver.send(channel, OUT, now=NOW, allow=(*LOOPBACK, "::1/128"))

        assert asyncio.run(main()).kind is Kind.SENT

    def test_of_two_addresses_the_private_one_is_never_dialled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name with a private and an allowed address reaches the allowed one, although the other listens too."""
        self.resolve(monkeypatch, "127.0.0.9", "127.0.0.1")

        async def main() -> Outcome:
            with working() as server, socket.create_server(("127.0.0.9", server.port)) as private:
                channel = WebhookChannel(name="hook", url=f"http://hooks.example.com:{server.port}/x")
                outcome = await deliver.send(channel, OUT, now=NOW, allow=("127.0.0.1/32",))
                private.setblocking(False)
                with pytest.raises(BlockingIOError):
                    private.accept()
                return outcome

        assert asyncio.run(main()).kind is Kind.SENT

    def test_a_proxy_of_the_environment_is_ignored(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No proxy connects where the guard does not look."""
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9/")

        assert send(working()).kind is Kind.SENT

    @pytest.mark.parametrize(
        "url", ["", "hook", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://", "http://[::1", "javascript:alert(1)"]
    )
    def test_what_is_no_web_address_is_for_ever(self, url: str) -> None:
        """A URL that cannot be used is reported without being shown."""
        outcome = asyncio.run(deliver.send(WebhookChannel(name="hook", url=url), OUT, now=NOW))

        assert outcome.kind in {Kind.REFUSED, Kind.TEMPORARY}
        assert not outcome.maybe_sent

    @staticmethod
    def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
        """Let every name have these addresses."""

        def found(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(http_post.socket, "getaddrinfo", found)


class TestFaults:
    """What a network does."""

    @pytest.mark.parametrize(
        ("server", "said"),
        [
            (Site(otherwise=hang), "127.0.0.1 did not answer in"),
            (Site(otherwise=b""), "closed the connection"),
            (Site(otherwise=b"HTTP/1.1 200 OK\r\nX: "), ""),
            (Site(otherwise=b"\x00\xffgarbage\r\n\r\n"), ""),
            (Site(otherwise=b"220 mail.example ESMTP\r\n"), ""),
        ],
    )
    def test_after_the_body_it_may_have_been_taken(self, server: Site, said: str) -> None:
        """Without a proper answer after the body went out it may have been taken; it is sent again under its id."""
        outcome = send(server, limit=0.5)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, True)
        assert said in outcome.error

    async def test_nobody_listening_is_temporary(self) -> None:
        """A refused connection took nothing."""
        with working() as server:
            url = address(server)
        outcome = await deliver.send(WebhookChannel(name="hook", url=url), OUT, now=NOW, allow=LOOPBACK)

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, False)

    def test_an_unknown_name_is_temporary(self) -> None:
        """A name without an address may have one tomorrow."""
        channel = WebhookChannel(name="hook", url="https://no-such-host.invalid/x")
        outcome = asyncio.run(deliver.send(channel, OUT, now=NOW))

        assert (outcome.kind, outcome.maybe_sent) == (Kind.TEMPORARY, False)

    def test_an_endless_answer_is_not_read(self) -> None:
        """Of an answer that never ends only the beginning is read."""
        endless = Endless(
            b"HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        )
        outcome = send(Site(otherwise=endless))

        assert outcome.kind is Kind.TEMPORARY
        assert len(outcome.error) <= 500
        assert endless.sent < 64 * 65_536

    def test_a_drip_of_an_answer_is_cut(self) -> None:
        """An error's text that comes byte by byte costs no more than the time limit."""
        drip = Endless(b"HTTP/1.1 500 X\r\nContent-Length: 100000\r\n\r\n", b"x", pause=0.05)

        assert send(Site(otherwise=drip), limit=0.5).kind is Kind.TEMPORARY

    def test_endless_headers_are_cut(self) -> None:
        """Headers that never end are an error."""
        endless = Endless(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 4_000 + b"\r\n")

        assert send(Site(otherwise=endless)).kind is Kind.TEMPORARY
        assert endless.sent < 8 << 20

    def test_a_compressed_answer_is_not_unpacked(self) -> None:
        """A bomb in an error's text stays packed."""
        packed = gzip.compress(b"unpacked " * 100_000)
        outcome = send(Site(otherwise=answer(500, "Content-Encoding: gzip", body=packed)))

        assert outcome.kind is Kind.TEMPORARY
        assert "unpacked" not in outcome.error

    def test_errors_tell_no_secret_and_stay_in_their_line(self) -> None:
        """An error shows the host, not the URL; what a receiver wrote is one printable line."""
        outcome = send(Site(otherwise=answer(500, body=b"no\r\n\x1b[31m \xff\xfe" + b"x" * 10_000)))
        lost = send(Site(otherwise=b""))
        garbled = send(Site(otherwise=b"garbage\r\n\r\n"))

        for each in (outcome, lost, garbled):
            assert "secret-token" not in each.error
            assert each.error.isprintable()
            assert len(each.error) <= 500

    async def test_other_receivers_are_not_held_up(self) -> None:
        """Ten deliveries at once, one to a receiver that says nothing: the nine are done first."""
        done: list[str] = []

        async def one(server: Site, name: str) -> None:
            channel = WebhookChannel(name=name, url=address(server))
            outcome = await deliver.send(channel, OUT, now=NOW, allow=LOOPBACK, timeout=timedelta(seconds=2))
            done.append(f"{name}:{outcome.kind}")

        with working() as good, Site(otherwise=hang) as dead:
            await asyncio.gather(one(dead, "dead"), *(one(good, "good") for _ in range(9)))

        assert done == ["good:sent"] * 9 + ["dead:temporary"]


@pytest.mark.parametrize(
    ("server", "blame"),
    [
        (Site(otherwise=answer(429)), Blame.CHANNEL),
        (Site(otherwise=answer(503)), Blame.MOMENT),
        (Site(otherwise=answer(500, "Retry-After: 5")), Blame.CHANNEL),
        (Site(otherwise=answer(500)), Blame.EITHER),
        (Site(otherwise=answer(401)), Blame.CHANNEL),
        (Site(otherwise=answer(404)), Blame.CHANNEL),
        (Site(otherwise=answer(410)), Blame.CHANNEL),
        (Site(otherwise=answer(302, "Location: /elsewhere")), Blame.CHANNEL),
        (Site(otherwise=answer(400)), Blame.MESSAGE),
        (Site(otherwise=answer(413)), Blame.MESSAGE),
        (Site(otherwise=b""), Blame.EITHER),
        (Site(otherwise=hang), Blame.EITHER),
    ],
)
def test_whom_a_failure_speaks_of(server: Site, blame: Blame) -> None:
    """The receiver, which would do the same to every message; this message; or nobody can know."""
    assert send(server, limit=0.5).blame is blame


def test_an_address_that_may_not_be_reached_is_the_channel() -> None:
    """Whatever the message; a connection that is refused may be of a moment."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert send(working(), url=f"http://127.0.0.1:{port}/").blame is Blame.MOMENT
    assert send(working(), allow=()).blame is Blame.CHANNEL

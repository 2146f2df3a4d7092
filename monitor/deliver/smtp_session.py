"""SMTP: one message to one recipient in a thread of its own, and an exact account of how far it came.

The steps are made one by one, because where it stopped decides whether it may have been sent: only after the
whole text went out and before an answer came. Certificates are verified; a password never travels in the clear.
Whoever asks a server anything, to send or to look, opens the conversation by `_open`. A conversation
that took a mail may be kept for the next one: what goes wrong in a kept one before a text was handed over says nothing
of the mail, which goes out by a new one at once.
"""

import asyncio
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import parseaddr
from functools import cache

import idna

from monitor import error_words
from monitor.deliver import threads
from monitor.deliver.kept_sessions import KeptSessions
from monitor.deliver.outcome import SENT, Blame, Kind, Outcome, Outgoing, failed

_LOGIN_WANTED = 530  # the code of a server that takes nothing without one
_CLOSING = 421  # the code, at any point, of a server that ends its service
_TOO_LARGE = 552
_PATIENCE = 4  # times the timeout of one step that a whole delivery may take
_LEAVING = 2.0  # seconds at most for a polite end
_NO_STARTTLS = (
    'offers no STARTTLS, which this channel requires. tls = "none" does without, at a price: mails go over the network '
    "unencrypted, for anyone on the way to read, and no password is sent to another machine"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Whom to talk to, and as whom. `tls` is none, starttls or tls."""

    host: str
    port: int
    tls: str
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


async def send(server: Server, outgoing: Outgoing, *, limit: timedelta, kept: KeptSessions | None = None) -> Outcome:
    """Send the mail once; `limit` is for each step. Cancelled, it cuts the connection, and the thread ends."""
    delivery = _Delivery(server, outgoing, limit.total_seconds(), kept)
    try:
        async with asyncio.timeout(limit.total_seconds() * _PATIENCE):
            return await threads.run(delivery.run, name=f"mail-{server.host}")
    except TimeoutError:
        return failed(Kind.TEMPORARY, f"{server.host}: too slow", maybe_sent=delivery.handed_over)
    finally:
        delivery.cut()


def probe(server: Server, *, limit: timedelta) -> None:
    """Begin a conversation as for a mail, and end it.

    Raises:
        OSError: it cannot be begun, and why.
    """
    try:
        client = _open(server, limit.total_seconds())
        try:
            client.noop()
        finally:
            _leave(client, limit.total_seconds())
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise OSError(_outcome(server, error).error) from error


def _open(server: Server, timeout: float, started: Callable[[smtplib.SMTP], None] = lambda _: None) -> smtplib.SMTP:
    """A conversation: connected, greeted, secured and logged in. Each step has `timeout`; `started` gets the client.

    Raises:
        Stop: we go no further.
        smtplib.SMTPException, OSError, ValueError: as smtplib raises them.
    """
    # The name that we greet with: smtplib would ask the resolver for one, which can take its time.
    name = _address(server.sender).rpartition("@")[2]
    if server.tls == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout, context=_tls())
    else:
        client = smtplib.SMTP(server.host, server.port, name, timeout=timeout)
    try:
        started(client)
        if client.sock is not None:  # else the dot after a text waits for the server's delayed acknowledgement: 40 ms
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _introduce(client, server)
    except BaseException:
        _leave(client, timeout)
        raise
    return client


def _introduce(client: smtplib.SMTP, server: Server) -> None:
    client.ehlo_or_helo_if_needed()
    if server.tls == "starttls":
        if not client.has_extn("starttls"):
            raise Stop(Kind.TEMPORARY, _NO_STARTTLS)
        client.starttls(context=_tls())
        client.ehlo_or_helo_if_needed()
    if server.username and server.password:
        if server.tls == "none" and not _is_local(client):
            raise Stop(Kind.REFUSED, "a password is not sent without TLS: set tls to starttls or tls")
        client.login(server.username, server.password)


def _leave(client: smtplib.SMTP, timeout: float) -> None:
    """Leave politely if that is possible at once; the message's fate is known already."""
    with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
        if client.sock is not None:
            client.sock.settimeout(min(timeout, _LEAVING))
            client.quit()
    client.close()


class _Delivery:
    """One conversation. `handed_over` is True while the whole text is out and no answer has come.

    `blame`: what an end at this point would speak of.
    """

    def __init__(self, server: Server, outgoing: Outgoing, timeout: float, kept: KeptSessions | None) -> None:
        self._server = server
        self._kept = kept
        self._outgoing = outgoing
        self._timeout = timeout
        self._client: smtplib.SMTP | None = None
        self._cut = False
        self.handed_over = False
        self.blame = Blame.CHANNEL

    def run(self) -> Outcome:
        """The conversation from connecting, or from a mail before; every way in which it can end is an outcome."""
        try:
            if self._kept is None or (found := self._kept.take(self._server)) is None:
                self._by_new()
            else:
                client, used = found
                self._started(client)
                try:
                    self._hand_over(client, used)
                except (smtplib.SMTPException, OSError) as error:
                    if not self._is_of_the_session(error):
                        raise
                    self._by_new()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return _outcome(self._server, error, blame=self.blame, maybe_sent=self.handed_over)
        return SENT

    def _by_new(self) -> None:
        self.blame = Blame.CHANNEL
        self._hand_over(_open(self._server, self._timeout, self._started), used=0)

    def _hand_over(self, client: smtplib.SMTP, used: int) -> None:
        """One mail within a conversation, which is kept if all is well, and ended if not."""
        try:
            self.blame = Blame.MESSAGE
            sender, recipient = _address(self._server.sender), _address(self._outgoing.recipient or "")
            text = self._outgoing.rendered.encode()
            self._mail(client, sender, recipient, text)
            self._data(client, text)
        except BaseException:
            _leave(client, self._timeout)
            raise
        self._client = None  # it is no longer this delivery's to cut
        if self._kept is None or self._cut:
            _leave(client, self._timeout)
        else:
            self._kept.put(self._server, client, lambda: _leave(client, self._timeout), used=used + 1)

    def _is_of_the_session(self, error: smtplib.SMTPException | OSError) -> bool:
        """Whether an end may be due to what came before in the conversation: the mail was surely not taken."""
        if self._cut or self.handed_over or isinstance(error, Stop):
            return False
        if isinstance(error, smtplib.SMTPResponseException):  # some take no more than so many senders a conversation
            return error.smtp_code == _CLOSING or self.blame is Blame.CHANNEL
        return True

    def cut(self) -> None:
        """End the conversation from outside."""
        self._cut = True
        sock = getattr(self._client, "sock", None)
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _started(self, client: smtplib.SMTP) -> None:
        self._client = client
        if self._cut:
            self.cut()

    def _mail(self, client: smtplib.SMTP, sender: str, recipient: str, text: bytes) -> None:
        options = []
        client.command_encoding = "ascii"  # of a mail before, it may be another
        if not (text.isascii() and sender.isascii() and recipient.isascii()):
            if not client.has_extn("smtputf8"):
                raise Stop(Kind.PERMANENT, f"cannot take the address {recipient}: it offers no SMTPUTF8")
            client.command_encoding = "utf-8"
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        if client.has_extn("size"):
            options.append(f"size={len(text)}")
        self.blame = Blame.CHANNEL  # the sender is that of all messages
        code, answer = client.mail(sender, options)
        if code == _TOO_LARGE:
            self.blame = Blame.MESSAGE
        if not 200 <= code < 300:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        self.blame = Blame.MESSAGE
        code, answer = client.rcpt(recipient)
        if not 200 <= code < 300:
            raise _RecipientRefused(code, answer, recipient)

    def _data(self, client: smtplib.SMTP, text: bytes) -> None:
        self.blame = Blame.EITHER
        code, answer = client.docmd("data")
        if code != 354:
            raise smtplib.SMTPResponseException(code, answer)
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", text)
        client.send(re.sub(rb"(?m)^\.", b"..", lines))
        self.handed_over = True
        client.send(b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")
        code, answer = client.getreply()
        self.handed_over = False
        if not 200 <= code < 300:
            raise smtplib.SMTPResponseException(code, answer)


class Stop(smtplib.SMTPException):
    """We go no further, and why."""

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class _RecipientRefused(smtplib.SMTPResponseException):
    """The server takes no mail for this address."""

    def __init__(self, code: int, answer: bytes, recipient: str) -> None:
        super().__init__(code, answer)
        self.recipient = recipient


def _outcome(server: Server, error: Exception, *, blame: Blame = Blame.CHANNEL, maybe_sent: bool = False) -> Outcome:
    """What an attempt that ended in this error came to, at a point at which an end speaks of `blame`."""
    said = _why(server, error)
    match error:
        case Stop():
            return failed(error.kind, said, blame=blame, maybe_sent=maybe_sent)
        case smtplib.SMTPResponseException():
            return _refused(error, said, blame, maybe_sent=maybe_sent)
        case smtplib.SMTPNotSupportedError():
            return failed(Kind.REFUSED, said)
        case _:  # open: whatever else smtplib and sockets raise passes by itself, and ends the whole conversation
            broken_off = Blame.MOMENT if blame is Blame.CHANNEL else Blame.EITHER
            return failed(Kind.TEMPORARY, said, blame=broken_off, maybe_sent=maybe_sent)


def _refused(error: smtplib.SMTPResponseException, said: str, blame: Blame, *, maybe_sent: bool) -> Outcome:
    """What a refusal means: one of the whole channel is never final, for its other messages would go with it."""
    kind = _kind(error)
    if kind is Kind.PERMANENT and blame is Blame.CHANNEL:
        kind = Kind.REFUSED
    if blame is Blame.CHANNEL or error.smtp_code == _CLOSING:
        blame = Blame.MOMENT
    outcome = failed(kind, said, blame=blame, maybe_sent=maybe_sent)
    return replace(outcome, is_too_large=kind is Kind.PERMANENT and error.smtp_code == _TOO_LARGE)


def _why(server: Server, error: Exception) -> str:
    """An error in words, with the server's own answer where it gave one."""
    host = server.host
    match error:
        case Stop() | smtplib.SMTPNotSupportedError():
            return f"{host}: {error_words.message(error)}"
        case smtplib.SMTPResponseException():
            return f"{host} {_what_was_refused(server, error)}: it answered {error.smtp_code} {_text(error.smtp_error)}"
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return f"{host}: no TLS on this port: tls is for port 465, starttls for 587"
        case ConnectionRefusedError():
            return f"{host} refuses the connection on port {server.port}: is the port right, and does the server run?"
        case smtplib.SMTPServerDisconnected():
            return f"{host} ended the conversation: {error_words.message(error)}"
        case _:  # open: the rest is the same for every connection
            return error_words.known(error, host) or f"{host}: {error_words.in_words(error, doing='the delivery')}"


def _what_was_refused(server: Server, error: smtplib.SMTPResponseException) -> str:
    match error:
        case _ if error.smtp_code == _LOGIN_WANTED:
            return "wants a login first (username and password of the channel)"
        case smtplib.SMTPAuthenticationError():
            return f"does not accept the password of {server.username} (username and password of the channel)"
        case smtplib.SMTPSenderRefused():
            return f"takes no mail from {error.sender}"
        case _RecipientRefused():
            return f"takes no mail for {error.recipient}"
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return "does not talk to us"
        case _:  # open: what came after the addresses is about the message
            return "does not take the message"


def _kind(error: smtplib.SMTPResponseException) -> Kind:
    """What a refusal means: 4xx passes; a login or a greeting refused is for a person; the rest is final."""
    if error.smtp_code < 500:
        return Kind.TEMPORARY
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Kind.REFUSED
    return Kind.REFUSED if error.smtp_code in {530, 534, 535, 538} else Kind.PERMANENT


def _address(text: str) -> str:
    """The bare address, its domain in ASCII; nothing in it can end a line."""
    plain = re.sub(r"[\s<>\x00-\x1f\x7f-\x9f\u2028\u2029]", "", parseaddr(text)[1])
    local, _, domain = plain.rpartition("@")
    if not local or not domain:
        raise Stop(Kind.PERMANENT, f"{text[:80]!r} is not a mail address")
    with contextlib.suppress(idna.IDNAError, UnicodeError):
        domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain}"


def _is_local(client: smtplib.SMTP) -> bool:
    """Whether the server is this machine: what is said there nobody overhears."""
    return str(client.sock.getpeername()[0]) in {"127.0.0.1", "::1"} if client.sock else False


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()

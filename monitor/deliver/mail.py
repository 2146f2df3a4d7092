"""Mail over SMTP: one message to one recipient in a thread of its own, and an exact account of how far it came.

The steps of SMTP are made one by one, because where it stopped decides whether it may have been sent: only after the
whole text went out and before an answer came. Certificates are verified; a password never travels in the clear.
"""

import asyncio
import contextlib
import re
import smtplib
import socket
import ssl
from datetime import timedelta
from email.utils import parseaddr
from functools import cache

import idna

from monitor.deliver import threads
from monitor.deliver.outcome import SENT, Kind, Outcome, Outgoing, failed
from monitor.model import MailChannel

_PATIENCE = 4  # times the timeout of one step that a whole delivery may take


async def send(channel: MailChannel, outgoing: Outgoing, *, limit: timedelta) -> Outcome:
    """Send the mail once. Cancelled, it cuts the connection, and the thread ends."""
    delivery = _Delivery(channel, outgoing, limit.total_seconds())
    try:
        async with asyncio.timeout(limit.total_seconds() * _PATIENCE):
            return await threads.run(delivery.run, name=f"mail-{channel.name}")
    except TimeoutError:
        return failed(Kind.TEMPORARY, f"{channel.host}: too slow", maybe_sent=delivery.handed_over)
    finally:
        delivery.cut()


class _Delivery:
    """One conversation. `handed_over` is True while the whole text is out and no answer has come."""

    def __init__(self, channel: MailChannel, outgoing: Outgoing, timeout: float) -> None:
        self._channel = channel
        self._outgoing = outgoing
        self._timeout = timeout
        self._client: smtplib.SMTP | None = None
        self._cut = False
        self.handed_over = False

    def run(self) -> Outcome:
        """The conversation from connecting to quitting; every way in which it can end is an outcome."""
        host = self._channel.host
        try:
            self._client = self._connected()
            if self._cut:
                self.cut()
            self._converse(self._client)
        except _Stop as stop:
            return failed(stop.kind, f"{host}: {stop}", maybe_sent=self.handed_over)
        except smtplib.SMTPResponseException as error:
            text = _text(error.smtp_error)
            return failed(_kind(error), f"{host}: {error.smtp_code} {text}", maybe_sent=self.handed_over)
        except ssl.SSLCertVerificationError as error:
            return failed(Kind.TEMPORARY, f"{host}: its certificate cannot be trusted: {error.verify_message}")
        except smtplib.SMTPNotSupportedError as error:
            return failed(Kind.REFUSED, f"{host}: {error}")
        except (smtplib.SMTPException, OSError, ValueError) as error:
            said = str(error) or type(error).__name__
            return failed(Kind.TEMPORARY, f"{host}: {said}", maybe_sent=self.handed_over)
        finally:
            self._part()
        return SENT

    def cut(self) -> None:
        """End the conversation from outside."""
        self._cut = True
        sock = getattr(self._client, "sock", None)
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _connected(self) -> smtplib.SMTP:
        channel = self._channel
        # The name that we greet with: smtplib would ask the resolver for one, which can take its time.
        name = _address(channel.sender).rpartition("@")[2]
        if channel.tls == "tls":
            return smtplib.SMTP_SSL(channel.host, channel.port, name, timeout=self._timeout, context=_tls())
        return smtplib.SMTP(channel.host, channel.port, name, timeout=self._timeout)

    def _converse(self, client: smtplib.SMTP) -> None:
        channel = self._channel
        client.ehlo_or_helo_if_needed()
        if channel.tls == "starttls":
            if not client.has_extn("starttls"):
                raise _Stop(Kind.TEMPORARY, "offers no STARTTLS, which this channel requires")
            client.starttls(context=_tls())
            client.ehlo_or_helo_if_needed()
        if channel.username and channel.password:
            if channel.tls == "none" and not _is_local(client):
                raise _Stop(Kind.REFUSED, "a password is not sent without TLS: set tls to starttls or tls")
            client.login(channel.username, channel.password)
        sender, recipient = _address(channel.sender), _address(self._outgoing.recipient or "")
        text = self._outgoing.rendered.encode()
        self._mail(client, sender, recipient, text)
        self._data(client, text)

    def _mail(self, client: smtplib.SMTP, sender: str, recipient: str, text: bytes) -> None:
        options = []
        if not (text.isascii() and sender.isascii() and recipient.isascii()):
            if not client.has_extn("smtputf8"):
                raise _Stop(Kind.PERMANENT, f"cannot take the address {recipient}: it offers no SMTPUTF8")
            client.command_encoding = "utf-8"
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        if client.has_extn("size"):
            options.append(f"size={len(text)}")
        for code, answer in (client.mail(sender, options), client.rcpt(recipient)):
            if not 200 <= code < 300:
                raise smtplib.SMTPResponseException(code, answer)

    def _data(self, client: smtplib.SMTP, text: bytes) -> None:
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

    def _part(self) -> None:
        """Leave politely if that is possible at once; the message's fate is known already."""
        client = self._client
        if client is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
            if client.sock is not None:
                client.sock.settimeout(min(self._timeout, 2.0))
                client.quit()
        client.close()


class _Stop(Exception):  # noqa: N818  not an error but the end of a conversation
    """We go no further, and why."""

    def __init__(self, kind: Kind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def _kind(error: smtplib.SMTPResponseException) -> Kind:
    """What a refusal means: 4xx passes; a login or a greeting refused is for a person; else it is for ever."""
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
        raise _Stop(Kind.PERMANENT, f"{text[:80]!r} is not a mail address")
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

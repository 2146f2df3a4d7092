"""A mail's exact text by RFC 5322, built from parts that cannot break out of their place.

Every header value is one line of ASCII: what is not becomes encoded words, and so does anything that looks like one.
(`email.message.EmailMessage` of Python 3.11.7 turns a headline `=?utf-8?q?x=0aBcc:...?=` into a header of its own:
CVE-2024-6923.) Bodies are quoted-printable with short lines, so no relay has a reason to touch them. The finished
text is parsed again by `problems`. The same input gives the same bytes.
"""

import base64
import email.parser
import email.policy
import email.quoprimime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr

import idna

from monitor.phrasing import line

Headers = Sequence[tuple[str, str]]
_WORD = 39  # bytes of text in an encoded word: with its frame and a header's name it stays under 76 characters
_QUOTED_LINE = 72
_FIXED = (("MIME-Version", "1.0"),)


@dataclass(frozen=True, slots=True)
class Parts:
    """The two bodies of a mail, ready to be sent; the same for each recipient."""

    text: str
    html: str


def parts(text: str, html: str) -> Parts:
    """The bodies in quoted-printable."""
    return Parts(_part("text/plain", text), _part("text/html", html))


def compose(headers: Headers, bodies: Parts) -> str:
    """The whole message, lines ended by CRLF. `headers` are made by this module's functions, or plain ASCII."""
    both = (bodies.text, bodies.html)
    seed = hashlib.sha256("\0".join([*(value for _, value in headers), *both]).encode("utf-8", "replace"))
    boundary = f"=_{seed.hexdigest()[:24]}"  # "=_" cannot occur in quoted-printable
    kind = ("Content-Type", f'multipart/alternative; boundary="{boundary}"')
    head = "".join(f"{name}: {value}\r\n" for name, value in (*headers, *_FIXED, kind))
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in both)
    return f"{head}\r\n{body}--{boundary}--\r\n"


def text_alone(message: str) -> str | None:
    """A message of `compose` with its text and without its page; None: it has no page."""
    head, _, rest = message.partition("\r\n\r\n")
    found = re.search(r'\r\nContent-Type: multipart/alternative; boundary="([^"]+)"', head)
    if found is None:
        return None
    first = rest.split(f"--{found[1]}\r\n")[1]
    return f"{head[: found.start()]}\r\n{first}"


def problems(message: str, headers: Headers) -> list[str]:
    """What a receiver would read otherwise than meant: the names of headers added, lost or changed."""
    parsed = email.parser.BytesParser(policy=email.policy.default).parsebytes(message.encode())
    meant = [name for name, _ in headers] + [name for name, _ in _FIXED] + ["Content-Type"]
    read = parsed.keys()  # names alone: the library's reading of values can itself fail
    found = [name for name in set(meant) | set(read) if meant.count(name) != read.count(name)]
    if parsed.defects or [part.get_content_type() for part in parsed.walk()][1:] != ["text/plain", "text/html"]:
        found.append("body")
    return sorted(found)


def unstructured(value: str) -> str:
    """A header's free text: one line of ASCII, in encoded words where it must be."""
    value = line(value)
    if value.isascii() and "=?" not in value and len(value) <= 900:
        return value
    pieces, piece = [], ""
    for char in value:
        if len((piece + char).encode("utf-8", "replace")) > _WORD:
            pieces.append(piece)
            piece = ""
        piece += char
    encoded = (base64.b64encode(piece.encode("utf-8", "replace")).decode("ascii") for piece in [*pieces, piece])
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in encoded)


def address(text: str, name: str = "") -> str:
    """An address for From or To, `me@example.org` or `Me <me@example.org>`; `name` where it has none."""
    declared, plain = parseaddr(line(text))
    name = unstructured(declared or name)
    if name and not name.startswith("=?"):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{mailbox(plain)}>" if name else mailbox(plain)


def mailbox(plain: str) -> str:
    """The address with its domain in ASCII. A local part beyond ASCII stays: it needs SMTPUTF8."""
    local, _, domain = re.sub(r"[\s<>,;]", "", line(plain)).rpartition("@")
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except (idna.IDNAError, UnicodeError):
        return f"{local}@{domain}"


def domain(text: str) -> str:
    """The domain of an address, fit for a Message-ID."""
    found = mailbox(parseaddr(line(text))[1]).rpartition("@")[2]
    return found if re.fullmatch(r"[A-Za-z0-9.-]+", found) else "localhost"


def date(moment: datetime) -> str:
    """A Date header in UTC."""
    return format_datetime(moment.astimezone(UTC))


def _part(kind: str, text: str) -> str:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("latin-1")
    quoted = email.quoprimime.body_encode(raw, maxlinelen=_QUOTED_LINE, eol="\r\n")
    # A dot is doubled by SMTP and "From " quoted by mailboxes, where they begin a line: neither does here.
    quoted = re.sub(r"(?m)^(\.|F(?=rom ))", lambda found: f"={ord(found[1]):02X}", quoted)
    return f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}"


def page_of(message: str) -> str | None:
    """The page of a mail, as who opened it saw it; None: it has none, or is no mail."""
    body = email.parser.Parser(policy=email.policy.default).parsestr(message).get_body(("html",))
    if body is None:
        return None
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows: not ours
        return None

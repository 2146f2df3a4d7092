"""The mail channel: one mail a recipient, over SMTP. How it is sent is in `smtp_session`, its exact text in `mime`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import quote

from pydantic import AfterValidator, Field, model_validator

from monitor.catalogue import ONE_OR_MANY, Header, Texts
from monitor.deliver.channel import Addressed, Attempt, Channel, ChannelSettings
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.forms import Forms

_SENDER = "News monitor"
_LIST = "Entertainment monitor"


def _mailbox(value: str) -> str:
    name, address = parseaddr(value)
    local, _, domain = address.rpartition("@")
    if not (local and domain) or not value.isprintable() or " " in address or ("," in value and not name):
        raise ValueError(f"{value!r} is not a mail address")
    return value


def _mailboxes(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise ValueError("names no one")
    return tuple(_mailbox(value) for value in values)


def _server(value: str) -> str:
    name, colon, port = value.partition(":")
    if colon and port.isdecimal():
        raise ValueError(f'names the server alone: write host = "{name}" and port = {port}')
    if not set(value).isdisjoint("/@,;") or len(value.split()) != 1:
        raise ValueError(f"{value!r} is no server's name, such as smtp.example.org")
    return value


Tls = Literal["none", "starttls", "tls"]
Server = Annotated[Header, AfterValidator(_server)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Mailboxes = Annotated[Texts, AfterValidator(_mailboxes), ONE_OR_MANY]


class MailSettings(ChannelSettings):
    """Mail over SMTP."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "name": "mail",
        "kind": "mail",
        "host": "smtp.example.org",
        "from": "Monitor <monitor@example.org>",
        "to": ["me@example.org"],
        "username": "monitor",
        "password": "${SMTP_PASSWORD}",
    }

    kind: Annotated[Literal["mail"], Field(description="mail")]
    host: Annotated[Server, Field(description="the SMTP server")]
    port: Annotated[int, Field(ge=1, le=65535, description="its port")] = 587
    tls: Annotated[Tls, Field(description="none, starttls (587) or tls (465)")] = "starttls"
    sender: Annotated[Mailbox, Field(alias="from", description="who the mail is from")]
    to: Annotated[Mailboxes, Field(description="recipients; each gets a mail of its own")]
    username: Annotated[str | None, Field(description="for the server's login")] = None
    password: Annotated[str | None, Field(description="better as ${NAME} or password_file")] = None
    password_file: Annotated[str | None, Field(description="a file that holds the password")] = None

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if (self.username is None) != (self.password is None):
            raise ValueError("needs both `username` and `password`, or neither")
        return self

    def channel(self, folder: Path) -> Channel:  # noqa: ARG002  no path in it
        """The channel that it means."""
        return MailChannel(**self.model_dump(exclude={"kind", "password_file"}))

    def warnings(self) -> Iterator[tuple[str, str]]:
        """A login without TLS works with a server on this machine alone."""
        if self.tls == "none" and self.password:
            yield "tls", "without TLS the login is refused, unless the server is on this machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel(Channel):
    """Mail over SMTP; one message a recipient."""

    host: str
    port: int
    tls: Tls
    sender: str
    to: tuple[str, ...]
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def render(self, forms: Forms) -> list[Addressed]:
        """One mail for each recipient: they differ in their To alone."""
        from monitor.deliver import mime  # noqa: PLC0415  only who renders pays for it

        bodies = mime.parts(forms.text_of_html, forms.html)
        shared = self._headers(forms)
        sender = ("From", mime.address(self.sender, _SENDER))
        mails = [[sender, ("To", mime.address(person)), *shared] for person in self.to]
        # What comes from the news is the same in each, so the first one is read for all.
        if mime.problems(mime.compose(mails[0], bodies), mails[0]):
            # Rather a mail without its subject than one that could be misread.
            mails = [[(name, _LIST if name == "Subject" else value) for name, value in headers] for headers in mails]
        return [(person, mime.compose(headers, bodies)) for person, headers in zip(self.to, mails, strict=True)]

    def smaller(self, rendered: str) -> str | None:
        """The plain text alone: the page is most of a mail."""
        from monitor.deliver import mime  # noqa: PLC0415  only who needs it pays for it

        return mime.text_alone(rendered)

    async def send(self, outgoing: Outgoing, attempt: Attempt) -> Outcome:
        """Send the mail once. Cancelled, it cuts the connection."""
        from monitor.deliver import smtp_session  # noqa: PLC0415  only who sends pays for it

        server = smtp_session.Server(**self._login())
        return await smtp_session.send(server, outgoing, limit=attempt.timeout, kept=attempt.kept)

    def probe(self, attempt: Attempt) -> str:
        """Connect, greet, secure and log in exactly as for a mail; and leave."""
        from monitor.deliver import smtp_session  # noqa: PLC0415  only who sends pays for it

        smtp_session.probe(smtp_session.Server(**self._login()), limit=attempt.timeout)
        return f"{self.host}:{self.port} takes mail" + (f" from {self.username}" if self.username else "")

    def _login(self) -> dict[str, Any]:
        """What the conversation needs to know of the channel."""
        return {name: getattr(self, name) for name in ("host", "port", "tls", "sender", "username", "password")}

    def _headers(self, forms: Forms) -> list[tuple[str, str]]:
        """Those that do not depend on the recipient."""
        from monitor.deliver import mime  # noqa: PLC0415  only who renders pays for it

        domain = mime.domain(self.sender)
        filed_as = forms.type.partition(".")[0]  # what a mail filter goes by: digest, story, incident
        headers = [
            ("Subject", mime.unstructured(forms.subject)),
            ("Date", mime.date(forms.at)),
            ("Message-ID", f"<{forms.id}@{domain}>"),
            ("List-ID", mime.unstructured(f"{_LIST} <{filed_as}.monitor.{domain}>")),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),  # Outlook answers Auto-Submitted, too
        ]
        if forms.contact:
            asked = quote(f"unsubscribe {forms.type} {self.name}")
            headers.append(("List-Unsubscribe", f"<mailto:{mime.mailbox(forms.contact)}?subject={asked}>"))
        if forms.thread:
            headers += [(name, f"<{forms.thread}@{domain}>") for name in ("In-Reply-To", "References")]
        return headers

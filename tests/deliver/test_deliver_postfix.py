"""Mail to a real Postfix: what our own test server might be too kind to notice."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import deliver_postfix
import naughty
import pytest
from deliver_postfix import SIZE_LIMIT, Postfix

from monitor import deliver
from monitor.deliver import Kind, Outcome, Outgoing, smtp_session
from monitor.deliver.mail import MailChannel
from monitor.digest import build
from monitor.digest.build import Material
from monitor.digest.digest_window import Window
from monitor.digest.message import Digest
from monitor.digest.render import Rendering
from monitor.model import DigestPlan, Origin, Watch
from monitor.report_time import ReportTime
from monitor.story import Report, Story, StoryHit

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
PEOPLE = ("me@example.org", "you@example.org")


@pytest.fixture(scope="module")
def postfix() -> Iterator[Postfix]:
    """One server for these tests: each sends mails of its own subject."""
    if reason := deliver_postfix.missing():
        pytest.skip(reason)
    with deliver_postfix.postfix() as server:
        yield server


def text(recipient: str, subject: str, body: str = "Heat 2 is next.\r\n") -> str:
    """A mail with its header."""
    head = f"From: monitor@example.org\r\nTo: {recipient}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@example.org>"
    return (
        f"{head}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{body}"
    )


def send(postfix: Postfix, recipient: str, message: str, *, tls: str = "none") -> Outcome:
    """What came of sending it once."""
    channel = MailChannel(
        name="mail",
        host="127.0.0.1",
        port=postfix.port,
        tls=tls,
        sender="Desk <monitor@example.org>",
        to=(recipient,),
    )
    outgoing = Outgoing(message_id="x", type="digest", recipient=recipient, rendered=message, created_at=NOW)
    return asyncio.run(deliver.send(channel, outgoing, now=NOW))


def body_of(mail: bytes) -> str:
    """The body as it was put into the folder, with the line ends of a file."""
    return mail.partition(b"\n\n")[2].decode()


class TestContent:
    def test_it_arrives_as_it_was_rendered(self, postfix: Postfix) -> None:
        """Lines of dots, an empty line at the end: what the folder holds is what was rendered."""
        body = ".\r\n..\r\n.dot\r\n\r\nend\r\n\r\n"

        assert send(postfix, "me@example.org", text("me@example.org", "dots", body)).kind is Kind.SENT
        assert body_of(postfix.arrived("me@example.org", "dots")) == body.replace("\r\n", "\n")

    def test_text_beyond_ascii_arrives(self, postfix: Postfix) -> None:
        """Eight bits a byte, declared as 8BITMIME: Postfix neither refuses nor recodes them."""
        body = "‘Heat 2’ startet in Köln – 日本\r\n"

        assert send(postfix, "me@example.org", text("me@example.org", "eight", body)).kind is Kind.SENT
        assert body_of(postfix.arrived("me@example.org", "eight")) == body.replace("\r\n", "\n")

    def test_a_mailbox_beyond_ascii_is_reached(self, postfix: Postfix) -> None:
        """A person whose address needs SMTPUTF8 gets the mail."""
        person = "jürgen@example.org"

        assert send(postfix, person, text(person, "umlaut")).kind is Kind.SENT
        assert postfix.arrived(person, "umlaut")

    def test_a_mail_that_is_too_large_is_refused_for_ever(self, postfix: Postfix) -> None:
        """The server says so before the text is sent: sending it again would change nothing."""
        large = text("me@example.org", "large", ("x" * 70 + "\r\n") * (SIZE_LIMIT // 70))
        outcome = send(postfix, "me@example.org", large)

        assert outcome.kind is Kind.PERMANENT
        assert "it answered 552" in outcome.error
        assert not outcome.maybe_sent

    def test_a_hostile_digest_arrives_byte_for_byte(self, postfix: Postfix) -> None:
        """Every naughty text as headline, outlet, author and sentence: nothing is folded, recoded or dotted."""
        channel = MailChannel(
            name="mail", host="127.0.0.1", port=postfix.port, tls="none", sender="Desk <m@example.org>", to=PEOPLE
        )
        assert len(naughty.ALL) > 50
        for number, half in enumerate((naughty.ALL[::2], naughty.ALL[1::2])):
            forms = Rendering(message=digest(f"half-{number}", half))
            for person, mail in channel.render(forms):
                assert person is not None
                assert send(postfix, person, mail).kind is Kind.SENT
                arrived = postfix.holding(person, f"Message-ID: <{forms.id}@example.org>")
                assert len(mail) > 40_000
                assert arrived.endswith(b"\n" + mail.replace("\r\n", "\n").encode())


def digest(name: str, texts: tuple[str, ...]) -> Digest:
    """A story for each text, every word of which is that text."""
    stories, hits = {}, []
    for number, text in enumerate(texts, 1):
        report = Report(
            article_id=number,
            url=f"https://joblo.example/{number}?{text}",
            outlet="joblo",
            outlet_name=text,
            title=text,
            found_at=NOW,
            published_at=NOW,
            reported=ReportTime(NOW),
            language="en",
            copy_of=None,
            authors=(text,),
        )
        stories[number] = Story(
            id=number, title=text, first_reported_by="joblo", opened_at=NOW, updated_at=NOW, reports=(report,)
        )
        hits.append(
            StoryHit(
                id=number,
                watch="heat-2",
                watch_name="Heat 2",
                report=report,
                story=number,
                story_title=text,
                origin=Origin.LIVE,
                found_at=NOW,
                field="body",
                snippet=f"Heat 2 {text}",
                snippet_marks=((0, 6),),
                marks=(),
                is_right=None,
                watch_kind=None,
                watch_ids={},
            )
        )
    material = Material(watches=(Watch(id="heat-2", name="Heat 2", query="x"),), hits=tuple(hits), stories=stories)
    plan = DigestPlan(name=name, schedule="0 8 * * *", to=("mail",))
    return build.build(plan, Window(start=NOW - timedelta(days=1), end=NOW), material, now=NOW)


class TestRecipients:
    def test_one_who_is_refused_harms_no_other(self, postfix: Postfix) -> None:
        """An unknown mailbox and a forbidden one are for ever, one who is to come back later is not."""
        people = ["me", "nobody", "never", "later", "you"]
        sent = [send(postfix, f"{name}@example.org", text(f"{name}@example.org", "several")) for name in people]

        assert [outcome.kind for outcome in sent] == [
            Kind.SENT,
            Kind.PERMANENT,
            Kind.PERMANENT,
            Kind.TEMPORARY,
            Kind.SENT,
        ]
        refused = zip(people[1:4], (550, 550, 450), sent[1:4], strict=True)
        assert all(f"{name}@example.org: it answered {code}" in outcome.error for name, code, outcome in refused)
        assert postfix.arrived("me@example.org", "several")
        assert postfix.arrived("you@example.org", "several")

    def test_nothing_is_relayed(self, postfix: Postfix) -> None:
        """A person of elsewhere is refused by this server, which the outcome repeats."""
        outcome = send(postfix, "somebody@elsewhere.example", text("somebody@elsewhere.example", "relay"))

        assert outcome.kind in {Kind.PERMANENT, Kind.TEMPORARY}
        assert "elay access denied" in outcome.error


class TestTls:
    def test_a_certificate_that_is_trusted(self, postfix: Postfix, monkeypatch: pytest.MonkeyPatch) -> None:
        """After STARTTLS the mail goes, and the server saw it come encrypted."""
        trusted = ssl.create_default_context(cafile=str(postfix.certificate))
        monkeypatch.setattr(smtp_session, "_tls", lambda: trusted)

        assert send(postfix, "me@example.org", text("me@example.org", "secret"), tls="starttls").kind is Kind.SENT
        assert b"with ESMTPS" in postfix.arrived("me@example.org", "secret")

    def test_a_certificate_that_signs_itself(self, postfix: Postfix) -> None:
        """Nothing is sent, and the reason is named: a person can trust it, time cannot."""
        outcome = send(postfix, "me@example.org", text("me@example.org", "untrusted"), tls="starttls")

        assert outcome.kind is Kind.TEMPORARY
        assert "certificate cannot be trusted" in outcome.error
        assert not outcome.maybe_sent

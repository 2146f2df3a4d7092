"""Mails as bytes: headers that nothing can break out of, bodies that arrive as they were."""

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from naughty import ALL, HEADERS

from monitor import phrasing
from monitor.deliver import mime

FIXED = {"MIME-Version", "Content-Type"}
ANY_TEXT = st.text(st.characters(), max_size=300)


def mail(
    subject: str, text: str = "text\n", html: str = "<p>html</p>\n", name: str = "News"
) -> tuple[str, EmailMessage]:
    """A whole mail, and as a receiver reads it."""
    raw = mime.compose(
        [
            ("From", mime.address("monitor@example.org", name)),
            ("To", mime.address("me@example.org")),
            ("Subject", mime.unstructured(subject)),
            ("Message-ID", "<x@example.org>"),
        ],
        mime.parts(text, html),
    )
    read = email.message_from_bytes(raw.encode("ascii"), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return raw, read


def bodies(read: EmailMessage) -> list[str]:
    """The texts of both parts."""
    return [str(part.get_content()).replace("\r\n", "\n") for part in read.iter_parts()]


@pytest.mark.parametrize(("letters", "is_plain"), [(900, True), (901, False)])
def test_a_long_header_is_folded_in_encoded_words(letters: int, is_plain: bool) -> None:  # noqa: FBT001
    """900 letters of ASCII fit a line as they are, one more is cut into words that a line may break between."""
    assert (mime.unstructured("a" * letters) == "a" * letters) == is_plain


@pytest.mark.parametrize("text", ALL)
def test_no_text_adds_or_changes_a_header(text: str) -> None:
    """A hostile subject and sender's name stay in their place, and are read as they were written."""
    raw, read = mail(text, name=text)

    assert sorted(read.keys()) == sorted(["From", "To", "Subject", "Message-ID", *FIXED])
    assert read["Subject"] == phrasing.line(text).encode("utf-8", "replace").decode()
    assert [address.addr_spec for address in read["From"].addresses] == ["monitor@example.org"]
    assert read.defects == []
    assert all(len(line) <= 998 for line in raw.split("\r\n"))
    assert "\n" not in raw.replace("\r\n", "")


@given(ANY_TEXT, ANY_TEXT)
@example("=?utf-8?q?x=0aBcc:_e@x.test?=", "=?utf-8?q?x=0aBcc:_e@x.test?=")
@example("\udc80" * 60, "\udc80")
def test_any_text_round_trips_through_a_header(subject: str, name: str) -> None:
    """For any text the header set is as meant, by two parsers, and the subject is the visible line of it."""
    raw, read = mail(subject, name=name)
    older = email.message_from_string(raw)

    assert read["Subject"] == phrasing.line(subject).encode("utf-8", "replace").decode()
    assert set(read.keys()) == set(older.keys()) == {"From", "To", "Subject", "Message-ID", *FIXED}
    assert len(read["From"].addresses) == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500), st.text(max_size=500))
@example(".\n..\n.", "From me\n\nFrom you")
@example("x" * 3_000, "=" * 200 + "\n \n\t\n")
@example("a \nb\t\n", "  ")
def test_any_body_arrives_as_it_was(text: str, html: str) -> None:
    """Both bodies come back as they were, line ends aside."""
    raw, read = mail("x", text, html)

    expected = [body.replace("\r\n", "\n").replace("\r", "\n") for body in (text, html)]
    assert bodies(read) == expected
    assert raw.isascii()
    assert all(len(line) <= 78 for line in raw.split("\r\n"))


def test_no_line_begins_with_what_relays_touch() -> None:
    """No body line begins with a dot, which SMTP doubles, or with "From ", which mailboxes quote."""
    raw, read = mail("x", ".\n..dots\nFrom me\n.", "From .\n.")

    lines = raw.split("\r\n\r\n", 1)[1].split("\r\n")
    assert not [line for line in lines if line.startswith((".", "From "))]
    assert bodies(read) == [".\n..dots\nFrom me\n.", "From .\n."]


def test_the_same_mail_is_the_same_bytes() -> None:
    """Composing twice gives the same text, and another body gives another boundary."""
    first, again, other = mail("x")[0], mail("x")[0], mail("x", "another\n")[0]

    assert first == again
    assert first.split("boundary=")[1][:40] != other.split("boundary=")[1][:40]


def test_a_boundary_in_the_body_ends_nothing() -> None:
    """A body that quotes a boundary of the mail's own form is still one body."""
    raw, _ = mail("x")
    boundary = raw.split('boundary="')[1].split('"')[0]
    _, read = mail("x", f"--{boundary}--\r\n\r\n--{boundary}\n")

    assert bodies(read)[0].startswith(f"--{boundary}--")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("me@example.org", "me@example.org"),
        ("Me <me@example.org>", '"Me" <me@example.org>'),
        ('"Me, too" <me@example.org>', '"Me, too" <me@example.org>'),
        ("me@bücher.example", "me@xn--bcher-kva.example"),
        ("me@BÜCHER.example", "me@xn--bcher-kva.example"),
        ("me@straße.example", "me@xn--strae-oqa.example"),
        ("jürgen@bücher.example", "jürgen@xn--bcher-kva.example"),
        ("Jürgen <me@example.org>", "=?utf-8?b?SsO8cmdlbg==?= <me@example.org>"),
    ],
)
def test_addresses_are_written_as_the_standards_ask(text: str, shown: str) -> None:
    """Domains are IDNA 2008; names are quoted or encoded; a local part beyond ASCII is kept for SMTPUTF8."""
    assert mime.address(text) == shown


@pytest.mark.parametrize("text", HEADERS)
def test_no_address_breaks_out(text: str) -> None:
    """An address that is none stays one line and one header."""
    shown = mime.address(text, "News")

    assert "\n" not in shown.replace("\r\n ", "")
    assert mime.domain(text)


def test_dates_are_utc() -> None:
    """A Date header is the moment, whatever the zone it came in."""
    there = timezone(timedelta(hours=-8))

    assert mime.date(datetime(2026, 11, 23, 8, 0, tzinfo=there)) == "Mon, 23 Nov 2026 16:00:00 +0000"
    assert mime.date(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == "Mon, 23 Nov 2026 16:00:00 +0000"


def test_a_message_read_otherwise_is_noticed() -> None:
    """The check names headers that were added, lost or doubled, and a body that came apart."""
    headers = [("From", "a@b.example"), ("Subject", "x")]
    good = mime.compose(headers, mime.parts("text", "<p>html</p>"))

    assert mime.problems(good, headers) == []
    assert mime.problems(good.replace("Subject: x", "Subject: x\r\nBcc: e@x.test"), headers) == ["Bcc"]
    assert mime.problems(good.replace("Subject: x\r\n", ""), headers) == ["Subject"]
    assert mime.problems(good.replace("text/html", "text/plain"), headers) == ["body"]
    assert mime.problems(good.removesuffix("--\r\n"), headers) == ["body"]

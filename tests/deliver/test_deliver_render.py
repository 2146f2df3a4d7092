"""What each kind of channel takes of a message's forms, and that its value shows no secret."""

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_string

import pytest

from monitor.deliver import Channel, mime
from monitor.deliver.apprise import AppriseChannel
from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel


@dataclass(frozen=True)
class Made:
    """A message whose forms are all different."""

    id: str = "opened_x_1"
    type: str = "story.opened"
    at: datetime = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    thread: str | None = None
    contact: str | None = None
    title: str = "the title"
    subject: str = "the subject"
    text: str = "all the text"
    html: str = "<p>the page</p>"
    text_of_html: str = "the text of the page"
    json: str = '{"the": "json"}'


MAIL = MailChannel(
    name="mail",
    host="127.0.0.1",
    port=25,
    tls="none",
    sender="monitor@example.org",
    to=("a@example.org", "b@example.org"),
    username="monitor",
    password="hunter22",
)


def test_a_mail_has_the_page_and_its_text() -> None:
    """Each recipient's mail: the subject, the two bodies, and what mail filters and threads go by."""
    made = MAIL.render(Made(thread="opened_x_0"))
    mails = [message_from_string(text) for _, text in made]

    assert [person for person, _ in made] == ["a@example.org", "b@example.org"]
    assert [mail["To"] for mail in mails] == ["a@example.org", "b@example.org"]
    for mail in mails:
        assert mail["Subject"] == "the subject"
        assert mail["From"] == '"News monitor" <monitor@example.org>'
        assert mail["List-ID"] == "Entertainment monitor <story.monitor.example.org>"
        assert mail["Message-ID"] == "<opened_x_1@example.org>"
        assert mail["In-Reply-To"] == mail["References"] == "<opened_x_0@example.org>"
        bodies = [part.get_payload(decode=True) for part in mail.walk()][1:]
        assert bodies == [b"the text of the page", b"<p>the page</p>"]


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        (WebhookChannel(name="w", url="https://example.org/"), '{"the": "json"}'),
        (FileChannel(name="f", path="out"), "all the text"),
        (FileChannel(name="f", path="out", format="html"), "<p>the page</p>"),
        (FileChannel(name="f", path="out", format="json"), '{"the": "json"}\n'),
        (AppriseChannel(name="a", url="json://x"), json.dumps({"title": "the title", "body": "all the text"})),
    ],
)
def test_the_others_take_one_form_for_all(channel: Channel, text: str) -> None:
    """One delivery, to no one in particular."""
    assert channel.render(Made()) == [(None, text)]


@pytest.mark.parametrize(
    "channel",
    [
        MAIL,
        WebhookChannel(name="w", url="https://example.org/hunter22", secrets=("hunter22",)),
        AppriseChannel(name="a", url="json://hunter22"),
    ],
)
def test_no_value_shows_its_secrets(channel: Channel) -> None:
    """A channel in a log or a traceback keeps its password, its secrets and its address to itself."""
    assert "hunter22" not in repr(channel)


def test_what_all_recipients_get_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of a mail is not made again for each recipient; what it finds holds for all of them."""
    read: list[str] = []
    monkeypatch.setattr(mime, "problems", lambda mail, _: read.append(mail) or ["Subject"])
    mails = replace(MAIL, to=("a@example.org", "b@example.org", "c@example.org")).render(Made())

    assert len(read) == 1
    assert [text.count("\r\nSubject: Entertainment monitor\r\n") for _, text in mails] == [1, 1, 1]
    assert [text.count(f"\r\nTo: {person}\r\n") for person, text in mails] == [1, 1, 1]


def test_a_subject_that_could_be_misread_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather a mail with a plain subject than none, or one that a server takes for something else."""
    monkeypatch.setattr(mime, "problems", lambda *_: ["Subject"])
    [(_, text)] = MAIL.render(Made(thread="opened_x_0"))[:1]

    assert re.search(r"^Subject: Entertainment monitor\r?$", text, re.MULTILINE)

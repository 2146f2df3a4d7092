"""Messages into the outbox: worded once, addressed to each recipient."""

import logging
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from desk_made import CHANNELS, NOW, config

from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.desk import posting
from monitor.desk.context import Context
from monitor.desk.story_window import StoryWindow
from monitor.digest import payload, plain_text, render
from monitor.digest.message import IncidentNotice
from monitor.model import Incident
from monitor.store import outbox
from monitor.store.archive import Archive

NOTICE = IncidentNotice(
    id="incident_1_opened",
    at=NOW,
    opened_at=NOW,
    incident=Incident(kind="feed_failing", subject="variety", detail="Variety: the feed fails"),
)
PEOPLE = tuple(f"reader{number}@example.org" for number in range(20))


def test_a_message_is_rendered_once_for_all_recipients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mail channels of 20 people, a folder of pages and a webhook share one page, one text and one JSON body."""
    made: Counter[str] = Counter()
    for module, name in ((render, "page"), (plain_text, "text"), (payload, "dumps")):
        real = getattr(module, name)

        def counted(*given: object, real: object = real, name: str = name, **more: object) -> object:
            made[name] += 1
            return real(*given, **more)  # type: ignore[operator]

        monkeypatch.setattr(module, name, counted)
    hook, mail, _ = CHANNELS
    assert isinstance(mail, MailChannel)
    channels = (
        hook,
        replace(mail, to=PEOPLE),
        replace(mail, name="more", to=PEOPLE),
        FileChannel(name="pages", path="out", format="html"),
    )
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        context = Context(archive=archive, config=config(tmp_path, channels=channels), stories=StoryWindow(archive))
        posted = posting.post(context, NOTICE, [channel.name for channel in channels], NOW)
        rows = outbox.listing(archive, limit=100)

    assert posted == 1
    assert Counter(row.channel for row in rows) == {"hook": 1, "mail": 20, "more": 20, "pages": 1}
    assert {row.recipient for row in rows if row.channel == "mail"} == set(PEOPLE)
    assert made == {"page": 1, "text": 1, "dumps": 1}


def test_a_template_that_fails_is_logged_and_loses_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Once a message, with file, line and cause; the page goes out as we make it, and says so."""
    (tmp_path / "incident.html").write_text("{{ nosuch }}")
    pages = FileChannel(name="pages", path="out", format="html")
    changed = config(tmp_path, channels=(pages,), templates=tmp_path, feedback="desk@example.org")
    with Archive.open(tmp_path / "archive.db", create=True) as archive, caplog.at_level(logging.ERROR):
        context = Context(archive=archive, config=changed, stories=StoryWindow(archive))
        assert posting.post(context, NOTICE, ["pages"], NOW) == 1
        [text] = [row["rendered"] for row in archive.rows("select rendered from deliveries")]

    [line] = [record for record in caplog.records if record.getMessage() == "template.failed"]
    assert "incident.html, line 1: 'nosuch' is undefined" in line.__dict__["error"]
    assert "the feed fails" in text
    assert "Your own template was not used." in text
    assert "mailto:desk@example.org" in text
    assert str(tmp_path / "archive.db") in text

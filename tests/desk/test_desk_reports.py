"""What a page says reaches the people: authors, and a day that is no midnight, from the event to each place shown."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage

import pytest
from desk_made import config
from make import NOW

from monitor.cli import main
from monitor.desk import Desk, due_digests
from monitor.digest.digest_window import Window
from monitor.digest.payload import data
from monitor.digest.plain_text import text
from monitor.digest.render import Rendering


def sent(desk: Desk, channel: str) -> list[str]:
    """What goes out on a channel."""
    rows = desk.context.archive.rows("select rendered from deliveries where channel = ? order by id", (channel,))
    return [row["rendered"] for row in rows]


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content()


def test_authors_reach_every_output(tmp_path, read, capsys):
    """Two authors of an article stand in both parts of mails, in webhooks, digests and every list."""
    desk = Desk.open(config(tmp_path))
    desk.sync(NOW)
    event = read("joblo", "Michael Mann says Heat 2 is his next film")
    desk.ingest(replace(event, article=replace(event.article, authors=("Kay Fox", "Ann Bell"))), NOW)
    (hook,) = sent(desk, "hook")
    mails = [message_from_string(mail, policy=policy.default) for mail in sent(desk, "mail")]
    plan = desk.context.config.digests[0]
    window = Window(start=NOW - timedelta(days=1), end=NOW + timedelta(hours=1))
    digest = due_digests.preview(desk.context, plan, window, NOW + timedelta(hours=1))
    desk.close()

    assert len(mails) == 2
    assert all("Kay Fox and Ann Bell" in _part(mail, kind) for mail in mails for kind in ("plain", "html"))
    assert json.loads(hook)["data"]["story"]["articles"][0]["authors"] == ["Kay Fox", "Ann Bell"]
    assert "Kay Fox and Ann Bell" in text(digest)
    assert "Kay Fox and Ann Bell" in Rendering(message=digest).html
    ((story,),) = (section["stories"] for section in data(digest)["sections"] if section["stories"])
    assert story["articles"][0]["authors"] == ["Kay Fox", "Ann Bell"]
    (tmp_path / "monitor.toml").write_text("[archive]\npath = 'archive.db'\n")
    for command in (("hits",), ("search", "Heat"), ("story", "1")):
        for form, shown in (("--json", '["Kay Fox", "Ann Bell"]'), ("--details", "Kay Fox, Ann Bell")):
            assert main(["--config", str(tmp_path / "monitor.toml"), *command, form]) == 0
            assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", capsys.readouterr().out), (command, form)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_day_alone_is_that_day_everywhere(tmp_path, read, zone, monkeypatch, capsys):
    """An article of 21 September is of 21 September in mails, webhooks, `hits`, `search`, `story` and `stats`."""
    desk = Desk.open(config(tmp_path, timezone=zone))
    desk.sync(NOW)
    day = datetime(2026, 9, 21, tzinfo=UTC)
    event = read("joblo", "Michael Mann says Heat 2 is his next film")
    article = replace(event.article, published_at=day, published_has_time=False)
    desk.ingest(replace(event, article=article), NOW)
    desk.close()
    monkeypatch.setenv("TZ", zone)

    again = Desk.open(config(tmp_path, timezone=zone))
    (mail, _), (hook,) = sent(again, "mail"), sent(again, "hook")
    again.close()
    assert "Mon 21 Sep" in mail
    assert not re.search(r"21 Sep, \d", mail)
    assert json.loads(hook)["data"]["story"]["articles"][0]["published_at"] == "2026-09-21"
    (tmp_path / "monitor.toml").write_text("[archive]\npath = 'archive.db'\n")
    for command in (("hits",), ("search", "Heat"), ("story", "1"), ("stats", "--by", "days")):
        assert main(["--config", str(tmp_path / "monitor.toml"), *command, "--json"]) == 0
        out = capsys.readouterr().out
        assert "2026-09-21" in out, command
        assert "2026-09-20" not in out
        assert "T00:00:00" not in out

"""What a page says reaches the people: authors, and a day that is no midnight, from the event to each place shown."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from desk_made import config
from make import NOW

from monitor.cli import main
from monitor.desk import Desk, due_digests
from monitor.digest.digest_window import Window
from monitor.digest.plain_text import text


def sent(desk: Desk, channel: str) -> list[str]:
    """What goes out on a channel."""
    rows = desk.context.archive.rows("select rendered from deliveries where channel = ? order by id", (channel,))
    return [row["rendered"] for row in rows]


def test_authors_reach_the_mail(desk, read):
    """An article's authors stand in the alert that goes out."""
    event = read("joblo", "Michael Mann says Heat 2 is his next film")
    desk.ingest(replace(event, article=replace(event.article, authors=("Kay Fox", "Ann Bell"))), NOW)

    mails = sent(desk, "mail")
    assert len(mails) == 2
    assert all("Kay Fox and Ann Bell" in mail for mail in mails)


def test_authors_reach_the_digest(desk, read):
    """They stand in a digest too."""
    event = read("joblo", "Michael Mann says Heat 2 is his next film")
    desk.ingest(replace(event, article=replace(event.article, authors=("Kay Fox",))), NOW)
    plan = desk.context.config.digests[0]
    window = Window(start=NOW - timedelta(days=1), end=NOW + timedelta(hours=1))
    digest = due_digests.preview(desk.context, plan, window, NOW + timedelta(hours=1))

    assert [hit.report.authors for section in digest.sections for item in section.items for hit in item.hits] == [
        ("Kay Fox",)
    ]
    assert "Kay Fox" in text(digest)


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

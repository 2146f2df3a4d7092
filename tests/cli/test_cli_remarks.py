"""`monitor star`, `monitor note` and `monitor add`: what people say of articles, and the coverage that they add."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_made import NOW, Run

from monitor import config
from monitor.dated_events import DatedEvent
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article
from monitor.store import links, watch_dates
from monitor.store.archive import Archive

LIFTS = datetime(2199, 12, 1, 12, tzinfo=UTC)
UNREAD = "https://www.joblo.com/heat-2-in-print/"


@pytest.mark.usefixtures("archived")
def test_a_star_is_given_shown_and_taken_back(run: Run) -> None:
    """With who and when, in the lists and for programs; one of a watch is of that alone, and twice is as once."""
    assert "article 1 has a star" in run("star", "1", "--by", "Ann\x1b[31m").err
    assert "article 1 had a star" in run("star", "1", "--by", "Ben").err
    assert run("star", "2", "--watch", "Heat 2", "--by", "Ben").code == 0
    rows = run("star", "--watch", "heat-2", "--json").json

    given = {(row["article_id"], row["watch"], row["by"]) for row in rows}
    assert given == {(1, None, "Ann [31m"), (2, "heat-2", "Ben")}
    hits = {row["article_id"]: row for row in run("hits", "--json").json}
    assert [one["by"] for one in hits[1]["stars"]] == ["Ann [31m"]
    story = run("story", str(hits[1]["story"]), "--json").json["articles"]
    assert [one["watch"] for one in story[1]["stars"]] == ["heat-2"]
    assert "remark     star by Ben" in run("explain", "2").out
    assert run("star", "2", "--undo").code == 2
    assert run("star", "2", "--watch", "heat-2", "--undo").code == 0
    assert [row["article_id"] for row in run("star", "--json").json] == [1]
    assert run("star", "--undo").code == 2
    assert run("star", "1", "--watch", "Heart").code == 2


@pytest.mark.usefixtures("archived")
def test_notes_keep_their_history(run: Run) -> None:
    """An edit and a removal say who and when, and what stood there stays to be read; nothing else can be changed."""
    assert "note 1 to article 1, by Ann" in run("note", "1", "The =exclusive=, as agreed", "--by", "Ann").err
    assert run("note", "1", "Theirs, not ours", "--edit", "1", "--by", "Ben").code == 0
    assert run("note", "1", "Lost", "--edit", "1").code == 2  # it was replaced already
    assert run("note", "2", "Lost", "--edit", "2").code == 2  # of another article
    assert run("note", "1", "--edit", "2").code == run("note", "1", " ").code == 2
    (hit,) = [row for row in run("hits", "--json").json if row["article_id"] == 1]
    assert [(one["text"], one["by"], one["replaces"]) for one in hit["notes"]] == [("Theirs, not ours", "Ben", 1)]
    (row,) = run("export", "notes", "--format", "json").json
    assert (row["text"], row["written_by"]) == ("Theirs, not ours", "Ben")

    assert run("note", "1", "--remove", "2", "--by", "Eve").code == 0
    assert run("note", "1", "--remove", "2").code == 2
    assert run("note", "--json").json == []
    history = run("note", "1", "--json").json
    assert [(one["state"], one["by"], one["ended_by"]) for one in history] == [
        ("replaced", "Ann", "Ben"),
        ("removed", "Ben", "Eve"),
    ]


def test_an_address_is_read_and_alerts_nobody(archived: Path, run: Run) -> None:
    """On the site of a followed outlet; its article counts when it is read, for the watch, and is sent to nobody."""
    assert "monitor crawl joblo" in run("add", UNREAD, "--by", "Ann").err
    assert run("add", UNREAD).code != 0  # a watch has it once
    (row,) = run("add", "--json").json
    assert (row["watch"], row["state"], row["article_id"]) == ("heat-2", "to be read", None)
    desk = Desk.open(config.load(archived, {}))
    (link,) = [one for one in links.pending(desk.context.archive, "joblo", NOW) if one.url == UNREAD]
    body = (
        "A poster of Heat 2 was stolen from a museum in Oslo on Tuesday night. The police look for two women in a red "
        "van, and the museum offers 20,000 kroner. It had been lent by a collector from Bergen, who heard it on air."
    )
    article = Article(url=UNREAD, outlet="joblo", title="Heat 2 poster stolen in Oslo", body=body, published_at=NOW)
    sent = desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=NOW), NOW)
    desk.close()
    (row,) = run("add", "--json").json

    assert sent == 0
    assert row["article_id"] == 4
    assert "as it stands in the archive" in run("add", "https://variety.com/2026/film/news/heat-2-mann-1235969404/").err
    assert run("add", "--remove", str(row["id"])).code == 0
    assert run("add", "--remove", str(row["id"])).code == 2
    assert [one["article_id"] for one in run("add", "--json").json] == [2]


def test_print_and_broadcast_are_entered(archived: Path, run: Run) -> None:
    """With outlet and date; what is neither entered whole nor on a followed site is an error that says what to do."""
    elsewhere = run("add", "https://elsewhere.example/a")
    assert elsewhere.code == 2
    assert "--title" in elsewhere.err
    assert run("add", "--title", "Mann returns").code == 2
    assert run("add", UNREAD, "--outlet", "JoBlo").code == 2
    assert run("add", "http://[bad", "--title", "x", "--outlet", "y").code != 0
    entered = ["--title", "Mann <b>returns</b>", "--outlet", "Sight & Sound", "--date", "2026-11-20", "--by", "Ann"]
    assert run("add", *entered).code == 0
    assert run("add", "https://elsewhere.example/a", "--medium", "broadcast", *entered).code == 0
    rows = run("add", "--watch", "Heat 2", "--json").json

    assert [(row["medium"], row["url"], row["published_at"], row["state"]) for row in rows] == [
        ("broadcast", "https://elsewhere.example/a", "2026-11-20", "entered"),
        ("print", None, "2026-11-20", "entered"),
    ]
    configured = archived.read_text(encoding="utf-8")  # a time without a zone is of the desk's, wherever it is typed
    archived.write_text(f'timezone = "Asia/Tokyo"\n{configured}', encoding="utf-8")
    for at in ("2026-11-21T09:30", "2026-11-21T02:30+01:00"):
        assert run("add", *entered[:4], "--date", at).code == 0
    by_hour = run("add", "--json").json[:2]
    assert {row["published_at"] for row in by_hour} == {"2026-11-21T00:30:00Z", "2026-11-21T01:30:00Z"}
    assert [row["outlet"] for row in run("export", "added", "--format", "json").json] == ["Sight & Sound"] * 4
    with Archive.open(archived.parent / "archive.db") as archive:
        assert archive.value("select count(*) from links where url_key like '%elsewhere%'") == 0


def test_the_dates_of_a_watch_are_listed_and_its_calendar_is_checked(archived: Path, run: Run) -> None:
    """With the state of each; a hit says whether it is an early review, and why; a broken calendar is a warning."""
    written = archived.read_text(encoding="utf-8")
    watch = 'name = "Heat 2"\n'
    assert watch in written
    with_both = f'{watch}embargo = 2199-12-01T12:00:00Z\ncalendar = "heat.ics"\n'
    archived.write_text(written.replace(watch, with_both, 1), encoding="utf-8")
    checked = run("check")
    listed = run("watch", "list", "--json").json[0]["calendar"]
    archived.write_text(written.replace(watch, f'{watch}calendar = "https://desk.example/s3cret.ics"\n', 1), "utf-8")
    hidden = run("watch", "list", "--json").json[0]["calendar"]
    unasked = run("check")
    archived.write_text(written.replace(watch, with_both, 1), encoding="utf-8")
    (archived.parent / "heat.ics").write_text("<p>Log in</p>", encoding="utf-8")
    again = run("check")
    with Archive.open(archived.parent / "archive.db") as archive:
        event = DatedEvent(uid="e", title="Embargo", begins_at=LIFTS, lifts_at=LIFTS)
        watch_dates.take(archive, "heat-2", "", [event], LIFTS)
        archive.execute("update articles set is_review = 1 where id = 2")
    rows = run("dates", "--json", "--watch", "Heat 2").json
    found = {row["article_id"]: row["early"] for row in run("hits", "--json", "--watch", "Heat 2").json}

    assert "there is no such file" in checked.err
    assert "calendar" not in unasked.err, "`monitor check` asks nobody"
    assert (listed, hidden) == (str(archived.parent / "heat.ics"), None), "an address may hold a secret"
    assert "a web page came in its place" in again.err
    assert [(row["what"], row["calendar"], row["state"]) for row in rows if row["calendar"]] == [
        ("embargo lifts", "monitor.toml", "")
    ]
    assert [article for article, early in found.items() if early] == [2]
    assert "early" in run("hits", "--watch", "Heat 2").out
    assert {row["early"] for row in csv.DictReader(io.StringIO(run("hits", "--csv").out))} == {"true", "false"}
    assert "review   early: its embargo lifts" in run("explain", "2").out

"""`monitor replay`: what the past would have sent, on a temporary archive; and what a new watch is expected to send."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_made import BODY, CONFIG, NOW, Run
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link
from monitor.rehearsal import forecast
from monitor.rehearsal.past_reading import PastReading, in_order
from monitor.store import outbox
from monitor.store.archive import Archive

DENIED = f"Nothing is true of this, the studio told Variety in a statement. {BODY}"
SIGNED = (
    "Adam Driver has closed his deal for Michael Mann's Heat 2, and cameras roll on 3 August in Chicago, people "
    "familiar with the contract told Variety. The actor takes over from Robert De Niro, and Warner Bros. will spend "
    "$150 million. His manager declined to speak about the fee, which is said to be the largest of his career."
)


def given(name: str, outlet: str, found: str, **more: Any) -> dict[str, Any]:
    """A line of a file: an article on Heat 2."""
    article = {"title": "Heat 2 Casts Its Lead", "body": f"Heat 2 has found its lead, the studio said. {BODY}"}
    address = {"url": f"https://{outlet}.example/2026/11/heat-2", "published": found, "found": found}
    return {"id": name, "outlet": outlet} | article | address | more


def written(folder: Path, *rows: dict[str, Any]) -> str:
    """A file of such lines."""
    (folder / "past.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    return "past.jsonl"


def took_in(folder: Path, *readings: tuple[str, str, str, timedelta]) -> None:
    """Fill the archive with what was read: outlet, title, body, and how long ago."""
    desk = Desk.open(config.load(folder, {}))
    for outlet, title, body, ago in readings:
        at = NOW - ago
        desk.sync(at)
        link = Link(url=f"https://{outlet}.com/heat-2-news", title=title)
        article = Article(url=link.url, outlet=outlet, title=title, body=body, published_at=at, language="en")
        desk.ingest(ArticleRead(outlet=outlet, link=link, article=article, at=at), at)
    desk.close()


def test_what_the_archive_would_have_sent(run: Run, archived: Path) -> None:
    """The first report is a message at its own time, the duplicate is quiet; archive and channels are untouched."""
    before = archived.with_name("archive.db").read_bytes()

    found = run("replay", "--since", "1d", "--json").json

    (message,) = [one for one in found["messages"] if one["watch"] == "Heat 2"]
    assert (message["kind"], message["outlet"], message["to"]) == ("opened", "JoBlo", ["files"])
    assert datetime.fromisoformat(message["at"]) == NOW - timedelta(hours=2)
    assert [(one["outlet"], one["reason_code"]) for one in found["quiet"]] == [("Variety", "duplicate")]
    assert archived.with_name("archive.db").read_bytes() == before
    assert not archived.with_name("out").exists()


def test_an_edit_comes_at_the_time_of_the_edit(run: Run, configured: Path) -> None:
    """An article is replayed with the text that it had, then with the text that it got."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(hours=9)),
        ("joblo", "Adam Driver Not in Talks for Heat 2, Studio Denies", DENIED, timedelta(hours=3)),
    )

    found = run("replay", "--since", "1d", "--json").json

    alerts = [one for one in found["messages"] if one["watch"] == "Heat 2"]
    assert [one["title"] for one in alerts] == [
        "Adam Driver in Talks for Heat 2",
        "Adam Driver Not in Talks for Heat 2, Studio Denies",
    ]
    assert [datetime.fromisoformat(one["at"]) for one in alerts] == [NOW - timedelta(hours=hours) for hours in (9, 3)]


def test_what_came_before_warms_the_desk_up(run: Run, configured: Path) -> None:
    """A story that was opened before `--since` is not opened again by what comes after it."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(hours=30)),
        ("variety", "Adam Driver Signs for Heat 2", SIGNED, timedelta(hours=3)),
    )

    found = run("replay", "--since", "12h", "--json").json

    alerts = [one for one in found["messages"] if one["watch"] == "Heat 2"]
    assert [one["outlet"] for one in alerts] == ["Variety"]
    assert alerts[0]["kind"] != "opened"
    assert found["articles"] == 1


AGAIN = f"Adam Driver has closed his deal for Heat 2, it was learned this week, two months before cameras roll. {BODY}"


@pytest.mark.parametrize(
    "readings",
    [
        [
            ("joblo", "Adam Driver Signs for Heat 2", SIGNED, 20),
            ("variety", "Adam Driver Signs On to Heat 2", AGAIN, 0),
        ],
        [("joblo", "Adam Driver in Talks for Heat 2", BODY, 20), ("joblo", "No Heat 2, Studio Denies", DENIED, 0)],
    ],
    ids=["repeated", "edited"],
)
def test_news_of_weeks_ago_is_known(run: Run, configured: Path, readings: list[tuple[str, str, str, int]]) -> None:
    """A replay of a day sends what the desk sent, which compares with what it had read long before."""
    took_in(configured, *((*text, timedelta(days=days, hours=3)) for *text, days in readings))
    with Archive.open(configured.with_name("archive.db")) as archive:
        sent = [one for one in outbox.made_after(archive, 0) if one.watches == ("Heat 2",)]

    found = run("replay", "--since", "1d", "--json").json

    made = [one for one in found["messages"] if one["watch"] == "Heat 2"]
    assert [one["kind"] for one in made] == [one.data["kind"] for one in sent[1:]]
    assert found["articles"] == 1


def test_digests_at_their_moments(run: Run, folder: Path) -> None:
    """A digest stands where its window ended, with what it would have held."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(folder, given("a", "joblo", "2026-11-02T09:00:00Z"), given("b", "variety", "2026-11-03T09:00:00Z"))

    found = run("replay", file, "--json").json

    assert [(one["at"], one["kind"], one["title"]) for one in found["messages"] if one["watch"] == "morning"] == [
        ("2026-11-03T08:00:00Z", "digest", "1 story, 1 article")
    ]


def test_other_watches(run: Run, folder: Path) -> None:
    """`--watches` tries watches of another file, `--watch` one of several."""
    (folder / "monitor.toml").write_text(CONFIG)
    (folder / "mine.toml").write_text(
        '[[watch]]\nname = "Mann"\nquery = "Mann"\n[[watch]]\nname = "De Niro"\nquery = "De Niro"\n'
    )
    file = written(folder, given("a", "joblo", "2026-11-02T09:00:00Z"))

    both = run("replay", file, "--watches", "mine.toml", "--json").json
    one = run("replay", file, "--watches", "mine.toml", "--watch", "Mann", "--json").json

    assert [row["watch"] for row in both["weeks"]] == ["Mann", "De Niro"]
    assert {row["watch"] for row in both["messages"]} == {"Mann", "De Niro"}
    assert {row["watch"] for row in one["messages"]} == {"Mann"}


def test_a_watch_that_is_not_there(run: Run, configured: Path) -> None:
    """A misspelt `--watch` is an error, not an empty table."""
    assert configured.exists()
    assert run("replay", "--watch", "Haet").code == 2


def test_pages_of_a_warc_file(run: Run, folder: Path) -> None:
    """Pages as they came are read by the program's own rules; their outlet is that of their host."""
    (folder / "monitor.toml").write_text(CONFIG)
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in BODY.split(". "))
    page = (
        "<html><head><title>Heat 2 will shoot next year</title>"
        '<meta property="article:published_time" content="2026-11-02T08:00:00Z"><meta property="og:type" '
        f'content="article"></head><body><article><h1>Heat 2 will shoot next year</h1>{paragraphs}'
        "</article></body></html>"
    )
    with (folder / "pages.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "https://www.joblo.com/heat-2-will-shoot/",
            "response",
            payload=io.BytesIO(page.encode()),
            http_headers=answer,
            warc_headers_dict={"WARC-Date": "2026-11-02T09:00:00Z"},
        )
        writer.write_record(record)
        record.raw_stream.close()

    found = run("replay", "pages.warc.gz", "--json").json

    alert = found["messages"][0]
    assert (alert["outlet"], alert["title"], alert["at"]) == (
        "JoBlo",
        "Heat 2 will shoot next year",
        "2026-11-02T09:00:00Z",
    )


def test_what_cannot_be_read_is_said(run: Run, folder: Path) -> None:
    """A bad line and a damaged file are named, the rest is replayed, and the exit code says partly."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(folder, given("a", "joblo", "2026-11-02T09:00:00Z"), {"id": "b", "title": "no time"})
    (folder / "bad.warc").write_bytes(b"this is no WARC file\r\n\r\n")

    ran = run("replay", file, "bad.warc", "--json")

    assert ran.code == 4
    assert len(ran.json["messages"]) >= 1
    assert "past.jsonl, line 2: there is no time under `found`" in ran.err
    assert "bad.warc" in ran.err


def test_the_table_has_messages_and_weeks(run: Run, folder: Path) -> None:
    """For a person: each message with its reason, then each watch with its messages a week and why it was quiet."""
    (folder / "monitor.toml").write_text(CONFIG)
    found = [given(name, "joblo", f"2026-11-{day:02}T09:00:00Z") for name, day in (("a", 2), ("b", 9))]
    found[1] |= {"title": "Heat 2: 11 films to watch before", "url": "https://joblo.example/list"}

    said = run("replay", written(folder, *found), "--quiet-too").out

    assert "First report" in said
    assert "it brings no news: list" in said
    assert "\t1\t1" in said.splitlines()[-1]  # one message in one week
    assert "genre 1" in said


def test_what_no_archive_can_have_is_said(run: Run, folder: Path) -> None:
    """A time before the web is a bad line, one to come is counted, and a first crawl of an export alerts no one."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(
        folder,
        given("a", "joblo", "0001-01-01T00:00:00+14:00"),
        given("b", "joblo", (NOW + timedelta(days=400)).isoformat()),
        given("c", "joblo", "2026-11-02T09:00:00Z", origin="seed"),
    )

    ran = run("replay", file, "--json")

    assert ran.code == 4
    assert [one for one in ran.json["messages"] if one["watch"] == "Heat 2"] == []
    assert ran.json["articles"] == 1
    assert "line 1: its time, 0001-01-01, is before the web" in ran.err
    assert "1 article of times to come" in ran.err


def test_fractions_of_seconds(run: Run, folder: Path) -> None:
    """The first reading counts, and what stayed quiet, though an archive keeps whole seconds."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(
        folder, given("a", "joblo", "2026-11-02T09:00:00.500Z"), given("b", "variety", "2026-11-02T09:30:00.700Z")
    )

    found = run("replay", file, "--json").json

    assert [one["kind"] for one in found["messages"] if one["watch"] == "Heat 2"] == ["opened"]
    assert [one["reason_code"] for one in found["quiet"]] == ["duplicate"]


def test_outlets_that_are_not_followed_are_counted(run: Run, configured: Path) -> None:
    """What the archive has of an outlet that left the configuration is left out, and that is said."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(hours=9)),
        ("variety", "Adam Driver Signs for Heat 2", SIGNED, timedelta(hours=3)),
    )
    configured.write_text(configured.read_text().replace("variety", "deadline"))

    ran = run("replay", "--since", "1d", "--json")

    assert (ran.json["articles"], ran.json["not_followed"]) == (1, {"variety": 1})
    assert "left out: 1 article of 1 outlet that the configuration does not follow: variety" in ran.err


def test_an_edit_is_no_article_of_its_own(run: Run, configured: Path) -> None:
    """An article that was edited is counted once."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(hours=9)),
        ("joblo", "Adam Driver Not in Talks for Heat 2, Studio Denies", DENIED, timedelta(hours=3)),
    )

    assert run("replay", "--since", "1d", "--json").json["articles"] == 1


def test_since_after_until(run: Run, archived: Path) -> None:
    """A time that ends before it begins is an error; `--until` alone has the week before it."""
    assert archived.exists()
    assert run("replay", "--since", "1d", "--until", "3d").code == 2
    assert run("replay", "--until", "30d").code == 0


def test_days_without_articles_take_no_more_time_than_given(run: Run, folder: Path) -> None:
    """Digests of decades between two lines are made as long as `--within` lets them be."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(folder, given("a", "joblo", "1991-02-01"), given("b", "variety", "2026-11-03T09:00:00Z"))

    ran = run("replay", file, "--within", "1s", "--json")

    assert "stopped at" in ran.err
    assert ran.json["articles"] == 1


def test_a_replay_stops_in_time(run: Run, folder: Path) -> None:
    """`--within` bounds it, and it says how far it came."""
    (folder / "monitor.toml").write_text(CONFIG)
    file = written(folder, *(given(str(day), "joblo", f"2026-11-{day:02}T09:00:00Z") for day in (2, 3)))

    ran = run("replay", file, "--within", "0s", "--json")

    assert ran.json["messages"] == []
    assert "stopped at" in ran.err


def test_a_new_watch_says_its_messages_a_week(run: Run, configured: Path) -> None:
    """`watch add` and `watch test` say how many alerts a week the watch would have made in the archive."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(days=7)),
        ("variety", "Adam Driver Signs for Heat 2", SIGNED, timedelta(days=3)),
    )

    added = run("watch", "add", "Mann", "--yes")
    tested = run("watch", "test", "Mann", "--json").json["alerts"]

    assert "alerts: about 2 a week (2 messages in 7 days)" in added.err
    assert (tested["messages"], tested["per_week"], tested["is_whole"]) == (2, 2.0, True)


def test_a_forecast_knows_what_went_before(configured: Path) -> None:
    """A duplicate of what came before its time is no opening, and what came before is not counted."""
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(days=5)),
        ("variety", "Adam Driver in Talks for Heat 2", BODY, timedelta(days=3)),
    )
    loaded = config.load(configured, {})
    desk = Desk.open(loaded)
    whole, late = (
        forecast.facts(loaded, desk.context.archive, loaded.watches[0], NOW - timedelta(days=days), NOW)
        for days in (6, 4)
    )
    desk.close()

    assert whole is not None
    assert late is not None
    assert [(found["messages"], found["why_quiet"]) for found in (whole, late)] == [
        (1, {"duplicate": 1}),
        (0, {"duplicate": 1}),
    ]


def test_a_watch_of_several_persons_is_counted_once(run: Run, configured: Path) -> None:
    """An alert that three persons get is one in the estimate."""
    with configured.open("a") as file:
        for name in ("Ann", "Ben", "Cy"):
            file.write(f'\n[[person]]\nname = "{name}"\nwatches = ["Heat 2"]\nchannels = ["files"]\n')
    took_in(
        configured,
        ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(days=7)),
        ("variety", "Adam Driver Signs for Heat 2", SIGNED, timedelta(days=3)),
    )

    assert run("watch", "test", "Heat 2", "--json").json["alerts"]["messages"] == 2


def test_no_forecast_where_nothing_can_be_said(configured: Path) -> None:
    """An archive of today, and a watch that goes into digests alone, have no number of alerts a week."""
    took_in(configured, ("joblo", "Adam Driver in Talks for Heat 2", BODY, timedelta(hours=7)))
    loaded = config.load(configured, {})
    desk = Desk.open(loaded)
    archive, watch = desk.context.archive, loaded.watches[0]

    assert forecast.facts(loaded, archive, watch, NOW - timedelta(days=30), NOW) is None
    assert forecast.facts(loaded, archive, watch, NOW - timedelta(days=30), NOW, longest=0) is None
    desk.close()


@pytest.mark.parametrize("minutes", [0, 5, 90])
def test_later_texts_stand_between_the_others(minutes: int) -> None:
    """The readings of many articles are one sequence in order of time, whatever edits come between."""
    begin = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def read(name: str, at: int, *later: PastReading) -> PastReading:
        article = Article(url=f"https://joblo.com/{name}", outlet="joblo", title=name, body="")
        return PastReading(article=article, at=begin + timedelta(minutes=at), later=later)

    found = list(in_order([read("a", 0, read("a2", minutes)), read("b", 10), read("c", 60)]))

    assert len(found) == 4
    assert [one.at for one in found] == sorted(one.at for one in found)


PERSON = """
[[person]]
name = "Ann"
watches = ["Heat 2", "Mann"]
channels = ["files"]
quiet = "22:00-07:00"
timezone = "UTC"

[[watch]]
name = "Mann"
query = '"Michael Mann"'
"""


def test_what_a_person_would_have_been_sent(run: Run, folder: Path) -> None:
    """Two watches of hers are one message, and what came at night is there in the morning."""
    (folder / "monitor.toml").write_text(CONFIG + PERSON)
    file = written(folder, given("a", "joblo", "2026-11-02T23:30:00Z"), given("b", "variety", "2026-11-03T12:00:00Z"))

    found = run("replay", file, "--person", "Ann", "--json").json

    message, digest = found["messages"]
    assert (digest["kind"], digest["at"]) == ("digest", "2026-11-03T08:00:00Z")
    assert message["person"] == "ann"
    assert message["at"] == "2026-11-03T07:00:00Z"
    assert sorted(message["watches"]) == ["Heat 2", "Mann"]
    assert [(row["watch"], row["messages"]) for row in found["weeks"]] == [("Heat 2", 1), ("Mann", 1)]

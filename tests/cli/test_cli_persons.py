"""`monitor person`, `monitor snooze`, and what `explain` and `deliveries` say of messages to persons."""

from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, CONFIG, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

URL = "https://www.joblo.com/heat-2-begins/"
PERSONS = """
[[watch]]
name = "Michael Mann"
query = '"Michael Mann"'
tags = ["people"]

[[channel]]
name = "ann"
kind = "file"
path = "ann"

[[person]]
name = "Ann Lee"
channels = ["ann"]
watches = ["Heat 2", "@people"]
"""
BEN = """
[[channel]]
name = "ben"
kind = "file"
path = "ben"

[[person]]
name = "Ben"
channels = ["ben"]
"""
REFUSING = """
[network]
allow = ["127.0.0.0/8"]

[[outlet]]
id = "here"
name = "Here"
home = "http://127.0.0.1:9/"
sources = [{ kind = "feed", url = "http://127.0.0.1:9/feed" }]
"""


def opened(folder: Path, persons: str = "") -> Desk:
    """The desk of the persons, at which an article came an hour ago."""
    path = folder / "monitor.toml"
    path.write_text(CONFIG + PERSONS + persons)
    path.chmod(0o600)
    desk = Desk.open(config.load(path, {}))
    at = NOW - timedelta(hours=1)
    desk.sync(at)
    article = Article(url=URL, outlet="joblo", title="Heat 2 Begins", body=BODY, published_at=at, language="en")
    desk.ingest(ArticleRead(outlet="joblo", link=Link(url=URL), article=article, at=at), at)
    return desk


@pytest.fixture
def sent(folder: Path) -> Path:
    """A folder in which an article was one message to a person for two watches."""
    opened(folder).close()
    return folder


@pytest.fixture
def waiting(folder: Path) -> Path:
    """A folder in which it waits: the person's quiet hours last all day but for a minute, an hour and a half ago."""
    at = NOW - timedelta(hours=1.5)
    opened(folder, f'quiet = "{at:%H:%M}-{at - timedelta(minutes=1):%H:%M}"\n').close()
    return folder


def test_one_message_is_listed_and_explained(sent: Path, run: Run) -> None:
    """For whom it is, and of which watches it is one."""
    (delivery,) = [row for row in run("deliveries", "list", "--json").json if row["channel"] == "ann"]
    hits = run("explain", URL, "--json").json["hits"]

    assert (delivery["person"], delivery["watches"]) == ("ann-lee", ["heat-2", "michael-mann"])
    assert len(hits) == 2
    for hit in hits:
        (message,) = [one for one in hit["messages"] if one["person"]]
        assert (message["person"], message["watches"]) == ("ann-lee", ["Heat 2", "Michael Mann"])
    assert "for ann-lee, one of Heat 2, Michael Mann" in run("explain", URL).out


def test_a_hit_says_whom_no_alert_was_for(folder: Path, run: Run) -> None:
    """What one person was not sent is said of them: another one was sent it."""
    opened(folder, f"{BEN}min_tier = 1\n").close()

    said = {row["watch"]: row["no_alert"] for row in run("hits", "--json").json}

    assert set(said) == {"Heat 2", "Michael Mann"}
    assert all(why and why.startswith("for ben: its outlet is of tier") for why in said.values())


def test_what_waits_is_shown(waiting: Path, run: Run) -> None:
    """In the list, with its time in the person's page, and in the explanation."""
    (row,) = run("person", "list", "--json").json
    shown = run("person", "show", "Ann Lee", "--json").json

    assert (row["name"], row["state"], row["waiting"], row["today"]) == ("Ann Lee", "quiet hours", 1, 0)
    assert row["opens_at"] == shown["held"][0]["expected_at"] > NOW.isoformat()
    assert shown["watches"] == ["Heat 2", "Michael Mann"]
    assert shown["held"][0]["title"] == "Heat 2 Begins"
    assert "waits         Heat 2 Begins" in run("person", "show", "ann-lee").out
    assert "held       for ann-lee" in run("explain", URL).out
    assert "it came in their quiet hours; waits for their time" in " ".join(run("explain", URL).out.split())


def test_what_waits_goes_out_with_a_crawl(waiting: Path, run: Run) -> None:
    """Also where no daemon runs, and whatever becomes of the crawl."""
    path = waiting / "monitor.toml"
    text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("quiet"))
    path.write_text(f"{text}\n{REFUSING}")
    assert run("crawl", "here").code == 4

    assert run("person", "list", "--json").json[0]["waiting"] == 0
    assert [one["state"] for one in run("deliveries", "list", "--channel", "ann", "--json").json] == ["sent"]


def test_what_is_snoozed_waits_for_the_end_of_that(waiting: Path, run: Run) -> None:
    """The time at which it goes out is the later one of the two."""
    run("snooze", "--story", "1", "--until", "2099-01-01 00:10")
    (row,) = run("person", "show", "Ann Lee", "--json").json["held"]

    assert row["expected_at"] >= "2099-01-01"


def test_who_left_the_configuration_is_named(waiting: Path, run: Run) -> None:
    """What waits for them is not forgotten."""
    path = waiting / "monitor.toml"
    path.write_text(path.read_text().split("[[person]]")[0])

    assert "1 alert of ann-lee, who is not in the configuration, waits" in run("person", "list").err
    said = 'a [[person]] with id = "ann-lee" is sent them'
    assert said in " ".join(run("person", "list").err.split())
    (found,) = [row for row in run("doctor", "--offline", "--json").json if row["part"] == "persons"]
    assert (found["verdict"], found["detail"].endswith(said)) == ("warning", True)


def test_a_trial_goes_to_each_channel(sent: Path, run: Run) -> None:
    """A marked message, of which nothing is kept."""
    before = len(run("deliveries", "list", "--json").json)

    assert run("person", "test", "Ann Lee").code == 0
    assert len([one for one in (sent / "ann").iterdir() if "test_" in one.name]) == 1
    assert len(run("deliveries", "list", "--json").json) == before
    said = run("person", "test", "Ann Lea")
    assert (said.code, 'Did you mean "Ann Lee"?' in said.err) == (2, True)


def test_a_watch_or_story_is_snoozed_and_heard_again(sent: Path, run: Run) -> None:
    """For one person, for everybody; the list names them, and --undo ends it."""
    assert run("snooze", "--json").json == []
    assert run("snooze", "Heat 2", "--until", "4h", "--person", "Ann Lee").code == 0
    assert run("snooze", "--story", "1", "--until", "2099-01-01").code == 0
    first, second = run("snooze", "--json").json
    shown = run("person", "show", "Ann Lee", "--json").json["snoozed"]

    assert (first["what"], first["person"]) == ("Heat 2", "ann-lee")
    assert (second["what"], second["person"]) == ("story 1", "everybody")
    assert len(shown) == 2
    assert "Heat 2" in run("snooze").out
    assert run("snooze", "Heat 2", "--undo", "--person", "Ann Lee").code == 0
    assert run("snooze", "--story", "1", "--undo").code == 0
    assert run("snooze", "--json").json == []
    assert run("snooze", "--story", "1", "--undo").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("Heat 2",),
        ("--until", "4h"),
        ("Heat 2", "--story", "1", "--until", "4h"),
        ("Heat 2", "--until", "4h", "--undo"),
        ("Heat 2", "--until", "2020-01-01"),
        ("Heat 2", "--until", "soon"),
        ("Heat 3", "--until", "4h"),
        ("--story", "99", "--until", "4h"),
        ("Heat 2", "--until", "4h", "--person", "Ben"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_snoozed(sent: Path, run: Run, words: tuple[str, ...]) -> None:
    """A wrong use ends with 2, says why, and changes nothing."""
    said = run("snooze", *words)

    assert (said.code, bool(said.err), run("snooze", "--json").json) == (2, True, [])


def test_renamed_and_removed_watches_of_persons(sent: Path, run: Run) -> None:
    """A person's list follows a new name, and loses what is removed."""
    run("watch", "rename", "Heat 2", "Heat Two")
    assert 'watches = ["Heat Two","@people"]' in (sent / "monitor.toml").read_text()
    run("watch", "remove", "Heat Two", "--yes")

    assert 'watches = ["@people"]' in (sent / "monitor.toml").read_text()

"""Watches against the archive: what one would have found, before it is saved and after it was changed."""

import io
import re
import sqlite3
import sys
import tomllib
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cli_made import NOW, Run

from monitor import config
from monitor.cli import output
from monitor.cli.watch import chart
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

WATCH = "query = '\"Heat 2\"'"


class Person(io.StringIO):
    """Somebody at a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def seen(archived: Path, at: datetime) -> None:
    """Make the archive one whose articles were all found then."""
    with closing(sqlite3.connect(archived.with_name("archive.db"))) as connection, connection:
        connection.execute("update articles set found_at = ?", (at.strftime("%Y-%m-%dT%H:%M:%SZ"),))


@pytest.fixture
def busy(archived: Path) -> Path:
    """Thirty more articles of JoBlo, some days ago, each with its slogan."""
    desk = Desk.open(config.load(archived, {}))
    for number in range(30):
        link = Link(url=f"https://www.joblo.com/news-{number}/")
        at = NOW - timedelta(days=3, minutes=number)
        body = f"Number {number} was cast.\n\nMovies and more, since 1998, says {'Pacino' if number % 3 else 'Mann'}."
        article = Article(url=link.url, outlet="joblo", title=f"Cast {number}", body=body, published_at=at)
        desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=at), at)
    desk.close()
    return archived


class TestTest:
    def test_counts(self, run: Run, archived: Path) -> None:
        """Articles, stories, days and outlets, with samples whose words are marked."""
        told = run("watch", "test", "Heat 2", "--json").json
        sample = told["samples"][0]

        assert (told["hits"], told["stories"], told["articles"]) == (2, 1, 3)
        assert sum(row["hits"] for row in told["days"]) == 2
        assert 30 <= len(told["days"]) <= 32
        assert [(row["outlet"], row["hits"], row["articles"]) for row in told["outlets"]] == [
            ("JoBlo", 1, 1),
            ("Variety", 1, 2),
        ]
        assert [sample["snippet"][start:end] for start, end in sample["snippet_marks"]] == ["Heat 2"]
        assert sample["marks"][0] == {"field": "title", "start": 1, "end": 7, "text": "Heat 2"}

    def test_against_the_version_in_use(self, run: Run, archived: Path) -> None:
        """A watch that was changed in the file gains and loses against the one that the archive knows."""
        same = run("watch", "test", "Heat 2", "--json").json["version_in_use"]
        archived.write_text(archived.read_text().replace(WATCH, "query = 'heat -variety'"))
        done = run("watch", "test", "heat-2", "--json")
        told = done.json

        assert (same["gained"], same["lost"], same["kept"]) == (0, 0, 2)
        assert {key: told["version_in_use"][key] for key in ("query", "gained", "lost", "kept")} == {
            "query": '"Heat 2"', "gained": 1, "lost": 1, "kept": 1,
        }  # fmt: skip
        assert told["hits"] == 2
        assert [(row["change"], row["outlet"]) for row in told["samples"]] == [
            ("gained", "Variety"),
            ("lost", "Variety"),
            ("kept", "JoBlo"),
        ]

    def test_for_people(self, run: Run, archived: Path) -> None:
        """The same in words, a line of bars, and stars around the words."""
        text = run("watch", "test", "Heat 2", "--query", "heat", "--limit", "2").out

        assert re.match(r"Heat 2: 3 of the 3 articles seen since [\d-]{10} [\d:]{5} \(2 stories, 2 outlets\)\n", text)
        assert "older" not in text
        assert ": 1 gained, 0 lost, 2 kept\n" in text
        assert "hits per day, at most " in text
        assert "█" in text
        assert "Variety  2 of 2\nJoBlo    1 of 1\n" in text
        assert "The *Heat* had trailed" in text
        assert text.endswith("\n2 of 3 are shown; --limit shows more\n")

    def test_bold_on_a_terminal(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """There the words are bold and the changes have colours."""
        monkeypatch.setattr(output, "is_styled", lambda _: True)
        monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _: True, raising=False)
        text = run("watch", "test", "Heat 2", "--query", "basketball OR kaseya").out

        assert "\x1b[32mgained\x1b[0m" in text
        assert "\x1b[31mlost\x1b[0m" in text
        assert "\x1b[1mHeat 2\x1b[0m" in text

    @pytest.mark.parametrize(("since", "hits"), [("90d", 3), ("1h", 0), ("2199-01-01", 0)])
    def test_since(self, run: Run, archived: Path, since: str, hits: int) -> None:
        """A length of time or a date bounds when the articles were seen, whenever they were reported."""
        seen(archived, NOW - timedelta(hours=3))
        with closing(sqlite3.connect(archived.with_name("archive.db"))) as connection, connection:
            connection.execute("update articles set reported_at = '2020-01-01T00:00:00Z'")

        assert run("watch", "test", "--query", "heat", "--since", since, "--json").json["hits"] == hits

    def test_what_is_older(self, run: Run, archived: Path) -> None:
        """A new archive is no silence: what was seen before is counted, and the time that reaches it is said."""
        seen(archived, NOW - timedelta(days=40))
        done = run("watch", "test", "--query", "heat")
        (asked,) = re.findall(r"3 older articles are in the archive: (--since \S+) counts them too\n", done.out)

        assert done.out.startswith("heat: 0 of the 0 articles seen since ")
        assert run("watch", "test", "--query", "heat", *asked.split(), "--json").json["hits"] == 3
        told = run("watch", "test", "--query", "heat", "--json").json
        assert told["older_articles"] == 3
        assert run("watch", "test", "--query", "heat", "--since", told["older_since"], "--json").json["hits"] == 3
        assert "older" not in run("watch", "test", "--query", "heat", *asked.split()).out
        assert run("watch", "test", "--query", "heat", "--since", "90d", "--json").json["older_since"] is None

    def test_nothing_found(self, run: Run, archived: Path) -> None:
        """That is an answer, and 3 where it is asked for."""
        done = run("watch", "test", "--query", "zebra")

        assert done.code == 0
        assert done.out.startswith("zebra: 0 of the 3 articles seen since ")
        assert run("watch", "test", "--query", "zebra", "--fail-empty").code == 3

    def test_a_watch_that_no_daemon_has_loaded(self, run: Run, archived: Path) -> None:
        """It has nothing to be compared with, which is said."""
        run("watch", "add", "Miami", "--yes")

        assert "not in use yet" in run("watch", "test", "Miami").out
        assert run("watch", "test", "Miami", "--json").json["version_in_use"] is None

    def test_on_a_text(self, run: Run, archived: Path) -> None:
        """Why it is found, or not."""
        assert "Heat 2: matches" in run("watch", "test", "Heat 2", "--text", "Heat 2 is on").out
        assert "does not match" in run("watch", "test", "Heat 2", "--text", "Heat 20 is on").out

    def test_on_a_text_as_json(self, run: Run, archived: Path) -> None:
        """Each clause with its places, whose offsets are those of the text."""
        told = run("watch", "test", "Heat 2", "--query", "heat NOT miami", "--text", "On film:\nHeat", "--json").json
        heat = told["clauses"][1]

        assert (told["watch"], told["matches"]) == ("Heat 2", True)
        assert {key: heat[key] for key in ("text", "holds", "depth", "count", "nearest")} == {
            "text": "heat", "holds": True, "depth": 1, "count": 1, "nearest": None,
        }  # fmt: skip
        assert heat["where"] == [{"field": "body", "start": 9, "end": 13, "text": "Heat", "sentence": 2}]

    def test_on_a_text_at_a_terminal(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The verdicts have colours and the words are bold; the text's own control characters do nothing."""
        monkeypatch.setattr(output, "is_styled", lambda _: True)
        monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _: True, raising=False)
        text = run("watch", "test", "--query", "heat OR miami\x1b", "--text", "Heat").out

        assert "\x1b[32mmatches\x1b[0m" in text
        assert "\x1b[32myes\x1b[0m  heat  [title: \x1b[1m“Heat”\x1b[0m" in text
        assert '\x1b[31mno \x1b[0m  "miami\N{REPLACEMENT CHARACTER}"\n' in text

    def test_a_watch_that_is_not_there(self, run: Run, archived: Path) -> None:
        """The one that is probably meant, or those that there are."""
        assert "there are: Heat 2" in run("watch", "test", "Dune").err
        assert 'Did you mean "Heat 2"?' in run("watch", "test", "Haet 2").err
        assert run("watch", "test").code == 2


class TestAdvise:
    """Advice on the watch "Heat", which finds films and basketball."""

    @pytest.fixture
    def judged(self, archived: Path, run: Run) -> Path:
        """Six hits, three of each; all were judged."""
        archived.write_text(archived.read_text().replace(WATCH, 'query = "heat"\nexcept = ["heat wave"]'))
        desk = Desk.open(config.load(archived, {}))
        desk.sync(NOW)
        texts = [(f"Mann on Heat, part {number}", f"The sequel number {number} is cast.") for number in range(3)]
        texts += [(f"{club} lost again", f"{club} lost to the Miami Heat.") for club in ("Boston", "Denver", "Utah")]
        for number, (title, body) in enumerate(texts):
            link = Link(url=f"https://www.joblo.com/news-{number}/")
            at = NOW - timedelta(minutes=10 - number)
            article = Article(url=link.url, outlet="joblo", title=title, body=body, published_at=at)
            desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=at), at)
        desk.close()
        rows = run("hits", "--json").json
        for verdict, word in (("yes", "part"), ("no", "lost")):
            run("judge", *(str(row["id"]) for row in rows if word in row["title"]), verdict)
        return archived

    def test_proposals(self, run: Run, judged: Path) -> None:
        """The lines for the watch, with what is in them already, and what they do to the judged and to the archive."""
        rows = run("watch", "advise", "Heat 2", "--json").json
        mask = next(row for row in rows if not row["context"])
        found = run("watch", "test", "Heat 2", "--json").json["hits"]

        assert (mask["except"], mask["toml"]) == (["Miami Heat"], 'except = ["heat wave", "Miami Heat"]')
        assert (mask["precision_before"], mask["precision"], mask["recall"]) == (0.5, 1.0, 1.0)
        assert (mask["archived_before"], mask["archived"]) == (found, found - 3)
        assert [one["title"] for one in mask["removes"]] == ["Boston lost again", "Denver lost again"]
        assert mask["precision_held_out"] is None

    def test_for_people(self, run: Run, judged: Path) -> None:
        """The same in words; the lines are what the configuration takes."""
        text = run("watch", "advise", "Heat 2").out
        lines = [line for line in text.splitlines() if line.startswith(("except", "context"))]

        assert text.startswith("Heat 2: 6 judged hits, 3 of them right\n\n")
        assert "    precision  50% -> 100%\n    recall     100% -> 100%\n    on the judged hits themselves" in text
        assert "    removes    Boston lost again\n               https://www.joblo.com/news-3/\n" in text
        assert tomllib.loads(lines[0])
        assert len(run("watch", "advise", "Heat 2", "--limit", "1", "--json").json) == 1

    def test_what_to_do_first(self, run: Run, archived: Path) -> None:
        """With too few verdicts it says how to give some."""
        done = run("watch", "advise", "Heat 2")

        assert (done.code, done.out) == (0, "")
        assert "0 of its hits are judged, 0 wrong" in done.err
        assert "`except` needs 2 wrong and 1 right, `context` 2 wrong and 3 right" in done.err
        assert "`monitor hits --watch heat-2 --verdict none`" in done.err
        assert "`monitor judge HIT no`" in done.err
        assert run("watch", "advise", "Heat 2", "--json").json == []
        assert run("watch", "advise", "Heat 2", "--fail-empty").code == 3
        assert run("watch", "advise", "Dune").code == 2

    def test_verdicts_that_nothing_parts(self, run: Run, archived: Path) -> None:
        """Then it says how many there are and how many it needs."""
        first, second = (str(row["id"]) for row in run("hits", "--json").json)
        run("judge", first, "no")
        run("judge", second, "yes")

        assert "2 of its hits are judged, 1 wrong; that is too few to go by" in run("watch", "advise", "Heat 2").err

    def test_hits_that_it_finds_no_more(self, run: Run, judged: Path) -> None:
        """A verdict on what an earlier version found does not count."""
        judged.write_text(judged.read_text().replace('query = "heat"', 'query = "heat -lost"'))

        assert "3 of its hits are judged, 0 wrong" in run("watch", "advise", "Heat 2").err


class TestMeasured:
    def test_a_common_word_needs_no_archive(self, run: Run, configured: Path) -> None:
        """On an empty machine `check` and `watch add` warn of a watch on a common word, and of no other."""
        warning = "'us' is a common word"
        configured.write_text(configured.read_text().replace(WATCH, 'query = "us"'))

        assert warning in run("check").err
        assert warning in run("watch", "add", "Us", "us", "--yes").err
        assert "common" not in run("watch", "add", "Andor", "Andor", "--yes").err

    def test_words_that_tell_nothing(self, run: Run, busy: Path) -> None:
        """With an archive, the rates of a watch's words are measured, and told by each command that checks it."""
        warning = "since is in 91% of the 33 newest articles"
        busy.write_text(busy.read_text().replace(WATCH, "query = 'since 1998 heat'"))

        assert warning in run("check").err
        assert warning in run("watch", "test", "Heat 2").err
        assert warning in run("watch", "add", "Mann", "since AND mann", "--yes").err

    def test_without_an_archive(self, run: Run, configured: Path) -> None:
        """There is nothing to measure, and nothing is wrong."""
        assert run("check").code == 0


class TestAdd:
    def test_shows_it_first(self, run: Run, archived: Path) -> None:
        """Without a terminal it shows what the watch finds, on standard error, and writes."""
        done = run("watch", "add", "Miami", "Heat", "--context", "Spoelstra")

        assert (done.code, done.out) == (0, "")
        assert done.err.startswith("Miami: 1 of the 3 articles seen since ")
        assert "Miami Heat wins again" in done.err
        assert done.err.endswith("monitor.toml: looks for Heat; it takes effect when the daemon starts\n")
        assert config.load(archived, {}).watches[-1].context == ("Spoelstra",)

    def test_asks_on_a_terminal(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A no leaves the file as it was; --yes is not asked."""
        before = archived.read_text()
        monkeypatch.setattr(sys, "stdin", Person("n\n"))
        refused = run("watch", "add", "Miami")

        assert "Miami Heat wins again" in refused.err
        assert (refused.code, archived.read_text()) == (130, before)
        assert refused.err.endswith("nothing was written\n")
        assert run("watch", "add", "Miami", "--yes").code == 0
        monkeypatch.setattr(sys, "stdin", Person("\n"))
        assert run("watch", "add", "Boston").code == 0

    def test_every_option(self, run: Run, archived: Path) -> None:
        """What a watch can have in the file can be given."""
        done = run(
            "watch", "add", "Ferrari", "Ferrari", "--alias", "F1 film", "--context", "Mann", "--context-match", "all",
            "--context-within", "5", "--except", "Scuderia", "--in", "title or first 100 words", "--case",
            "--min-count", "2", "--lang", "en", "--outlets", "joblo", "--alert", "digest", "--to", "files",
            "--should-match", "Mann on Ferrari, by Ferrari", "--should-not-match", "Ferrari", "--quiet",
        )  # fmt: skip

        assert (done.code, done.err) == (0, "")
        assert tomllib.loads(archived.read_text())["watch"][-1] == {
            "name": "Ferrari", "query": "Ferrari", "aliases": ["F1 film"], "context": ["Mann"], "context_match": "all",
            "context_within": 5, "except": ["Scuderia"], "in": "title or first 100 words", "case": True,
            "min_count": 2, "lang": ["en"], "outlets": ["joblo"], "alert": "digest", "to": ["files"],
            "should_match": ["Mann on Ferrari, by Ferrari"], "should_not_match": ["Ferrari"],
        }  # fmt: skip

    def test_a_wrong_option_is_reported_before_anything_is_shown(self, run: Run, archived: Path) -> None:
        """As the configuration would tell it."""
        done = run("watch", "add", "Miami", "--context-within", "near")

        assert done.code == 2
        assert done.err.startswith("monitor.toml:")


class TestChart:
    def test_bars(self) -> None:
        """The most is a whole bar, one is seen, none is blank; the ends are named."""
        days = [("2026-11-21", 8), ("2026-11-22", 0), ("2026-11-23", 1)]

        assert list(chart.lines(days)) == [
            "hits per day, at most 8 (2026-11-21)",
            "█ ▁",
            "2026-11-21  2026-11-23",
        ]

    def test_many_days(self) -> None:
        """More days than fit on a line are taken together."""
        days = [(f"day {number:07}", number == 0) for number in range(121)]
        heading, bars, ends = chart.lines(days)

        assert heading == "hits per 3 days, at most 1 (day 0000000)"
        assert len(bars) == 41
        assert len(ends) == 41
        assert list(chart.lines(days[:1])) == ["hits per day, at most 1 (day 0000000)", "█", "day 0000000"]


def test_check_lists_mistakes_of_keys_and_of_queries_by_line(run: Run, folder: Path) -> None:
    """Whoever mends a file goes through it from the top."""
    (folder / "monitor.toml").write_text(
        'follow = ["nobody"]\n[[watch]]\nname = "a"\nquery = "(a"\n[[watch]]\nname = "b"\nquery = "b"\nbogus = 1\n'
    )
    done = run("check")
    found = [line.split(":")[1] for line in done.err.splitlines() if line.startswith("monitor.toml:")]

    assert found == ["1", "4", "8"]
    assert [text.split(":")[1] for text in run("check", "--json").json["problems"]] == found

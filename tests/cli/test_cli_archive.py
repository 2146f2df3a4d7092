"""The commands over an archive: what they show, as tables and as JSON."""

import csv
import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import make
import pytest
from cli_made import NOW, Run

from monitor import config
from monitor.desk import Desk, lock
from monitor.events import Death, GapAsked
from monitor.listing_gap import Gap
from monitor.model import Source, SourceKind
from monitor.store import gaps, sagas
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp
from monitor.store.queries import search

HEAT = "https://www.joblo.com/heat-2-michael-mann-begins/"
COPY = "https://variety.com/2026/film/news/heat-2-mann-1235969404/"
MIAMI = "https://variety.com/2026/film/news/miami-heat-wins-1235969405/"
ROBOT = "https://www.joblo.com/are-you-a-robot/"


class TestHits:
    def test_newest_first(self, run: Run, archived: Path) -> None:
        """Only what the watch means: neither basketball nor weather."""
        rows = run("hits", "--json").json

        assert [row["outlet"] for row in rows] == ["Variety", "JoBlo"]
        assert {row["watch"] for row in rows} == {"Heat 2"}
        assert rows[0]["found_at"].endswith("Z")

    def test_narrowed(self, run: Run, archived: Path) -> None:
        """By watch, outlet, story and time."""
        story = run("hits", "--json").json[0]["story"]

        assert len(run("hits", "--json", "--watch", "Heat 2").json) == 2
        assert len(run("hits", "--json", "--watch", "heat-2", "--outlet", "joblo").json) == 1
        assert len(run("hits", "--json", "--story", str(story)).json) == 2
        assert len(run("hits", "--json", "--since", "7d").json) == 2
        assert run("hits", "--json", "--since", "2199-01-01").json == []
        assert len(run("hits", "--json", "--limit", "1").json) == 1

    def test_ids_of_what_is_watched(self, run: Run, archived: Path) -> None:
        """A receiver that knows the film by its number has it with each hit, in every form of listing."""
        ids = {"imdb": "tt0000017", "tmdb": "17"}
        added = 'name = "Heat 2"\nkind = "film"\nids = { imdb = "tt0000017", tmdb = 17 }'
        archived.write_text(archived.read_text().replace('name = "Heat 2"', added))
        desk = Desk.open(config.load(archived, {}))
        desk.sync(NOW)
        desk.close()

        rows = run("hits", "--json").json
        assert [(row["watch_kind"], row["watch_ids"]) for row in rows] == [("film", ids)] * 2
        assert run("explain", HEAT, "--json").json["hits"][0]["watch_ids"] == ids
        assert run("watch", "list", "--json").json[0]["ids"] == ids
        assert "imdb tt0000017, tmdb 17" in run("hits", "--details").out
        assert run("hits", "-v").out == run("-v", "hits").out == run("hits", "--details").out
        assert run("hits", "-v", "--json").json == run("hits", "--json").json
        assert "tt0000017" in run("hits", "--csv").out
        assert "tt0000017" in run("export", "hits").out

    def test_a_watch_that_is_not_there(self, run: Run, archived: Path) -> None:
        """The known ones are named."""
        done = run("hits", "--watch", "Dune")

        assert done.code == 2
        assert "Heat 2" in done.err

    def test_a_headline_cannot_command_the_terminal(self, run: Run, archived: Path) -> None:
        """Markup of the table library in a headline is shown as it stands."""
        assert "[/next]" in run("hits").out

    def test_a_bad_time(self, run: Run, archived: Path) -> None:
        """What a time looks like is said."""
        done = run("hits", "--since", "yesterday-ish")

        assert done.code == 2
        assert "24h or 7d" in done.err


class TestJudge:
    def test_a_verdict_is_kept(self, run: Run, archived: Path) -> None:
        """It is shown with the hit, and the hits that nobody judged can be listed."""
        first, second = (row["id"] for row in run("hits", "--json").json)
        done = run("judge", str(first), "no")

        assert (done.code, done.out, done.err) == (0, "", "1 hit is judged: no\n")
        assert [row["verdict"] for row in run("hits", "--json").json] == ["no", None]
        assert [row["id"] for row in run("hits", "--json", "--verdict", "none").json] == [second]
        assert run("judge", str(first), str(second), "yes").err == "2 hits are judged: yes\n"
        assert {row["verdict"] for row in run("hits", "--json").json} == {"yes"}

    def test_a_hit_that_is_not_there(self, run: Run, archived: Path) -> None:
        """It is named, nothing is judged, and what shows the numbers is said."""
        first = run("hits", "--json").json[0]["id"]
        done = run("judge", str(first), "4711", "yes")

        assert done.code == 2
        assert "there is no hit 4711: nothing was judged" in done.err
        assert "monitor hits" in done.err
        assert run("hits", "--json").json[0]["verdict"] is None

    def test_neither_yes_nor_no(self, run: Run, archived: Path) -> None:
        """There is no third verdict."""
        assert run("judge", "1", "perhaps").code == 2
        assert run("judge", "yes").code == 2


class TestSearch:
    def test_the_language_of_the_watches(self, run: Run, archived: Path) -> None:
        """Phrases, nearness, fields, exclusions."""

        def found(*words: str) -> list[str]:
            return [row["outlet_id"] for row in run("search", "--json", *words).json]

        assert found('"Heat 2"') == ["variety", "joblo"]
        assert found("Heat NEAR/3 Miami") == ["variety"]
        assert found("heat", "-miami") == ["variety", "joblo"]
        assert found("title:basketball") == []
        assert found("shooting", "--outlet", "joblo") == ["joblo"]
        assert found("/shoot(ing)?/") == ["variety", "joblo"]

    @pytest.mark.parametrize("query", ["shooting", "/shoot(ing)?/"])
    def test_since_is_of_the_report(self, run: Run, archived: Path, query: str) -> None:
        """An old article that was found late is not reported since then, with or without a word to look up."""
        with closing(sqlite3.connect(archived.with_name("archive.db"))) as connection, connection:
            connection.execute("update articles set reported_at = '2020-01-01T00:00:00Z' where outlet_id = 'joblo'")

        assert [row["outlet_id"] for row in run("search", query, "--json").json] == ["variety", "joblo"]
        assert [row["outlet_id"] for row in run("search", query, "--since", "2021-01-01", "--json").json] == ["variety"]
        assert [row["outlet_id"] for row in run("search", query, "--until", "2021-01-01", "--json").json] == ["joblo"]

    def test_says_that_it_stopped(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where only the newest candidates were looked at, it says so, and how to go on."""
        assert "looked at" not in run("search", "=heat").err

        monkeypatch.setattr(search, "SCAN_LIMIT", 1)
        done = run("search", "=heat")

        assert "the newest 1 articles that may be meant were looked at" in done.err
        assert "--until" in done.err

    def test_a_bad_query(self, run: Run, archived: Path) -> None:
        """A caret under the place; no search engine's own words."""
        done = run("search", '"heat')

        assert done.code == 2
        assert "^" in done.err

    def test_nothing_found(self, run: Run, archived: Path) -> None:
        """An empty answer is no failure, unless asked."""
        assert run("search", "zebra").code == 0
        assert run("search", "zebra", "--fail-empty").code == 3


class TestStory:
    def test_in_order_of_report(self, run: Run, archived: Path) -> None:
        """The outlet that was first stands first."""
        story = run("hits", "--json").json[0]["story"]
        told = run("story", str(story), "--json").json

        assert told["first_reported_by"] == "joblo"
        assert [article["outlet_id"] for article in told["articles"]] == ["joblo", "variety"]
        assert "first reported by JoBlo" in run("story", str(story)).out

    def test_there_is_none(self, run: Run, archived: Path) -> None:
        """A number that no story has."""
        assert run("story", "999999").code == 2


class TestThread:
    @pytest.fixture
    def saga(self, archived: Path) -> int:
        """A thread of two stories, into which a third one was merged; its number."""
        with Archive.open(archived.parent / "archive.db") as archive:
            story = archive.value("select story_id from articles where outlet_id = 'joblo'")
            for number, title in ((7, "Heat 2 wraps"), (8, "Heat 2: the trailer")):
                archive.execute(
                    "insert into stories (id, title, opened_at, updated_at) values (?, ?, ?, ?)",
                    (number, title, stamp(NOW), stamp(NOW)),
                )
                sagas.join(archive, number, number)
                sagas.merge(archive, number, story)
        return int(story)

    def test_its_stories_in_order(self, run: Run, saga: int) -> None:
        """Each story with when it opened and who was first; a story names its thread, and an alias leads to it."""
        shown = run("thread", "8")
        found = run("thread", "8", "--json").json

        assert f"thread {saga}: 3 stories; thread 8 was merged into it" in shown.out
        assert "JoBlo" in shown.out
        assert (found["id"], found["merged"]) == (saga, [7, 8])
        assert [story["id"] for story in found["stories"]] == [saga, 7, 8]
        assert found["stories"][0]["first_reported_by"] == "joblo"
        assert run("thread", str(saga), "--csv").out.count("\n") == 4

    def test_a_person_parts_two_sagas_and_takes_it_back(self, run: Run, saga: int) -> None:
        """Stories by their numbers, together; what was done is said with the line that takes it back, and shown."""
        parted = run("thread", str(saga), "--split", "7", "--split", "8")
        [made] = run("thread", str(saga), "--json").json["moves"]
        both = run("thread", str(saga), "--undo", "--merge", "7")
        back = run("thread", str(made["other_thread"]), "--undo", "--json").json

        assert parted.code == 0
        assert f"thread {made['other_thread']} was split off (2 stories); `monitor thread {saga} --undo`" in parted.err
        assert f"thread {saga}: 1 story\n" in parted.out
        assert f": thread {made['other_thread']} was split off (2 stories)\n" in parted.out
        assert made["stories"] == [7, 8]
        assert both.code == 2
        assert "one at a time" in both.err
        assert back["move"]["undoes"] == made["id"]
        run("thread", str(saga), "--split", "7")
        lone = run("story", "7", "--json").json["thread"]
        assert f"thread {lone}: 1 story, `monitor thread {lone}`" in run("story", "7").out
        run("thread", str(saga), "--undo")
        assert [story["id"] for story in back["stories"]] == [saga, 7, 8]
        assert run("thread", str(saga), "--undo").code == 2

    def test_a_story_names_its_thread(self, run: Run, saga: int) -> None:
        """Where it has other stories; a program has the number always."""
        alone = next(n for n in (1, 2, 3) if n != saga)

        assert f"thread {saga}: 3 stories, `monitor thread {saga}`" in run("story", str(saga)).out
        assert run("story", str(saga), "--json").json["thread"] == saga
        assert "thread" not in run("story", str(alone)).out
        assert run("story", str(alone), "--json").json["thread"] == alone

    def test_there_is_none(self, run: Run, archived: Path) -> None:
        """A number that no thread has; where to find one is said."""
        done = run("thread", "999999")

        assert done.code == 2
        assert "monitor threads" in done.err

    def test_all_are_listed(self, run: Run, saga: int) -> None:
        """Those of several stories, with the newest story of each; those of one where it is asked for."""
        [listed] = run("threads", "--json").json
        alone = run("threads", "--stories", "1", "--json").json

        assert (listed["id"], listed["title"], listed["story_count"]) == (
            saga,
            run("story", str(saga), "--json").json["title"],
            3,
        )
        assert (listed["newest_story"], listed["newest_title"], listed["updated_at"]) == (
            8,
            "Heat 2: the trailer",
            stamp(NOW),
        )
        assert "Heat 2: the trailer" in run("threads").out
        assert [each["story_count"] for each in alone] == sorted((each["story_count"] for each in alone), reverse=True)
        assert len(alone) > 1
        assert run("threads", "--since", "2100-01-01", "--fail-empty").code == 3
        assert run("threads", "--stories", "0").code == 2


class TestReopen:
    def test_a_refused_page_is_read_again(self, run: Run, archived: Path) -> None:
        """The next crawl's order holds it, although it was refused and its recheck is an hour away."""
        assert run("outlet", "reopen", ROBOT).code == 0

        link = run("explain", ROBOT, "--json").json["link"]
        assert (link["state"], link["reason"], link["attempts"]) == ("found", None, 0)
        desk = Desk.open(config.load(archived, {}))
        assert [pending.url for pending in desk.order("joblo", NOW).pending] == [ROBOT]
        desk.close()

    def test_a_quarantined_page_is_read_again(self, run: Run, archived: Path) -> None:
        """A person may know that the page was mended; a second death quarantines it again."""
        desk = Desk.open(config.load(archived, {}))
        url = "https://www.joblo.com/hung/"
        hung = Death(hung=True, outlet="joblo", url=url, outlets=("joblo",), stack="", at=NOW)
        desk.ingest(hung, NOW)
        assert not desk.order("joblo", NOW, force=True).pending[1:]

        assert run("outlet", "reopen", url).code == 0  # while the desk has the archive open, as the daemon has

        assert url in [pending.url for pending in desk.order("joblo", NOW).pending]
        desk.ingest(replace(hung, at=NOW + timedelta(minutes=5)), NOW + timedelta(minutes=5))
        assert run("explain", url, "--json").json["link"]["state"] == "quarantined"
        desk.close()

    def test_others_are_left_alone(self, run: Run, archived: Path) -> None:
        """An article, and a page that was never seen: nothing is changed, not even the page next to them."""
        ran = run("outlet", "reopen", ROBOT, HEAT, "https://example.org/x")

        assert ran.code == 2
        assert HEAT in ran.err
        assert run("explain", ROBOT, "--json").json["link"]["state"] == "refused"


class TestExplain:
    def test_an_article(self, run: Run, archived: Path) -> None:
        """Listed, requested, read, grouped, found, told."""
        told = run("explain", HEAT, "--json").json
        text = run("explain", HEAT, "--watch", "Heat 2").out

        assert told["link"]["state"] == "stored"
        assert told["requests"][0]["status"] == 200
        assert told["article"]["outlet"] == "joblo"
        assert told["story"]["articles"] == 2
        assert told["hits"][0]["watch"] == "Heat 2"
        assert "story.opened" in [message["type"] for message in told["hits"][0]["messages"]]
        assert "Heat 2: matches" in text

    def test_an_article_by_its_number(self, run: Run, archived: Path) -> None:
        """As the listings show it; a number that no article has is named."""
        number = str(run("search", "heat", "--outlet", "joblo", "--json").json[0]["id"])

        assert run("explain", number).out == run("explain", HEAT).out
        assert "there is no article 4711" in run("explain", "4711").err
        assert run("explain", "4711").code == 2

    def test_why_no_alert(self, run: Run, archived: Path) -> None:
        """A duplicate was read half an hour later: the reason is that of the decision, as a name and as a sentence."""
        told = run("explain", COPY, "--json").json["suppressed"]

        assert [(each["watch"], each["reason"]) for each in told] == [("Heat 2", "duplicate")]
        assert "no alert   by Heat 2" in run("explain", COPY).out
        assert "it is a duplicate of an article of the story, not an independent report" in run("explain", COPY).out
        assert "duplicate  of article" in run("explain", COPY).out
        assert run("explain", HEAT, "--json").json["suppressed"] == []

    def test_why_not(self, run: Run, archived: Path) -> None:
        """The Miami Heat: read, and rightly found by no watch."""
        text = run("explain", MIAMI, "--watch", "Heat 2").out

        told = run("explain", MIAMI, "--watch", "Heat 2", "--json").json["watch"]

        assert "found by   no watch" in text
        assert "does not match" in text
        assert (told["watch"], told["matches"], told["clauses"][0]["holds"]) == ("Heat 2", False, False)
        assert told["clauses"][0]["nearest"] == "“heat” occurs, but not “2”"

    def test_a_refused_page(self, run: Run, archived: Path) -> None:
        """The reason, in words."""
        assert "refused: captcha, asks for a robot" in run("explain", ROBOT).out

    def test_an_address_that_was_never_seen(self, run: Run, archived: Path) -> None:
        """That is an answer too."""
        assert "never seen" in run("explain", "https://example.org/x").out
        assert run("explain", "https://example.org/x", "--fail-empty").code == 3
        for given in ("javascript:alert(1)", "heat 2", ""):
            done = run("explain", given, "--json")
            assert (done.code, done.out) == (2, "")
            assert f"{given!r} is not a web address that can be read" in done.err


class TestStatusAndStats:
    def test_status(self, run: Run, archived: Path) -> None:
        """The daemon, the deliveries, the outlets and what is wrong with them."""
        told = run("status", "--json").json

        assert told["daemon"] is None
        assert told["deliveries"]["queued"] >= 1
        assert {row["outlet_id"] for row in told["outlets"]} == {"joblo", "variety"}
        assert "https://variety.com/feed/ could not be read yet: its server has a fault (HTTP 500)" in run("status").out

    def test_a_disk_that_is_full_is_said(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The daemon runs and stores nothing then: who asks how it is should not have to look into its log."""
        assert "disk  " not in run("status").out
        full = SimpleNamespace(free=3 * 2**20)
        monkeypatch.setattr("monitor.cli.free_disk.shutil.disk_usage", lambda _: full)

        assert "disk        3 MB are free: when it is full, nothing is stored until there is room" in run("status").out
        assert run("status", "--json").json["disk_free"] == full.free
        full.free = 4096
        assert "disk        is full: nothing is stored until there is room" in run("status").out

    def test_the_health_check(self, run: Run, archived: Path) -> None:
        """Quiet, and 1 while no daemon holds the archive."""
        idle = run("status", "--quiet")
        with lock.held((archived.parent / "archive.db").resolve()):
            busy = run("status", "--quiet")

        assert (idle.code, idle.out, idle.err) == (1, "", "")
        assert busy.code == 0

    def test_gaps(self, run: Run, archived: Path) -> None:
        """Status counts those of the last day; a listing shows each, what it may lack and what filled it."""
        assert "two looks" not in run("status").out
        at = datetime.now(UTC) - timedelta(hours=1)
        with Archive.open(archived.parent / "archive.db") as archive:
            for name, filled in (("joblo", True), ("variety", False)):
                gap = Gap(since=at, until=at + timedelta(minutes=9), missing=30)
                event = make.listed(name, at=at + timedelta(minutes=20), gap=gap)
                gaps.seen(archive, event, gap)
                by = Source(kind=SourceKind.SITEMAP, url="https://x.example/news.xml")
                asked = GapAsked(outlet=name, source=event.source.url, since=at, by=by, at=at, filled=filled)
                gaps.asked(archive, asked)

        assert "2 gaps between two looks in the last day: 1 filled, 1 being filled" in run("status").out
        assert [gap["state"] for gap in run("status", "--json").json["gaps"]] == ["open", "filled"]
        rows = {row["outlet_id"]: row for row in run("stats", "--by", "gaps", "--json").json}
        assert (rows["joblo"]["state"], rows["joblo"]["filled_by"]) == ("filled", "https://x.example/news.xml")
        assert (rows["variety"]["missing"], rows["variety"]["found"]) == (30, 0)

    def test_stats(self, run: Run, archived: Path) -> None:
        """Totals, and by outlet, watch and day."""
        totals = {row["table"]: row["rows"] for row in run("stats", "--json").json}
        by_outlet = {row["outlet_id"]: row for row in run("stats", "--by", "outlets", "--json").json}

        assert totals["articles"] == 3
        assert totals["hits"] == 2
        assert by_outlet["joblo"]["scoops"] == 1
        assert run("stats", "--by", "watches", "--json").json[0]["stories"] == 1
        assert run("stats", "--by", "days", "--json").json[0]["watch"] == "Heat 2"


class TestExport:
    def test_forms(self, run: Run, archived: Path) -> None:
        """CSV with a head, a JSON array, JSON lines."""
        rows = list(csv.DictReader(io.StringIO(run("export", "hits").out)))

        assert len(rows) == 2
        assert rows[0]["watch_id"] == "heat-2"
        assert len(run("export", "articles", "--format", "json").json) == 3
        assert len(run("export", "links", "--format", "ndjson").lines) >= 3

    def test_into_a_file(self, run: Run, archived: Path) -> None:
        """--output writes there, and says how many."""
        done = run("export", "articles", "--output", "a.csv")

        assert "3 rows" in done.err
        assert (archived.parent / "a.csv").read_text().startswith("id,url")


class TestBackup:
    def test_there_and_back(self, run: Run, archived: Path) -> None:
        """A copy while in use; put back, with the present archive kept aside."""
        copy = Path(run("backup").out.strip())
        before = run("stats", "--json").json
        (archived.parent / "archive.db").write_bytes(b"ruined")
        done = run("restore", str(copy), "--yes")

        assert done.code == 0
        assert run("stats", "--json").json == before
        assert list(archived.parent.glob("archive.db.before-restore-*"))

    def test_old_copies_are_dropped(self, run: Run, archived: Path) -> None:
        """--keep counts the copies that carry a date."""
        for day in ("20260101", "20260102", "20260103"):
            (archived.parent / f"archive-{day}T000000Z.db").touch()
        run("backup", "--keep", "2")

        names = sorted(file.name for file in archived.parent.glob("archive-*Z.db"))
        assert len(names) == 2
        assert names[0] == "archive-20260103T000000Z.db"

    def test_not_under_a_running_daemon(self, run: Run, archived: Path) -> None:
        """A restore waits for nobody: it ends with 75."""
        copy = run("backup").out.strip()
        with lock.held((archived.parent / "archive.db").resolve()):
            assert run("restore", copy, "--yes").code == 75

    def test_without_a_terminal_nothing_is_replaced_unasked(self, run: Run, archived: Path) -> None:
        """A question that nobody can answer is a no."""
        copy = run("backup").out.strip()

        asked = run("restore", copy)
        assert (asked.code, "--yes does it without a question" in asked.err) == (130, True)


class TestPrune:
    @pytest.fixture
    def years_later(self, archived: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The same archive three years later, with nothing left to send."""
        with Archive.open(archived.parent / "archive.db") as archive:
            archive.execute("update deliveries set state = 'sent'")
        monkeypatch.setattr("monitor.cli.commands.prune.now", lambda: NOW + timedelta(days=1_100))
        return archived

    def test_without_a_span_it_asks_for_one(self, run: Run, archived: Path) -> None:
        """What is to be kept is said by the configuration or by the command."""
        done = run("prune", "--yes")

        assert done.code == 2
        assert "--older-than 2y" in done.err
        assert run("prune", "--older-than", "3d").code == 2

    def test_a_dry_run_changes_nothing(self, run: Run, years_later: Path) -> None:
        """--dry-run counts what would go."""
        before = run("stats", "--json").json
        done = run("prune", "--older-than", "2y", "--dry-run", "--json").json

        assert (done["articles"], done["dry_run"]) == (3, True)
        assert run("stats", "--json").json == before

    @pytest.mark.usefixtures("years_later")
    def test_what_went_is_explained(self, run: Run) -> None:
        """The articles go, and the address of one says so."""
        done = run("prune", "--older-than", "2y", "--yes", "--vacuum")
        said = run("explain", "https://www.joblo.com/heat-2-michael-mann-begins/").out

        assert done.code == 0, done.err
        assert "3 articles" in done.err
        assert "deleted" in done.err
        assert "pruned " in said
        assert "article " not in said
        assert run("search", "mann", "--fail-empty").code == 3

    @pytest.mark.usefixtures("years_later")
    def test_the_configuration_says_how_long(self, run: Run, folder: Path) -> None:
        """`[archive] keep` is what is meant without --older-than; without a terminal nothing goes unasked."""
        path = folder / "monitor.toml"
        path.write_text(path.read_text() + '\n[archive]\nkeep = "2y"\n')

        assert run("prune").code == 130
        assert run("prune", "--yes", "--json").json["articles"] == 3


class TestDeliveries:
    def test_list_retry_drop(self, run: Run, archived: Path) -> None:
        """What waits can be given up, what was given up can be sent again."""
        row = run("deliveries", "list", "--json").json[-1]
        dropped = run("deliveries", "drop", str(row["id"]), "--yes")
        dead = run("deliveries", "list", "--state", "dead", "--json").json
        again = run("deliveries", "retry", "--dead")

        assert row["state"] == "queued"
        assert dropped.code == again.code == 0
        assert [one["id"] for one in dead] == [row["id"]]
        assert {one["state"] for one in run("deliveries", "list", "--json").json} == {"queued"}

    def test_what_comes_out_of_order_is_named(self, run: Run, archived: Path) -> None:
        """An opening that was given up, of which the update was sent: whoever sends it again is told."""
        with Archive.open(archived.with_name("archive.db")) as archive:
            archive.execute("update deliveries set state = 'dead'")
            archive.execute(
                "insert into messages (id, type, watch_id, story_id, created_at) "
                "select 'later', type, watch_id, story_id, created_at from messages where story_id is not null limit 1"
            )
            archive.execute(
                "insert into deliveries (message_id, channel, recipient, rendered, state, created_at) "
                "select 'later', channel, recipient, '', 'sent', deliveries.created_at from deliveries "
                "join messages on messages.id = message_id where story_id is not null limit 1"
            )

        assert "comes out of order" in run("deliveries", "retry", "--dead").err

    def test_none_chosen(self, run: Run, archived: Path) -> None:
        """Nothing is done to all by mistake."""
        assert run("deliveries", "retry").code == 2
        assert run("deliveries", "drop", "--yes").code == 2


class TestDigest:
    def test_list_and_preview(self, run: Run, archived: Path) -> None:
        """When it comes, and what it holds; nothing is kept."""
        assert run("digest", "list", "--json").json[0]["next"]
        assert "Heat 2" in run("digest", "preview").out
        assert run("digest", "preview", "--json").json["type"] == "digest"
        assert run("digest", "list", "--json").json[0]["last"] is None

    def test_as_html(self, run: Run, archived: Path) -> None:
        """The mail as it would look."""
        run("digest", "preview", "morning", "--html", "d.html")

        assert "Heat 2" in (archived.parent / "d.html").read_text()

    def test_send(self, run: Run, archived: Path) -> None:
        """It goes out at once; the next one begins where it ended."""
        done = run("digest", "send", "--yes")

        assert done.code == 0
        kinds = {file.name.split("_")[0] for file in (archived.parent / "out").iterdir()}
        assert {"opened", "digest"} <= kinds  # the alert that waited, too
        assert run("digest", "list", "--json").json[0]["last"]
        assert "nothing goes out" in run("digest", "send", "--yes").err

    def test_while_the_daemon_runs(self, run: Run, archived: Path) -> None:
        """It is queued, and the daemon sends it."""
        with lock.held((archived.parent / "archive.db").resolve()):
            done = run("digest", "send", "--yes")

        assert done.code == 0
        assert "the daemon sends it" in done.err

    def test_there_is_none_of_that_name(self, run: Run, archived: Path) -> None:
        """The names that there are."""
        done = run("digest", "preview", "evening")

        assert done.code == 2
        assert "morning" in done.err


class TestWords:
    """Small words that a person reads."""

    def test_one_is_one(self, run: Run, archived: Path) -> None:
        """One article, one duplicate, one outlet: never one outlets."""
        assert "1 channel, 1 digest" in run("check").out
        assert "2 articles (1 duplicate) of 2 outlets" in run("story", "1").out
        assert "(2 articles of 2 outlets)" in run("explain", HEAT).out

    def test_a_channel_without_such_deliveries_is_named(self, run: Run, archived: Path) -> None:
        """Nothing to retry or drop is said with the channel and the states that were looked for."""
        assert (
            "there is no failed or dead delivery of nowhere" in run("deliveries", "retry", "--channel", "nowhere").err
        )
        assert (
            "there is no queued or failed delivery of nowhere" in run("deliveries", "drop", "--channel", "nowhere").err
        )


class TestNamedOutletsAndWatches:
    @pytest.mark.parametrize("command", ["hits", "search heat", "export articles --format json"])
    def test_an_outlet_goes_by_its_name_or_id(self, run: Run, archived: Path, command: str) -> None:
        """Whatever the capitals; one that the archive does not know is a mistake and no empty answer."""
        of = [run(*command.split(), "--outlet", name).out for name in ("joblo", "JoBlo", "JOBLO")]
        wrong = run(*command.split(), "--outlet", "jobloo")

        assert of[0]
        assert of == [of[0]] * 3
        assert (wrong.code, wrong.out) == (2, "")
        assert "knows no outlet 'jobloo'" in wrong.err
        assert 'Did you mean "JoBlo"?' in wrong.err

    @pytest.mark.parametrize("command", ["hits", "export hits"])
    def test_a_watch_goes_by_its_name_or_id(self, run: Run, archived: Path, command: str) -> None:
        """An empty name is that of no watch: it is not all of them."""
        of = [run(*command.split(), "--watch", name).out for name in ("heat-2", "Heat 2")]

        assert of[0]
        assert of[0] == of[1]
        assert [run(*command.split(), "--watch", name).code for name in ("heat-3", "")] == [2, 2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hits --story 999", "there is no story 999"),
        ("deliveries list --channel nope", "the archive knows no channel 'nope'"),
        ("deliveries retry 1 999", "there is no delivery 999: nothing was done"),
        ("deliveries drop 999 --yes", "there is no delivery 999: nothing was done"),
        ("explain https://example.org/never --watch nope", "no watch is named 'nope'"),
        ("cluster status", "no cluster is configured"),
        ("export hits --output=", "the name is empty"),
        ("template test --html=", "the name is empty"),
    ],
)
def test_what_is_named_and_is_not_there_is_a_mistake(run: Run, archived: Path, words: str, said: str) -> None:
    """It ends with 2, as each mistake of whoever types; it is no empty answer."""
    done = run(*words.split())

    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_an_error_commands_no_terminal(run: Run, archived: Path) -> None:
    """Whatever stands in it."""
    done = run("star", "https://example.org/\x1b[31mred")

    assert done.code == 2
    assert "https://example.org/\N{REPLACEMENT CHARACTER}[31mred" in done.err

"""Changes of what is watched: the file means what was meant, keeps its comments, and nothing wrong is written."""

import os
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_made import Run

from monitor import config
from monitor.config.toml_change import Rewrite
from monitor.desk import lock
from monitor.store.archive import Archive
from monitor.store.codec.timestamps import stamp

TEXT = """\
# The desk's file.
follow = [
  "variety",   # the first
  "deadline",  # the second
  "@horror",
]

# Sequels.
# Two of them.
[[watch]]      # founding
name = "Heat 2"
query = '''
# no comment: "Heat 2"
'''
# below Heat 2

# --- television ---

[[watch]]
name = "Andor"  # Star Wars
query = "Andor"

[[digest]]
name = "morning"
schedule = "0 8 * * *"
watches = ["Heat 2", "Andor"]  # both

[[watch]]
name = "Dune"
id = "dune"
query = "Dune"

# [[watch]]
# name = "an example that waits"
"""
INLINE = """\
follow = "variety"
watch = [{ name = "a", query = "a" }, { name = "b", query = "b" }, { name = "c", query = "c" }] # all
"""


@pytest.fixture
def path(folder: Path) -> Path:
    """A commented file."""
    path = folder / "monitor.toml"
    path.write_text(TEXT)
    return path


def names(path: Path) -> list[str]:
    """The names of the watches, in order."""
    return [watch.name for watch in config.load(path, {}).watches]


def comments(text: str) -> list[str]:
    """The comments of a text, in their order."""
    return sorted(line.partition("#")[2] for line in text.splitlines() if "#" in line)


class TestWatchRemove:
    def test_the_entry_goes_with_its_own_comments_and_no_others(self, run: Run, path: Path) -> None:
        """What stands right above and below it is its own; what is separated by a blank line stays."""
        done = run("watch", "remove", "Heat 2")

        assert done.code == 0
        assert names(path) == ["Andor", "Dune"]
        gone = {" Sequels.", " Two of them.", " founding", ' no comment: "Heat 2"', " below Heat 2"}
        assert comments(path.read_text()) == [one for one in comments(TEXT) if one not in gone]
        assert 'watches = ["Andor"]  # both' in path.read_text()

    def test_the_last_entry_leaves_what_follows_it(self, run: Run, path: Path) -> None:
        """An example in comments at the end of the file is not part of the watch above it."""
        run("watch", "remove", "dune")

        assert names(path) == ["Heat 2", "Andor"]
        assert "# [[watch]]\n# name" in path.read_text()

    def test_a_digest_of_this_watch_alone_forbids_it(self, run: Run, path: Path) -> None:
        """An empty list would be a digest of nothing: the person decides."""
        done = run("watch", "remove", "Heat 2", "Andor")

        assert done.code == 2
        assert 'the digest "morning" is of "Andor" alone' in done.err
        assert path.read_text() == TEXT

    def test_an_unknown_name_gets_a_suggestion(self, run: Run, path: Path) -> None:
        """And nothing is written, also where another name is right."""
        done = run("watch", "remove", "Dune", "Andorr")

        assert done.code != 0
        assert "Andor" in done.err
        assert path.read_text() == TEXT

    def test_a_dry_run_prints_the_difference_alone(self, run: Run, path: Path) -> None:
        """As `diff -u` has it, and the file stays."""
        done = run("watch", "remove", "Dune", "--dry-run")

        assert '-name = "Dune"\n' in done.out
        assert path.read_text() == TEXT


class TestWatchRename:
    def test_the_watch_stays_the_same(self, run: Run, path: Path) -> None:
        """Its id was made from the old name, and is written down; digests follow."""
        before = config.load(path, {})
        run("watch", "rename", "Heat 2", "Heat II")
        after = config.load(path, {})

        assert after.watches[0].name == "Heat II"
        assert [watch.id for watch in after.watches] == [watch.id for watch in before.watches]
        assert after.digests == before.digests
        assert comments(path.read_text()) == comments(TEXT)

    def test_an_id_that_the_new_name_makes_too_is_not_written(self, run: Run, path: Path) -> None:
        """Capitals alone are no other id."""
        run("watch", "rename", "Andor", "ANDOR")

        assert 'name = "ANDOR"  # Star Wars\nquery' in path.read_text()

    def test_a_name_that_is_taken_is_refused(self, run: Run, path: Path) -> None:
        """The file stays."""
        done = run("watch", "rename", "Andor", "Dune")

        assert done.code == 2
        assert "is defined already" in done.err
        assert path.read_text() == TEXT


class TestWatchPause:
    def test_pause_and_resume_leave_the_file_as_it_was(self, run: Run, path: Path) -> None:
        """One key comes and goes."""
        run("watch", "pause", "Heat 2", "Andor")
        assert [watch.paused for watch in config.load(path, {}).watches] == [True, True, False]
        row = run("watch", "list", "--json").json[0]
        assert (row["paused"], row["alert"]) == (True, "instant")
        assert "instant (paused)" in run("watch", "list").out

        run("watch", "resume", "Heat 2", "Andor")
        assert path.read_text() == TEXT

    def test_what_is_so_already_is_not_written(self, run: Run, path: Path) -> None:
        """The command says so, and ends well."""
        done = run("watch", "resume", "Andor")

        assert done.code == 0
        assert "nothing to change" in done.err


class TestWatchMove:
    @pytest.mark.parametrize("before", [TEXT, INLINE])
    @pytest.mark.parametrize("where", [["--first"], ["--last"], ["--before"], ["--after"]])
    def test_everywhere(self, run: Run, path: Path, before: str, where: list[str]) -> None:
        """Every watch to every place: the order is right, each comment is there, nothing else changes."""
        path.write_text(before)
        all_ = names(path)
        assert len(all_) > 1
        for name in all_:
            for other in [one for one in all_ if one != name] if len(where[0]) > 7 or where == ["--after"] else [""]:
                path.write_text(before)
                done = run("watch", "move", name, *where, *([other] if other and where[0] != "--first" else []))
                rest = [one for one in all_ if one != name]
                place = {"--first": 0, "--last": len(rest)}.get(where[0])
                if place is None:
                    place = rest.index(other) + (where == ["--after"])
                assert done.code == 0, done.err
                assert names(path) == [*rest[:place], name, *rest[place:]]
                assert comments(path.read_text()) == comments(before)

    def test_its_own_comments_go_with_it(self, run: Run, path: Path) -> None:
        """Those above and below it."""
        run("watch", "move", "Heat 2", "--last")

        text = path.read_text()
        assert "# Sequels.\n# Two of them.\n[[watch]]      # founding\n" in text
        assert text.index("# --- television ---") < text.index("# Sequels.")
        assert text.index("# below Heat 2") < text.index("# [[watch]]")

    def test_exactly_one_place_is_needed(self, run: Run, path: Path) -> None:
        """Two are a mistake, none is one."""
        assert run("watch", "move", "Dune").code == 2
        assert run("watch", "move", "Dune", "--first", "--last").code == 2
        assert path.read_text() == TEXT


class TestInline:
    def test_watches_in_one_line(self, run: Run, path: Path) -> None:
        """`watch = [{ … }]` is changed as the longer form is."""
        path.write_text(INLINE)
        run("watch", "remove", "a")
        run("watch", "pause", "b")
        run("watch", "rename", "c", "New")

        assert tomllib.loads(path.read_text())["watch"] == [
            {"name": "b", "query": "b", "paused": True},
            {"name": "New", "query": "c", "id": "c"},
        ]
        assert "# all" in path.read_text()


class TestOutlets:
    def test_what_a_tag_brings_is_left_out(self, run: Run, path: Path) -> None:
        """Removing one of a tag writes "-id", adding it again takes that back."""
        horror = [one.id for one in config.load(path, {}).outlets if "horror" in one.tags]
        assert horror
        done = run("outlet", "remove", horror[0])

        assert done.code == 0
        assert f"-{horror[0]}" in tomllib.loads(path.read_text())["follow"]
        assert horror[0] not in [one.id for one in config.load(path, {}).outlets]
        run("outlet", "add", horror[0])
        assert horror[0] in [one.id for one in config.load(path, {}).outlets]
        assert run("outlet", "list", "--followed", "--json").code == 0

    def test_what_is_named_is_taken_out_of_the_list(self, run: Run, path: Path) -> None:
        """With its comment; the others stay."""
        run("outlet", "remove", "variety", "@horror")

        assert tomllib.loads(path.read_text())["follow"] == ["deadline"]
        assert "# the second" in path.read_text()

    def test_an_outlet_that_is_not_followed_is_unknown(self, run: Run, path: Path) -> None:
        """Also where it is shipped."""
        done = run("outlet", "remove", "thr")

        assert done.code != 0
        assert "thr" in done.err
        assert path.read_text() == TEXT

    def test_pause_and_resume_leave_the_file_as_it_was(self, run: Run, path: Path) -> None:
        """A shipped outlet gets a table for as long as it is paused; it is not read, and the list says so."""
        run("outlet", "pause", "variety")
        paused = config.load(path, {})
        assert "variety" not in [one.id for one in paused.outlets]
        assert [one.id for one in paused.paused_outlets] == ["variety"]
        (row,) = [one for one in run("outlet", "list", "--followed", "--json").json if one["id"] == "variety"]
        assert (row["paused"], row["remark"]) == (True, "paused in monitor.toml")
        assert "is paused" in run("crawl", "variety").err

        run("outlet", "resume", "variety")
        assert path.read_text() == TEXT

    def test_the_settings_of_an_outlet_outlive_its_pause(self, run: Run, path: Path) -> None:
        """A table with more in it than the pause stays."""
        table = '[[outlet]]\nid = "variety"\ndelay = 5\n'
        path.write_text(table)
        run("outlet", "pause", "variety")
        assert tomllib.loads(path.read_text())["outlet"] == [{"id": "variety", "delay": 5, "paused": True}]

        run("outlet", "resume", "variety")
        assert path.read_text() == table

    def test_rename_changes_the_name_and_keeps_the_id(self, run: Run, path: Path) -> None:
        """Shipped or not."""
        run("outlet", "rename", "variety", "The Trade")

        assert {one.id: one.name for one in config.load(path, {}).outlets}["variety"] == "The Trade"

    def test_move_is_the_order_of_the_list(self, run: Run, path: Path) -> None:
        """Comments stay in the list."""
        run("outlet", "move", "deadline", "--before", "variety")

        assert tomllib.loads(path.read_text())["follow"] == ["deadline", "variety", "@horror"]

    def test_left_out_and_followed_by_name_is_a_mistake(self, run: Run, path: Path) -> None:
        """And an unknown name after the "-" gets its suggestion."""
        path.write_text('follow = ["@horror", "variety", "-variety", "-varety"]\n')
        done = run("check")

        assert done.code == 2
        assert '"variety" is followed by its name and left out by "-variety"' in done.err
        assert 'no shipped outlet is named "varety". Did you mean "variety"?' in done.err

    def test_an_outlet_that_a_query_names_must_be_known(self, run: Run, path: Path) -> None:
        """A watch for an outlet that is misspelt would find nothing, and nobody would hear why."""
        queries = "heat outlet:variety -outlet:varety", "heat outlet:deadline"
        watches = "".join(f'[[watch]]\nname = "W{place}"\nquery = "{one}"\n' for place, one in enumerate(queries))
        path.write_text(f'follow = ["variety"]\n{watches}')
        done = run("check")

        assert done.code == 0
        assert 'monitor.toml:4: watch.query: no outlet has the id "varety". Did you mean "variety"?' in done.err
        assert done.err.count("no outlet has") == 1

        path.write_text("""[[watch]]\nname = "W"\nquery = "heat"\naliases = ["sequel AND outlet:nobody"]\n""")
        assert 'monitor.toml:4: watch.aliases: no outlet has the id "nobody".' in run("check").err

    def test_a_taken_id_proposes_a_free_one(self, run: Run, path: Path) -> None:
        """A second outlet on a host is no dead end, and nothing is asked over the network for it."""
        done = run("outlet", "add", "https://variety.com/v/music/")

        assert done.code == 2
        assert "--id variety-v-music" in done.err
        assert path.read_text() == TEXT


class TestWhenItCounts:
    def test_without_a_daemon_it_waits_for_one(self, run: Run, path: Path) -> None:
        """No promise that nobody keeps."""
        done = run("watch", "pause", "Andor")

        assert "it takes effect when the daemon starts" in done.err

    def test_a_daemon_on_this_file_takes_it_up(self, run: Run, path: Path) -> None:
        """The lock says who holds it."""
        with lock.held(path.parent / "archive.db") as holder:
            holder.note({"config": str(path)})
            done = run("watch", "pause", "Andor")
            assert f"the running daemon (process {os.getpid()}) takes it up within seconds" in done.err

    @pytest.mark.parametrize("facts", [{}, {"config": "/another/monitor.toml"}])
    def test_a_crawl_or_a_daemon_on_another_file_does_not(self, run: Run, path: Path, facts: dict[str, str]) -> None:
        """They hold the lock, and read no change of this file."""
        with lock.held(path.parent / "archive.db") as holder:
            holder.note(facts)
            assert "when the daemon starts" in run("watch", "pause", "Andor").err


def test_a_line_that_toml_does_not_end_is_none(path: Path) -> None:
    """A text may hold what other programs take for the end of a line."""
    path.write_text(
        '[[watch]]\nname = "a"\nquery = "a"\nshould_match = ["a\u2028b"]\n\n[[watch]]\nname = "c" # c\nquery = "c"'
    )
    draft = Rewrite.of(path)
    draft.move("watch", 1, 0)
    draft.write()

    assert names(path) == ["c", "a"]
    assert 'query = "c"\n\n[[watch]]' in path.read_text(), "the last line of the file had no end"


def test_status_shows_a_refused_change_and_what_is_paused(run: Run, archived: Path) -> None:
    """Whoever edits the file need not read the log to find out."""
    run("outlet", "pause", "joblo")
    with lock.held(archived.parent / "archive.db") as holder:
        holder.note({"config": str(archived), "refused": "half a file", "refused_at": "2026-11-29T08:00:00+00:00"})
        shown = run("status").out
        facts = run("status", "--json").json

    assert "was not taken over" in shown
    assert "half a file" in shown
    assert "paused      joblo (in monitor.toml)" in shown
    assert (facts["config_refused"], facts["config_refused_at"]) == ("half a file", "2026-11-29T08:00:00Z")
    assert facts["paused"] == ["joblo"]


def test_status_says_that_a_daemon_is_starting(run: Run, archived: Path) -> None:
    """With 100,000 articles in its window that takes a minute or more, in which no new article is stored."""
    late = datetime.now(UTC) - timedelta(hours=2)
    with Archive.open(archived.parent / "archive.db") as archive:
        archive.execute("update outlets set next_check_at = ?", (stamp(late),))
    with lock.held(archived.parent / "archive.db") as holder:
        holder.note({"config": str(archived)})
        assert run("--quiet", "status").code == 1
        for far, words in ((("0", "0"), "and starting\n"), (("34000", "100000"), "34,000 of about 100,000 articles")):
            said = {"articles": far[0], "of": far[1], "at": datetime.now(UTC).isoformat()}
            holder.note(said, about="start")
            assert words in run("status").out
            assert run("--quiet", "status").code == 0
        facts = run("status", "--json").json
        holder.note(said | {"at": late.isoformat()}, about="start")
        assert run("--quiet", "status").code == 1, "it does not get on"
        holder.note({}, about="start")
        assert run("status", "--json").json["starting"] is None

    assert (facts["starting"]["articles"], facts["starting"]["of"]) == (34000, 100000)


@pytest.mark.parametrize("edit", [b'query = "half', b"\xff\xfe"])
@pytest.mark.parametrize("named", [True, False])
def test_status_answers_while_the_file_is_no_toml(run: Run, archived: Path, edit: bytes, *, named: bool) -> None:
    """Half an edit is what a daemon refuses most often; whoever asks `status` for it must be answered."""
    whole = archived.read_bytes()
    assert b"[archive]" not in whole
    place = archived.parent / ("news.db" if named else "archive.db")
    (archived.parent / "archive.db").rename(place)
    table = b'[archive]  # here\npath = "news.db"  # ours\n' if named else b""
    archived.write_bytes(whole + b"\n" + table + edit + b"\n")
    with lock.held(place) as holder:
        holder.note({"config": str(archived), "refused": "half a file", "refused_at": "2026-11-29T08:00:00+00:00"})
        done = run("status")

    assert done.code == 0
    assert "was not taken over" in done.out
    assert "warning: monitor.toml:" in done.err
    assert run("hits", "--limit", "1").code == 0
    assert run("judge", "1", "yes").code == 2  # nothing is written by half a file


def test_no_archive_is_guessed_for_half_a_file_that_names_one(run: Run, archived: Path) -> None:
    """Another archive that lies there must not pass for the one that cannot be read."""
    archived.write_text(f'{archived.read_text()}\n[archive]\npath = "news\n', encoding="utf-8")

    assert run("status").code == 2


def test_a_hint_names_no_outlet_that_is_left_out_and_no_tag_for_itself(run: Run, path: Path) -> None:
    """What the hint proposes must work when it is typed."""
    path.write_text('follow = ["@film", "-collider"]\n', encoding="utf-8")

    assert "Did you mean" not in run("outlet", "pause", "collider").err
    assert "not for a tag" in run("outlet", "pause", "@film").err
    assert 'Did you mean "@film"' in run("outlet", "remove", "@fim").err

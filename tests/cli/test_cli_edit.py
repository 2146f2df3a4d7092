"""Changes to monitor.toml: comments stay, nothing is half written, nothing wrong is written."""

import fcntl
import os
import tomllib
from pathlib import Path

import pytest
import tomlkit
from cli_made import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor import config
from monitor.config import toml_edit
from monitor.errors import ConfigError, MonitorError

TEXT = """\
# The desk's file.
follow = [
  "variety",   # the first
  # "deadline",
]

[[watch]]      # founding
name = "Heat 2"
query = '"Heat 2"'   # both words

[crawl]
delay = 2.0    # gently
"""


@pytest.fixture
def path(folder: Path) -> Path:
    """A commented file."""
    path = folder / "monitor.toml"
    path.write_text(TEXT)
    path.chmod(0o640)
    return path


class TestWatchAdd:
    def test_comments_and_order_stay(self, run: Run, path: Path) -> None:
        """The file is the old one, with the watch at its end."""
        done = run("watch", "add", "Dune", '"Dune: Part Three"', "--except", "sand dune", "--alert", "digest")

        assert done.code == 0
        assert path.read_text().startswith(TEXT)
        added = config.load(path, {}).watches[-1]
        assert (added.name, added.query, added.masks, added.alert) == (
            "Dune",
            '"Dune: Part Three"',
            ("sand dune",),
            "digest",
        )

    def test_a_name_alone_is_looked_for_as_a_phrase(self, run: Run, path: Path) -> None:
        """`monitor watch add "The Last of Us"`."""
        run("watch", "add", "The Last of Us")

        assert config.load(path, {}).watches[-1].query == '"The Last of Us"'

    def test_a_bad_query_is_not_written(self, run: Run, path: Path) -> None:
        """The caret is shown, the file stays."""
        done = run("watch", "add", "Bad", '"never closed')

        assert done.code == 2
        assert "^" in done.err
        assert path.read_text() == TEXT

    def test_a_failing_test_is_not_written(self, run: Run, path: Path) -> None:
        """A watch that does not find what it should is refused."""
        done = run("watch", "add", "Dune", "Dune", "--should-match", "Heat 2")

        assert done.code == 2
        assert path.read_text() == TEXT

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("Heat 2", "x"), "is defined already"),
            (("Dune", "x", "--to", "nobody"), 'no channel is named "nobody"'),
            (("Dune", "x", "--outlets", "varety"), 'Did you mean "variety"?'),
        ],
    )
    def test_what_would_be_wrong_is_not_written(self, run: Run, path: Path, words: tuple[str, ...], said: str) -> None:
        """The problem is reported with its line, and the file stays."""
        done = run("watch", "add", *words)

        assert done.code == 2
        assert said in done.err
        assert done.err.startswith("monitor.toml:")
        assert path.read_text() == TEXT
        assert list(path.parent.iterdir()) == [path]

    def test_watches_in_one_line_can_be_added_to(self, run: Run, path: Path) -> None:
        """`watch = [{ … }]` grows by an item."""
        path.write_text("watch = [{ name = 'a', query = 'a' }] # all\n")
        run("watch", "add", "b", "b")

        assert [watch.name for watch in config.load(path, {}).watches] == ["a", "b"]
        assert "# all" in path.read_text()

    def test_a_broken_file_is_not_touched(self, run: Run, path: Path) -> None:
        """Its own mistake is reported first."""
        path.write_text("follow = [\n")
        done = run("watch", "add", "b", "b")

        assert done.code == 2
        assert "syntax" in done.err
        assert path.read_text() == "follow = [\n"


class TestManyAtOnce:
    NAMES = tuple(f"Name {number}" for number in range(100))

    @pytest.mark.parametrize("before", ["", "watch = [{ name = 'a', query = 'a' }] # all\n"])
    def test_many_entries_are_one_change(self, path: Path, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A hundred watches are checked once, written once, in their order, in either form of the list."""
        path.write_text(before or TEXT)
        checks = []
        load = config.load
        monkeypatch.setattr(config, "load", lambda *a, **k: checks.append(1) or load(*a, **k))
        toml_edit.append(path, "watch", *({"name": name, "query": name} for name in self.NAMES))

        assert len(checks) == 1
        assert [watch.name for watch in load(path, {}).watches][1:] == list(self.NAMES)
        assert before or path.read_text().startswith(TEXT)

    def test_one_wrong_entry_writes_none(self, path: Path) -> None:
        """Half a list is worse than none: the problem is reported and the file stays."""
        wrong = {"name": "Bad", "query": "x", "to": ["nobody"]}
        with pytest.raises(ConfigError, match="nobody"):
            toml_edit.append(path, "watch", {"name": "Good", "query": "x"}, wrong)

        assert path.read_text() == TEXT


class TestOutletAdd:
    def test_follow_grows(self, run: Run, path: Path) -> None:
        """Ids and tags are added; comments in the list stay."""
        done = run("outlet", "add", "joblo", "@horror")

        assert done.code == 0
        assert tomllib.loads(path.read_text())["follow"] == ["variety", "joblo", "@horror"]
        assert '# "deadline",' in path.read_text()

    @pytest.mark.parametrize("before", ["", 'follow = "variety"\n', "follow = []\n"])
    def test_any_form_of_follow(self, run: Run, path: Path, before: str) -> None:
        """No list yet, a single text, an empty list."""
        path.write_text(before + "[crawl]\ndelay = 1\n")
        run("outlet", "add", "joblo")

        assert "joblo" in [outlet.id for outlet in config.load(path, {}).outlets]

    def test_what_is_followed_already_is_not_added_again(self, run: Run, path: Path) -> None:
        """Each name once."""
        run("outlet", "add", "variety", "joblo", "joblo")

        assert tomllib.loads(path.read_text())["follow"] == ["variety", "joblo"]

    def test_an_unknown_outlet_is_not_written(self, run: Run, path: Path) -> None:
        """A suggestion, and the file stays."""
        done = run("outlet", "add", "varety")

        assert done.code == 2
        assert 'Did you mean "variety"?' in done.err
        assert path.read_text() == TEXT


class TestWriting:
    def test_the_mode_stays(self, run: Run, path: Path) -> None:
        """A file that the group may read still can be, and no more."""
        run("outlet", "add", "joblo")

        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, run: Run, path: Path) -> None:
        """The file that a symbolic link names is changed, not the link."""
        real = path.rename(path.parent / "real.toml")
        path.symlink_to(real)
        run("outlet", "add", "joblo")

        assert path.is_symlink()
        assert "joblo" in real.read_text()

    def test_a_failed_write_leaves_the_old_file(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A full disk loses neither the file nor its neighbours."""

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match=r"No space"):
            toml_edit.write(path, "new")

        assert path.read_text() == TEXT
        assert list(path.parent.iterdir()) == [path]

    def test_a_change_that_means_something_else_is_not_written(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Should the library that edits lose a key, the old file stays."""
        monkeypatch.setattr(tomlkit, "dumps", lambda _: 'follow = ["joblo"]\n')
        with pytest.raises(MonitorError, match=r"cannot be made safely"):
            toml_edit.follow(path, ["joblo"])

        assert path.read_text() == TEXT

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(name=st.text(min_size=1, max_size=20), text=st.text(max_size=30))
    def test_any_text_is_written_as_it_is(self, path: Path, name: str, text: str) -> None:
        """Quotes, backslashes and control characters come back as they went in, or are refused."""
        path.write_text(TEXT)
        try:
            toml_edit.append(path, "watch", {"name": name, "query": "x", "should_match": [text]})
        except ConfigError:
            assert path.read_text() == TEXT
        else:
            assert tomllib.loads(path.read_text())["watch"][-1] == {"name": name, "query": "x", "should_match": [text]}


class TestDraft:
    def test_a_change_of_somebody_else_is_not_overwritten(self, path: Path) -> None:
        """While a person is asked, the file may be saved in an editor: that stays, and the draft is not written."""
        draft = toml_edit.Draft.of(path)
        draft.follow(["joblo"])
        path.write_text(f"{TEXT}# saved in an editor\n", encoding="utf-8")
        with pytest.raises(MonitorError, match="changed meanwhile"):
            draft.write()

        assert path.read_text(encoding="utf-8") == f"{TEXT}# saved in an editor\n"

    def test_a_byte_order_mark_is_no_mistake(self, path: Path) -> None:
        """Editors on Windows write one; the file is changed all the same."""
        path.write_text(f"\ufeff{TEXT}", encoding="utf-8")
        toml_edit.follow(path, ["joblo"])

        assert tomllib.loads(path.read_text(encoding="utf-8-sig"))["follow"] == ["variety", "joblo"]

    @pytest.mark.parametrize("inline", [True, False])
    def test_tables_that_stand_apart_keep_their_places(self, path: Path, *, inline: bool) -> None:
        """A list of tables may be interrupted by others: an entry is changed where it stands, in either form."""
        tables = '[[watch]]  # one\nname = "a"\nquery = """\n[[watch]]\nx"""\n\n# of crawls\n[crawl]\ndelay = 2\n\n'
        listed = (
            'watch = [\n  { name = "a", query = "x" },  # one\n  { name = "b", query = "y" },\n]\n[crawl]\ndelay = 2\n'
        )
        text = listed if inline else f'{tables}[[watch]]\nname = "b"\nquery = "y"\n'
        path.write_text(text, encoding="utf-8")
        draft = toml_edit.Draft.of(path)
        draft.update("watch", {0: {"alert": "digest"}, 1: {"query": "z"}})
        draft.write()

        written = path.read_text(encoding="utf-8")
        loaded = tomllib.loads(written)["watch"]
        assert [table.get("alert") for table in loaded] == ["digest", None]
        assert loaded[1]["query"] == "z"
        assert [line.partition("#")[2] for line in written.splitlines() if "#" in line] == [
            line.partition("#")[2] for line in text.splitlines() if "#" in line
        ]
        assert written.index("[crawl]") > written.index('"a"')

    def test_all_kinds_of_change_are_one_write(self, path: Path) -> None:
        """Names to follow, new tables and other values of keys: comments stay, and what is not named stays too."""
        draft = toml_edit.Draft.of(path)
        draft.follow(["joblo"])
        draft.append("watch", [{"name": "Dune", "query": "Dune"}])
        draft.update("watch", {0: {"alert": "digest", "query": '"Heat 2" OR "Heat II"'}})
        draft.write()

        loaded = tomllib.loads(path.read_text())
        assert loaded["follow"] == ["variety", "joblo"]
        assert loaded["watch"][0] == {"name": "Heat 2", "query": '"Heat 2" OR "Heat II"', "alert": "digest"}
        assert loaded["watch"][1] == {"name": "Dune", "query": "Dune"}
        assert [line.partition("#")[2] for line in path.read_text().splitlines() if "#" in line] == [
            line.partition("#")[2] for line in TEXT.splitlines() if "#" in line
        ]


class TestForm:
    def test_line_ends_of_windows_and_a_byte_order_mark_stay(self, run: Run, path: Path) -> None:
        """Whoever keeps the file under version control on Windows sees only what was changed."""
        path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
        assert run("watch", "add", "Hamnet").code == 0
        assert run("watch", "pause", "Heat 2").code == 0

        written = path.read_bytes()
        assert written.startswith(b"\xef\xbb\xbf# The desk")
        assert b"Hamnet" in written
        assert b"paused = true\r\n" in written
        assert written.count(b"\n") == written.count(b"\r\n")

    def test_a_line_that_toml_does_not_end_is_none(self, run: Run, path: Path) -> None:
        """A comment and a text may hold what other programs take for the end of a line."""
        path.write_text(TEXT.replace("# The desk's", "# The\u2028desk's").replace("# founding", "# foun\x85ding"))
        assert run("outlet", "add", "deadline").code == 0

        assert tomllib.loads(path.read_text())["follow"] == ["variety", "deadline"]
        assert "# The\u2028desk's" in path.read_text()

    def test_a_read_only_file_stays(self, run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder that may be written to is no leave to replace the file."""
        monkeypatch.setattr(os, "access", lambda place, _mode: Path(place).name != "monitor.toml")
        done = run("watch", "pause", "Heat 2")

        assert done.code == 1
        assert "monitor.toml: is read-only: nothing was written" in done.err
        assert path.read_text() == TEXT

    def test_what_was_wrong_before_is_named_on_the_line_where_it_stands(self, run: Run, path: Path) -> None:
        """A line that the change would have moved is no line of the file."""
        path.write_text(f"{TEXT}\n[log]\n")
        line = path.read_text().splitlines().index("[log]") + 1
        done = run("watch", "pause", "Heat 2")

        assert done.code == 2
        assert f"monitor.toml:{line}: log: unknown key" in done.err

    def test_two_changes_at_once_are_one_after_the_other(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What another command writes between the last look at the file and the writing would be lost."""
        held: list[bool] = []

        def written(place: Path, _text: str | bytes) -> None:
            opened = os.open(place.parent, os.O_RDONLY)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held.append(False)
            except BlockingIOError:
                held.append(True)
            finally:
                os.close(opened)

        draft = toml_edit.Draft.of(path)
        draft.follow(["deadline"])
        monkeypatch.setattr(draft.__class__, "checked", lambda _: None)
        monkeypatch.setattr(toml_edit, "write", written)
        draft.write()

        assert held == [True]

"""`monitor init`, `monitor check` and `monitor schema`."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from cli_made import Ran, Run

from monitor import config
from monitor.cli.commands.init import compose
from monitor.config import config_reference

ROOT = Path(__file__).parent.parent.parent


class TestInit:
    def test_it_writes_a_file_that_works(self, run: Run, folder: Path) -> None:
        """Without a terminal nothing is asked; what is written is right at once."""
        done = run("init")

        assert done.code == 0
        loaded = config.load(folder / "monitor.toml", {})
        assert loaded.watches[0].name == "Heat 2"
        assert len(loaded.outlets) == 6
        assert run("check").code == 0

    def test_it_does_not_overwrite(self, run: Run, folder: Path) -> None:
        """A file that is there stays, unless --force."""
        (folder / "monitor.toml").write_text("# mine\n")

        assert run("init").code == 2
        assert (folder / "monitor.toml").read_text() == "# mine\n"
        assert run("init", "--force").code == 0

    def test_it_is_for_its_owner_alone(self, run: Run, folder: Path) -> None:
        """The file may come to hold secrets."""
        run("init")

        assert (folder / "monitor.toml").stat().st_mode & 0o077 == 0

    def test_it_goes_where_the_configuration_is_looked_for(self, run: Run, folder: Path) -> None:
        """--config names the file."""
        run("init", "--config", "desk.toml")

        assert (folder / "desk.toml").exists()

    def test_on_a_terminal_it_asks(self, folder: Path) -> None:
        """Outlets, a keyword, a mail address, an SMTP server; each again until it would make a file that is right."""
        leader, follower = pty.openpty()
        os.write(leader, b'jobblo, @horror\njoblo, @horror\n("The Last\nThe Last of Us\nme\nme@example.org\n\n')
        subprocess.run(
            [sys.executable, "-c", "import sys; from monitor.cli import main; sys.exit(main(['init']))"],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=follower, stdout=follower, stderr=follower,
            check=True, timeout=60,
        )  # fmt: skip
        os.close(follower)
        os.close(leader)
        loaded = config.load(folder / "monitor.toml", {})

        assert "joblo" in [outlet.id for outlet in loaded.outlets]
        assert loaded.watches[0].query == '"The Last of Us"'
        assert loaded.channels[0].to == ("me@example.org",)  # type: ignore[union-attr]
        assert loaded.channels[0].host == "smtp.example.org"  # type: ignore[union-attr]

    def test_a_keyword_with_operators_is_a_query(self, folder: Path) -> None:
        """Words become a phrase; what has quotes or brackets stays as it is; nothing breaks the file."""
        for keyword, query in (
            ("Heat 2", '"Heat 2"'),
            ('"Heat 2" OR (Mann)', '"Heat 2" OR (Mann)'),
            ("it's \\ odd", '"it\'s \\ odd"'),
        ):
            path = folder / "monitor.toml"
            path.write_text(compose(["joblo"], keyword, None))

            assert config.load(path, {}).watches[0].query == query


class TestCheck:
    def test_a_right_file(self, run: Run, configured: Path) -> None:
        """One line on standard output says what it amounts to."""
        done = run("check")

        assert done.code == 0
        assert "2 outlets" in done.out
        assert "1 watch (1 instant)" in done.out

    def test_a_query_that_cannot_be_understood(self, run: Run, configured: Path) -> None:
        """The line of the query, and a caret under the place."""
        text = configured.read_text().replace("""'"Heat 2"'""", """'"Heat 2'""")
        configured.write_text(text)
        done = run("check")

        assert done.code == 2
        line = text.splitlines().index("""query = '"Heat 2'""") + 1
        assert f"monitor.toml:{line}: watch.query:" in done.err
        assert "^" in done.err

    def test_one_look_shows_every_kind_of_mistake(self, run: Run, configured: Path) -> None:
        """An unknown key hides neither a query that cannot be read nor a test that fails in another watch."""
        watches = """
[[watch]]
name = "Broken"
query = "(("
[[watch]]
name = "Andor"
query = '"Andor"'
should_match = ["Heat 2"]
"""
        configured.write_text("nonsense = 1\n" + configured.read_text() + watches)
        done = run("check")

        assert done.code == 2
        assert "nonsense: unknown key" in done.err
        assert done.err.count("watch.query: ") == 2
        assert len(run("check", "--json").json["problems"]) == 3

    def test_every_part_of_a_watch_has_its_own_line(self, run: Run, configured: Path) -> None:
        """A broken query and a broken `except` are shown at once, each with the line of its own key."""
        text = configured.read_text().replace("""'"Heat 2"'""", """'"Heat 2'\nexcept = ["a AND b"]""")
        configured.write_text(text)
        done = run("check")

        line = text.splitlines().index("""query = '"Heat 2'""") + 1
        assert f"monitor.toml:{line}: watch.query: this quotation mark is never closed" in done.err
        assert f"monitor.toml:{line + 1}: watch.except: only words" in done.err

    def test_a_text_that_should_match_and_does_not(self, run: Run, configured: Path) -> None:
        """The tests inside the watch are run."""
        configured.write_text(
            configured.read_text().replace(
                'to = ["files"]', 'should_match = ["Miami Heat"]\nshould_not_match = ["Heat 2"]'
            )
        )
        done = run("check")

        assert done.code == 2
        assert done.err.count("watch.query:") == 2

    def test_a_selector_that_is_none(self, run: Run, configured: Path) -> None:
        """Selectors are tried before the first page comes: the line is named, and what is wrong with it."""
        configured.write_text(configured.read_text() + '[[outlet]]\nid = "variety"\n[[outlet.rules]]\nbody = "div["\n')
        text = configured.read_text().replace('id = "variety"\nname', 'id = "variety-com"\nname')
        configured.write_text(text)
        done = run("check")

        assert done.code == 2
        line = configured.read_text().splitlines().index('body = "div["') + 1
        assert f'monitor.toml:{line}: outlet.rules.body: "div[" is not a valid CSS selector' in done.err
        assert "malformed attribute selector at position 3" in done.err

    def test_a_weak_webhook(self, run: Run, configured: Path) -> None:
        """A short secret, none, and plain http over the internet are warned of, without showing the secret."""
        configured.write_text(
            configured.read_text()
            + '[[channel]]\nname = "a"\nkind = "webhook"\nurl = "http://example.org/a"\nsecret = "shorty"\n'
            + '[[channel]]\nname = "b"\nkind = "webhook"\nurl = "http://127.0.0.1:8770/"\n'
        )
        warnings = run("check", "--json").json["warnings"]

        assert [warning for warning in warnings if "channel.a" in warning and "24" in warning]
        assert [warning for warning in warnings if "channel.a" in warning and "plain http" in warning]
        assert [warning for warning in warnings if "channel.b" in warning and "not signed" in warning]
        assert not [warning for warning in warnings if "channel.b" in warning and "plain http" in warning]
        assert "shorty" not in str(warnings)

    def test_as_json(self, run: Run, configured: Path) -> None:
        """Problems and warnings for programs, of a file that does not load too."""
        right = run("check", "--json")
        configured.write_text("folow = []")
        wrong = run("check", "--json")

        assert (right.code, right.json["problems"]) == (0, [])
        assert wrong.code == 2
        assert "unknown key" in wrong.json["problems"][0]

    def test_strict(self, run: Run, folder: Path) -> None:
        """Warnings can be made to count."""
        (folder / "monitor.toml").write_text("")

        assert run("check").code == 0
        assert run("check", "--strict").code == 2


class TestSchema:
    def test_it_is_json(self, run: Run) -> None:
        """The schema can be saved as it is printed."""
        done: Ran = run("schema")

        assert json.loads(done.out)["title"] == "File"

    def test_the_other_forms(self, run: Run) -> None:
        """The documentation's tables, and the example."""
        assert "| key | takes | default |" in run("schema", "--as", "markdown").out
        assert run("schema", "--as", "example").out == config_reference.example()


def test_what_it_writes_names_only_what_every_installation_has(run: Run, folder: Path) -> None:
    """A wheel has neither the documentation nor the example; the command that it names has every key."""
    run("init")
    text = (folder / "monitor.toml").read_text()

    assert "docs/" not in text
    assert "monitor.example.toml" not in text
    assert "`monitor schema --as example`" in text
    assert "[archive]" in run("schema", "--as", "example").out

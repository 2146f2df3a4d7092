"""`monitor import` of watches: CSV, workbooks and lists of names become watches, and nothing is written unseen."""

import builtins
import io
import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cli_made import Run

from monitor import config
from monitor.cli.importing import cells, column_keys, name_lists, sheets, watch_rows
from monitor.errors import UserError
from monitor.match.advice import lint

CASES = Path(__file__).parents[1] / "cases" / "imports"
TEXT = """\
follow = ["variety"]  # the trades

[[watch]]      # the founding one
name = "Heat 2"
query = '"Heat 2" OR "Heat II"'
context = "Mann"

[[channel]]    # where messages go
name = "files"
kind = "file"
path = "out"

[[watch]]
name = "Zendaya"
query = '"Zendaya"'
"""


@pytest.fixture
def path(folder: Path) -> Path:
    """A configuration with two watches and a channel between them."""
    path = folder / "monitor.toml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o600)
    return path


def put(folder: Path, name: str, text: str | bytes) -> str:
    """A file to import, in the working folder."""
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def watches(path: Path) -> dict[str, dict[str, Any]]:
    """The watches as written, by name."""
    return {table["name"]: table for table in tomllib.loads(path.read_text(encoding="utf-8"))["watch"]}


def states(run: Run, *words: str) -> dict[str, str]:
    """What becomes of each item."""
    return {item["name"]: item["state"] for item in run("import", *words, "--json", "--dry-run").json["items"]}


SETTINGS = (  # of Procfile, Go, SSH, networks, shells, packages, tasks, grammars
    "web: gunicorn app.wsgi\nworker: python worker.py\n",
    "web: bundle exec puma -C config/puma.rb\nrelease: rake db:migrate\nclock: ruby clock.rb\n",
    "web: node server\n",
    "module example.com/desk\n\ngo 1.21\n",
    "module desk\n\ngo 1.21\n\nrequire rsc.io/quote v1.5.2\n",
    "go 1.21\n\nuse ./a\nuse ./b\n",
    "Host desk\n    HostName desk.example.org\n    User ann\n    Port 2222\n    IdentityFile ~/.ssh/id_ed25519\n",
    "Host *\n  ForwardAgent no\n  ServerAliveInterval 60\nHost a b\n  User ben\n",
    "PermitRootLogin no\nPasswordAuthentication no\nX11Forwarding yes\nMaxAuthTries 3\n",
    "nameserver 1.1.1.1\nsearch example.org\noptions edns0\n",
    ".venv\n.env\nnode_modules\n.idea\n",
    'tap "homebrew/cask"\nbrew "git"\ncask "firefox"\n',
    "ServerName a.example\nDocumentRoot /var/www\nErrorLog logs/error_log\n",
    "/dev/sda1 / ext4 defaults 0 1\nproc /proc proc defaults 0 0\n",
    "machine a.example\nlogin ann\npassword secret\n",
    'msgid "Hello"\nmsgstr "Hallo"\n',
    "python 3.12.1\nnodejs 20.10.0\nruby 3.2.2\n",
    "- [ ] call Ann\n- [x] pay\n",
    "* TODO call Ann\n** DONE pay\n",
    "ssh-rsa AAAAB3NzaC1yc2E ann\n",
    "ann ALL=(ALL) NOPASSWD: ALL\n",
    "expr ::= term | expr '+' term\n",
    "set editing-mode vi\nset completion-ignore-case on\n",
    "XTerm*faceName: Mono\nXTerm*faceSize: 11\n",
)


class TestNames:
    def test_a_list_becomes_watches(self, run: Run, folder: Path, path: Path) -> None:
        """Comments and blank lines are no names, duplicates are dropped, what is there stays as it is."""
        put(folder, "names.txt", "# talents\nGreta Gerwig # director\n\nZendaya\n  #none\nTrack #1\nGreta Gerwig\n")
        done = run("import", "names.txt", "--to", "files", "--alert", "digest")

        assert done.code == 0
        assert "2 watches written; it takes effect when the daemon starts" in " ".join(done.err.split())
        assert path.read_text(encoding="utf-8").startswith(TEXT)
        assert list(watches(path)) == ["Heat 2", "Zendaya", "Greta Gerwig", "Track #1"]
        assert watches(path)["Greta Gerwig"] == {
            "name": "Greta Gerwig",
            "query": '"Greta Gerwig"',
            "to": ["files"],
            "alert": "digest",
        }

    def test_a_common_word_is_warned_of(self, run: Run, folder: Path, path: Path) -> None:
        """The advice on ambiguous names is given before there is any archive; clear names get none."""
        put(folder, "names.txt", "Us\nHamnet\n")
        items = {item["name"]: item for item in run("import", "names.txt", "--json").json["items"]}

        assert "common word" in items["Us"]["warnings"][0]
        assert items["Hamnet"]["warnings"] == []

    def test_the_archive_sharpens_the_warning(
        self, run: Run, folder: Path, archived: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With an archive, it is said how many of its newest articles a name is in."""
        monkeypatch.setattr(lint, "_FEW", 1)
        put(folder, "names.txt", "Heat\n")

        assert "of the 3 newest" in " ".join(run("import", "names.txt", "--json").json["items"][0]["warnings"])

    def test_a_table_without_headings_is_no_list(self, run: Run, folder: Path, path: Path) -> None:
        """`Zendaya,Actor` would be a watch that finds nothing: the hint says what to do."""
        put(folder, "names.txt", "Zendaya,Actor\nGreta Gerwig,Director\n")
        done = run("import", "names.txt")

        assert done.code == 2
        assert "names.txt: looks like a table" in done.err
        assert "name,query" in done.err
        assert run("import", "names.txt", "--as", "names").code == 0

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (TEXT, "is TOML"),
            ('[{"name": "Heat 2"}]', "is JSON"),
            ('{"name": "Heat 2"}\n{"name": "Heat 3"}\n', "is JSON"),
            ("%PDF-1.4\n1 0 obj\nendobj\n", "is a PDF"),
            ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "is a calendar"),
            ("https://a.example/\nhttps://b.example/feed\n", "is a list of addresses"),
            ("<rss><channel><title>News</title></channel></rss>", "is no OPML"),
            ("Heat 2\n\x01\x02\n", "is neither OPML"),
            ("- name: Heat 2\n  to: desk\n", 'line 1 is "- name: Heat 2"'),
            ("Heat 2\tdesk\tinstant\nDune\tdesk\tdigest\n", "looks like a table"),
            ("variety.com/feed\ndeadline.com/feed\n", "is a list of addresses"),
            ("#!/bin/sh\nset -e\ncd /srv\n", "is a script"),
            ("#EXTM3U\n#EXTINF:123,Artist - Title\nsong.mp3\n", "is a playlist"),
            ("WEBVTT\n\n00:01.000 --> 00:04.000\nHello there.\n", "is subtitles"),
            ("*/5 * * * * backup\n0 3 * * 1 weekly --full\n@reboot thing\n", 'line 1 is "*/5 * * * * backup"'),
            ("Nov 30 18:24:36 host sshd[123]: Accepted key\nNov 30 18:24:37 host systemd[1]: Started\n", "line 1 is"),
            ("2026-11-30 18:24 INFO started\n2026-11-30 18:25 WARN slow\n", "line 1 is"),
            ("--- a.txt\n+++ b.txt\n@@ -1,2 +1,3 @@\n Heat 2\n+Dune\n", "is the difference of two texts"),
            ("3c3\n< Heat\n---\n> Heat 2\n", "line 2 is"),
            ("1 2 3\n4 5 6\n", 'line 1 is "1 2 3"'),
            ("1.5,2.5\n3.5,4.5\n", "looks like a table"),
            ("".join(f"{number}.25\n" for number in range(9)), "is a list of figures"),
            ("".join(f"{year}\n" for year in range(2001, 2025)), "is a list of figures"),
            ("".join(f"{number * 7919 % 997}\n" for number in range(120)), "is a list of figures"),
            ("1\n1\n2\n3\n5\n8\n13\n2\n9\n", "is a list of figures"),
            ("52.52 13.405\n48.8566 2.3522\n", "line 1 is"),
            ("FROM python:3.12\nCOPY . /app\nCMD python app.py\n", 'line 1 is "FROM python:3.12"'),
            ("User-agent: *\nDisallow: /private\n", "line 1 is"),
            ("click\nlxml\nscrapy>=2.19\nsqlite-utils~=4.0\n", "line 3 is"),
            ("root:x:0\nsync:x:4\n", "line 1 is"),
            ("* * * *\n" * 3, 'line 1 is "* * * *"'),
            ("Heat 2\nDune\n" * 9, "the same lines stand there again"),
            ("Heat 2\n" * 100_001, "100,000 names at most"),
            ("127.0.0.1 localhost\n10.0.0.1 router\n", "line 1 is"),
            ("d41d8cd98f00b204 a\n020a2c73 Check: outlets\n", "line 1 is"),
            ("[00:12.00]I see you\n[00:15.50]I hear you\n", "line 1 is"),
            ("notes.txt\nphoto_01.jpg\n", 'line 1 is "notes.txt"'),
            ("Films\n<li>Heat 2</li>\n<li>Dune</li>\n", "line 2 is"),
            ("*.pyc\nbuild/\n", "line 1 is"),
            ("\\begin{document}\n\\section{Films}\nHeat 2\n", "line 1 is"),
            (
                "昨日、東京で新しい映画の初公開が行われ、監督が登場した。\n観客は長い拍手で作品を迎え、感謝の言葉を聞いた。\n",
                "line 1 is",
            ),
            ("port=80\nname=desk\n", 'line 1 is "port=80"'),
            ("/srv/films/heat.mkv\n/srv/films/dune.mkv\n", "line 1 is"),
            ("import os\n\nname = os.environ\nprint(name)\n", 'line 3 is "name = os.environ"'),
            ("root:x:0:0:root:/root:/bin/bash\nsync:x:4:65534:sync:/bin:/bin/sync\n", "line 1 is"),
            ("Hello,\nwe would like these names to be watched by your desk from now\non, thank you.\n", "line 1 is"),
            (
                "What a desk reads in the course of a morning\nis more than any one person could write down\nand so on",
                "line 1 is",
            ),
        ],
    )
    def test_what_is_no_list_of_names_is_said(self, run: Run, folder: Path, path: Path, text: str, said: str) -> None:
        """Any text has lines: settings, code, data and prose are not taken for names, unless they are said to be."""
        put(folder, "names.txt", text)
        done = run("import", "names.txt", "--yes")

        assert done.code == 2
        assert said in " ".join(done.err.split())
        assert path.read_text(encoding="utf-8") == TEXT

    def test_odd_names_are_names(self, run: Run, folder: Path, path: Path) -> None:
        """Titles with signs, numbers, commas and many words, in many scripts, also alone in their file."""
        names = [
            "[REC]", "S.W.A.T.", "M*A*S*H", "Re:Zero", "Steins;Gate", "tick, tick... BOOM!", "$9.99", "+44",
            "君の名は。", "Dune: Part Three", "¡Three Amigos!", "will.i.am", 'Dwayne "The Rock" Johnson',
            "(500) Days of Summer", "f(x)", "TWICE(트와이스)", "aespa(에스파)", "김수현(배우)", "Macbeth(2015)", "!!!",
            "dune: part two", "And Then There Was Nothing Left to Say...",
            "1917", "9-1-1: Lone Star", "11.22.63", "3:10 to Yuma", "12:01", "8½", "AC/DC", "50/50", "3 Body Problem",
            "Her", "deadmau5", "Blink-182", "Леонид Гайдай", "오징어 게임 2", "أحمد زكي", "Next.js", "-30-",
            "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", "Where Is My Friend's House?",
        ]  # fmt: skip
        put(folder, "names.txt", "\n".join(names))
        assert list(states(run, "names.txt")) == names

        for name in names:
            put(folder, "one.txt", f"{name}\n")
            assert list(states(run, "one.txt")) == [name]

    def test_a_query_is_no_name(self, run: Run, folder: Path, path: Path) -> None:
        """Lines that were made for a search elsewhere would find nothing by their words: they are refused, and why."""
        queries = [
            '"Dune: Part Three" OR "Dune 3"', 'Heat -"Miami Heat"', "Heat -Miami", '"Greta Gerwig" AROUND(5) Narnia',
            "site:variety.com A24", 'intitle:"Avatar"', '"Wicked" | "Wicked: For Good"', "Dune NEAR/5 Villeneuve",
            "from:variety Dune", "Dune after:2024-01-01", "+Dune +Villeneuve", '"Die Chefin" ODER "Tatort"',
        ]  # fmt: skip
        names = [
            '"Zoë Kravitz"', "“Nora Finch”", '"Truth OR Dare"', "NOW OR NEVER", "Or Else", "Blink-182",
            "Mission: Impossible", "Re:Zero", "+44", "Before: Sunrise",
        ]  # fmt: skip
        put(folder, "names.txt", "\n".join([*queries, *names]))
        found = states(run, "names.txt")

        assert [name for name, state in found.items() if state == "refused"] == queries
        assert [name for name, state in found.items() if state == "new"] == [
            *("Zoë Kravitz", "Nora Finch", "Truth OR Dare"),
            *names[3:],
        ]
        assert "under `query` in a table" in run("import", "names.txt", "--dry-run").out
        assert set(states(run, "names.txt", "--as", "names").values()) == {"new"}

    def test_a_title_with_an_operator_is_a_name(self, run: Run, folder: Path, path: Path) -> None:
        """Where each word has a capital and no other line is a search; it is said how it is looked for."""
        titles = ["Truth OR Dare", "Pride AND Prejudice", "Do NOT Disturb", "Élite OR Not", "9 AND Ten"]
        put(folder, "names.txt", "\n".join([*titles, "Dune"]))
        found = {item["name"]: item for item in run("import", "names.txt", "--json", "--dry-run").json["items"]}

        assert {item["state"] for item in found.values()} == {"new"}
        said = [name for name, item in found.items() if "as a title" in "".join(item["warnings"])]
        assert said == titles
        for searched in ("Netflix AND strike", "Netflix OR Hulu OR Disney", "(Dune) OR Heat", '"Dune" OR Heat'):
            put(folder, "names.txt", f"{searched}\nTruth OR Dare\nDune")
            assert list(states(run, "names.txt").values()) == ["refused", "refused", "new"]

    @pytest.mark.parametrize("text", SETTINGS)
    def test_settings_are_no_names(self, run: Run, folder: Path, path: Path, text: str) -> None:
        """What programs, machines and people keep line by line is refused, with what it looks like."""
        put(folder, "names.txt", text)
        done = run("import", "names.txt")

        assert done.code == 2
        assert "looks like settings: line " in done.err
        assert path.read_text(encoding="utf-8") == TEXT

    def test_names_that_are_like_settings(self, run: Run, folder: Path, path: Path) -> None:
        """A few words of settings are names too."""
        names = [
            "Host",
            "User",
            "Port Authority",
            "set it up",
            "Machine Gun Kelly",
            "PlayStation 5",
            "RoboCop 2",
            "TODO",
        ]
        put(folder, "names.txt", "\n".join(names))
        assert list(states(run, "names.txt")) == names

    def test_names_may_be_figures(self, run: Run, folder: Path, path: Path) -> None:
        """Films, shows and albums have names of figures: a list may be of nothing else."""
        names = ["1917", "300", "2012", "21 Grams", "1922", "1408", "42", "9", "2046", "21", "24", "1899", "911"]
        put(folder, "names.txt", "\n".join(names))
        assert list(states(run, "names.txt")) == names

    def test_a_line_without_end_is_no_toml(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its parser takes the square of a line's length, half a minute for half a megabyte: it is not asked."""
        monkeypatch.setattr(name_lists.tomllib, "loads", pytest.fail)
        with pytest.raises(UserError, match="is no list of names: line 1"):
            watch_rows.of_names("a.b-c" * 100_000, {}, forced=False)

    def test_names_of_one_id_are_told_apart(self, run: Run, folder: Path, path: Path) -> None:
        """C and C++ have the same id: the second is refused, not dropped; capitals alone are the same."""
        put(folder, "names.txt", "C\nC++\nZENDAYA\n")
        found = {item["name"]: item for item in run("import", "names.txt", "--json", "--dry-run").json["items"]}

        assert found["C"]["state"] == "new"
        assert (found["C++"]["state"], 'the same id "c" as line 1' in found["C++"]["remark"]) == ("refused", True)
        assert found["ZENDAYA"]["state"] == "unchanged"

    def test_quotes_in_a_name_are_part_of_it(self, run: Run, folder: Path, path: Path) -> None:
        """A nickname in quotes is looked for as it is written."""
        put(folder, "names.txt", 'Dwayne "The Rock" Johnson\n')
        run("import", "names.txt")
        loaded = config.load(path, {}).watches[-1]

        assert loaded.query == '"Dwayne \\"The Rock\\" Johnson"'
        assert run("watch", "test", loaded.name, "--text", 'Dwayne "The Rock" Johnson sings').code == 0

    def test_a_thousand_names_take_seconds(self, run: Run, folder: Path, path: Path) -> None:
        """The file is checked a few times, however many names there are: not once a name."""
        put(folder, "names.txt", "".join(f"Person Number{n} Familyname{n}\n" for n in range(1000)))
        calls: list[int] = []
        tried, load = config.tried, config.load
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(config, "tried", lambda *a: calls.append(1) or tried(*a))
            patch.setattr(config, "load", lambda *a, **k: calls.append(1) or load(*a, **k))
            done = run("import", "names.txt")

        assert done.code == 0
        assert len(calls) < 10
        assert len(watches(path)) == 1002


class TestTables:
    ROWS = (
        "Name,QUERY,Alias,Min count,Case,To,Should match\n"
        'Dune,"""Dune: Part Three""","Dune 3; ""Dune; Three"" | Dune III",2,yes,files,Dune 3 is shot: Dune 3 it is\n'
        "\n"
        "Hamnet,,,,,,\n"
    )

    def test_columns_are_keys(self, run: Run, folder: Path, path: Path) -> None:
        """Headings in any capitals; several values in a cell; an empty cell says nothing; a name is its own query."""
        put(folder, "watches.csv", self.ROWS)
        done = run("import", "watches.csv", "--alert", "digest", "--set", "lang=en")

        assert done.code == 0
        assert watches(path)["Dune"] == {
            "name": "Dune",
            "query": '"Dune: Part Three"',
            "alert": "digest",
            "lang": ["en"],
            "aliases": ["Dune 3", '"Dune; Three"', "Dune III"],
            "min_count": 2,
            "case": True,
            "to": ["files"],
            "should_match": ["Dune 3 is shot: Dune 3 it is"],
        }
        assert watches(path)["Hamnet"] == {"name": "Hamnet", "query": '"Hamnet"', "alert": "digest", "lang": ["en"]}

    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
    def test_separators_and_encodings(self, run: Run, folder: Path, path: Path, separator: str, encoding: str) -> None:
        """What spreadsheets write in any country is read without being asked about."""
        text = "Name;Query\r\nAmélie;Amélie\r\nL’Été;Été\r\n".replace(";", separator)
        put(folder, "watches.csv", text.encode(encoding))
        done = run("import", "watches.csv")

        assert done.code == 0
        assert watches(path)["Amélie"]["query"] == "Amélie"
        assert watches(path)["L’Été"]["query"] == "Été"

    def test_the_line_that_names_the_separator(self, run: Run, folder: Path, path: Path) -> None:
        """Excel's `sep=;` is no row, and lines are counted with it."""
        put(folder, "watches.csv", "sep=;\nname;min count\nDune;many\n")
        done = run("import", "watches.csv", "--json")

        assert [(item["line"], item["state"]) for item in done.json["items"]] == [(3, "refused")]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("name,quory\nDune,Dune\n", 'no key of a watch is called "quory". Did you mean "query"?'),
            ("name,query,Keyword\nDune,Dune,x\n", '"Keyword" is a second column for `query`'),
            ("query,alert\nDune,digest\n", "no column is called name"),
        ],
    )
    def test_headings_that_are_wrong(self, run: Run, folder: Path, path: Path, text: str, said: str) -> None:
        """The heading is named, with what was probably meant; nothing is written."""
        put(folder, "watches.csv", text)
        done = run("import", "watches.csv")

        assert done.code == 2
        assert said in done.err
        assert path.read_text(encoding="utf-8") == TEXT

    def test_a_column_can_be_left_out(self, run: Run, folder: Path, path: Path) -> None:
        """A list of talents has columns of its own."""
        put(folder, "watches.csv", "Name,Agent,Phone\nGreta Gerwig,UTA,123\n")
        done = run("import", "watches.csv", "--ignore", "agent", "--ignore", "Phone")

        assert done.code == 0
        assert watches(path)["Greta Gerwig"] == {"name": "Greta Gerwig", "query": '"Greta Gerwig"'}

    def test_a_mistake_names_row_and_column(self, run: Run, folder: Path, path: Path) -> None:
        """Every mistake of every row, whether of type, of a name that is unknown or of syntax; nothing is written."""
        put(
            folder,
            "watches.csv",
            'Name,Query,Case,To,Alert,should_match\nA1,,maybe,,,\nB1,,,nobody,,\nC1,,,,now,\nD1,"""x",,,,\n'
            "E1,,,,,nothing\n,x,,,,\nF1,,,,,F1 is here\n",
        )
        done = run("import", "watches.csv", "--json")
        refused = {item["line"]: item["remark"] for item in done.json["items"] if item["state"] == "refused"}

        assert done.code == 2
        assert sorted(refused) == [2, 3, 4, 5, 6, 7]
        assert refused[2].startswith("column Case: must be yes or no")
        assert refused[3].startswith('column To: no channel is named "nobody"')
        assert refused[4].startswith("column Alert: must be")
        assert "^" in refused[5] or "phrase" in refused[5]
        assert "should match, and does not" in refused[6]
        assert refused[7] == "column Name: is empty"
        assert path.read_text(encoding="utf-8") == TEXT

    def test_the_rest_is_written_when_asked_for(self, run: Run, folder: Path, path: Path) -> None:
        """--skip-bad leaves out what is refused, and ends with 4."""
        put(folder, "watches.csv", "Name,Alert\nDune,now\nHamnet,digest\n")

        assert run("import", "watches.csv").code == 2
        assert run("import", "watches.csv", "--skip-bad").code == 4
        assert list(watches(path)) == ["Heat 2", "Zendaya", "Hamnet"]


class TestDifference:
    def test_a_watch_with_other_keys_is_not_overwritten(self, run: Run, folder: Path, path: Path) -> None:
        """It is shown as changed, with what differs; --update writes those keys alone, and comments and order stay."""
        put(folder, "watches.csv", "name,alert,context\nHeat 2,digest,Mann; Pacino\nZendaya,,\n")
        first = run("import", "watches.csv")

        assert first.code == 0
        assert "context: Mann -> Mann, Pacino" in " ".join(first.out.split())
        assert "--update" in first.err
        assert path.read_text(encoding="utf-8") == TEXT

        assert run("import", "watches.csv", "--update").code == 0
        assert path.read_text(encoding="utf-8") == TEXT.replace(
            'context = "Mann"\n', 'context = ["Mann", "Pacino"]\nalert = "digest"\n'
        )

    def test_what_means_the_same_is_unchanged(self, run: Run, folder: Path, path: Path) -> None:
        """A default that is written out, a single value as a list: no difference."""
        put(folder, "watches.csv", "name,alert,context,min_count\nHeat 2,instant,Mann,1\nZendaya,,,\n")

        assert set(states(run, "watches.csv").values()) == {"unchanged"}

    def test_a_second_import_is_no_change(self, run: Run, folder: Path, path: Path) -> None:
        """What was written is recognised."""
        put(folder, "watches.csv", TestTables.ROWS)
        run("import", "watches.csv")
        written = path.read_bytes()
        done = run("import", "watches.csv")

        assert done.code == 0
        assert "nothing new" in done.err
        assert path.read_bytes() == written

    def test_a_dry_run_writes_nothing(self, run: Run, folder: Path, path: Path) -> None:
        """The difference alone."""
        put(folder, "names.txt", "Dune\n")
        done = run("import", "names.txt", "--dry-run")

        assert (done.code, path.read_text(encoding="utf-8")) == (0, TEXT)
        assert "Dune" in done.out
        assert "--dry-run" in done.err

    def test_a_person_is_asked(self, run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """On a terminal, after the difference was shown."""
        put(path.parent, "names.txt", "Dune\n")
        for answer, code, names in (("n\n", 130, ["Heat 2", "Zendaya"]), ("y\n", 0, ["Heat 2", "Zendaya", "Dune"])):
            terminal = io.StringIO(answer)
            monkeypatch.setattr(terminal, "isatty", lambda: True)
            monkeypatch.setattr("sys.stdin", terminal)
            done = run("import", "names.txt")

            assert done.code == code
            assert "Write 1 watch to monitor.toml?" in done.err
            assert list(watches(path)) == names

    def test_json_says_all(self, run: Run, folder: Path, path: Path) -> None:
        """Counts, each item with its entry, and whether it was written."""
        put(folder, "names.txt", "Dune\nZendaya\n")
        said = json.loads(run("import", "names.txt", "--json").out)

        assert said["written"] is True
        assert said["counts"] == {"refused": 0, "changed": 0, "new": 1, "unchanged": 1}
        assert said["items"][0]["entry"] == {"name": "Dune", "query": '"Dune"'}


class TestWorkbooks:
    def test_a_workbook_is_a_table(self, run: Run, folder: Path, path: Path) -> None:
        """A film called 1917 is a number in it; empty rows are none; true is yes."""
        pytest.importorskip("python_calamine")
        done = run("import", str(CASES / "films.xlsx"))

        assert done.code == 0
        assert watches(path)["1917"] == {
            "name": "1917",
            "query": '"1917"',
            "aliases": ["Nineteen Seventeen"],
            "case": True,
            "min_count": 2,
            "alert": "digest",
            "should_match": ["Sam Mendes shot 1917 in long takes, as 1917 shows"],
        }
        assert watches(path)["Hamnet"]["aliases"] == ["Hamnet (film)", "Hamnet: the film"]

    def test_what_excel_made_a_date_is_refused(self, run: Run, folder: Path, path: Path) -> None:
        """9-1-1 is a series, and a date to a workbook: what was typed is lost, so it is not guessed."""
        pytest.importorskip("python_calamine")
        done = run("import", str(CASES / "films.xlsx"), "--sheet", "Talents", "--json")

        assert [item["state"] for item in done.json["items"]] == ["unchanged", "refused"]
        assert "column Name: is a date in the workbook" in done.json["items"][1]["remark"]

    def test_an_unknown_sheet_names_those_there_are(self, run: Run, folder: Path, path: Path) -> None:
        """With the hint."""
        pytest.importorskip("python_calamine")
        done = run("import", str(CASES / "films.xlsx"), "--sheet", "Talent")

        assert done.code == 2
        assert "Films, Talents" in done.err

    def test_without_the_library_it_says_what_to_install(
        self, run: Run, folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The extra is named, and the way around it."""
        real = builtins.__import__

        def without(name: str, *rest: Any, **named: Any) -> Any:
            if name == "python_calamine":
                raise ImportError(name)
            return real(name, *rest, **named)

        monkeypatch.setattr(builtins, "__import__", without)
        done = run("import", str(CASES / "films.xlsx"))

        assert done.code == 1
        assert "entertainment-monitor[xlsx]" in done.err

    def test_a_bomb_is_refused(self, run: Run, folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is packed small is measured before any parser has it; so is what is no workbook at all."""
        pytest.importorskip("python_calamine")
        monkeypatch.setattr(sheets, "_UNPACKED", 1024)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("xl/workbook.xml", b"0" * 100_000)
        put(folder, "bomb.xlsx", packed.getvalue())
        put(folder, "cut.xlsx", packed.getvalue()[:50])

        assert "unpacks to more than" in run("import", "bomb.xlsx").err
        assert "is no workbook" in run("import", "cut.xlsx").err


class TestFiles:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old form of Excel"),
            (b"<!DOCTYPE html><html></html>", "is a web page"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" + b"\x07" * 40, "is neither OPML"),
            (b"a" * (10 * 1024 * 1024 + 1), "is larger than 10 MB"),
        ],
    )
    def test_other_files_are_named_as_what_they_are(
        self, run: Run, folder: Path, path: Path, body: bytes, said: str
    ) -> None:
        """With exit code 2, and nothing written."""
        put(folder, "given", body)
        done = run("import", "given")

        assert (done.code, path.read_text(encoding="utf-8")) == (2, TEXT)
        assert said in done.err

    def test_an_empty_file_asks_for_nothing(self, run: Run, folder: Path, path: Path) -> None:
        """It is no error."""
        put(folder, "none.txt", "\n# nothing\n")

        assert run("import", "none.txt").code == 0
        assert path.read_text(encoding="utf-8") == TEXT

    @pytest.mark.parametrize("pair", ["colour=red", "case", "case=maybe"])
    def test_a_wrong_default_is_a_mistake_of_use(self, run: Run, folder: Path, path: Path, pair: str) -> None:
        """The pair is named."""
        put(folder, "names.txt", "Dune\n")
        done = run("import", "names.txt", "--set", pair)

        assert done.code == 2
        assert f"--set {pair}" in done.err


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a; b |c", ["a", "b", "c"]),
        ('"a; b"; c', ['"a; b"', "c"]),
        ("/a|b/ | c", ["/a|b/", "c"]),
        ("and/or|c", ["and/or", "c"]),
        (r"a\; b", ["a; b"]),
        ('6" heels; c', ['6" heels', "c"]),
        ('["a; b", "c"]', ["a; b", "c"]),
        ("[sic]; b", ["[sic]", "b"]),
        ("a\nb", ["a", "b"]),
        ("'=IT", ["=IT"]),
        ("'tis", ["'tis"]),
    ],
)
def test_lists_in_a_cell(cell: str, values: list[str]) -> None:
    """Separators count outside of quotes and patterns alone."""
    assert cells.value(column_keys.known()["aliases"], cell) == values


@pytest.mark.parametrize(
    ("heading", "key"),
    [("NAME", "name"), (" Min-Count ", "min_count"), ("alias", "aliases"), ("Keywords", "query"), ("title", "name")],
)
def test_headings_that_people_write(heading: str, key: str) -> None:
    """Capitals, blanks and hyphens, and the words for ours that other programs use."""
    assert column_keys.key_of(heading) == key


def test_a_quote_that_nothing_ends_in_csv_is_said(run: Run, folder: Path, path: Path) -> None:
    """One cell that swallows the rest of the file is an error with its line, not one long name."""
    put(folder, "watches.csv", 'name,query\nDune,"Dune\nHamnet,x\n' + "y,z\n" * 300_000)
    done = run("import", "watches.csv")

    assert done.code == 2
    assert "line 2: is no CSV" in done.err


def test_a_list_with_a_line_that_is_far_too_long_is_refused_in_words(run: Run, path: Path) -> None:
    """Whether it has headings is asked before its rows are read, and must bear what they bear."""
    name = put(path.parent, "names.txt", "A" * 2_000_000 + "\n")
    done = run("import", name, "--yes")

    assert done.code == 2
    assert "field larger" not in done.err
    assert path.read_text(encoding="utf-8") == TEXT

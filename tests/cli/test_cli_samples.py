"""Samples: pages of outlets, kept with what was accepted as read of them, and read again."""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_made import BODY, GAME, Run
from website import Site, answer

SHORT = GAME.split(". ")[0] + "."
PAGE = f"""<html lang="en"><head><title>Mann begins Heat 2</title><meta property="og:type" content="article">
<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2026-03-05T10:00:00Z"></head>
<body><h1>Mann begins Heat 2</h1><div class="text"><p>{BODY}</p><p>{SHORT}</p></div></body></html>"""


class Terminal(io.StringIO):
    """Somebody is there."""

    def isatty(self) -> bool:
        """To answer."""
        return True


@pytest.fixture
def web() -> Iterator[Site]:
    """An outlet with one article; robots.txt disallows what is private."""
    robots = "User-agent: *\nDisallow: /private\n"
    with Site({"/robots.txt": answer(robots), "/2026/heat-2": answer(PAGE)}) as site:
        yield site


@pytest.fixture
def site(web: Site) -> str:
    """Its address."""
    return f"{web.base}/"


@pytest.fixture
def paper(folder: Path, site: str) -> Path:
    """A configuration with that outlet."""
    path = folder / "monitor.toml"
    path.write_text(
        f'[crawl]\ndelay = 0\n[network]\nallow = ["127.0.0.0/8"]\n[[outlet]]\nid = "paper"\nname = "My Paper"\n'
        f'home = "{site}"\ntags = "film"\nsources = [{{ kind = "feed", url = "{site}feed" }}]\n'
    )
    return path


@pytest.fixture
def saved(folder: Path) -> str:
    """The page as a file."""
    path = folder / "saved.html"
    path.write_text(PAGE)
    return str(path)


URL = "https://paper.example.org/2026/heat-2"


def kept(folder: Path) -> list[dict[str, Any]]:
    """The samples that lie in the folder."""
    return [json.loads(path.read_text()) for path in sorted(folder.glob("samples/paper/*.json"))]


class TestSample:
    def test_a_page_is_read_and_kept_with_what_was_read(self, run: Run, site: str, paper: Path, web: Site) -> None:
        """robots.txt first, then the page, once; it is kept as it came, gzipped, with its result."""
        done = run("outlet", "sample", "paper", f"{site}2026/heat-2", "--yes")

        assert done.code == 0
        assert web.paths() == ["/robots.txt", "/2026/heat-2"]
        assert "Mann begins Heat 2" in done.out
        assert "2 paragraphs" in done.out
        (sample,) = kept(paper.parent)
        assert sample["result"]["authors"] == ["Jane Doe"]
        assert sample["result"]["body"] == [BODY, SHORT]
        (page,) = paper.parent.glob("samples/paper/*.html.gz")
        assert gzip.decompress(page.read_bytes()).decode() == PAGE

    @pytest.mark.parametrize(("path", "why"), [("private/x", "robots.txt"), ("gone", "HTTP 404")])
    def test_a_page_that_does_not_come(self, run: Run, paper: Path, path: str, why: str, web: Site) -> None:
        """It says why, and keeps nothing."""
        done = run("outlet", "sample", "paper", f"{web.base}/{path}", "--yes")

        assert done.code == 1
        assert why in done.err
        assert (f"/{path}" in web.paths()) is (why == "HTTP 404")
        assert kept(paper.parent) == []

    def test_a_private_address_is_not_asked_unless_it_may_be(self, run: Run, site: str, paper: Path, web: Site) -> None:
        """The crawl's own guard holds."""
        paper.write_text(paper.read_text().replace('allow = ["127.0.0.0/8"]', "allow = []"))
        done = run("outlet", "sample", "paper", f"{site}2026/heat-2", "--yes")

        assert done.code == 1
        assert web.paths() == []

    def test_an_outlet_whose_pages_are_not_read_is_not_asked(
        self, run: Run, paper: Path, saved: str, web: Site
    ) -> None:
        """Its policy is kept here too; a page that a person saved may be looked at."""
        paper.write_text(paper.read_text().replace('tags = "film"', 'tags = "film"\npolicy = "feed"'))

        assert run("outlet", "sample", "paper", URL).code == 2
        assert run("outlet", "sample", "paper", URL, "--file", saved).code == 0
        assert web.paths() == []

    def test_nothing_is_kept_where_nobody_can_be_asked(self, run: Run, paper: Path, saved: str) -> None:
        """Into a pipe it only shows; as JSON, too."""
        done = run("outlet", "sample", "paper", URL, "--file", saved, "--json")

        assert done.json["result"]["title"] == "Mann begins Heat 2"
        assert done.json["kept"] is None
        assert "--yes" in done.err
        assert kept(paper.parent) == []

    def test_a_person_is_asked(self, run: Run, paper: Path, saved: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A no keeps nothing, a yes keeps it; what is read as accepted is not asked about again."""
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        for reply, count in (("n\n", 0), ("y\n", 1), ("", 1)):
            monkeypatch.setattr(sys, "stdin", Terminal(reply))
            done = run("outlet", "sample", "paper", URL, "--file", saved)

            assert done.code == 0
            assert len(kept(paper.parent)) == count
        assert "as it was accepted" in done.out

    def test_what_differs_is_shown_before_it_is_written_over(
        self, run: Run, paper: Path, saved: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Field by field; a no leaves what was accepted."""
        run("outlet", "sample", "paper", URL, "--file", saved, "--yes")
        Path(saved).write_text(PAGE.replace("Jane Doe", "John Roe").replace(f"<p>{SHORT}</p>", ""))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
        done = run("outlet", "sample", "paper", URL, "--file", saved)

        assert 'differs     authors: was ["Jane Doe"], is ["John Roe"]' in done.out
        assert "differs     body: 2 paragraphs, now 1; - Miami beat Boston" in done.out
        assert kept(paper.parent)[0]["result"]["authors"] == ["Jane Doe"]

        run("outlet", "sample", "paper", URL, "--file", saved, "--yes")
        assert kept(paper.parent)[0]["result"]["authors"] == ["John Roe"]

    def test_what_a_rule_does_not_give_is_shown(self, run: Run, paper: Path, saved: str) -> None:
        """Whoever writes selectors sees at once which of them fail."""
        paper.write_text(paper.read_text() + '[[outlet.rules]]\nbody = ".gone"\ntitle = "h1"\n')

        done = run("outlet", "sample", "paper", URL, "--file", saved)
        assert "short       the rule's body (.gone) gave nothing" in done.out
        assert [
            short["part"]
            for short in run("outlet", "sample", "paper", URL, "--file", saved, "--json").json["shortfalls"]
        ] == ["body"]

    def test_a_refusal_can_be_accepted(self, run: Run, paper: Path, saved: str) -> None:
        """A page that must not become an article is a sample as well."""
        Path(saved).write_text("<html><body><p>Nothing.</p></body></html>")
        done = run("outlet", "sample", "paper", URL, "--file", saved, "--yes")

        assert "refused     no_text" in done.out
        assert kept(paper.parent)[0]["result"] == {"refused": "no_text"}
        assert run("outlet", "check", "paper").code == 0

    def test_what_is_no_address_or_outlet(self, run: Run, paper: Path, saved: str) -> None:
        """Usage, told before anything is read."""
        assert run("outlet", "sample", "paper", "heat-2").code == 2
        assert run("outlet", "sample", "nobody", URL, "--file", saved).code == 2


class TestCheck:
    @pytest.fixture(autouse=True)
    def sampled(self, run: Run, paper: Path, saved: str) -> None:
        """One accepted sample."""
        assert run("outlet", "sample", "paper", URL, "--file", saved, "--yes").code == 0

    def test_samples_that_are_read_as_accepted(self, run: Run, paper: Path, web: Site) -> None:
        """They are named, and all is well; the network is not asked."""
        done = run("outlet", "check", "--json")

        assert done.code == 0
        assert done.json == [{"outlet": "paper", "url": URL, "finding": "sample: as accepted"}]
        assert web.paths() == []

    def test_a_rule_that_changes_what_is_read_is_found(self, run: Run, paper: Path) -> None:
        """A row for each field, with both values; exit code 4."""
        paper.write_text(paper.read_text() + '[[outlet.rules]]\nbody = "p:first-child"\nbyline = "h1"\n')
        done = run("outlet", "check", "--json")

        assert done.code == 4
        assert [row["field"] for row in done.json] == ["authors", "body"]
        assert done.json[0]["accepted"] == ["Jane Doe"]
        assert done.json[1]["now"] == [BODY]
        assert len(run("outlet", "check", "--json", "--limit", "1").json) == 1
        assert "body: 2 paragraphs, now 1" in run("outlet", "check").out

    def test_a_rule_that_no_longer_fits_is_found(self, run: Run, paper: Path) -> None:
        """The general reading gives what was accepted; that the rule does not is reported all the same."""
        paper.write_text(paper.read_text() + '[[outlet.rules]]\nbody = ".gone"\n')
        done = run("outlet", "check")

        assert done.code == 4
        assert 'sample: short: was nothing, is {"body": "nothing"}' in done.out

    def test_rules_that_ended_are_reported(self, run: Run, paper: Path) -> None:
        """An oddity, no failure: pages are read without."""
        paper.write_text(paper.read_text() + '[[outlet.rules]]\nbody = ".gone"\nvalid_until = 2025-01-01\n')
        done = run("outlet", "check", "--json")

        assert done.code == 0
        assert done.json[0]["finding"] == "its rules have ended (valid_until): pages are read without"

    def test_only_the_outlets_that_are_named(self, run: Run, paper: Path) -> None:
        """Others' samples are not read."""
        assert run("outlet", "check", "variety", "--json").json == []
        assert len(run("outlet", "check", "paper", "--json").json) == 1

    @pytest.mark.parametrize("suffix", [".json", ".html.gz"])
    @pytest.mark.parametrize("damage", ["cut", "gone"])
    def test_a_damaged_sample_is_reported(self, run: Run, paper: Path, suffix: str, damage: str) -> None:
        """It is not taken for one that is well; a sample whose first file is gone is none."""
        (path,) = paper.parent.glob(f"samples/paper/*{suffix}")
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:20])
        else:
            path.unlink()
        done = run("outlet", "check", "--json")

        if (suffix, damage) == (".json", "gone"):
            assert done.json == []
        else:
            assert done.code == 4
            assert "cannot be read" in done.json[0]["finding"]
            assert run("outlet", "sample", "paper", URL, "--file", str(paper.parent / "saved.html")).code == 1
            assert run("outlet", "sample", "paper", URL, "--file", str(paper.parent / "saved.html"), "--yes").code == 0
            assert run("outlet", "check").code == 0

    def test_an_outlet_that_is_gone_is_reported(self, run: Run, paper: Path) -> None:
        """Its samples cannot be read by any rule."""
        paper.write_text(paper.read_text().replace('id = "paper"', 'id = "other"'))
        done = run("outlet", "check", "--json")

        assert done.code == 4
        assert "there is no outlet 'paper'" in done.json[0]["finding"]

    def test_another_folder(self, run: Run, paper: Path, saved: str, tmp_path: Path) -> None:
        """--folder says where samples are kept and found."""
        run("outlet", "sample", "paper", URL, "--file", saved, "--yes", "--folder", str(tmp_path / "cases"))

        assert len(list((tmp_path / "cases" / "paper").iterdir())) == 2
        assert len(run("outlet", "check", "--folder", str(tmp_path / "cases"), "--json").json) == 1
        assert run("outlet", "check", "--folder", str(tmp_path / "none"), "--json").json == []

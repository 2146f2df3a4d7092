"""`monitor try`: a stage on a person's own files, in fixed forms."""

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from cli_made import BODY, Run

PAGE = f"""<!doctype html><html lang="en"><head><title>Heat 2 begins | JoBlo</title>
<meta property="og:type" content="article"><meta property="og:title" content="Heat 2 begins">
<meta property="article:published_time" content="2024-01-05T10:00:00-08:00"><meta name="author" content="Jane Doe">
</head><body><article><h1>Heat 2 begins</h1><p>{BODY}</p><p>{BODY.replace("Mann", "the director")}</p></article>
</body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<item><title>Heat 2</title><link>https://example.org/heat-2</link>
<pubDate>Fri, 05 Jan 2024 18:00:00 GMT</pubDate></item></channel></rss>"""
KEYS = {
    "url", "title", "standfirst", "authors", "published", "updated", "language", "section", "tags", "image",
    "paywalled", "body",
}  # fmt: skip


def jsonl(path: Path, *rows: object) -> str:
    """A JSON lines file; texts are written as they are."""
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return str(path)


class TestExtract:
    def test_one_page(self, run: Run, folder: Path) -> None:
        """One JSON object with the article's parts."""
        (folder / "page.html").write_text(PAGE)
        (article,) = run("try", "extract", "--url", "https://www.joblo.com/heat-2-begins/", "page.html").lines

        assert set(article) >= KEYS
        assert article["title"] == "Heat 2 begins"
        assert article["authors"] == ["Jane Doe"]
        assert article["published"] == "2024-01-05T10:00:00-08:00"
        assert article["url"] == "https://www.joblo.com/heat-2-begins/"
        assert "Michael Mann told the press" in article["body"]

    def test_without_an_address(self, run: Run, folder: Path) -> None:
        """A page alone is enough; gzip is unpacked whatever the file is called."""
        (folder / "page").write_bytes(gzip.compress(PAGE.encode()))

        assert run("try", "extract", "page").lines[0]["title"] == "Heat 2 begins"

    def test_an_outlets_selectors(self, run: Run, folder: Path) -> None:
        """--outlet names a shipped outlet, or one of the configuration."""
        (folder / "page.html").write_text(PAGE)

        assert run("try", "extract", "--outlet", "joblo", "page.html").code == 0
        assert run("try", "extract", "--outlet", "jobl", "page.html").code == 2

    def test_a_manifest(self, run: Run, folder: Path) -> None:
        """A line for each line, in order; one bad file harms no other."""
        pages = folder / "pages"
        pages.mkdir()
        (pages / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
        (pages / "b.html").write_text("<html><body>Are you a robot?</body></html>")
        (pages / "c.gz").write_bytes(b"\x1f\x8b broken")
        manifest = jsonl(
            folder / "m.jsonl",
            {"id": "a", "file": "a.html.gz", "url": "https://example.org/heat-2-begins"},
            {"id": "b", "file": "b.html", "url": "https://example.org/b"},
            {"id": "c", "file": "c.gz", "url": "https://example.org/c"},
            {"id": "d", "file": "missing.html"},
            {"id": "e"},
            "no json",
            {"id": 7, "file": "a.html.gz", "url": None},
        )
        done = run("try", "extract", "--manifest", manifest, "--root", str(pages))

        assert done.code == 4
        assert [line["id"] for line in done.lines] == ["a", "b", "c", "d", "e", 6, 7]
        assert set(done.lines[0]) >= KEYS | {"id"}
        assert done.lines[1]["refused"]
        assert all("error" in line for line in done.lines[2:6])
        assert done.lines[6]["title"] == "Heat 2 begins"

    def test_refused_pages_are_no_failure(self, run: Run, folder: Path) -> None:
        """A page that is no article is an answer."""
        (folder / "b.html").write_text("<html><body></body></html>")
        manifest = jsonl(folder / "m.jsonl", {"id": "b", "file": "b.html", "url": "https://example.org/b"})

        assert run("try", "extract", "--manifest", manifest).code == 0

    @pytest.mark.parametrize("words", [(), ("page.html", "--manifest", "page.html")])
    def test_either_a_page_or_a_manifest(self, run: Run, folder: Path, words: tuple[str, ...]) -> None:
        """Not both, not neither."""
        (folder / "page.html").write_text(PAGE)

        assert run("try", "extract", *words).code == 2


class TestMatch:
    WATCHES = """
[[watch]]
name = "Heat 2"
query = '"Heat 2"'
to = ["desk"]

[[watch]]
name = "Mann"
query = "author:Mann"
"""

    def test_a_line_for_each_place(self, run: Run, folder: Path) -> None:
        """Offsets are those of the text as it was given."""
        (folder / "w.toml").write_text(self.WATCHES)
        article = {
            "id": "a",
            "url": "https://example.org/a",
            "title": "“Heat  2” is on",
            "body": "x\n\n Heat\u00a02, says Mann.",
        }
        done = run("try", "match", "--watches", "w.toml", jsonl(folder / "in.jsonl", article))

        assert done.code == 0
        assert {line["field"] for line in done.lines} == {"title", "body"}
        for line in done.lines:
            assert set(line) == {"id", "watch", "field", "start", "end", "text"}
            assert article[line["field"]][line["start"] : line["end"]] == line["text"]
            assert line["watch"] == "Heat 2"

    def test_other_fields(self, run: Run, folder: Path) -> None:
        """Authors, tags and the rest are read where they are given."""
        (folder / "w.toml").write_text(self.WATCHES)
        article = {"id": 1, "title": "t", "body": "b", "authors": ["Jane Doe", "Thomas Mann"]}
        (line,) = run("try", "match", "--watches", "w.toml", jsonl(folder / "in.jsonl", article)).lines

        assert line["watch"] == "Mann"
        assert "Jane Doe, Thomas Mann"[line["start"] : line["end"]] == line["text"]

    def test_bad_lines(self, run: Run, folder: Path) -> None:
        """Each is reported, and the others are matched."""
        (folder / "w.toml").write_text(self.WATCHES)
        lines = jsonl(
            folder / "in.jsonl", "{", "[]", {"id": "a", "title": 3, "body": None}, {"id": "b", "title": "Heat 2"}
        )
        done = run("try", "match", "--watches", "w.toml", lines)

        assert done.code == 4
        assert [line["id"] for line in done.lines] == [1, 2, "b"]

    def test_a_bad_watch(self, run: Run, folder: Path) -> None:
        """Mistakes of the file, and of a query, end with 2."""
        (folder / "w.toml").write_text('[[watch]]\nname = "a"\n')
        (folder / "q.toml").write_text("[[watch]]\nname = 'a'\nquery = '\"a'\n")
        lines = jsonl(folder / "in.jsonl", {"id": 1})

        assert run("try", "match", "--watches", "w.toml", lines).code == 2
        assert run("try", "match", "--watches", "q.toml", lines).code == 2


class TestGroup:
    def test_in_the_order_of_the_file(self, run: Run, folder: Path) -> None:
        """A copy is a copy of what was published first, wherever it stands in the file."""
        copy = {
            "id": "copy",
            "outlet": "b",
            "title": "Heat 2 begins",
            "body": BODY,
            "published": "2024-01-05T12:00:00Z",
        }
        first = {**copy, "id": "first", "outlet": "a", "published": "2024-01-05T10:00:00Z"}
        other = {
            "id": "other",
            "outlet": "a",
            "title": "A vinyl plant reopens",
            "body": "Machines press records again. " * 9,
        }
        done = run("try", "group", jsonl(folder / "in.jsonl", copy, other, "broken", first))
        by_id = {line["id"]: line for line in done.lines}

        assert done.code == 4
        assert [line["id"] for line in done.lines] == ["copy", "other", 3, "first"]
        assert by_id["copy"]["story"] == by_id["first"]["story"] != by_id["other"]["story"]
        assert by_id["copy"]["copy_of"] == "first"
        assert by_id["first"]["copy_of"] is None

    def test_a_window_closes_stories(self, run: Run, folder: Path) -> None:
        """With --window what is published later opens a new story; without, stories never close."""
        rows = [
            {"id": day, "outlet": f"o{day}", "title": "Heat 2 begins", "body": BODY, "published": f"2024-01-{day:02}"}
            for day in (5, 6, 20)
        ]
        file = jsonl(folder / "in.jsonl", *rows)
        kept = [line["story"] for line in run("try", "group", file).lines]
        closed = run("try", "group", "--window", "96h", file).lines

        assert kept == [1, 1, 1]
        assert [line["story"] for line in closed] == [1, 1, 2]
        assert [line["role"] for line in closed] == ["own", "copy", "own"]
        assert [line["thread"] for line in closed] == [1, 1, 1]
        assert run("try", "group", "--window", "soon", file).code == 2

    def test_any_form_of_time(self, run: Run, folder: Path) -> None:
        """Days, milliseconds, nonsense and nothing."""
        rows = [
            {"id": index, "outlet": "a", "title": f"Story {index}", "body": BODY, "published": at}
            for index, at in enumerate(["2024-01-05", 1704448800000, 1704448800, "yesterday", None, [], True])
        ]
        done = run("try", "group", jsonl(folder / "in.jsonl", *rows))

        assert done.code == 0
        assert len(done.lines) == len(rows)


class TestUrlAndLinks:
    def test_addresses(self, run: Run) -> None:
        """A line for each; a refused one gives an empty line."""
        done = run(
            "try", "url", "HTTPS://Example.ORG/a/?utm_source=x#top", "javascript:alert(1)", "https://example.org/b"
        )

        assert done.out.splitlines() == ["https://example.org/a", "", "https://example.org/b"]

    def test_addresses_from_standard_input(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """`-` reads lines; bytes that are no text do no harm."""
        monkeypatch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(b"https://example.org/a/\r\n\xff\xfe\n\nhttp://example.org/b"))
        )

        assert len(run("try", "url", "-").out.splitlines()) == 4

    def test_a_feed(self, run: Run, folder: Path) -> None:
        """One JSON line a link, fit to request."""
        (folder / "feed.xml").write_text(FEED)
        (link,) = run("try", "links", "--kind", "feed", "feed.xml").lines

        assert link == {
            "url": "https://example.org/heat-2",
            "title": "Heat 2",
            "published": "2024-01-05T18:00:00+00:00",
        }

    def test_what_is_no_listing(self, run: Run, folder: Path) -> None:
        """It says what is wrong with the body."""
        (folder / "feed.xml").write_text("<html>not a feed</html>")
        done = run("try", "links", "--kind", "feed", "feed.xml")

        assert done.code == 1
        assert done.err.startswith("Error: ")
        assert run("try", "links", "--kind", "magic", "feed.xml").code == 2

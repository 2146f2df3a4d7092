"""`monitor import` of OPML: what feed readers export becomes outlets; `outlet list --opml` is its counterpart."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_made import Run
from lxml import etree

from monitor import catalogue, config
from monitor.cli.importing import column_keys, outlines
from monitor.errors import UserError

CASES = Path(__file__).parents[1] / "cases" / "imports"
TEXT = """\
follow = ["variety"]  # the trades

[[outlet]]     # our own paper
id = "paper"
name = "The Paper"
home = "https://paper.example.org/"
sources = [{ kind = "feed", url = "https://paper.example.org/feed" }]  # its feed
tags = ["local"]

[[watch]]
name = "Heat 2"
query = "Heat 2"
"""


@pytest.fixture
def path(folder: Path) -> Path:
    """A configuration that follows one shipped outlet, and one of its own."""
    path = folder / "monitor.toml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o600)
    return path


def document(*outlines: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """An OPML file."""
    return f'{head}<opml version="1.0"><head><title>x</title></head><body>{"".join(outlines)}</body></opml>'


def feed(url: str, title: str = "T", **more: str) -> str:
    """An outline of a feed."""
    written = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<outline type="rss" text="{title}" xmlUrl="{url}"{written}/>'


def put(path: Path, body: str | bytes) -> str:
    """A file to import, next to the configuration."""
    (path.parent / "feeds.opml").write_bytes(body.encode() if isinstance(body, str) else body)
    return "feeds.opml"


def items(run: Run, path: Path, *outlines: str) -> dict[str, dict[str, Any]]:
    """What would become of each outlet, by id."""
    done = run("import", put(path, document(*outlines)), "--json", "--dry-run")
    return {item["name"]: item for item in done.json["items"]}


def outlets(path: Path) -> dict[str, dict[str, Any]]:
    """The [[outlet]] tables as written, by id."""
    return {table["id"]: table for table in tomllib.loads(path.read_text(encoding="utf-8")).get("outlet", [])}


class TestRecognised:
    def test_shipped_outlets_are_followed(self, run: Run, path: Path) -> None:
        """By the address of a feed, or by the site: never a second [[outlet]] next to what is shipped."""
        written = document(
            feed("https://deadline.com/feed/"),
            feed("http://feeds.feedburner.com/slashfilm", htmlUrl="https://www.slashfilm.com"),
            feed("https://www.joblo.com/some/other/feed.xml"),
            feed("http://feeds.feedburner.com/ign/tv-all"),
            feed("https://variety.com/feed/?utm_source=x"),
        )
        done = run("import", put(path, written))

        assert done.code == 0
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
        assert loaded["follow"] == ["variety", "deadline", "slashfilm", "joblo", "ign"]
        assert list(outlets(path)) == ["paper"]
        assert "# the trades" in path.read_text(encoding="utf-8")

    def test_a_section_of_a_site_is_not_the_site(self, run: Run, path: Path) -> None:
        """The Guardian's culture is shipped; its news of the world is another outlet."""
        found = items(
            run,
            path,
            feed("https://www.theguardian.com/culture/rss", htmlUrl="https://www.theguardian.com/culture"),
            feed("https://www.theguardian.com/world/rss", htmlUrl="https://www.theguardian.com/world"),
        )

        assert {name: item["section"] for name, item in found.items()} == {
            "guardian-culture": "follow",
            "theguardian": "outlet",
        }

    def test_what_is_shipped_switched_off_is_refused(self, run: Run, path: Path) -> None:
        """With the reason: its robots.txt does not change by being imported."""
        found = items(run, path, feed("https://www.reuters.com/rss"))

        assert found["reuters"]["state"] == "refused"
        assert "robots.txt" in found["reuters"]["remark"]

    def test_our_own_are_unchanged_or_get_a_source(self, run: Run, path: Path) -> None:
        """A feed that is read already is no change; another of the site is one, which --update writes."""
        assert items(run, path, feed("https://paper.example.org/feed/"))["paper"]["state"] == "unchanged"
        more = feed("https://paper.example.org/film/feed")
        assert items(run, path, more)["paper"]["state"] == "changed"
        assert path.read_text(encoding="utf-8") == TEXT

        run("import", put(path, document(more)), "--update")

        assert [source["url"] for source in outlets(path)["paper"]["sources"]] == [
            "https://paper.example.org/feed",
            "https://paper.example.org/film/feed",
        ]
        assert "# its feed" in path.read_text(encoding="utf-8")

    def test_what_is_left_out_of_a_tag_or_paused_stays_so(self, run: Run, path: Path) -> None:
        """Somebody decided it: an old export does not undo it."""
        path.write_text('follow = ["@film", "-variety"]\n\n[[outlet]]\nid = "joblo"\npaused = true\n', encoding="utf-8")
        found = items(run, path, feed("https://variety.com/feed/"), feed("https://www.joblo.com/feed/"))

        assert {name: item["state"] for name, item in found.items()} == {"variety": "unchanged", "joblo": "unchanged"}

    def test_what_is_switched_off_in_the_configuration_stays_so(self, run: Run, path: Path) -> None:
        """Whether shipped or our own: somebody switched it off, and an old export does not switch it on."""
        off = '[[outlet]]\nid = "joblo"\ndisabled = "too much"\n' + TEXT.replace(
            'tags = ["local"]', 'disabled = "gone"'
        )
        path.write_text(off.replace('follow = ["variety"]  # the trades\n', ""), encoding="utf-8")
        found = items(run, path, feed("https://www.joblo.com/feed/"), feed("https://paper.example.org/feed"))

        assert [(name, item["state"], item["remark"]) for name, item in found.items()] == [
            ("joblo", "unchanged", "is switched off in the configuration"),
            ("paper", "unchanged", "is switched off in the configuration"),
        ]


class TestNewOutlets:
    def test_feeds_of_one_site_are_one_outlet(self, run: Run, path: Path) -> None:
        """With a source for each feed, the words that their titles begin with, and the folders as tags."""
        written = document(
            '<outline text="Film &amp; TV"><outline text="Arthouse">',
            feed("https://www.gazette.example.com/film.xml", "The Gazette – Film"),
            "</outline></outline>",
            '<outline text="All">',
            feed("https://gazette.example.com/tv.xml", "The Gazette – TV", htmlUrl="https://www.gazette.example.com/"),
            feed("https://gazette.example.com/tv.xml", "The Gazette – TV", htmlUrl="https://www.gazette.example.com/"),
            "</outline>",
        )
        run("import", put(path, written), "--set", "poll=1h")

        assert outlets(path)["gazette-example"] == {
            "id": "gazette-example",
            "name": "The Gazette",
            "home": "https://www.gazette.example.com/",
            "sources": [
                {"kind": "feed", "url": "https://www.gazette.example.com/film.xml"},
                {"kind": "feed", "url": "https://gazette.example.com/tv.xml"},
            ],
            "tags": ["film-tv", "arthouse"],
            "poll": "1h",
        }

    def test_hosts_of_many_publications(self, run: Run, path: Path) -> None:
        """Two channels of YouTube are two outlets, named by their titles; no id is taken twice."""
        channel = "https://www.youtube.com/feeds/videos.xml?channel_id="
        found = items(run, path, *(feed(channel + name, "A24") for name in "ab"), feed(f"{channel}c", "Neon"))

        assert list(found) == ["a24", "a24-2", "neon"]
        assert [item["state"] for item in found.values()] == ["new"] * 3

    def test_an_outlet_on_such_a_host_is_not_the_host(self, run: Run, path: Path) -> None:
        """One whose home page is written as that of YouTube does not have every channel there."""
        own = '[[outlet]]\nid = "tube"\nname = "T"\nhome = "https://www.youtube.com/"\n'
        path.write_text(f"{TEXT}\n{own}", encoding="utf-8")
        found = items(run, path, feed("https://www.youtube.com/feeds/videos.xml?channel_id=a", "A24"))

        assert [(name, item["state"]) for name, item in found.items()] == [("a24", "new")]

    def test_an_id_that_is_shipped_is_not_taken(self, run: Run, path: Path) -> None:
        """An [[outlet]] of that id would replace the shipped one."""
        found = items(run, path, feed("https://variety.net/feed"))

        assert list(found) == ["variety-2"]

    def test_what_is_no_address_is_refused(self, run: Run, path: Path) -> None:
        """By name and line; nothing is written, unless the rest is asked for."""
        name = put(path, document("\n", feed("javascript:alert(1)", "Bad"), feed("https://good.example/feed", "Good")))

        assert "is no web address: javascript:alert(1)" in run("import", name).out
        assert path.read_text(encoding="utf-8") == TEXT
        assert run("import", name, "--skip-bad").code == 4
        assert list(outlets(path)) == ["paper", "good-example"]

    def test_options_of_watches_are_not_for_outlets(self, run: Run, path: Path) -> None:
        """`--to` says whom a watch notifies."""
        assert run("import", put(path, document()), "--to", "files").code == 2


class TestWhatReadersWrite:
    """Exports that are not as the standard has it."""

    @pytest.mark.parametrize(
        ("written", "feeds"),
        [
            (feed("feed://one.example/rss", htmlUrl=""), [("T", "https://one.example/rss", "")]),
            (feed("feed:https://one.example/rss"), [("T", "https://one.example/rss", "")]),
            (feed("one.example/rss"), [("T", "https://one.example/rss", "")]),
            (feed("https://one.example/rss?a=1&b=2"), [("T", "https://one.example/rss?a=1&b=2", "")]),
            (feed("https://one.example/rss?a=1&amp;amp;b=2"), [("T", "https://one.example/rss?a=1&b=2", "")]),
            (
                feed("https://one.example/rss", "Caf&eacute; &amp;amp; <b>Bar"),
                [("Café & <b>Bar", "https://one.example/rss", "")],
            ),
            (feed("https://one.example/rss", "Tom & Jerry"), [("Tom & Jerry", "https://one.example/rss", "")]),
            ('<outline TITLE="U" XMLURL="https://one.example/rss"/>', [("U", "https://one.example/rss", "")]),
            ('<outline text="U" type="atom" url="https://one.example/a"/>', [("U", "https://one.example/a", "")]),
            (
                '<outline text="L" type="link" url="https://one.example/"/>',
                [("L", "", "https://one.example/")],
            ),
            ('<outline text="empty folder"/><outline/>', []),
            (
                feed("https://one.example/rss") + '<outline text="cut" xmlUrl="https://two.ex',
                [("T", "https://one.example/rss", "")],
            ),
            (
                "<outline><!-- none --><?php none ?>" + feed("https://one.example/rss"),
                [("T", "https://one.example/rss", "")],
            ),
        ],
    )
    def test_is_read_as_it_is_meant(self, written: str, feeds: list[tuple[str, str, str]]) -> None:
        """Schemes of readers, bare ampersands and markup, escapes in escapes, capitals, ends that are missing."""
        body = f'<?xml version="1.0"?>\n<opml version="1.0"><head><title>x</title></head><body>{written}'

        assert [(one.title, one.feed, one.home) for one in outlines.read(body.encode()).feeds] == feeds

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
    def test_encodings(self, encoding: str) -> None:
        """The bytes decide, not a declaration that was copied from elsewhere."""
        body = document(feed("https://one.example/rss", "Amélie’s"), head='<?xml version="1.0" encoding="UTF-8"?>')

        assert [one.title for one in outlines.read(body.encode(encoding)).feeds] == ["Amélie’s"]

    def test_folders_and_categories_are_tags(self) -> None:
        """Nested folders and slashes, each once; what stands for no folder is none."""
        written = document(
            '<outline text="Film"><outline text="Horror / B"><outline text="Uncategorized">',
            feed("https://one.example/rss", category="/Film/Arthouse,日本,2026"),
            "</outline></outline></outline>",
            feed("https://two.example/rss"),
        )

        assert [one.tags for one in outlines.read(written.encode()).feeds] == [
            ("film", "horror-b", "arthouse", "日本", "2026"),
            (),
        ]

    def test_a_flaw_is_said(self, run: Run, path: Path) -> None:
        """Who imports a file that was cut off learns that more may have been in it."""
        done = run(
            "import", put(path, document(feed("https://one.example/rss"), feed("https://two.example/rss"))[:-40])
        )

        assert "is not well-formed XML" in done.err
        assert list(outlets(path)) == ["paper", "one-example"]


class TestHostileFiles:
    @pytest.mark.parametrize(
        "head",
        [
            '<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
            '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE o [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>',
        ],
    )
    def test_entities_are_refused(self, run: Run, path: Path, head: str) -> None:
        """Neither expanded nor fetched nor shown."""
        done = run("import", put(path, document(feed("https://one.example/rss", "&x;&b;"), head=head)), "--as", "opml")

        assert done.code == 2
        assert "declares entities" in done.err
        assert path.read_text(encoding="utf-8") == TEXT

    def test_a_tag_that_holds_the_parser_is_refused(self) -> None:
        """Ten thousand attributes in one outline are read in quadratic time by the library."""
        many = " ".join(f'a{number}="1"' for number in range(10_000))
        with pytest.raises(UserError, match="attributes"):
            outlines.read(document(f"<outline {many}/>").encode())

    def test_deep_nesting_ends(self) -> None:
        """Folders in folders without an end neither exhaust the stack nor lose what stands before them."""
        found = outlines.read(document(feed("https://one.example/rss"), '<outline text="x">' * 50_000).encode())

        assert [one.feed for one in found.feeds] == ["https://one.example/rss"]
        assert found.flaw

    def test_other_xml_is_refused(self, run: Run, path: Path) -> None:
        """A feed is no list of feeds: the hint says what to export."""
        done = run("import", put(path, "<rss><channel/></rss>"), "--as", "opml")

        assert done.code == 2
        assert "is no OPML" in done.err


class TestRoundTrip:
    def test_outlets(self, run: Run, path: Path) -> None:
        """What is exported is valid OPML 2.0, and importing it changes nothing."""
        path.write_text(TEXT.replace('["local"]', '["local", "a\\u0001\\nb"]'), encoding="utf-8")
        more = feed("https://two.example/rss", "Two &amp; &quot;Half&quot;", htmlUrl="https://two.example/")
        run(
            "import",
            put(path, document('<outline text="Film">', more, "</outline>", feed("https://deadline.com/feed/"))),
        )
        before = path.read_bytes()
        exported = run("outlet", "list", "--opml")
        root = etree.fromstring(exported.out.encode())
        done = run("import", put(path, exported.out), "--json")

        assert exported.code == 0
        assert (root.tag, root.get("version"), [child.tag for child in root]) == ("opml", "2.0", ["head", "body"])
        assert all(one.get("text") for one in root.iter("outline"))
        assert all(one.get("xmlUrl") for one in root.iter("outline") if one.get("type") == "rss")
        assert {one.get("category") for one in root.iter("outline") if one.get("text") == "The Paper"} == {"local,ab"}
        assert [item["state"] for item in done.json["items"]] == ["unchanged"] * 4
        assert path.read_bytes() == before

    def test_every_shipped_outlet(self, run: Run, path: Path) -> None:
        """Each is recognised as itself in an export of all."""
        names = [name for name, entry in catalogue.entries().items() if not entry.disabled]
        path.write_text(f"follow = {names}\n", encoding="utf-8")
        exported = run("outlet", "list", "--opml").out
        path.write_text("follow = []\n", encoding="utf-8")
        done = run("import", put(path, exported))

        assert done.code == 0
        assert sorted(tomllib.loads(path.read_text(encoding="utf-8"))["follow"]) == sorted(names)
        assert outlets(path) == {}

    def test_watches(self, run: Run, folder: Path, configured: Path) -> None:
        """The CSV of `watch list` has every key; importing it changes nothing, and makes the same watches elsewhere."""
        with configured.open("a", encoding="utf-8") as file:
            file.write(
                '[[watch]]\nname = "It"\nquery = "=It"\naliases = ["a; b | c", "/x|y/"]\ncontext = ["Pennywise"]\n'
                'context_within = 8\nexcept = ["it \\"was\\""]\nin = "title"\ncase = true\nmin_count = 2\n'
                'lang = ["en"]\noutlets = ["@film"]\nalert = "digest"\nto = []\n'
                'kind = "film"\nids = { imdb = "tt1", tmdb = 2 }\nmax_age = "36h"\nexpect = "2 per day"\n'
                "embargo = 2026-12-01T12:00:00-08:00\n"
                'should_not_match = ["It was", "- it\\nis"]\n'
            )
        exported = run("watch", "list", "--csv").out
        (folder / "watches.csv").write_bytes(exported.encode())
        before, watches = configured.read_bytes(), config.load(configured, {}).watches
        same = run("import", "watches.csv", "--json").json

        assert set(column_keys.known()) == set(exported.splitlines()[0].split(","))
        assert [item["state"] for item in same["items"]] == ["unchanged"] * 2
        assert configured.read_bytes() == before

        text = before.decode().partition("[[watch]]")[0] + '[[channel]]\nname = "files"\nkind = "file"\npath = "out"\n'
        configured.write_text(text, encoding="utf-8")
        assert run("import", "watches.csv").code == 0
        assert config.load(configured, {}).watches == watches
        written = tomllib.loads(configured.read_text(encoding="utf-8"))["watch"][0]
        assert set(written) == {"id", "name", "query", "to"}  # what is so anyway is not written

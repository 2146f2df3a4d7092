"""Probing outlets, adding new ones, and the doctor: against servers of this machine."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cli_made import CONFIG, Run
from website import Site, answer

from monitor import catalogue, config
from monitor.dedupe import compiled
from monitor.desk import Desk
from monitor.store.schema import migrate

HOME = """<html><head><link rel="alternate" type="application/rss+xml" href="/hidden-feed"></head>
<body>home</body></html>"""


@pytest.fixture
def web() -> Iterator[Site]:
    """A front page that names its feed; robots.txt disallows one address."""
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>Story {n} of the day</title><link>/2026/story-{n}</link><pubDate>{now}</pubDate></item>"
        for n in range(5)
    )
    pages = {
        "/": HOME,
        "/robots.txt": "User-agent: *\nDisallow: /rss\n",
        "/hidden-feed": f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>',
    }
    with Site({path: answer(page) for path, page in pages.items()}) as site:
        yield site


@pytest.fixture
def site(web: Site) -> str:
    """Its address."""
    return f"{web.base}/"


@pytest.fixture
def open_config(folder: Path) -> Path:
    """A configuration that may reach this machine."""
    path = folder / "monitor.toml"
    path.write_text('[crawl]\ndelay = 0\ncontact = "https://example.org/bot"\n[network]\nallow = ["127.0.0.0/8"]\n')
    path.chmod(0o600)
    return path


class TestProbe:
    def test_it_finds_the_feed_that_the_page_names(self, run: Run, site: str, open_config: Path, web: Site) -> None:
        """The good ones first; robots.txt is obeyed, under our own name."""
        rows = run("outlet", "probe", site, "--json").json

        assert rows[0]["url"] == f"{site}hidden-feed"
        assert (rows[0]["verdict"], rows[0]["listed"]) == ("good", 5)
        assert all(row["verdict"] != "good" for row in rows[1:])
        assert "/rss" not in web.paths()
        assert {asked.headers["user-agent"] for asked in web.asked} == {
            "EntertainmentMonitor/0.1 (+https://example.org/bot)"
        }

    def test_a_private_address_is_not_probed_unasked(self, run: Run, site: str, folder: Path, web: Site) -> None:
        """Without [network] allow, nothing of this machine is reached."""
        done = run("outlet", "probe", site, "--json")
        rows = done.json

        assert done.code == 1
        assert not any(row["verdict"] == "good" for row in rows)
        assert web.paths() == []

    def test_a_host_that_cannot_be_reached_is_said_once(self, run: Run, open_config: Path) -> None:
        """Not once for each of its addresses; with an exit code, and not as an outlet to add."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            home = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        done, added = run("outlet", "probe", home), run("outlet", "add", home)

        assert (done.code, added.code) == (1, 1)
        assert done.out == ""
        address = home.removeprefix("http://").rstrip("/")
        assert f"\n{address} refuses the connection: none of its " in done.err
        assert done.err.count(f"{address} refuses") == 1
        assert "refuses the connection: nothing was added" in added.err

    def test_a_new_outlet_is_added_with_what_was_found(self, run: Run, site: str, open_config: Path) -> None:
        """The entry is written, and right."""
        done = run("outlet", "add", site, "--name", "My Paper")

        assert done.code == 0
        (outlet,) = config.load(open_config, {}).outlets
        assert outlet.name == "My Paper"
        assert [source.url for source in outlet.sources] == [f"{site}hidden-feed"]

    def test_where_nothing_is_found_nothing_is_written(self, run: Run, open_config: Path) -> None:
        """An address that gives no listing."""
        before = open_config.read_text()
        done = run("outlet", "add", "http://127.0.0.1:9/")

        assert done.code == 1
        assert open_config.read_text() == before

    def test_the_sources_can_be_checked(self, run: Run, site: str, open_config: Path) -> None:
        """--online asks each source, and ends with 4 if one is not well."""
        source = '{{ kind = "feed", url = "{0}{1}" }}'
        entry = '[[outlet]]\nid = "mine"\nname = "Mine"\nhome = "{0}"\ntags = "film"\nsources = [{1}]\n'
        text = open_config.read_text()
        open_config.write_text(text + entry.format(site, source.format(site, "hidden-feed")))
        good = run("outlet", "check", "--online", "--json")
        open_config.write_text(text + entry.format(site, source.format(site, "gone")))
        bad = run("outlet", "check", "--online", "--json")

        assert (good.code, [row["finding"] for row in good.json]) == (0, ["good"])
        (row,) = bad.json
        assert (bad.code, row["instead"]) == (4, f"{site}hidden-feed")
        assert row["finding"] == f"HTTP 404; good in its place: feed {site}hidden-feed"

    def test_all_outlets_can_be_checked(self, run: Run, site: str, open_config: Path) -> None:
        """Those that are not followed too; with --offline nobody is asked."""
        rows = run("outlet", "check", "--all", "--offline", "--json").json
        followed = run("outlet", "check", "--json").json

        assert {row["outlet"] for row in rows} > {row["outlet"] for row in followed}


def test_the_past_is_asked_of_outlets_that_are_named(run: Run, open_config: Path) -> None:
    """Hundreds of pages of every outlet are no slip of the finger."""
    done = run("crawl", "--since", "30d")

    assert done.code == 2
    assert "name those that are meant" in done.err


def test_the_past_of_an_outlet_by_either_form(run: Run, site: str, open_config: Path, web: Site) -> None:
    """An outlet may be named as an argument or by --outlet; what waits beyond the page limit is said."""
    feed = f'{{ kind = "feed", url = "{site}hidden-feed" }}'
    entry = f'[[outlet]]\nid = "mine"\nname = "Mine"\nhome = "{site}"\nsources = [{feed}]\n'
    open_config.write_text(open_config.read_text().replace("delay = 0", "delay = 0\npage_limit = 1") + entry)

    first = run("crawl", "--since", "30d", "--outlet", "mine", "--no-send", "--json")
    asked = len(web.paths())
    again = run("crawl", "--since", "30d", "mine", "--no-send", "--json")

    assert [row["outlet"] for row in (*first.json, *again.json)] == ["mine", "mine"]
    assert "5 pages still to be read: the same command goes on" in first.err
    assert "/" in web.paths()[:asked]  # its front page names what else there is
    assert len(web.paths()) > asked


class TestOutletList:
    def test_shipped_and_own(self, run: Run, configured: Path) -> None:
        """Which are followed, which are shipped, which are off and why."""
        rows = {row["id"]: row for row in run("outlet", "list", "--json").json}

        assert rows["joblo"]["followed"]
        assert not rows["deadline"]["followed"]
        assert rows["reuters"]["remark"].startswith("off: robots.txt")
        assert len(run("outlet", "list", "--followed", "--json").json) == 2
        assert all("horror" in row["tags"] for row in run("outlet", "list", "--tag", "@horror", "--json").json)

    def test_without_a_configuration(self, run: Run) -> None:
        """The catalogue can be read in any folder."""
        assert {row["id"] for row in run("outlet", "list", "--json").json} == set(catalogue.load())

    def test_entries_are_looked_at(self, run: Run) -> None:
        """Nothing is odd in what is shipped, but what is switched off."""
        off = {id_ for id_, one in catalogue.load().items() if one.disabled}

        assert {row["outlet"] for row in run("outlet", "check", "--json").json} == off


class Mail:
    """Takes every mail."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the server's name for it
        """Fine."""
        return "250 OK"


class TestDoctor:
    def parts(self, run: Run, *words: str) -> dict[str, tuple[str, str]]:
        """Verdict and detail of each part."""
        return {row["part"]: (row["verdict"], row["detail"]) for row in run("doctor", "--json", *words).json}

    def test_all_is_well(self, run: Run, archived: Path) -> None:
        """Nothing bad; the daemon's parts are each named."""
        done = run("doctor", "--offline", "--json")
        parts = {row["part"] for row in done.json}

        assert done.code == 0
        assert {"python", "sqlite", "configuration", "disk", "archive"} <= parts

    def test_what_is_compiled(self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both ways are sound; where it is plain Python, what would compile it is named."""
        monkeypatch.setattr(compiled, "without", list)
        there = self.parts(run, "--offline")["grouping"]
        monkeypatch.setattr(compiled, "without", lambda: ["_reading"])
        missing = self.parts(run, "--offline")["grouping"]

        assert there == ("ok", "of articles into stories is compiled")
        assert missing[0] == "ok"
        assert "plain Python" in missing[1]
        assert "python3-dev" in missing[1]

    def test_a_broken_configuration(self, run: Run, configured: Path) -> None:
        """Each problem with its line, and the machine's parts all the same."""
        configured.write_text("folow = []")
        done = run("doctor", "--offline", "--json")

        assert done.code == 1
        assert done.json[0]["part"] == "configuration"
        assert "monitor.toml:1" in done.json[0]["detail"]

    def test_a_missing_secret_does_not_hide_the_rest(self, run: Run, archived: Path) -> None:
        """The secret is named, and the archive is looked at."""
        archived.write_text(
            CONFIG
            + '[[channel]]\nname = "desk"\nkind = "webhook"\nurl = "https://example.org/"\nsecret = "${NO_SUCH}"\n'
        )
        parts = self.parts(run, "--offline")

        assert "NO_SUCH" in parts["configuration"][1] or parts["configuration"][0] == "ok"
        assert parts["archive"][0] == "ok"
        assert run("doctor", "--offline").code == 1

    def test_a_damaged_archive(self, run: Run, archived: Path) -> None:
        """It is named, and nothing is changed."""
        archive = archived.parent / "archive.db"
        body = bytearray(archive.read_bytes())
        body[8192:40960] = b"\x00" * (40960 - 8192)
        archive.write_bytes(body)

        assert self.parts(run, "--offline")["archive"][0] == "bad"
        assert archive.read_bytes() == bytes(body)

    def test_an_archive_of_an_earlier_version_is_left_as_it_is(
        self, run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is named with what migrates it, and neither migrated nor copied: doctor changes nothing."""
        archive = archived.parent / "archive.db"
        known, body = migrate.names(), archive.read_bytes()
        monkeypatch.setattr(migrate, "names", lambda: known | {"999_next"})
        for words in (("--offline",), ("--offline", "--thorough")):
            verdict, detail = self.parts(run, *words)["archive"]

            assert verdict == "warning"
            assert "is of an earlier version: the next crawl or run migrates it" in detail
        assert archive.read_bytes() == body
        assert [path.name for path in archived.parent.glob("*.db")] == ["archive.db"]

    def test_a_mail_server(self, run: Run, configured: Path) -> None:
        """It is greeted; one that is not there is bad."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(Mail(), hostname="127.0.0.1", port=port)
        controller.start()
        entry = (
            '[[channel]]\nname = "mail"\nkind = "mail"\nhost = "127.0.0.1"\nport = {0}\ntls = "none"\n'
            'from = "a@example.org"\nto = "b@example.org"\n'
        )
        configured.write_text(CONFIG + entry.format(port))
        there = self.parts(run)["channel mail"]
        controller.stop()
        gone = self.parts(run)["channel mail"]

        assert there == ("ok", f"127.0.0.1:{port} takes mail")
        assert gone[0] == "bad"

    def test_a_webhook_in_a_private_network(self, run: Run, configured: Path) -> None:
        """It says what permits it."""
        configured.write_text(CONFIG + '[[channel]]\nname = "desk"\nkind = "webhook"\nurl = "http://127.0.0.1:9/"\n')

        assert "[network] allow" in self.parts(run)["channel desk"][1]

    def test_repair(self, run: Run, archived: Path) -> None:
        """The full-text index is rebuilt."""
        done = run("doctor", "--offline", "--repair")

        assert done.code == 0
        assert "is rebuilt" in done.err
        assert run("search", '"Heat 2"', "--json").json


def test_crawls_from_cron_open_and_close_incidents(run: Run, web: Site, open_config: Path) -> None:
    """Where no daemon runs: the outlet that was read is judged, the other is not late, and what stands is said."""
    text = open_config.read_text()
    outlets = "".join(
        f'[[outlet]]\nid = "{name}"\nname = "{name}"\nhome = "{web.base}/"\npolicy = "feed"\n'
        f'sources = [{{ kind = "feed", url = "{web.base}/{name}" }}]\n'
        for name in ("hidden-feed", "gone")
    )
    open_config.write_text(f"{text}{outlets}")
    desk = Desk.open(config.load(open_config, {}))
    desk.sync(datetime.now(UTC))
    desk.close()
    with closing(sqlite3.connect(open_config.with_name("archive.db"))) as archive:  # as two crawls would leave it
        archive.execute("update sources set failures = 2, searched_at = '2026-01-01T00:00:00Z' where url like '%gone'")
        archive.execute("update outlets set next_check_at = '2020-01-01T00:00:00Z' where id = 'hidden-feed'")
        archive.commit()
    said = run("crawl", "gone", "--no-send").err
    standing = run("status", "--json").json["incidents"]
    web.answers["/gone"] = web.answers["/hidden-feed"]

    assert "incident source_gone: " in said
    assert [(row["kind"], row["outlet"]) for row in standing] == [("source_gone", "gone")]
    assert "incident" not in run("crawl", "--no-send").err
    assert run("status", "--json").json["incidents"] == []

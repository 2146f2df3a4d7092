"""Outlets whose sources changed: `outlet check --all`, `outlet show`, `status`; against sites of this machine."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import make
import pytest
from cli_made import Run
from website import MISSING, Site, answer

from monitor import catalogue, config
from monitor.desk import Desk
from monitor.events import CandidatesFound
from monitor.model import Outlet
from monitor.succession import Candidate

NOW = datetime.now(UTC).replace(microsecond=0)


def feed(of: str = "story", newest: datetime = NOW) -> bytes:
    """A feed of five articles."""
    items = "".join(
        f"<item><title>Story {n} of the day</title><link>/2026/{of}-{n}</link>"
        f"<pubDate>{format_datetime(newest - timedelta(hours=n))}</pubDate></item>"
        for n in range(5)
    )
    return answer(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')


HOME = answer('<html><head><link rel="alternate" type="application/rss+xml" href="/rss-of-all"></head></html>')
SITES = {  # what a handful of shipped outlets answer
    "alive": {"/feed": feed()},
    "gone": {"/": HOME, "/rss-of-all": feed()},
    "lost": {"/": HOME},
    "stale": {"/": HOME, "/feed": feed(newest=NOW - timedelta(days=90)), "/rss-of-all": feed()},
}


@pytest.fixture
def catalogued(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Site]]:
    """The handful in the place of the shipped outlets, each on a port of its own."""
    with ExitStack() as running:
        sites = {name: running.enter_context(Site(dict(answers))) for name, answers in SITES.items()}
        shipped = {name: make.outlet(name, f"{site.base}/", tags=("film",)) for name, site in sites.items()}
        monkeypatch.setattr(catalogue, "load", lambda: dict(shipped))
        monkeypatch.setattr(catalogue, "entries", dict)
        yield sites


@pytest.fixture
def open_config(folder: Path) -> Path:
    """A configuration that may reach this machine, and follows nothing."""
    path = folder / "monitor.toml"
    path.write_text('follow = []\n[crawl]\ndelay = 0\n[network]\nallow = ["127.0.0.0/8"]\n')
    path.chmod(0o600)
    return path


def test_every_shipped_outlet_is_asked_once(run: Run, catalogued: dict[str, Site], open_config: Path) -> None:
    """What is stale or gone, what is good in its place, and the line to write; each source is asked for once."""
    done = run("outlet", "check", "--all", "--json")
    rows = {row["outlet"]: row for row in done.json}

    assert done.code == 4
    assert {name: row["finding"].partition(";")[0] for name, row in rows.items()} == {
        "alive": "good",
        "gone": "HTTP 404",
        "lost": "HTTP 404",
        "stale": f"stale: its newest is of {NOW - timedelta(days=90):%Y-%m-%d}",
    }
    for name in ("gone", "stale"):
        better = f"{catalogued[name].base}/rss-of-all"
        assert rows[name]["instead"] == better
        assert rows[name]["line"] == f'sources = [{{ kind = "feed", url = "{better}" }}]'
    assert (rows["alive"].get("instead"), rows["lost"]["instead"]) == (None, None)
    assert all(site.paths().count("/feed") == 1 for site in catalogued.values())
    assert len(catalogued["lost"].asked) <= 12


def test_a_check_is_bounded_and_goes_on(run: Run, catalogued: dict[str, Site], open_config: Path) -> None:
    """With no time nothing is begun; what is left is said, and `--after` begins where it ended."""
    none = run("outlet", "check", "--all", "--online", "--within", "0s", "--json")

    assert (none.code, none.json) == (4, [])
    assert "4 outlets not asked, for want of time: the same command goes on" in none.err
    assert not any(site.asked for site in catalogued.values())
    rest = run("outlet", "check", "--all", "--online", "--after", "gone", "--json")
    assert {row["outlet"] for row in rest.json} == {"lost", "stale"}
    assert not catalogued["alive"].asked
    assert run("outlet", "check", "--all", "--after", "no-such").code == 2


def test_a_dead_host_holds_up_no_other(run: Run, catalogued: dict[str, Site], open_config: Path) -> None:
    """One that says nothing is a finding like others."""

    async def silent(_: object) -> bytes:
        await asyncio.sleep(0)
        return b""

    catalogued["lost"].answers = {"/feed": silent, "/": silent, "/robots.txt": MISSING}
    rows = {row["outlet"]: row["finding"] for row in run("outlet", "check", "--all", "--online", "--json").json}

    assert rows["alive"] == "good"
    assert rows["lost"] not in {"good", ""}


@pytest.fixture
def dead(folder: Path) -> Outlet:
    """An outlet in the configuration, whose feed is gone, and another of the same site fits."""
    path = folder / "monitor.toml"
    path.write_text(
        '[[outlet]]\nid = "reel"\nname = "Reel"\nhome = "https://reel.example/"\ntags = "film"\n'
        'sources = [{ kind = "feed", url = "https://reel.example/feed" }]\n'
    )
    path.chmod(0o600)
    loaded = config.load(path, {})
    (reel,) = loaded.outlets
    desk = Desk.open(loaded)
    desk.sync(NOW - timedelta(days=1))
    desk.ingest(make.listed("reel", "a", "b", "c", at=NOW - timedelta(hours=2)), NOW)
    for minute in (30, 20, 10):
        at = NOW - timedelta(minutes=minute)
        desk.ingest(make.source_failed("reel", at, status=404, error="HTTP 404"), at)
    new = make.feed("https://reel.example/new-")
    found = CandidatesFound(
        outlet="reel",
        source=reel.sources[0],
        at=NOW - timedelta(minutes=9),
        candidates=(Candidate(source=new, listed=9, shared=3, fits=True),),
    )
    desk.ingest(found, found.at)
    desk.close()
    return reel


def test_what_is_read_in_the_place_of_a_source_is_visible(run: Run, dead: Outlet) -> None:
    """In `outlet show`, `outlet check`, `status` and `explain`, with the line to write."""
    line = 'sources = [{ kind = "feed", url = "https://reel.example/new-feed" }]'
    old, new = run("outlet", "show", "reel", "--json").json

    assert (old["url"], old["instead"], old["line"]) == (
        "https://reel.example/feed", "https://reel.example/new-feed", line,
    )  # fmt: skip
    assert "the address is gone (HTTP 404)" in old["state"]
    assert "feed https://reel.example/new-feed is read in its place since" in old["state"]
    assert (new["url"], new["replaces"]) == ("https://reel.example/new-feed", "https://reel.example/feed")

    (row,) = [row for row in run("outlet", "check", "--json").json if row.get("line")]
    assert (row["outlet"], row["url"], row["line"]) == ("reel", "https://reel.example/feed", line)

    status = run("status", "--json").json
    (outlet,) = status["outlets"]
    assert outlet["replaced"][0]["by"] == "https://reel.example/new-feed"
    assert outlet["sources_failing"] == 0
    assert "is read in its place" in run("status").out
    assert "https://reel.example/new-feed is read in its place" in status["incidents"][0]["detail"]

    told = run("explain", "https://reel.example/feed")
    assert "source     of Reel (feed)" in told.out
    assert "is read in its place" in told.out
    assert run("explain", "https://reel.example/feed", "--json").json["source"]["outlet"] == "reel"


def test_an_outlet_is_shown_before_the_first_crawl(run: Run) -> None:
    """As it is shipped or configured, where there is no archive yet."""
    done = run("outlet", "show", "variety", "--json")

    assert done.code == 0
    assert done.json
    assert {(row["state"], row["last_read"]) for row in done.json} == {("not read yet", None)}


def test_scrapy_says_nothing_where_nobody_asked_for_a_log() -> None:
    """What could not be reached is a row; Python would print Scrapy's own line of it to standard error."""
    code = "import logging, monitor.crawl; logging.getLogger('scrapy.downloadermiddlewares.retry').error('Gave up')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("", "")


def test_an_outlet_that_was_never_followed(run: Run, dead: Outlet) -> None:
    """The error says how to follow it."""
    done = run("outlet", "show", "variety")

    assert done.code != 0
    assert "was never followed" in done.err
    assert "monitor outlet add variety" in done.err

"""What a person sees: the listings on terminals of 80, 100 and 120 columns, kept as files and looked at.

After a change that is meant, write them again and look at each:
MONITOR_APPROVE=1 python -m pytest tests/cli/test_cli_screens.py
"""

import contextlib
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_made import BODY, CONFIG, GAME
from rich.cells import cell_len

from monitor import config
from monitor.causes import CrawlOutcome
from monitor.desk import Desk
from monitor.events import ArticleRead, Finished, LinkRefused, LinksFound, SourceFailed
from monitor.model import Article, Link, Source, SourceKind
from monitor.refusals import Reason

HERE = Path(__file__).parent
AT = datetime(2026, 9, 21, 14, 30, tzinfo=UTC)
WIDTHS = (80, 100, 120)
BASE = "https://www.joblo.com"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")
TOKYO = (
    "The distributor in Tokyo bought the rights for Japan at the market in May, and will open Heat 2 in four hundred "
    "cinemas. A dubbed version is planned, with the voices that the first film had thirty years ago."
)
HAIFA = (
    "The film festival in Haifa shows the restored print on Thursday, and a talk with the producer about Heat 2 after "
    "it. Tickets are sold out; the municipality will broadcast the talk on its own channel."
)
NOVEL = (
    "Chris Shiherlis wakes in Koreatown with a bullet in him, half of the money gone, and Hanna at the door. The novel "
    "by Michael Mann and Meg Gardiner goes back to Chicago in 1988, and forward to Paraguay."
)
NEWS = (  # outlet, path, title, body, hours ago, whether the page declares an hour
    ("joblo", "/heat-2-begins/", "Heat 2: Michael Mann will begin shooting next year", BODY, 26, True),
    ("variety", "/2026/film/news/heat-2-mann-1235969404/",
     "‘Heat 2’ to Shoot Next Year, Michael Mann Says; Adam Driver in Talks to Play the Part That De Niro Had",
     BODY.replace("the press", "Variety"), 25, True),
    ("variety", "/2026/film/news/miami-heat-1235969405/", "Miami Heat wins again", GAME, 20, True),
    ("joblo", "/heat-2-japan/", "ヒート2、来年撮影開始 Heat 2 マイケル・マン監督が語る続編の構想", TOKYO, 3, True),
    ("joblo", "/heat-2-israel/", "מייקל מאן: Heat 2 יתחיל להצטלם בשנה הבאה 👩‍🎤", HAIFA, 2, True),
    ("variety", "/2020/heat-2-novel/", "Heat 2, the novel: a first chapter", NOVEL, 24 * 800, False),
)  # fmt: skip
LISTINGS = {
    "hits": ["hits"],
    "hits-details": ["hits", "--details", "--limit", "2"],
    "search": ["search", '"Heat 2"'],
    "story": ["story", "2"],
    "status": ["status"],
    "deliveries": ["deliveries", "list"],
    "digests": ["digest", "list"],
    "watches": ["watch", "list"],
    "outlets": ["outlet", "list", "--tag", "culture", "--limit", "12"],
    "stats-outlets": ["stats", "--by", "outlets"],
    "stats-watches": ["stats", "--by", "watches"],
    "stats-days": ["stats", "--by", "days"],
    "explain": ["explain", "https://variety.com/2026/film/news/heat-2-mann-1235969404/"],
}


@pytest.fixture(scope="module")
def desk_folder() -> Iterator[Path]:
    """A folder as a desk has it on a Monday: hits, a duplicate, a refusal, a dead feed, mails that fail.

    Its path has always the same length, since a screen shows it and lines break by it.
    """
    folder = Path(tempfile.mkdtemp(prefix="desk", dir="/tmp"))
    fill(folder)
    yield folder
    shutil.rmtree(folder)


def fill(folder: Path) -> None:
    """The configuration and the archive."""
    path = folder / "monitor.toml"
    path.write_text(CONFIG)
    path.chmod(0o600)
    desk = Desk.open(config.load(path, {}))
    desk.context.archive.execute("update identity set archive_id = '0123456789abcdef'")
    desk.sync(AT - timedelta(days=3))
    for outlet, place, title, body, hours, has_time in sorted(NEWS, key=lambda news: min(news[4], 27), reverse=True):
        home = BASE if outlet == "joblo" else "https://variety.com"
        found = AT - timedelta(hours=min(hours, 27))
        published = AT - timedelta(hours=hours)
        link = Link(url=home + place, title=title)
        feed = Source(kind=SourceKind.FEED, url=f"{home}/feed/")
        article = Article(
            url=link.url, outlet=outlet, title=title, body=body, published_at=published, published_has_time=has_time
        )
        desk.ingest(LinksFound(outlet=outlet, source=feed, at=found, links=(link,), listed=1), found)
        desk.ingest(ArticleRead(outlet=outlet, link=link, article=article, at=found), found)
    wall = Link(url=f"{BASE}/are-you-a-robot/", title="Robot")
    at = AT - timedelta(hours=1)
    desk.ingest(LinkRefused(outlet="joblo", link=wall, reason=Reason.CAPTCHA, at=at, detail="asks for a robot"), at)
    dead = Source(kind=SourceKind.FEED, url="https://variety.com/feed/")
    why = "the host variety.com could not be resolved: no name server gave an answer"
    for minutes in range(0, 200, 30):
        when = at - timedelta(minutes=200 - minutes)
        desk.ingest(SourceFailed(outlet="variety", source=dead, at=when, error=why, status=None), when)
    desk.ingest(Finished(outlet="joblo", at=at, outcome=CrawlOutcome.FINISHED), at)
    desk.ingest(Finished(outlet="variety", at=at, outcome=CrawlOutcome.FINISHED), at)
    desk.close()
    _fail(folder / "archive.db")


def _fail(archive: Path) -> None:
    """Let the mails of a day be refused."""
    why = "the server mail.example.org at port 25 offers no STARTTLS, which this channel requires"
    with closing(sqlite3.connect(archive)) as connection, connection:
        connection.execute(
            "update deliveries set state = 'failed', attempts = 4, last_error = ?, next_at = '2026-09-21T15:00:00Z' "
            "where id > 2",
            (why,),
        )
        connection.execute(
            "update deliveries set state = 'sent', sent_at = created_at, attempts = 1, next_at = null where id <= 2"
        )


def screens(folder: Path, commands: list[tuple[int, list[str]]], **env: str) -> list[str]:
    """What each command shows on a pseudo-terminal of so many columns, with the escape sequences."""
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, HERE / "on_a_terminal.py", json.dumps({"at": AT.isoformat(), "commands": commands})],
        cwd=folder, stdout=follower, stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(HERE.parents[1]), "TZ": "UTC", "TERM": "xterm", **env},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error
        while some := os.read(leader, 65536):
            shown += some
    os.close(leader)
    assert child.wait() == 0
    return shown.decode().replace("\r\n", "\n").split("\x1e")[:-1]


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_screen_is_as_it_was_looked_at(desk_folder: Path, columns: int) -> None:
    """Every listing, byte for byte, and no line of it wider than the terminal, but for a whole address."""
    shown = screens(desk_folder, [(columns, words) for words in LISTINGS.values()])
    differing = []
    for name, text in zip(LISTINGS, shown, strict=True):
        plain = ESCAPES.sub("", text).replace(str(desk_folder.resolve()), "/srv/desk")
        file = HERE / "screens" / f"{name}-{columns}.txt"
        if os.environ.get("MONITOR_APPROVE"):
            file.write_text(plain, encoding="utf-8")
        if not file.is_file() or file.read_text(encoding="utf-8") != plain:
            differing.append(f"{file.name}:\n{plain}")
        wide = [line for line in plain.splitlines() if cell_len(line) > columns and "://" not in line]
        assert wide == [], name

    assert differing == []


def test_a_title_leads_to_its_article(desk_folder: Path) -> None:
    """OSC 8 around the title, and around nothing else; none where colours are off or the terminal cannot."""
    here = [(80, ["hits", "--limit", "1"])]
    link = f"\x1b]8;;{BASE}/heat-2-israel/\x1b\\"
    (linked,) = screens(desk_folder, here)

    assert linked.count("\x1b]8;;") == 2
    assert re.search(re.escape(link) + "מייקל[^\x1b]*\x1b\\]8;;\x1b\\\\", linked)
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in screens(desk_folder, here, **env)[0]
    assert "]8;;" not in screens(desk_folder, here, TERM="linux")[0]


def test_an_address_is_one_piece(desk_folder: Path) -> None:
    """However narrow the terminal: what is broken cannot be clicked or copied."""
    shown = screens(desk_folder, [(40, ["hits", "--details"]), (40, ["story", "2"])])

    assert ["https://variety.com/2026/film/news/heat-2-mann-1235969404/" in text for text in shown] == [True, True]

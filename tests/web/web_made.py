"""A desk with pages: an archive with a story of three outlets, and a browser that asks the application in process."""

import re
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import make
from ready_archive import Filled
from starlette.testclient import TestClient

from monitor import config
from monitor.config.web_schema import Web
from monitor.desk import Desk, due_digests
from monitor.digest.digest_window import Window
from monitor.model import Hit, Origin
from monitor.store import articles, hits, stories
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle
from monitor.web.access import Access
from monitor.web.application import Application
from monitor.web.archives import Archives
from monitor.web.web_setting import WebSetting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST = "http://localhost:8642"
CONFIG = """
follow = ["joblo", "variety", "deadline"]
timezone = "America/Los_Angeles"

[archive]
path = "archive.db"

[[channel]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
tls = "none"
from = "monitor@film.example"
to = ["desk@film.example"]

[[digest]]
name = "morning"
schedule = "0 8 * * *"
to = ["mail"]
watches = ["*"]

[[watch]]
name = "Heat 2"
query = '"Heat 2"'
to = ["mail"]
"""
BODIES = (
    make.BODY,
    """Heat 2 is next for Michael Mann, as Variety first reported. The director of Heat has a script with Meg Gardiner,
and Adam Driver is wanted for the young Neil McCauley. A start of filming was not given; the studio did not answer.""",
    """Our own sources say that Heat 2 shoots from March 3 in Los Angeles. Michael Mann has $150 million for it, Adam
Driver signed on Monday as Neil McCauley, and Warner Bros. releases the film, a producer said in an interview.""",
)
_ready: dict[tuple[tuple[str, ...], str], Filled] = {}  # archives that were made in this process
TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


@dataclass
class Clock:
    """The wall clock of an application."""

    at: datetime = NOW


def filled(folder: Path, *, titles: tuple[str, ...] = ("Heat 2 is next for Mann",) * 3, text: str = CONFIG) -> Path:
    """A configuration and its archive, in which outlets reported these, half an hour after each other; its path."""
    path = folder / "monitor.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    if ready := _ready.get((titles, text)):
        ready.write(folder / "archive.db")
        return path
    desk = Desk.open(config.load(path, {}))
    desk.sync(NOW - timedelta(hours=9))
    outlets = ("variety", "joblo", "deadline")
    for place, title in enumerate(titles):
        of, at = outlets[place % 3], NOW - timedelta(hours=8) + timedelta(minutes=30 * place)
        body = BODIES[place] if place < len(BODIES) else f"{make.BODY} It was {place}."
        desk.ingest(make.read(make.article(of, f"a{place}", title=title, body=body, published_at=at), at), at)
    for plan in desk.context.config.digests:
        due_digests.send(desk.context, plan, Window(start=NOW - timedelta(hours=12), end=NOW), NOW)
    desk.close()
    _ready[titles, text] = Filled(folder / "archive.db")
    return path


def flooded(path: Path, titles: Iterable[str]) -> None:
    """Add articles with these titles, authors and snippets: half to story 1, half as stories of their own."""
    with Archive.open(path.parent / "archive.db") as archive, archive.transaction():
        for place, title in enumerate(titles):
            at = NOW - timedelta(minutes=place)
            story = 1 if place % 2 else stories.open(archive, title, at)
            made = make.article(
                "variety", f"f{place}", title=title, body=f"{title}. It is Heat 2.", authors=(title[:80],)
            )
            new = NewArticle(article=made, url_key=made.url, content_hash=str(place), found_at=at, story_id=story)
            hit = Hit(watch="heat-2", marks=(), snippet=title, snippet_marks=((len(title) - 1, len(title)),))
            hits.add(archive, hit, articles.add(archive, new), story, Origin.LIVE, at)


@contextmanager
def browsing(path: Path, web: Web | None = None, clock: Clock | None = None, peer: str = "127.0.0.1"):
    """A browser at the pages of that configuration. It keeps cookies, and does not follow redirects."""
    now: Callable[[], datetime] = partial(getattr, clock or Clock(), "at")
    setting = WebSetting(
        access=Access(web or Web()),
        archives=Archives(path.parent / "archive.db"),
        load_config=lambda: config.load(path, {}),
        zone=ZoneInfo("America/Los_Angeles"),
        now=now,
    )
    application = Application(setting)
    with TestClient(
        application.asgi, HOST, raise_server_exceptions=True, follow_redirects=False, client=(peer, 4711)
    ) as browser:
        yield browser
    application.close()


def token(browser: TestClient, path: str) -> str:
    """The token of the forms of a page."""
    found = TOKEN.search(browser.get(path).text)
    assert found, path
    return found[1]

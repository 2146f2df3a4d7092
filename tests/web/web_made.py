"""A desk with pages: an archive with a story of three outlets, and a browser that asks the application in process."""

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import make
from starlette.testclient import TestClient

from monitor import config
from monitor.config.web_schema import Web
from monitor.desk import Desk
from monitor.web.access import Access
from monitor.web.application import Application, WebSetting
from monitor.web.archives import Archives

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST = "http://localhost:8642"
CONFIG = """
follow = ["joblo", "variety", "deadline"]
timezone = "America/Los_Angeles"

[archive]
path = "archive.db"

[[watch]]
name = "Heat 2"
query = '"Heat 2"'
"""
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
    desk = Desk.open(config.load(path, {}))
    desk.sync(NOW - timedelta(hours=9))
    outlets = ("variety", "joblo", "deadline")
    for place, title in enumerate(titles):
        of, at = outlets[place % 3], NOW - timedelta(hours=8) + timedelta(minutes=30 * place)
        body = make.BODY if place == 0 else f"As Variety first reported: {make.BODY} It was {place}."
        desk.ingest(make.read(make.article(of, f"a{place}", title=title, body=body, published_at=at), at), at)
    desk.close()
    return path


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

"""What the desk's tests are made of."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import make
from make import BODY, NOW, source_failed

from monitor.causes import CrawlOutcome
from monitor.config import Config, Crawl
from monitor.deliver.file import FileChannel
from monitor.deliver.mail import MailChannel
from monitor.deliver.webhook import WebhookChannel
from monitor.desk import Desk
from monitor.events import Death, Finished
from monitor.model import DigestPlan

__all__ = [
    "BODY",
    "CHANNELS",
    "HEAT",
    "MORNING",
    "NOW",
    "OUTLETS",
    "config",
    "death",
    "finished",
    "left",
    "mails",
    "rows",
    "source_failed",
    "state",
]

OUTLETS = tuple(make.outlet(name) for name in ("joblo", "variety", "deadline"))
HEAT = make.watch(masks=('"Miami Heat"', '"heat wave"'), to=("hook", "mail"))
CHANNELS = (
    WebhookChannel(name="hook", url="http://127.0.0.1:9/hook"),
    MailChannel(
        name="mail",
        host="127.0.0.1",
        port=25,
        tls="none",
        sender="monitor@example.org",
        to=("ann@example.org", "ben@example.org"),
    ),
    FileChannel(name="files", path="out"),
)
MORNING = DigestPlan(name="morning", schedule="0 8 * * *", to=("files",))


def config(path: Path, **changes: object) -> Config:
    """The tests' configuration."""
    chosen = {
        "path": path / "monitor.toml",
        "archive_path": path / "archive.db",
        "outlets": OUTLETS,
        "watches": (HEAT,),
        "channels": CHANNELS,
        "digests": (MORNING,),
        "crawl": Crawl(seed=False),
    }
    return Config(**{**chosen, **changes})


def rows(desk: Desk, sql: str, *values: object) -> list[tuple]:
    """What the desk's archive answers."""
    return [tuple(row) for row in desk.context.archive.rows(sql, values)]


def finished(
    outlet: str = "joblo", at: datetime = NOW, outcome: str = "finished", *, complete: bool = True
) -> Finished:
    """A crawl that ended."""
    return Finished(outlet=outlet, at=at, outcome=CrawlOutcome(outcome), complete=complete)


def death(slug: str = "a", outlet: str = "joblo", *, at: datetime = NOW, stack: str = "", hung: bool = True) -> Death:
    """A crawling process that hung or ended over a page."""
    return Death(
        hung=hung, outlet=outlet, url=f"https://{outlet}.example/{slug}", outlets=(outlet,), stack=stack, at=at
    )


def mails(desk: Desk) -> list[dict]:
    """The data of all messages that were made, in order, each with its type."""
    found = desk.context.archive.rows("select type, data from messages order by rowid")
    return [{"type": row["type"], **json.loads(row["data"])} for row in found]


def state(path: Path) -> tuple[str, ...]:
    """All rows of all tables, but for those of the full text's own."""
    with closing(sqlite3.connect(path)) as found:
        tables = [
            name
            for (name,) in found.execute(
                "select name from sqlite_schema where type = 'table' and name not like 'articles_fts%' order by name"
            )
        ]
        return tuple(f"{name}: {sorted(map(repr, found.execute(f'select * from {name}')))}" for name in tables)  # noqa: S608


def left(desk: Desk, folder: Path) -> Path:
    """A copy of the archive as a process that is killed now leaves it."""
    source = desk.context.archive.path
    folder.mkdir()
    for file in source.parent.glob(f"{source.name}*"):
        if not file.name.endswith("-shm"):  # made again from the log
            shutil.copy(file, folder / file.name)
    return folder / source.name

"""What the desk's tests are made of."""

import json
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
    "mails",
    "rows",
    "source_failed",
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

"""Dumps an archive of the code that runs it, with rows in every table: made once for each release.

    python tests/store/release_archive.py tests/cases/archives/VERSION.sql

`test_store_migrations.py` opens each of these dumps with today's code.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.causes import CrawlOutcome
from monitor.config import Config, Crawl
from monitor.deliver.file import FileChannel
from monitor.desk import Desk
from monitor.events import (
    ArticleRead,
    Death,
    Fetched,
    Finished,
    LinkFailed,
    LinkRefused,
    LinksFound,
    RobotsRead,
)
from monitor.model import Article, DigestPlan, Link, Outlet, Shortfall, Source, SourceKind, Watch
from monitor.refusals import Reason
from monitor.store import verdicts

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOURCES = {name: Source(kind=SourceKind.FEED, url=f"https://{name}.example/feed") for name in ("joblo", "variety")}
PLAN = DigestPlan(name="morning", schedule="0 8 * * *", to=("files",))
BODY = (
    "Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, "
    "written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley."
)


def config(folder: Path) -> Config:
    """Two outlets, one watch, one channel, one digest."""
    return Config(
        path=folder / "monitor.toml",
        archive_path=folder / "archive.db",
        outlets=tuple(
            Outlet(id=name, name=name.title(), home=f"https://{name}.example/", sources=(source,))
            for name, source in SOURCES.items()
        ),
        watches=(Watch(id="heat-2", name="Heat 2", query='"Heat 2"', to=("files",)),),
        channels=(FileChannel(name="files", path="out"),),
        digests=(PLAN,),
        incidents_to=("files",),
        crawl=Crawl(seed=False),
    )


def link(slug: str, outlet: str = "joblo") -> Link:
    """A listed address."""
    return Link(url=f"https://{outlet}.example/{slug}", title=slug)


def read(title: str, at: datetime, *, outlet: str = "joblo", shortfalls: tuple[Shortfall, ...] = ()) -> ArticleRead:
    """An article that was read."""
    listed = link("heat", outlet)
    article = Article(
        url=listed.url, outlet=outlet, title=title, body=BODY, authors=("Ann Example",), published_at=at, language="en"
    )
    return ArticleRead(outlet=outlet, link=listed, article=article, at=at, shortfalls=shortfalls)


def fill(desk: Desk) -> None:
    """Something of everything: links of each fate, a story of two, a revision, messages, an incident, a digest."""
    slugs = ("heat", "gone", "walled", "deadly", "waiting")
    shortfall = Shortfall(part="body", css=".text", gave="nothing", instead="200 characters")
    for event in (
        LinksFound(outlet="joblo", source=SOURCES["joblo"], at=NOW, links=tuple(map(link, slugs)), listed=5),
        LinksFound(outlet="variety", source=SOURCES["variety"], at=NOW, links=(link("heat"),), listed=1),
        RobotsRead(host="joblo.example", at=NOW, status=200, body="User-agent: *"),
        Fetched(outlet="joblo", url=SOURCES["joblo"].url, kind="source", at=NOW, status=200, bytes=100, seconds=0.5),
        read("Michael Mann says Heat 2 is his next film", NOW),
        read("Mann settles on Heat 2 after Ferrari", NOW + 5 * MINUTE, outlet="variety"),
        read("Heat 2: Mann names his cast", NOW + 90 * MINUTE, shortfalls=(shortfall,)),
        LinkFailed(outlet="joblo", link=link("gone"), error="HTTP 404", status=404, at=NOW),
        LinkRefused(outlet="joblo", link=link("walled"), reason=Reason.CAPTCHA, at=NOW),
        Death(hung=True, outlet="joblo", url=link("deadly").url, outlets=("joblo",), stack="", at=NOW),
        Finished(outlet="joblo", at=NOW + 2 * MINUTE, outcome=CrawlOutcome.FINISHED),
    ):
        desk.ingest(event, NOW + 90 * MINUTE)
    desk.claim(NOW + 91 * MINUTE, 1)
    for day in (1, 2):  # the first only learns when its window begins
        desk.digest_due(PLAN, NOW + timedelta(days=day))
    verdicts.judge(desk.context.archive, [1], NOW, is_right=True)


def dump(archive: Path) -> str:
    """The SQL that makes an archive anew, its application id included."""
    with closing(sqlite3.connect(archive)) as connection:
        (application,) = connection.execute("pragma application_id").fetchone()
        # The full text's rows stand in its shadow tables; as rows of the table itself they cannot be inserted here.
        lines = [line for line in connection.iterdump() if not line.startswith('INSERT INTO "articles_fts" ')]
    return "\n".join([f"PRAGMA application_id = {application};", *lines, ""])


def main(to: Path) -> None:
    """Make the archive and dump it."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = config(Path(folder))
        desk = Desk.open(chosen)
        desk.sync(NOW)
        fill(desk)
        desk.close()
        to.write_text(dump(chosen.archive_path), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

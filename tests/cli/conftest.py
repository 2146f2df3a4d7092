"""The command line as a person has it: a folder, a configuration, an archive with news in it."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, CONFIG, GAME, NOW, Ran, Run
from ready_archive import Filled

from monitor import config
from monitor.causes import CrawlOutcome
from monitor.cli import main
from monitor.desk import Desk
from monitor.events import ArticleRead, Fetched, Finished, LinkRefused, LinksFound, SourceFailed
from monitor.model import Article, Link, Source, SourceKind
from monitor.refusals import Reason


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; no environment of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())  # nobody is there to answer
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the folder."""

    def runner(*words: str) -> Ran:
        capsys.readouterr()
        code = main(words)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return runner


@pytest.fixture
def configured(folder: Path) -> Path:
    """A folder with a configuration, whose digest was due long before what the archive holds was found."""
    return written(folder)


def written(folder: Path) -> Path:
    """That configuration."""
    path = folder / "monitor.toml"
    path.write_text(CONFIG.replace("0 8 * * *", f"0 {(NOW.hour + 2) % 24} * * *"))
    path.chmod(0o600)
    return path


@pytest.fixture
def archived(configured: Path, news: Filled) -> Path:
    """A folder with a configuration, and an archive with three articles, a refusal and a dead source."""
    news.write(configured.parent / "archive.db")
    return configured


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """That archive."""
    folder = tmp_path_factory.mktemp("news")
    desk = Desk.open(config.load(written(folder), {}))
    desk.sync(NOW)
    feed = Source(kind=SourceKind.FEED, url="https://www.joblo.com/feed/")
    first, second, other, wall = (
        Link(url="https://www.joblo.com/heat-2-michael-mann-begins/", title="Heat 2"),
        Link(url="https://variety.com/2026/film/news/heat-2-mann-1235969404/", title="Heat 2"),
        Link(url="https://variety.com/2026/film/news/miami-heat-wins-1235969405/", title="Basketball"),
        Link(url="https://www.joblo.com/are-you-a-robot/", title="Robot"),
    )
    at = NOW - timedelta(hours=2)
    desk.ingest(LinksFound(outlet="joblo", source=feed, at=at, links=(first, wall), listed=2), at)
    for outlet, link, title, body, minutes in (
        ("joblo", first, "Heat 2: Michael Mann will begin shooting [/next] year", BODY, 0),
        ("variety", second, "‘Heat 2’ to shoot next year, Michael Mann says", BODY.replace("the press", "Variety"), 30),
        ("variety", other, "Miami Heat wins again", GAME, 40),
    ):
        when = at + timedelta(minutes=minutes)
        article = Article(url=link.url, outlet=outlet, title=title, body=body, published_at=when, language="en")
        desk.ingest(ArticleRead(outlet=outlet, link=link, article=article, at=when), when)
        desk.ingest(
            Fetched(outlet=outlet, url=link.url, kind="page", at=when, status=200, bytes=1234, seconds=0.2), when
        )
    desk.ingest(LinkRefused(outlet="joblo", link=wall, reason=Reason.CAPTCHA, at=at, detail="asks for a robot"), at)
    dead = Source(kind=SourceKind.FEED, url="https://variety.com/feed/")
    desk.ingest(SourceFailed(outlet="variety", source=dead, at=at, error="HTTP 500", status=500), at)
    desk.ingest(Finished(outlet="joblo", at=at, outcome=CrawlOutcome.FINISHED), at)
    desk.close()
    return Filled(folder / "archive.db")

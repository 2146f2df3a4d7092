"""A desk over an archive of its own, and events as a crawl would send them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import BODY, NOW, OUTLETS, config

from monitor.desk import Desk
from monitor.events import ArticleRead, LinksFound
from monitor.model import Article, Link


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose outlets are live from the start."""
    opened = Desk.open(config(tmp_path))
    opened.sync(NOW)
    yield opened
    opened.close()


@pytest.fixture
def read() -> Callable[..., ArticleRead]:
    """An article that was read: `read("joblo", "Title", body)`."""

    def event(outlet: str, title: str, body: str = BODY, *, minutes: float = 0, slug: str = "a") -> ArticleRead:
        url = f"https://{outlet}.example/{slug}"
        at = NOW + timedelta(minutes=minutes)
        return ArticleRead(
            outlet=outlet,
            link=Link(url=url, title=title),
            article=Article(url=url, outlet=outlet, title=title, body=body, published_at=at, language="en"),
            at=at,
        )

    return event


@pytest.fixture
def found() -> Callable[..., LinksFound]:
    """Links that a feed listed: `found("joblo", "a", "b")`."""

    def event(outlet: str, *slugs: str, minutes: float = 0) -> LinksFound:
        source = next(known.sources[0] for known in OUTLETS if known.id == outlet)
        links = tuple(Link(url=f"https://{outlet}.example/{slug}", title=slug) for slug in slugs)
        return LinksFound(
            outlet=outlet, source=source, at=NOW + timedelta(minutes=minutes), links=links, listed=len(links)
        )

    return event

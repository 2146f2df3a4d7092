"""A desk over an archive of its own, and events as a crawl would send them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import make
import pytest
from desk_made import config
from make import BODY, NOW

from monitor.desk import Desk
from monitor.events import ArticleRead, LinksFound


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
        at = NOW + timedelta(minutes=minutes)
        made = make.article(outlet, slug, title=title, body=body, published_at=at, language="en")
        return make.read(made, at)

    return event


@pytest.fixture
def found() -> Callable[..., LinksFound]:
    """Links that a feed listed: `found("joblo", "a", "b")`."""

    def event(outlet: str, *slugs: str, minutes: float = 0) -> LinksFound:
        return make.listed(outlet, *slugs, at=NOW + timedelta(minutes=minutes))

    return event


@pytest.fixture(params=["running", "started again"])
def later(request: pytest.FixtureRequest) -> Callable[[Desk], None]:
    """What happens between a move and the next article: nothing, or a start of the daemon."""

    def between(desk: Desk) -> None:
        if request.param == "started again":
            desk.context.stories.forget()

    return between

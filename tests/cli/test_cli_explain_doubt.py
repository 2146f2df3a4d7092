"""`monitor explain` says of an article whether its text is doubtful, as it was stored."""

from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

URL = "https://joblo.com/heat-2"


@pytest.mark.parametrize(("sure", "shown"), [(0.62, True), (0.97, False), (None, False)])
def test_a_doubtful_text_is_shown(configured: Path, run: Run, sure: float | None, *, shown: bool) -> None:
    """A text that is likely wrong is said to be doubtful; the number is always in the JSON."""
    at = NOW - timedelta(hours=1)
    link = Link(url=URL, title="Adam Driver in Talks for Heat 2")
    article = Article(
        url=URL, outlet="joblo", title=link.title or "", body=BODY, published_at=at, language="en", text_confidence=sure
    )
    desk = Desk.open(config.load(configured, {}))
    desk.sync(at)
    desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=at), at)
    desk.close()

    assert run("explain", URL, "--json").json["article"]["text_confidence"] == sure
    assert ("doubtful   its text is right and whole with a probability of 62%" in run("explain", URL).out) is shown

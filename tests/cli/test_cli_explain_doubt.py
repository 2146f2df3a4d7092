"""`monitor explain` says of an article whether its title, text, author or date is doubtful, as it was stored."""

from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

URL = "https://joblo.com/heat-2"
DOUBTS = {
    "title": "doubtful   its title is right with a probability of 62%",
    "text": "doubtful   its text is right and whole with a probability of 62%",
    "author": "doubtful   its author is right with a probability of 62%",
    "date": "doubtful   its date is right with a probability of 62%",
}


@pytest.mark.parametrize(("sure", "shown"), [(0.62, True), (0.97, False), (None, False)])
@pytest.mark.parametrize("part", list(DOUBTS))
def test_what_is_doubtful_is_shown(configured: Path, run: Run, part: str, sure: float | None, *, shown: bool) -> None:
    """What is likely wrong is said to be doubtful; the number is always in the JSON."""
    at = NOW - timedelta(hours=1)
    link = Link(url=URL, title="Adam Driver in Talks for Heat 2")
    named = {"url": URL, "outlet": "joblo", "title": link.title or "", "body": BODY, "language": "en"}
    article = Article(**named, published_at=at, **{f"{part}_confidence": sure})
    desk = Desk.open(config.load(configured, {}))
    desk.sync(at)
    desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=at), at)
    desk.close()

    found = run("explain", URL, "--json").json["article"]
    assert {name: found[f"{name}_confidence"] for name in DOUBTS} == {**dict.fromkeys(DOUBTS), part: sure}
    assert [name for name, words in DOUBTS.items() if words in run("explain", URL).out] == [part] * shown

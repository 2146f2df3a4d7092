"""`monitor explain` shows the facts by which an alert was decided, sent or not, and the rules that found them."""

from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

TALKS, DENIED = "Adam Driver in Talks for Heat 2", "Adam Driver Not in Talks for Heat 2, Says Rep"
DEAL = (
    "Adam Driver has closed his deal for Michael Mann's Heat 2, and cameras roll on August 3 in Chicago, people "
    "familiar with the contract told Variety. Warner Bros. will spend $150 million."
)


@pytest.fixture
def told(configured: Path) -> None:
    """An archive in which one outlet turned its headline, and another brought the deal."""
    desk = Desk.open(config.load(configured, {}))
    for outlet, title, body, ago in (
        ("joblo", TALKS, BODY, 9),
        ("joblo", DENIED, BODY, 7),
        ("variety", "Adam Driver Signs On for Heat 2", DEAL, 3),
    ):
        at = NOW - timedelta(hours=ago)
        desk.sync(at)
        link = Link(url=f"https://{outlet}.com/heat-2", title=title)
        article = Article(url=link.url, outlet=outlet, title=title, body=body, published_at=at, language="en")
        desk.ingest(ArticleRead(outlet=outlet, link=link, article=article, at=at), at)
    desk.close()


@pytest.mark.usefixtures("told")
def test_a_message_shows_its_kind_fact_and_rule(run: Run) -> None:
    """Of what was sent on the article: the kind, the sentence, and the rules that found something in it."""
    found = run("explain", "https://variety.com/heat-2", "--json").json
    said = run("explain", "https://variety.com/heat-2").out

    (message,) = [one for one in found["hits"][0]["messages"] if one["is_about_this"]]
    assert message["kind"] in {"confirmed", "development"}
    assert message["fact"] == DEAL.partition(" Warner")[0]
    assert {"kind": "date", "text": "August 3", "rule": "a day with its month"} in [
        {key: fact[key] for key in ("kind", "text", "rule")} for fact in message["found_by"]
    ]
    assert f"{message['kind']}: {message['reason']}" in said
    assert "fact       step closed, in the headline, by a phrase of the table of steps" in said


@pytest.mark.usefixtures("told")
def test_a_message_shows_what_was(run: Run) -> None:
    """A turned headline names the one before."""
    found = run("explain", "https://joblo.com/heat-2", "--json").json

    (turned,) = [one for one in found["hits"][0]["messages"] if one["kind"] == "headline"]
    assert turned["was"] == TALKS
    assert f"was: {TALKS}" in run("explain", "https://joblo.com/heat-2").out


def test_what_was_not_sent_has_its_facts_too(run: Run, archived: Path) -> None:
    """The duplicate brought the same facts: they stand there, with why no alert was made."""
    assert archived.exists()
    found = run("explain", "https://variety.com/2026/film/news/heat-2-mann-1235969404/", "--json").json

    assert [one["reason"] for one in found["suppressed"]] == ["duplicate"]
    assert "shooting" in [fact["key"] for fact in found["facts"]]

"""`monitor revisions`, and what `explain` says of them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cli_made import BODY, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

URL = "https://www.joblo.com/heat-2-michael-mann-begins/"
TITLE = "Heat 2: Michael Mann will begin shooting [/next] year"


@pytest.fixture
def revised(archived: Path) -> Path:
    """The archive with an article that was revised twice: its headline and a sentence, then a slip in its headline."""
    desk = Desk.open(config.load(archived, {}))
    article = Article(url=URL, outlet="joblo", title=TITLE, body=BODY, published_at=NOW, language="en")
    body = BODY.replace("Adam Driver is in talks to play", "Adam Driver will not play")
    for minutes, title in ((-60, "Adam Driver is out of Heat 2 [/b]"), (-30, "Adam Drivre is out of Heat 2 [/b]")):
        at = NOW + timedelta(minutes=minutes)
        read = replace(article, title=title, body=body)
        desk.ingest(ArticleRead(outlet="joblo", link=Link(url=URL), article=read, at=at), at)
    desk.close()
    return archived


@pytest.mark.usefixtures("revised")
class TestRevisions:
    def test_the_list_has_what_was_revised(self, run: Run) -> None:
        """Newest first, without polish; --polish has it too."""
        (row,) = run("revisions", "--json").json
        both = run("revisions", "--json", "--polish").json

        assert row["kinds"] == ["headline", "update"]
        assert row["old_title"] == TITLE
        assert row["outlet"] == "JoBlo"
        assert row["sentences"][0]["before"] == TITLE
        assert [one["kinds"] for one in both] == [["typo"], ["headline", "update"]]
        assert "headline" in run("revisions").out

    def test_one_article_is_shown_sentence_by_sentence(self, run: Run) -> None:
        """By its address or its number, in order of time: what was, and what is."""
        shown = run("revisions", URL)

        assert run("revisions", "1").out == shown.out
        assert "- Adam Driver is in talks to play the part that Robert De Niro had." in shown.out
        assert "+ Adam Driver will not play the part that Robert De Niro had." in shown.out
        assert shown.out.index("headline, update") < shown.out.index("typo")
        assert [one["kinds"] for one in run("revisions", "1", "--json").json] == [["headline", "update"], ["typo"]]

    def test_explain_names_the_kinds(self, run: Run) -> None:
        """With the command that shows more."""
        shown = run("explain", URL)

        assert ": headline, update" in shown.out
        assert "`monitor revisions 1`" in shown.out
        assert run("explain", URL, "--json").json["article"]["revisions"][1]["kinds"] == ["typo"]

    def test_explain_says_when_it_is_read_again(self, run: Run) -> None:
        """The clock of an article that a watch found."""
        assert "re-read    0 times; next " in run("explain", URL).out
        assert run("explain", URL, "--json").json["article"]["read_again"]["looks"] == 0

    def test_since_and_limit_narrow_it(self, run: Run) -> None:
        """A list that may be empty, and says so by its code."""
        assert run("revisions", "--since", "10m", "--fail-empty").code == 3
        assert len(run("revisions", "--polish", "--limit", "1", "--json").json) == 1


@pytest.mark.usefixtures("archived")
def test_an_article_without_revisions_says_so(run: Run) -> None:
    """And an address that is none of ours is an error with a hint."""
    shown = run("revisions", URL)
    unknown = run("revisions", "https://www.joblo.com/else")

    assert "no revision is known" in shown.out
    assert run("revisions", URL, "--fail-empty").code == 3
    assert unknown.code == 2
    assert "monitor explain" in unknown.err

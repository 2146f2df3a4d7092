"""A desk and `monitor try group --window 96h` place the same articles alike: story, thread, copy and role."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_made import BODY, mails, rows
from saga import SAGA

from monitor.cli.trial.group import group
from monitor.desk import Desk
from monitor.events import ArticleRead

Read = Callable[..., ArticleRead]
DAY = 24 * 60  # minutes
OWN = " ".join(f"The union's own account number {number} of that night says something new." for number in range(12))
ROUND_UPS = (
    "Michael Mann cast Adam Driver in Heat 2. The Lindgren Opera opens with Tosca. Stagehands are on strike.",
    "Adam Driver is in Heat 2, says Michael Mann; stagehands strike; Tosca opens the season of the Lindgren Opera.",
)
ARTICLES = (  # outlet, headline, text, minutes after the first
    ("joblo", *SAGA[0], 0),
    ("variety", SAGA[0][0], "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 are nearly done.", 5),
    ("deadline", *SAGA[0], 9),
    ("joblo", "What We Learned Today: Michael Mann, Heat 2, Adam Driver", ROUND_UPS[0], 30),
    ("variety", "What We Learned Today: Michael Mann, Heat 2 and Adam Driver", ROUND_UPS[1], 40),
    ("joblo", "Heat 2 Script Is Done, Says Michael Mann", BODY, 2 * DAY),
    ("deadline", "Heat 2 Script Is Done: What Michael Mann Says", f"{BODY} {OWN}", 2 * DAY + 20),
    ("joblo", *SAGA[1], 30 * DAY),
    ("variety", "‘Heat 2’ Review: Michael Mann’s Chicago", SAGA[2][1], 60 * DAY),
)


@pytest.fixture
def placed(desk: Desk, read: Read) -> list[tuple]:
    """Story, thread, copy and role of each article, as the desk has them."""
    for number, (outlet, title, text, minutes) in enumerate(ARTICLES):
        event = read(outlet, title, text, minutes=minutes, slug=f"s{number}")
        desk.ingest(event, event.at)
    return rows(
        desk,
        """
        select story_id, thread_id, copy_of, role from articles join stories on stories.id = story_id
        order by articles.id
        """,
    )


def test_the_desk_and_the_trial_place_alike(placed: list[tuple], read: Read, tmp_path: Path) -> None:
    """The same numbers in the same order."""
    lines = []
    for number, (outlet, title, text, minutes) in enumerate(ARTICLES, 1):
        article = read(outlet, title, text, minutes=minutes).article
        published = article.published_at.isoformat() if article.published_at else None
        lines.append(
            {"id": number, "url": article.url, "outlet": outlet, "title": title, "body": text, "published": published}
        )
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = CliRunner().invoke(group, ["--window", "96h", str(tmp_path / "in.jsonl")])
    found = [json.loads(line) for line in done.output.splitlines()]

    assert [(line["story"], line["thread"], line["copy_of"], line["role"]) for line in found] == placed
    assert {line["role"] for line in found} >= {"own", "copy", "contains", "comment", "mention"}


def test_a_round_up_joins_and_confirms_nothing(desk: Desk, placed: list[tuple]) -> None:
    """It has a story of its own, also where another outlet's round-up is nearly the same; no update comes of it."""
    stories = [story for story, _, _, role in placed if role == "mention"]
    counts = dict(rows(desk, "select id, article_count from stories"))

    assert len(stories) == 2
    assert [counts[story] for story in stories] == [1, 1]
    assert not any("What We Learned" in mail["reason"] for mail in mails(desk) if mail["type"] == "story.updated")

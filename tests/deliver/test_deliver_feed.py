"""Feeds in a folder: whole at every moment, read by an independent parser, each message once."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import NOW

from monitor import deliver
from monitor.brief import Brief, BriefItem, BriefSection, Urgency
from monitor.deliver import Kind, feed
from monitor.deliver.feed import FeedChannel

ITEM = BriefItem(title="Driver <b>closes</b> deal & more", url="https://joblo.example/?a=1&b=2", by="JoBlo · 18:40")


class Made:
    """The forms of a message, as far as a feed asks for them."""

    type = "story.opened"

    def __init__(self, number: int, *topics: str, item: BriefItem = ITEM) -> None:
        self.id, self.at, self.title = f"opened_{number}", NOW + timedelta(minutes=number), f"Heat 2: news {number}"
        of = topics or ("watch-heat-2",)
        self.brief = Brief(
            urgency=Urgency.NEWS, topics=of, headline="Heat 2", sections=(BriefSection(name="", items=(item,)),)
        )


def sent(folder: Path, *made: Made, entries: int = 100) -> list[Kind]:
    """Send these one after the other."""
    channel = FeedChannel(name="feeds", path=str(folder / "feeds"), entries=entries)
    texts = [text for one in made for _, text in channel.render(one)]
    return [asyncio.run(deliver.send(channel, make.outgoing(text), now=NOW)).kind for text in texts]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The entries as another program reads them."""
    parsed = feedparser.parse((folder / "feeds" / name).read_bytes())
    assert not parsed.bozo
    return list(parsed.entries)


def test_each_message_is_in_its_feeds_in_both_forms(tmp_path: Path) -> None:
    """The newest first, with what it says as text, and the article as its link; for a person in that of theirs, too."""
    assert sent(tmp_path, Made(1), Made(2, "digest-morning", "person-anna")) == [Kind.SENT] * 2

    assert [entry["title"] for entry in read(tmp_path, "person-anna.atom")] == ["Heat 2: news 2"]
    assert [entry["title"] for entry in read(tmp_path, "all.atom")] == ["Heat 2: news 2", "Heat 2: news 1"]
    [entry] = read(tmp_path, "watch-heat-2.atom")
    assert entry["link"] == ITEM.url
    assert "Driver &lt;b&gt;closes&lt;/b&gt; deal &amp; more" in entry["summary"]
    assert entry["updated"] == "2026-11-23T12:01:00Z"
    found = json.loads((tmp_path / "feeds" / "all.json").read_text())
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"] for one in found["items"]] == ["opened_2", "opened_1"]


def test_the_same_message_again_is_the_same_entry(tmp_path: Path) -> None:
    """What may have been written before a crash is written again."""
    sent(tmp_path, Made(1), Made(2), Made(1))

    assert [one["id"] for one in json.loads((tmp_path / "feeds" / "all.json").read_text())["items"]] == [
        "opened_2",
        "opened_1",
    ]


def test_the_oldest_leave(tmp_path: Path) -> None:
    """A feed keeps as many as it is asked to."""
    sent(tmp_path, *(Made(number) for number in range(5)), entries=3)

    assert [entry["title"][-1] for entry in read(tmp_path, "all.atom")] == ["4", "3", "2"]


def test_a_file_that_somebody_spoiled_begins_again(tmp_path: Path) -> None:
    """The next message begins it again."""
    sent(tmp_path, Made(1))
    for spoiled in ("{", "[]", '{"items": [1]}', '{"items": [{"id": 3}]}'):
        (tmp_path / "feeds" / "all.json").write_text(spoiled)

        assert sent(tmp_path, Made(2)) == [Kind.SENT]

        assert [entry["title"] for entry in read(tmp_path, "all.atom")] == ["Heat 2: news 2"]


def test_a_folder_that_cannot_be_written_brakes_the_channel(tmp_path: Path) -> None:
    """Each message would meet it."""
    (tmp_path / "feeds").write_text("a file is in the way")
    channel = FeedChannel(name="feeds", path=str(tmp_path / "feeds"))
    [(_, text)] = channel.render(Made(1))

    outcome = asyncio.run(deliver.send(channel, make.outgoing(text), now=NOW))

    assert (outcome.kind, outcome.blame) == (Kind.TEMPORARY, deliver.Blame.CHANNEL)
    assert "cannot write to" in outcome.error


@given(text=st.text())
def test_any_text_is_sound_xml(text: str) -> None:
    """Control characters and halves of pairs are left out."""
    item = replace(ITEM, title=text, by=text)
    [(_, rendered)] = FeedChannel(name="feeds", path="x").render(Made(1, item=item))

    found = feed.atom("all", [json.loads(rendered) | {"title": text}])

    assert not feedparser.parse(found).bozo


@pytest.mark.parametrize("kept", [0, 1001])
def test_how_many_a_feed_may_keep(kept: int) -> None:
    """At least one, and no more than a feed reader takes."""
    with pytest.raises(ValueError, match="entries"):
        feed.FeedSettings(name="x", kind="feed", path="x", entries=kept)

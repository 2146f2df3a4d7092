"""A day of one story: each development is reported once, and nothing twice, also after a restart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import make
import pytest
from desk_made import HEAT, NOW, OUTLETS, config, mails, rows

from monitor import catalogue
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article

FIRST = (
    "The actor Adam Driver is in talks to star in “Heat 2,” people familiar with the project told Joblo. Michael Mann, "
    "who wrote the novel with Meg Gardiner, would direct the film for Warner Bros. in Chicago. No deal is in place yet."
)
REWRITE = (
    "Looks like the sequel has found its Chris. Adam Driver is in talks for Heat 2, Joblo reports. Michael Mann would "
    "direct the film for Warner Bros. in Chicago, with a script from the novel he wrote with Meg Gardiner."
)
SECOND = (
    "Adam Driver has met Michael Mann twice about “Heat 2,” two people close to the actor told Deadline. Warner Bros. "
    "hopes to shoot the film in Chicago, where Mann and Meg Gardiner set a part of the novel. Joblo was first with it."
)
DENIED = (
    "A representative of Adam Driver denied on Monday that the actor is to star in “Heat 2,” the film that Mann "
    "wants to make for Warner Bros. from the novel that he wrote with Meg Gardiner."
)
CLOSED = (
    "Adam Driver has closed his deal for “Heat 2” and cameras will roll on August 3 in Chicago, Warner Bros. announced "
    "today. Michael Mann directs the film of the novel that he wrote with Meg Gardiner."
)
LIST = (
    "Here they are again: Thief. Collateral. Manhunter. The Insider. Heat 2 has Adam Driver in talks with Michael Mann."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with three outlets, each of an owner of its own."""
    opened = Desk.open(config(tmp_path))
    opened.sync(NOW)
    yield opened
    opened.close()


def came(outlet: str, title: str, body: str, *, hours: float, slug: str = "a") -> ArticleRead:
    """An article of an outlet, so many hours into the day."""
    at = NOW + timedelta(hours=hours)
    article = Article(
        url=f"https://{outlet}.example/{slug}", outlet=outlet, title=title, body=body, published_at=at, language="en"
    )
    return make.read(article, at)


DAY = (
    came("joblo", "Adam Driver in Talks for ‘Heat 2’", FIRST, hours=0),
    came("variety", "Adam Driver Circling Heat 2", REWRITE, hours=1),
    came("deadline", "Adam Driver Meets Michael Mann for ‘Heat 2’", SECOND, hours=3),
    came("variety", "Michael Mann's Films, Ranked", LIST, hours=4, slug="ranked"),
    came("variety", "Adam Driver's Rep Denies ‘Heat 2’ Talks", DENIED, hours=5, slug="denied"),
    came("deadline", "Adam Driver Closes Deal for ‘Heat 2’; Shoot Starts August 3", CLOSED, hours=8, slug="closed"),
)


def told(desk: Desk) -> list[tuple[str, str]]:
    """The kind of each message and the outlet of its article."""
    return [(mail["kind"], mail["lead"]["outlet"]) for mail in mails(desk) if mail["type"].startswith("story.")]


def run(desk: Desk, events: tuple[ArticleRead, ...] = DAY) -> None:
    """Let the day pass."""
    for event in events:
        desk.ingest(event, event.at)


def test_the_day_of_a_story(desk: Desk) -> None:
    """The rumour, the second source, the denial and the deal; not the rewrite, not the list."""
    run(desk)

    assert told(desk) == [
        ("opened", "joblo"),
        ("confirmed", "deadline"),
        ("denial", "variety"),
        ("development", "deadline"),
    ]
    deal = mails(desk)[-1]
    assert "August 3" in deal["fact"]
    reasons = {row[0] for row in rows(desk, "select reason from suppressed")}
    assert reasons == {"rewrite", "genre"}


def test_a_restart_reports_nothing_again(tmp_path: Path) -> None:
    """Whenever the daemon was stopped: what is known stands in the archive."""
    for stop in range(1, len(DAY)):
        folder = tmp_path / str(stop)
        folder.mkdir()
        desk = Desk.open(config(folder))
        desk.sync(NOW)
        run(desk, DAY[:stop])
        desk.close()

        again = Desk.open(config(folder))
        again.sync(DAY[stop].at)
        run(again)  # the crawl repeats what it had

        assert len(told(again)) == 4, stop
        again.close()


def test_a_sister_title_confirms_nothing(tmp_path: Path) -> None:
    """The same report of an outlet of the same owner: it is said that they are one voice."""
    sisters = tuple(replace(outlet, owner="Penske Media") for outlet in OUTLETS)
    desk = Desk.open(config(tmp_path, outlets=sisters))
    desk.sync(NOW)
    plain = SECOND.replace(", two people close to the actor told Deadline", "").replace(" Joblo was first with it.", "")
    run(desk, (DAY[0], came("deadline", "Adam Driver Meets Michael Mann for ‘Heat 2’", plain, hours=1)))

    assert told(desk) == [("opened", "joblo")]
    assert rows(desk, "select reason from suppressed") == [("sister",)]
    desk.close()


def test_ten_titles_of_one_house_are_one_voice(tmp_path: Path) -> None:
    """However many of them report it with sources of their own, it is not confirmed until another house has it."""
    names = (
        "variety",
        "deadline",
        "thr",
        "billboard",
        "indiewire",
        "rolling-stone",
        "gold-derby",
        "vibe",
        "one",
        "two",
    )
    house = [replace(make.outlet(name), owner="Penske Media") for name in names]
    desk = Desk.open(config(tmp_path, outlets=(*house, make.outlet("joblo"))))
    desk.sync(NOW)
    for number, name in enumerate(names):
        body = FIRST.replace("Joblo", make.outlet(name).name).replace(
            "in place yet", f"in place, {'very ' * number}yet"
        )
        event = came(name, "Adam Driver in Talks for ‘Heat 2’", body, hours=number / 10)
        desk.ingest(event, event.at)
    assert {kind for kind, _ in told(desk)} == {"opened"}

    run(desk, (came("joblo", "Driver Meets Mann", SECOND.replace("Deadline", "Joblo")[:230], hours=1.5),))

    assert told(desk)[-1] == ("confirmed", "joblo")
    desk.close()


def test_the_shipped_outlets_say_whose_they_are(desk: Desk) -> None:
    """Also where a file has an outlet of that id which does not."""
    titles = [outlet for outlet in catalogue.load() if desk.context.owner(outlet) == "Penske Media"]

    assert len(titles) >= 8
    assert {"variety", "deadline", "thr"} <= set(titles)


def test_an_edit_that_turns_the_headline(desk: Desk) -> None:
    """It is reported at once, with the old one; the same again is nothing."""
    turned = came("joblo", "Adam Driver NOT in Talks for ‘Heat 2’", FIRST, hours=0.6)
    again = came("joblo", "Adam Driver Not in Talks for ‘Heat 2’", FIRST, hours=0.8)
    run(desk, (DAY[0], turned, again))

    assert told(desk) == [("opened", "joblo"), ("headline", "joblo")]
    assert mails(desk)[-1]["old_title"] == "Adam Driver in Talks for ‘Heat 2’"


def test_a_live_page_that_counts_on_is_one_message(desk: Desk) -> None:
    """Each part of it has another headline and more small figures; a fact of weight among them is told."""
    notes = [f"{n}:15 The actor waved at {n * 13} people at the stadium for Heat 2." for n in range(1, 13)]
    live = [
        came(
            "joblo",
            f"Adam Driver at the stadium, live, part {part}",
            "\n\n".join([FIRST, *notes[: part * 4]]),
            hours=at,
        )
        for part, at in ((1, 0), (2, 0.3), (3, 0.6))
    ]
    run(desk, tuple(live))
    assert told(desk) == [("opened", "joblo")]

    notes.append("13:15 Heat 2 will open on December 11, 2027, the studio says.")
    run(desk, (came("joblo", "Adam Driver at the stadium, live, part 4", "\n\n".join([FIRST, *notes]), hours=4),))
    assert told(desk) == [("opened", "joblo"), ("development", "joblo")]


def test_a_syndicated_copy_that_comes_first_is_not_called_the_first(desk: Desk) -> None:
    """It says whose report it is, and so does the message; that one's own, three minutes later, is the same."""
    copy = came("variety", "Adam Driver in Talks", FIRST + " This story originally appeared on Joblo.", hours=0)
    run(desk, (copy, came("joblo", "Adam Driver in Talks", FIRST, hours=0.05)))

    assert [mail["reason"] for mail in mails(desk)] == ["Found at Variety, which credits Joblo"]


def test_a_common_word_is_no_name(tmp_path: Path) -> None:
    """A watch on a title of one word is not found in the word."""
    watch = replace(HEAT, name="Tide", query="Tide", masks=())
    desk = Desk.open(config(tmp_path, watches=(watch,)))
    desk.sync(NOW)
    body = "The harbour was closed for three hours on Monday because of the tide, the port said in a statement."
    run(desk, (came("joblo", "Harbour closed", body, hours=0), came("variety", "A Tide Comes", FIRST, hours=1)))

    assert told(desk) == [("opened", "variety")]
    assert rows(desk, "select reason from suppressed") == [("mention",)]
    desk.close()

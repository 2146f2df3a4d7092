"""What happens within a running story over a day: seven messages of it, each soon and as what it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import make
import pytest
from desk_made import NOW, config, finished, mails, rows

from monitor.config import Crawl
from monitor.desk import Desk
from monitor.events import ArticleRead, LinksFound
from monitor.model import Article, Link

NAMES = ("joblo", "variety", "deadline", "empire", "collider", "wrap")

TALKS = (
    "Adam Driver is in talks to star in Heat 2, Michael Mann's return to his crime film of 1995, two people familiar "
    "with the negotiations told Joblo. He would play a young Neil McCauley, the part of Robert De Niro. The director "
    "wrote the script from the novel that he published with Meg Gardiner. Warner Bros. is in discussions to finance "
    "the picture, whose budget is put at 170 million dollars. Driver last worked with Mann on Ferrari. A deal could "
    "still fall apart, the people said."
)
SYNDICATED = f"{TALKS} This story originally appeared on Joblo."
OWN = (
    "Michael Mann may have found his McCauley. Variety has confirmed that Adam Driver is negotiating for the lead in "
    "Heat 2, the follow-up to the De Niro and Pacino thriller. The studio, Warner Bros., declined to comment. Insiders "
    "caution that the actor's schedule on another production has to be solved before papers are signed."
)
NAMED = (
    "Ana de Armas is circling the female lead in Heat 2 opposite Adam Driver, who is in talks for Michael Mann's film, "
    "Wrap has learned. She would play Charlene, taken over from Ashley Judd. Warner Bros. hopes to start cameras in "
    "the spring. The talks with Driver were reported this morning."
)
DENIED = (
    "A representative of Adam Driver denied on Monday that the actor is in talks for Heat 2. “Adam has not been "
    "offered the part, and there are no negotiations,” the representative told Empire, after reports that he would "
    "play Neil McCauley for Michael Mann at Warner Bros. The studio had no comment."
)
UPDATED = f"{TALKS} UPDATE: A representative denied on Monday that there are negotiations."
CORRECTED = f"{UPDATED} Correction: An earlier version misstated the budget; it is 150 million dollars."
CLOSED = (
    "Adam Driver has closed his deal to star in Heat 2, ending a day of contradictory reports about Michael Mann's "
    "crime epic. Contracts were signed on Monday evening, Joblo can report, and Warner Bros. has set August 3 as the "
    "first day of filming in Chicago. His representative had said in the morning that there were no negotiations. The "
    "release is planned for the autumn of 2028."
)
COMPOSER = (
    "The composer Elliot Goldenthal will return to score Heat 2, he told a concert audience in Vienna. Goldenthal, who "
    "wrote the music of the film of 1995, said that he has recorded first sketches with a string quartet. The concert "
    "was part of a festival of film music, which awarded him a prize for his life's work."
)


def came(outlet: str, slug: str, title: str, body: str, hour: float) -> ArticleRead:
    """An article of an outlet, so many hours into the day; the same slug again is an edit."""
    at = NOW + timedelta(hours=hour)
    address = f"https://{outlet}.example/{slug}"
    article = Article(url=address, outlet=outlet, title=title, body=body, published_at=at, language="en")
    return make.read(article, at)


DAY = (
    came("joblo", "driver", "Adam Driver in Talks to Star in Michael Mann's ‘Heat 2’", TALKS, 0),
    came("collider", "driver", "Adam Driver in Talks to Star in Michael Mann's ‘Heat 2’", SYNDICATED, 0.3),
    came("variety", "driver", "Adam Driver Negotiating for Lead in Michael Mann's ‘Heat 2’", OWN, 1.2),
    came("wrap", "armas", "Ana de Armas Circling ‘Heat 2’ Opposite Adam Driver", NAMED, 1.7),
    came("empire", "denial", "Adam Driver's Rep Denies ‘Heat 2’ Talks", DENIED, 2.5),
    came("joblo", "driver", "Adam Driver in Talks to Star in ‘Heat 2’; Rep Denies (Updated)", UPDATED, 2.9),
    came("deadline", "score", "‘Heat 2’ Gets Elliot Goldenthal as Composer", COMPOSER, 3.5),
    came("joblo", "driver", "Adam Driver in Talks to Star in ‘Heat 2’; Rep Denies (Updated)", CORRECTED, 5),
    came("joblo", "closed", "Adam Driver Closes ‘Heat 2’ Deal; Filming Starts August 3", CLOSED, 8),
    came("collider", "closed", "Adam Driver Closes ‘Heat 2’ Deal; Filming Starts August 3", CLOSED, 8.5),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with six outlets, each of an owner of its own."""
    opened = Desk.open(config(tmp_path, outlets=tuple(make.outlet(name) for name in NAMES)))
    opened.sync(NOW)
    yield opened
    opened.close()


def sent(desk: Desk) -> list[tuple[str, str]]:
    """The kind of each message, and the outlet of its article."""
    return [(mail["kind"], mail["lead"]["outlet"]) for mail in mails(desk)]


def test_the_seven_messages_of_a_running_story(desk: Desk) -> None:
    """Rumour, second source, new name, denial, headline, correction, deal; another event is a story of its own."""
    for event in DAY:
        desk.ingest(event, event.at)

    found = mails(desk)
    (score,) = [mail for mail in found if mail["lead"]["outlet"] == "deadline"]
    assert (score["kind"], score["story"]["id"]) == ("opened", 2)
    assert [one for one in sent(desk) if one[1] != "deadline"] == [
        ("opened", "joblo"),
        ("confirmed", "variety"),
        ("development", "wrap"),
        ("denial", "empire"),
        ("headline", "joblo"),
        ("correction", "joblo"),
        ("development", "joblo"),
    ]
    assert "Ana de Armas" in found[2]["fact"]
    assert "150 million" in found[6]["fact"]
    assert "August 3" in found[7]["fact"]


def test_each_is_sent_when_its_article_comes(desk: Desk) -> None:
    """No message waits for the next article: the deal is not reported by the duplicate of it."""
    for event in DAY:
        desk.ingest(event, event.at)

    stamps = [row[0] for row in rows(desk, "select created_at from messages order by rowid")]
    made = [datetime.fromisoformat(stamp) - NOW for stamp in stamps]

    assert made == [timedelta(hours=hour) for hour in (0, 1.2, 1.7, 2.5, 2.9, 3.5, 5, 8)]


def test_an_update_below_the_same_headline(desk: Desk) -> None:
    """A denial that an outlet adds to its article is news, though its headline stays."""
    begun, title = DAY[0], DAY[0].article.title
    later = f"UPDATE 11:40: Warner Bros. denies the report, and calls it false. {TALKS}"
    for event in (begun, came("joblo", "driver", title, later, 1.7)):
        desk.ingest(event, event.at)

    assert mails(desk)[0]["kind"] == "opened"
    assert len(mails(desk)) == 2
    assert "denies the report" in mails(desk)[1]["fact"]


def test_a_duplicate_of_what_a_seed_had_is_no_first_report(tmp_path: Path) -> None:
    """What was listed before the outlet was followed is old, and a copy of it two days later says nothing new."""
    outlets = tuple(make.outlet(name) for name in NAMES)
    desk = Desk.open(config(tmp_path, outlets=outlets, crawl=Crawl(seed=True)))
    desk.sync(NOW)
    for name in NAMES:
        original = name == "joblo"
        source, at = make.outlet(name).sources[0], NOW
        links = (Link(url="https://joblo.example/driver", title="x"),) if original else ()
        desk.ingest(LinksFound(outlet=name, source=source, at=at, links=links, listed=len(links)), at)
        if original:
            desk.ingest(DAY[0], at)
        desk.ingest(finished(name, at), at)

    copied = came("collider", "driver", DAY[0].article.title, SYNDICATED, 50)
    desk.ingest(copied, copied.at)

    assert "First report" not in {mail["reason"] for mail in mails(desk)}
    assert rows(desk, "select origin from articles order by id") == [("seed",), ("live",)]
    desk.close()


def test_a_copy_that_came_first_claims_nothing(desk: Desk) -> None:
    """Its own last line names the outlet that was first: nobody is called first until that one was read."""
    copied, original = (
        came("collider", "driver", DAY[0].article.title, SYNDICATED, 0.05),
        came("joblo", "driver", DAY[0].article.title, TALKS, 0.1),
    )
    for event in (copied, original):
        desk.ingest(event, event.at)

    assert [mail["lead"]["outlet"] for mail in mails(desk)] == ["collider"]
    assert mails(desk)[0]["reason"] != "First report"

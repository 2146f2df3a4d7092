"""Who credits whom, and who had stories first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_made import COLLIDER, DAY, HOUR, JOBLO, MINUTE, NOW, new

from monitor.model import Outlet, OutletKind
from monitor.store import articles, outlet_credits, outlets, stories
from monitor.store.archive import Archive
from monitor.store.file import pruning
from monitor.store.queries import attribution
from monitor.story import CreditedBy, OutletCredit

EMPIRE = Outlet(id="empire", name="Empire", home="https://empire.example/")
TO_JOBLO = OutletCredit(outlet="joblo", sentence="JoBlo was first.", by=CreditedBy.WORDS)
TO_VARIETY = OutletCredit(outlet="variety", sentence="Variety says so, too.", by=CreditedBy.LINK)


@pytest.fixture
def followed(archive: Archive) -> Archive:
    """A story that JoBlo had first; Collider followed after 20 minutes and credits it, Empire after an hour."""
    outlets.sync(archive, [JOBLO, COLLIDER, EMPIRE], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    articles.add(archive, new(1, published_at=NOW - 2 * HOUR, story=story))
    second = articles.add(archive, new(2, outlet="collider", published_at=NOW - 100 * MINUTE, story=story))
    articles.add(archive, new(3, outlet="empire", published_at=NOW - HOUR, story=story))
    outlet_credits.keep(archive, second, [TO_JOBLO, TO_VARIETY])
    return archive


def test_a_story_has_its_credits(followed: Archive) -> None:
    """Each article's credits come with the story: who is credited by how many, and who followed without a word."""
    story = stories.get(followed, 1)

    assert story is not None
    assert story.credits == {2: (TO_JOBLO, TO_VARIETY)}
    assert story.credited == {"joblo": 1, "variety": 1}
    assert story.without_credit == ("empire",)


def test_a_later_reading_replaces_them(followed: Archive) -> None:
    """What an article no longer says is no longer kept."""
    outlet_credits.keep(followed, 2, [TO_VARIETY])

    assert outlet_credits.of_articles(followed, [1, 2, 3]) == {2: (TO_VARIETY,)}


def test_firsts(followed: Archive) -> None:
    """An outlet's firsts: the median lead over the second outlet, who followed, who said so."""
    story = stories.open(followed, "Another", NOW)
    articles.add(followed, new(4, published_at=NOW - 3 * HOUR, story=story))
    articles.add(followed, new(5, outlet="empire", published_at=NOW - 2 * HOUR, story=story))

    (joblo,) = attribution.firsts(followed, NOW - DAY)

    assert (joblo.outlet, joblo.outlet_id, joblo.stories) == ("JoBlo", "joblo", 2)
    assert joblo.lead == timedelta(minutes=40)
    assert (joblo.picked_up_by, joblo.credited_by) == (3, 1)


def test_a_story_of_one_outlet_has_no_first(archive: Archive) -> None:
    """Nobody is first where nobody follows, and what is older than asked for does not count."""
    story = stories.open(archive, "Heat 2 is on", NOW)
    articles.add(archive, new(1, story=story))

    assert attribution.firsts(archive, NOW - DAY) == []
    articles.add(archive, new(2, outlet="collider", story=story))
    assert attribution.firsts(archive, NOW + DAY) == []


def test_who_comes_days_later_does_not_follow(archive: Archive) -> None:
    """An article of next week on the same thing is no pick-up of the news."""
    outlets.sync(archive, [JOBLO, COLLIDER], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    articles.add(archive, new(1, published_at=NOW - 9 * DAY, story=story))
    articles.add(archive, new(2, outlet="collider", published_at=NOW - HOUR, story=story))

    assert attribution.firsts(archive, NOW - DAY) == []


def test_a_newsroom_neither_leads_nor_follows(archive: Archive) -> None:
    """A release before the first report and after the second is no report."""
    netflix = replace(JOBLO, id="netflix", name="Netflix Newsroom", kind=OutletKind.PRESS)
    outlets.sync(archive, [JOBLO, COLLIDER, netflix], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    for number, outlet in enumerate(("netflix", "joblo", "collider")):
        at = NOW - (5 - number) * HOUR
        articles.add(archive, new(number, outlet=outlet, published_at=at, found_at=at, story=story))

    (joblo,) = attribution.firsts(archive, NOW - DAY)

    assert (joblo.outlet_id, joblo.lead, joblo.picked_up_by) == ("joblo", HOUR, 1)


def test_credits_by_outlet(followed: Archive) -> None:
    """How often each is credited, by how many, how often it credits, and the latest sentence; followed or not."""
    outlet_credits.keep(followed, 3, [TO_JOBLO])

    found = {one.outlet_id: one for one in attribution.credited(followed, NOW - DAY)}

    assert [*found] == ["joblo", "variety", "collider", "empire"]
    assert (found["joblo"].credits, found["joblo"].outlets, found["joblo"].gives) == (2, 2, 0)
    assert (found["variety"].outlet, found["variety"].sentence) == ("variety", TO_VARIETY.sentence)
    assert (found["collider"].credits, found["collider"].gives) == (0, 2)
    assert attribution.credited(followed, NOW + DAY) == []


def test_pruned_articles_leave_none(followed: Archive) -> None:
    """What is pruned takes its credits along."""
    pruning.step(followed, NOW + DAY, NOW + DAY)

    assert followed.value("select count(*) from articles") == 0
    assert followed.value("select count(*) from credits") == 0

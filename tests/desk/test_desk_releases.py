"""Press releases: they open stories, confirm nothing, and are told apart from those who report."""

import re
from dataclasses import replace
from datetime import timedelta

import make
import pytest
from desk_made import OUTLETS, config, mails
from make import BODY, NOW

from monitor.desk import Desk
from monitor.model import OutletKind
from monitor.store import stories, suppressed
from monitor.story import Story, Suppression

RELEASE = "Netflix announces Heat 2, the next film by Michael Mann"
OWN = (
    "The director of Collateral has settled what comes after Ferrari: Heat 2, he said in an interview. Adam Driver is "
    "in talks for Neil McCauley. Michael Mann and Meg Gardiner wrote the novel, and Mann the script, which he calls "
    "nearly done. Shooting should start in Chicago and Los Angeles next year, the filmmaker told the podcast."
)
NETFLIX = replace(make.outlet("netflix"), name="Netflix Newsroom", kind=OutletKind.PRESS)


@pytest.fixture
def wired(tmp_path) -> Desk:
    """A desk that follows a newsroom next to three outlets."""
    desk = Desk.open(config(tmp_path, outlets=(*OUTLETS, NETFLIX)))
    desk.sync(NOW)
    yield desk
    desk.close()


@pytest.fixture
def told(wired, read):
    """Ingests articles, (outlet, title, body) ten minutes apart; the story that they make."""

    def run(*given: tuple[str, str, str]) -> Story:
        for number, (outlet, title, body) in enumerate(given):
            at = 10 * number
            wired.ingest(read(outlet, title, body, minutes=at), NOW + timedelta(minutes=at))
        found = stories.get(wired.context.archive, 1)
        assert found is not None
        assert len(found.reports) == len(given)
        return found

    return run


def test_a_story_says_what_is_of_the_release(told):
    """Its text at two outlets, one report of its own: the newsroom is no outlet among them, and was not first."""
    story = told(
        ("netflix", RELEASE, BODY), ("joblo", RELEASE, BODY), ("variety", RELEASE, BODY), ("deadline", RELEASE, OWN)
    )

    assert story.release_shares == "from the release: 2, own reporting: 1"
    assert (story.voices, story.from_release) == (("deadline",), ("joblo", "variety"))
    assert story.first_reported_by == "deadline"
    assert story.outlet_count == 3
    assert [report.outlet for report in story.releases] == ["netflix"]


def test_a_webhook_says_what_is_of_the_release(wired, told):
    """The outlets that print it, and those that report, as `monitor story --json` has them."""
    story = told(("netflix", RELEASE, BODY), ("joblo", RELEASE, BODY), ("deadline", RELEASE, OWN))
    sent = mails(wired)[-1]["story"]

    assert (sent["from_release"], sent["own_reporting"]) == (["joblo"], ["deadline"])
    assert (sent["from_release"], sent["own_reporting"]) == (list(story.from_release), list(story.voices))


def test_a_release_that_was_seen_late_is_the_origin_all_the_same(told):
    """The outlet that printed its text before the newsroom was read did not report it."""
    story = told(("joblo", RELEASE, BODY), ("netflix", RELEASE, BODY), ("deadline", RELEASE, OWN))

    assert (story.voices, story.from_release) == (("deadline",), ("joblo",))
    assert story.first_reported_by == "deadline"


def test_the_first_of_a_story_that_nobody_reports_is_who_prints_the_release(told):
    """Then the newsroom itself; a story without a release has no shares."""
    assert told(("netflix", RELEASE, BODY), ("joblo", RELEASE, BODY)).first_reported_by == "joblo"


def test_a_release_alone_is_its_story(told):
    """Somebody has to be named."""
    story = told(("netflix", RELEASE, BODY))

    assert (story.first_reported_by, story.voices, story.outlet_count) == ("netflix", (), 0)


def test_a_story_without_a_release_says_nothing_of_one(told):
    """As before."""
    assert told(("joblo", RELEASE, BODY), ("variety", RELEASE, BODY)).release_shares == ""


def test_a_release_opens_a_story_and_the_first_report_confirms_it(wired, told):
    """Its text confirms nothing, whoever prints it."""
    told(("netflix", RELEASE, BODY), ("joblo", RELEASE, BODY), ("variety", RELEASE, OWN))

    assert [mail["reason"] for mail in mails(wired)] == [
        "From a release of Netflix Newsroom",
        "Variety reports it, after a release of Netflix Newsroom",
    ]


def test_a_release_confirms_no_report(wired, told):
    """What a company says after an outlet is no second outlet; the next one is."""
    told(("joblo", RELEASE, BODY), ("netflix", RELEASE, OWN))
    (held,) = suppressed.of_article(wired.context.archive, 2)

    assert held.why.reason is Suppression.RELEASE
    assert [mail["type"] for mail in mails(wired)] == ["story.opened"]


def test_a_company_is_credited_with_no_report(wired):
    """What a report names is its subject: "according to Netflix" is no credit of an outlet."""
    words = list(re.finditer(r"\w+", "according to Netflix Newsroom and Variety"))

    assert [mention.outlet for mention in wired.context.outlet_names.mentions(words)] == ["variety"]

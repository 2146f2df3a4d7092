"""Why an alert was not sent: kept as it was decided, in the transaction of the article."""

from dataclasses import replace
from datetime import timedelta

import make
import pytest
from desk_made import BODY, HEAT, NOW, config

from monitor.config import Crawl
from monitor.desk import Desk, due_digests
from monitor.model import DigestPlan
from monitor.store import hits, snoozes, suppressed
from monitor.store.snoozes import Snoozed
from monitor.story import Suppressed, Suppression

OTHER = (
    "The director of Collateral has settled what comes after Ferrari: Heat 2, he said in an interview. Adam Driver is "
    "in talks for Neil McCauley. Michael Mann and Meg Gardiner wrote the novel, and Mann the script, which he calls "
    "nearly done. Shooting should start in Chicago and Los Angeles next year, the filmmaker told the podcast."
)
CANCELLED = (
    "Amazon MGM Studios has cancelled Heat 2. Michael Mann and Adam Driver were to begin in Los Angeles in spring, for "
    "five months. The studio said so in a statement, Deadline has learned."
)


def reasons(desk, article):
    """The reasons about this article, in order."""
    return [alert.why for alert in suppressed.of_article(desk.context.archive, article)]


@pytest.fixture
def opened(desk, read):
    """A story that was alerted: article 1, by JoBlo."""
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)
    return desk


def test_an_alert_that_was_sent_leaves_no_reason(opened):
    """The message is the answer."""
    assert reasons(opened, 1) == []


def test_a_duplicate(opened, read):
    """The same text at another outlet confirms nothing."""
    at = NOW + timedelta(minutes=20)
    opened.ingest(read("variety", "Michael Mann says Heat 2 is his next film", minutes=20), at)

    (alert,) = suppressed.of_article(opened.context.archive, 2)
    assert (alert.watch, alert.watch_name, alert.at) == ("heat-2", "Heat 2", at)
    assert alert.why == Suppressed(reason=Suppression.DUPLICATE)


@pytest.mark.parametrize(
    ("hours", "of"), [({"watch": 4}, {}), ({"story": 4}, {"of": "story"}), ({"watch": 3, "story": 4}, {})]
)
def test_what_is_snoozed_for_everybody(opened, read, hours, of):
    """Channels of no person are sent nothing of it until then, and know why; afterwards what comes is sent again."""
    until = NOW + timedelta(hours=4)
    for what, lasts in hours.items():
        asleep = Snoozed(watch="heat-2") if what == "watch" else Snoozed(story=1)
        snoozes.begin(opened.context.archive, asleep, NOW + timedelta(hours=lasts), NOW)

    assert opened.ingest(read("variety", "Adam Driver in talks", OTHER, minutes=20), NOW + timedelta(minutes=20)) == 0
    assert reasons(opened, 2) == [Suppressed(reason=Suppression.SNOOZED, facts={"until": until.isoformat(), **of})]
    later = read("deadline", "Heat 2 Is Cancelled by Amazon MGM Studios", CANCELLED, minutes=300)
    assert opened.ingest(later, later.at) == 1


def test_what_one_person_snoozed_is_sent_to_channels_of_none(opened, read):
    """A snooze with a name is that person's alone."""
    snoozes.begin(opened.context.archive, Snoozed(watch="heat-2", person="ann"), NOW + timedelta(hours=4), NOW)

    assert opened.ingest(read("variety", "Adam Driver in talks", OTHER, minutes=20), NOW + timedelta(minutes=20)) == 1


def test_what_was_published_before_the_watch_is_no_decision(tmp_path, read):
    """The articles of a seed alert nobody, and their stories would say so of each watch, hundreds of times."""
    desk = Desk.open(config(tmp_path, crawl=Crawl(seed=True)))
    desk.sync(NOW)
    desk.ingest(make.listed("joblo", "a"), NOW)
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)

    assert reasons(desk, 1) == []
    desk.close()


def test_a_duplicate_that_changes_is_still_one(opened, read):
    """The reason names what it is, rather than that no message names it."""
    for minutes, title in ((20, "Michael Mann says Heat 2 is his next film"), (180, "Mann: Heat 2 is next")):
        opened.ingest(read("variety", title, minutes=minutes), NOW + timedelta(minutes=minutes))

    assert [why.reason for why in reasons(opened, 2)] == [Suppression.DUPLICATE] * 2


def test_the_reason_is_that_of_its_time(opened, read):
    """A third outlet was quiet because two were known; what the story becomes later does not change that."""
    for number, outlet in enumerate(("variety", "deadline"), start=1):
        at = NOW + timedelta(minutes=20 * number)
        opened.ingest(read(outlet, f"Mann settles on Heat 2 after Ferrari, {outlet}", OTHER, minutes=20 * number), at)
    before = reasons(opened, 3)
    opened.ingest(read("deadline", "Heat 2 is next for Mann", OTHER + " It was Michael Mann who said so.", minutes=600,
                       slug="z"), NOW + timedelta(hours=10))  # fmt: skip

    assert [why.reason for why in before] in ([Suppression.NOTHING_NEW], [Suppression.DUPLICATE])
    assert reasons(opened, 3) == before
    assert [why.reason for why in reasons(opened, 4)] in ([Suppression.NOTHING_NEW], [Suppression.DUPLICATE])


def test_each_revision_has_its_own(opened, read):
    """A headline polished within the hour, then a change of the body: two decisions about one article."""
    opened.ingest(read("joblo", "Mann says Heat 2 is next", minutes=30), NOW + timedelta(minutes=30))
    longer = read("joblo", "Mann says Heat 2 is next", BODY + " The novel was published in 2022.", minutes=120)
    opened.ingest(longer, NOW + timedelta(hours=2))

    first, second = reasons(opened, 1)
    assert first.reason is Suppression.NOTHING_NEW
    assert second.reason is Suppression.NO_NEWS
    assert "body" in second.facts["changes"]


def test_a_watch_of_the_digest_says_so(tmp_path, read):
    """Next to a watch that alerted at once."""
    later = replace(HEAT, id="mann", name="Mann", query="Mann", masks=(), alert="digest")
    desk = Desk.open(config(tmp_path, watches=(HEAT, later)))
    desk.sync(NOW)
    desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)

    kept = [(alert.watch, alert.why.reason) for alert in suppressed.of_article(desk.context.archive, 1)]
    assert kept == [("mann", Suppression.DIGEST)]
    desk.close()


def test_the_same_event_twice_is_one_decision(opened, read):
    """A crawl that is repeated after a crash explains nothing twice."""
    event = read("variety", "Michael Mann says Heat 2 is his next film", minutes=20)
    for _ in range(2):
        opened.ingest(event, NOW + timedelta(minutes=20))

    assert len(reasons(opened, 2)) == 1


def test_a_paused_watch_finds_and_sends_nothing(tmp_path, read):
    """Its hits are kept and the reason is the pause; digests leave it out."""
    desk = Desk.open(config(tmp_path, watches=(replace(HEAT, paused=True),)))
    desk.sync(NOW)
    made = desk.ingest(read("joblo", "Michael Mann says Heat 2 is his next film"), NOW)

    assert made == 0
    assert reasons(desk, 1) == [Suppressed(reason=Suppression.PAUSED)]
    assert len(hits.recent(desk.context.archive, limit=10)) == 1
    assert due_digests.watches_of(desk.context, DigestPlan(name="all", schedule="0 8 * * *")) == ()
    desk.close()

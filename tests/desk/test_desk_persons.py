"""One person, several watches: one message on each event, at their hours, and nothing is lost that waits."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import make
import pytest
from desk_made import HEAT, NOW, config, mails, rows
from saga import SAGA
from test_desk_killed import left, state

from monitor.deliver import Kind, Outcome
from monitor.desk import Desk, incident_check, moving
from monitor.events import ArticleRead
from monitor.model import DigestPlan, Incident, Watch
from monitor.person import Person, PersonAlert, Quiet
from monitor.store import articles, rereadings, snoozes, suppressed
from monitor.store.queries import history, sent_stories
from monitor.store.snoozes import Snoozed
from monitor.story import Suppression

Read = Callable[..., ArticleRead]
MANN = make.watch('"Michael Mann"', id="mann", name="Michael Mann", to=())
DRIVER = make.watch('"Adam Driver"', id="driver", name="Adam Driver", to=())
WATCHES = (replace(HEAT, to=()), MANN, DRIVER)
ANN = Person(
    id="ann", name="Ann", channels=("hook",), timezone="Europe/Berlin", watches=frozenset({"heat-2", "mann", "driver"})
)
QUIET = Quiet(start=time(12, 30), end=time(15))  # NOW is 13:00 in Berlin
HOUR = 60
TALKS = (
    SAGA[0][0],
    (
        "Michael Mann wants Adam Driver as Neil McCauley: talks on Heat 2 with Amazon MGM Studios are nearly done. "
        "Filming begins on 4 May 2027 in Chicago, on a budget of $170 million, Variety has learned."
    ),
)
LATER = (
    "Heat 2 Is Cancelled by Amazon MGM Studios",
    "Amazon MGM Studios has cancelled Heat 2. Michael Mann and Adam Driver were to begin in Los Angeles in spring.",
)
OTHER = (
    "Stagehands Begin Strike at Lindgren Opera, Says Michael Mann",
    "Stagehands at the Lindgren Opera walked out over wages. Michael Mann cancelled its premiere of Tosca.",
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A desk with these persons."""
    desks: list[Desk] = []

    def make_desk(*persons: Person, **changes: object) -> Desk:
        chosen = {"watches": WATCHES, "digests": ()} | changes
        desk = Desk.open(config(tmp_path, persons=persons, **chosen))
        desk.sync(NOW)
        desks.append(desk)
        return desk

    yield make_desk
    for desk in desks:
        desk.close()


def ingest(desk: Desk, *events: ArticleRead) -> int:
    """Ingest them, each at its time; the number of messages."""
    return sum(desk.ingest(event, event.at) for event in events)


def why(desk: Desk, article: int) -> dict[str, Suppression]:
    """Why the watches sent nothing to persons about an article."""
    return {
        one.watch: one.why.reason for one in suppressed.of_article(desk.context.archive, article) if one.person == "ann"
    }


def test_three_watches_of_one_person_are_one_message(opened: Callable[..., Desk], read: Read) -> None:
    """An article that all three find is one message, which names them; it goes to the person's channel once."""
    desk = opened(ANN)

    assert ingest(desk, read("joblo", *SAGA[0])) == 1
    (message,) = mails(desk)
    assert message["person"] == {"id": "ann", "watches": ["Heat 2", "Michael Mann", "Adam Driver"], "held_at": None}
    assert rows(desk, "select person_id, watch_ids from messages") == [("ann", '["heat-2","mann","driver"]')]
    assert rows(desk, "select channel from deliveries") == [("hook",)]
    assert why(desk, 1) == {}


def test_an_event_is_known_to_the_person_not_to_the_watch(opened: Callable[..., Desk], read: Read) -> None:
    """What a further watch finds in a story that another one opened is an update of that, or nothing; no opening."""
    desk = opened(ANN)
    mute = (SAGA[0][0].replace("Michael Mann’s ", ""), SAGA[0][1].replace("Michael Mann's ", "a director's "))
    ingest(desk, read("joblo", *mute), read("variety", *TALKS, minutes=5, slug="b"))
    ingest(desk, read("deadline", SAGA[0][0], SAGA[0][1].replace("final", "last"), minutes=9, slug="c"))
    sent = mails(desk)

    assert rows(desk, "select count(distinct story_id) from articles") == [(1,)]
    assert [message["type"] for message in sent] == ["story.opened", "story.updated"]
    assert [message["person"]["watches"] for message in sent] == [
        ["Heat 2", "Adam Driver"],
        ["Heat 2", "Michael Mann", "Adam Driver"],
    ]
    assert why(desk, 3)["mann"] in {Suppression.NOTHING_NEW, Suppression.DUPLICATE, Suppression.REWRITE}


def test_the_hits_of_a_story_are_read_once_for_all(opened: Callable[..., Desk], read: Read) -> None:
    """However many persons have a watch: each of them is decided on by the same ones."""
    desk = opened(*(replace(ANN, id=f"person-{number}", name=f"Person {number}") for number in range(5)))
    asked: list[str] = []
    connection = desk.context.archive.db.conn
    connection.set_trace_callback(asked.append)
    made = ingest(desk, read("joblo", *SAGA[0]))
    connection.set_trace_callback(None)

    assert made == 5
    for watch in WATCHES:
        assert len([one for one in asked if f"hits.watch_id = '{watch.id}' and hits.story_id" in one]) == 1


def test_what_a_person_does_not_have_is_not_sent(opened: Callable[..., Desk], read: Read) -> None:
    """A watch of nobody goes to its own channels, as without persons; the person is sent their own watches alone."""
    desk = opened(replace(ANN, watches=frozenset({"mann"})), watches=(HEAT, MANN))
    ingest(desk, read("joblo", *SAGA[0]))

    assert rows(desk, "select person_id, watch_id from messages order by person_id") == [
        (None, "heat-2"),
        ("ann", "mann"),
    ]
    assert rows(desk, "select distinct channel from deliveries order by channel") == [("hook",), ("mail",)]


def test_quiet_hours_end_in_one_message(opened: Callable[..., Desk], read: Read) -> None:
    """What came in them waits, with its updates, and goes out once as one message that has all of it."""
    desk = opened(replace(ANN, quiet=QUIET))
    made = ingest(
        desk,
        read("joblo", *SAGA[0]),
        read("variety", *TALKS, minutes=30, slug="b"),
        read("deadline", *OTHER, minutes=40, slug="c"),
    )

    assert (made, rows(desk, "select count(*) from messages")) == (0, [(0,)])
    assert desk.next_release(NOW) == NOW + timedelta(hours=2)
    assert [desk.release_held(NOW + timedelta(minutes=minutes)) for minutes in (60, 119)] == [0, 0]
    assert [desk.release_held(NOW + timedelta(minutes=minutes)) for minutes in (120, 121)] == [1, 0]
    (message,) = mails(desk)
    assert (message["type"], [alert["type"] for alert in message["alerts"]]) == (
        "alerts.held",
        ["story.opened", "story.updated", "story.opened"],
    )
    assert [alert["lead"]["outlet"] for alert in message["alerts"]] == ["joblo", "variety", "deadline"]
    assert rows(desk, "select count(*) from held where message_id is null") == [(0,)]


def test_one_alert_that_waited_is_itself(opened: Callable[..., Desk], read: Read) -> None:
    """A message of one story that says since when it waited; a later update is in its thread."""
    desk = opened(replace(ANN, quiet=QUIET))
    ingest(desk, read("joblo", *SAGA[0]))
    desk.release_held(NOW + timedelta(hours=2))
    ingest(desk, read("variety", *TALKS, minutes=3 * HOUR, slug="b"))

    assert [message["type"] for message in mails(desk)] == ["story.opened", "story.updated"]
    assert mails(desk)[0]["person"]["held_at"] == "2026-11-23T12:00:00Z"
    opening, update = (row[0] for row in rows(desk, "select rendered from deliveries order by id"))
    assert opening != update


def test_what_waits_goes_out_before_what_comes(opened: Callable[..., Desk], read: Read) -> None:
    """An update after the quiet hours that comes before anyone released its opening: that goes first."""
    desk = opened(replace(ANN, quiet=QUIET))
    ingest(desk, read("joblo", *SAGA[0]), read("variety", *TALKS, minutes=3 * HOUR, slug="b"))

    assert [message["type"] for message in mails(desk)] == ["story.opened", "story.updated"]


def test_a_full_day_is_one_message_the_next(opened: Callable[..., Desk], read: Read) -> None:
    """Beyond `max_per_day` alerts wait for midnight of the person's zone; what had waited does not count."""
    desk = opened(replace(ANN, max_per_day=1))
    made = ingest(
        desk,
        read("joblo", *SAGA[0]),
        read("variety", *TALKS, minutes=30, slug="b"),
        read("deadline", *OTHER, minutes=40, slug="c"),
    )
    midnight = NOW + timedelta(hours=11)

    assert made == 1
    assert desk.next_release(NOW + timedelta(hours=1)) == midnight
    assert [desk.release_held(midnight - timedelta(minutes=1)), desk.release_held(midnight)] == [0, 1]
    assert len(mails(desk)[1]["alerts"]) == 2
    assert ingest(desk, read("joblo", *LATER, minutes=20 * HOUR, slug="d")) == 1


def test_a_raised_limit_frees_what_waits(opened: Callable[..., Desk], read: Read) -> None:
    """Another configuration decides from then on what has to wait."""
    desk = opened(replace(ANN, max_per_day=1))
    ingest(desk, read("joblo", *SAGA[0]), read("deadline", *OTHER, minutes=40, slug="c"))
    desk.reload(replace(desk.context.config, persons=(ANN,)), NOW + timedelta(hours=1))

    assert desk.release_held(NOW + timedelta(hours=1)) == 1


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (replace(ANN, min_tier=1), Suppression.TIER),
        (replace(ANN, alert=PersonAlert.DIGEST), Suppression.DIGEST),
    ],
    ids=lambda value: value.value if isinstance(value, Suppression) else "",
)
def test_what_a_person_does_not_want(
    opened: Callable[..., Desk], read: Read, person: Person, reason: Suppression
) -> None:
    """Outlets of a weaker tier and alerts for who reads digests are suppressed, each watch with the reason."""
    desk = opened(person)

    assert ingest(desk, read("joblo", *SAGA[0])) == 0
    assert why(desk, 1) == dict.fromkeys(("driver", "heat-2", "mann"), reason)


def test_news_of_a_weaker_outlet_is_news_of_a_better_one(opened: Callable[..., Desk], read: Read) -> None:
    """What a person was not alerted of for its tier is not known to them when a better outlet has it."""
    outlets = (replace(make.outlet("joblo"), tier=3), replace(make.outlet("variety"), tier=1))
    desk = opened(replace(ANN, min_tier=2), outlets=outlets)
    ingest(desk, read("joblo", *SAGA[0]))
    ingest(desk, read("variety", SAGA[0][0], SAGA[0][1] + " Variety has learned this.", minutes=5, slug="b"))

    assert [message["lead"]["outlet"] for message in mails(desk)] == ["variety"]


def test_only_the_opening(opened: Callable[..., Desk], read: Read) -> None:
    """`alert = "first"`: updates of a story are suppressed."""
    desk = opened(replace(ANN, alert=PersonAlert.FIRST))
    ingest(desk, read("joblo", *SAGA[0]), read("variety", *TALKS, minutes=3 * HOUR, slug="b"))

    assert [message["type"] for message in mails(desk)] == ["story.opened"]
    assert Suppression.FIRST in why(desk, 2).values()


def test_snoozed(opened: Callable[..., Desk], read: Read) -> None:
    """A watch for one person, a story for all: until then nothing is sent, and explained; another person is."""
    ben = replace(ANN, id="ben", name="Ben", channels=("mail",))
    desk = opened(ANN, ben)
    archive, until = desk.context.archive, NOW + timedelta(hours=4)
    for watch in ("heat-2", "mann", "driver"):
        snoozes.begin(archive, Snoozed(watch=watch, person="ann"), until, NOW)
    ingest(desk, read("joblo", *SAGA[0]))

    assert rows(desk, "select person_id from messages") == [("ben",)]
    assert set(why(desk, 1).values()) == {Suppression.SNOOZED}
    snoozes.begin(archive, Snoozed(story=1), until, NOW)
    assert ingest(desk, read("variety", *TALKS, minutes=3 * HOUR, slug="b")) == 0
    assert ingest(desk, read("deadline", *LATER, minutes=6 * HOUR, slug="c")) == 2


def test_what_is_snoozed_while_it_waits_waits_on(opened: Callable[..., Desk], read: Read) -> None:
    """It is sent when the snooze ends, and what is not snoozed when the quiet hours do."""
    desk = opened(replace(ANN, quiet=QUIET))
    ingest(desk, read("joblo", *SAGA[0]), read("deadline", *OTHER, minutes=1, slug="c"))
    snoozes.begin(desk.context.archive, Snoozed(story=1, person="ann"), NOW + timedelta(hours=4), NOW)

    assert desk.next_release(NOW + timedelta(minutes=1)) == NOW + timedelta(hours=2)
    assert [desk.release_held(NOW + timedelta(hours=hours)) for hours in (2, 3)] == [1, 0]
    assert desk.next_release(NOW + timedelta(hours=3)) == NOW + timedelta(hours=4)
    assert desk.release_held(NOW + timedelta(hours=5)) == 1


@pytest.mark.parametrize("minutes", [90, 3 * HOUR], ids=["out of quiet hours, too", "by day"])
def test_what_goes_out_first_opens_the_story(opened: Callable[..., Desk], read: Read, minutes: int) -> None:
    """The watch that opened it at night is snoozed, and another one has news: that is the opening, the rest follows."""
    budget = make.watch("budget", id="driver", name="Budgets", to=())
    desk = opened(replace(ANN, quiet=QUIET), watches=(WATCHES[0], budget))
    ingest(desk, read("joblo", *SAGA[0]))
    assert rows(desk, "select watch_ids, type from held") == [('["heat-2"]', "story.opened")]
    snoozes.begin(desk.context.archive, Snoozed(watch="heat-2", person="ann"), NOW + timedelta(hours=9), NOW)
    ingest(desk, read("variety", *TALKS, minutes=minutes, slug="b"))
    desk.release_held(NOW + timedelta(hours=4))
    desk.release_held(NOW + timedelta(hours=10))

    found = mails(desk)
    assert [(one["type"], one["lead"]["outlet"]) for one in found] == [
        ("story.opened", "variety"),
        ("story.updated", "joblo"),
    ]
    assert rows(desk, "select count(distinct id), count(distinct story_id) from messages") == [(2, 1)]


def test_incidents_and_followed_articles_keep_to_hours(opened: Callable[..., Desk], read: Read) -> None:
    """One outlet's trouble and an edit wait for the person's morning; that nothing at all is read does not."""
    desk = opened(replace(ANN, quiet=QUIET), incidents_to=("hook",))
    context, after = desk.context, NOW + timedelta(hours=2)
    for kind, subject in (("source_gone", "https://joblo.example/feed"), ("network_down", "network")):
        incident_check.opened(context, Incident(kind=kind, subject=subject, detail=kind, evidence={}), NOW)
    incident_check.closed(context, "source_gone", "https://joblo.example/feed", NOW + timedelta(minutes=30))
    ingest(desk, read("joblo", "Mann plans something", "The director has plans. " * 20))
    rereadings.follow(context.archive, 1, NOW)
    ingest(desk, read("joblo", "Mann plans nothing", "The director has no plans. " * 20, minutes=10))

    def kinds(now: datetime) -> list[str]:
        """What leaves now."""
        claims = desk.claim(now, 20, ["hook"])
        said = [json.loads(one.outgoing.rendered)["data"] for one in claims]
        for one in claims:
            desk.settle(one, Outcome(kind=Kind.SENT), now)
        return [one["incident"]["kind"] if "incident" in one else one["reason"][:13] for one in said]

    assert kinds(NOW + timedelta(minutes=40)) == ["network_down"]
    [state] = [one for one in history.channels(context.archive) if one.name == "hook"]
    assert state.oldest_queued_at == after
    desk.release_held(after)
    assert kinds(after) == ["source_gone", "Joblo changed"]
    assert kinds(after) == ["source_gone"]  # its end


def test_an_update_after_a_split_is_sent(opened: Callable[..., Desk], read: Read) -> None:
    """The article of an update that had waited is split off: the next one is no message that was there already."""
    desk = opened(replace(ANN, quiet=QUIET))
    ingest(desk, read("joblo", *SAGA[0], minutes=-HOUR), read("variety", *TALKS, minutes=30, slug="b"))
    desk.release_held(NOW + timedelta(hours=2))
    moving.split(desk.context.archive, 1, articles.get(desk.context.archive, 2), NOW + timedelta(hours=3))

    assert ingest(desk, read("deadline", *LATER, minutes=4 * HOUR, slug="c")) == 1
    assert rows(desk, "select story_id from articles") == [(1,), (2,), (1,)]
    assert [message["lead"]["outlet"] for message in mails(desk)] == ["joblo", "variety", "deadline"]


def test_who_becomes_a_person_is_not_alerted_again(opened: Callable[..., Desk], read: Read) -> None:
    """What their channel was sent before they were a person is known."""
    desk = opened(watches=(replace(HEAT, to=("hook",)),))
    ingest(desk, read("joblo", *SAGA[0]))
    desk.reload(replace(desk.context.config, watches=WATCHES, persons=(ANN,)), NOW + timedelta(minutes=1))
    ingest(desk, read("variety", *TALKS, minutes=3 * HOUR, slug="b"))

    assert [message["type"] for message in mails(desk)] == ["story.opened", "story.updated"]


@pytest.mark.parametrize("hours", [None, QUIET], ids=["at once", "after quiet hours"])
@pytest.mark.parametrize(
    ("persons", "watches"),
    [((replace(ANN, id="anna", name="Anna"),), WATCHES), ((), (replace(HEAT, to=("hook",)),))],
    ids=["renamed without an id", "removed"],
)
def test_who_is_a_person_no_more_was_sent_what_they_were_sent(
    opened: Callable[..., Desk],
    read: Read,
    hours: Quiet | None,
    persons: tuple[Person, ...],
    watches: tuple[Watch, ...],
) -> None:
    """A story that is open on a channel stays so, whoever that channel is of now."""
    desk = opened(replace(ANN, quiet=hours))
    ingest(desk, read("joblo", *SAGA[0]))
    desk.release_held(NOW + timedelta(hours=2))
    desk.reload(replace(desk.context.config, watches=watches, persons=persons), NOW + timedelta(hours=2))
    ingest(desk, read("variety", *TALKS, minutes=3 * HOUR, slug="b"))

    assert [message["type"] for message in mails(desk)] == ["story.opened", "story.updated"]


@pytest.mark.parametrize("step", ["hold", "release"])
def test_killed_between_any_two_statements_of_a_message_that_waits(
    opened: Callable[..., Desk], read: Read, tmp_path: Path, step: str
) -> None:
    """The archive is as it was before it was held, or released, or as it is after that; a restart sends it once."""
    desk = opened(replace(ANN, quiet=QUIET))
    ingest(desk, read("joblo", *SAGA[0]))
    event, morning = read("deadline", *OTHER, minutes=40, slug="c"), NOW + timedelta(hours=2)
    if step == "release":
        ingest(desk, event)
    before = state(left(desk, tmp_path / "before"))
    copies: list[Path] = []
    connection = desk.context.archive.db.conn
    connection.set_trace_callback(lambda _: copies.append(left(desk, tmp_path / f"killed-{len(copies)}")))
    _ = ingest(desk, event) if step == "hold" else desk.release_held(morning)
    connection.set_trace_callback(None)
    after = state(left(desk, tmp_path / "after"))

    assert before != after
    assert len(copies) > 8
    assert {state(copy) for copy in copies} <= {before, after}
    for copy in (copies[0], copies[len(copies) // 2], copies[-1]):
        again = Desk.open(replace(desk.context.config, archive_path=copy))
        again.ingest(event, event.at)
        again.release_held(morning)
        again.release_held(morning + timedelta(minutes=1))
        (message,) = mails(again)
        assert [alert["lead"]["outlet"] for alert in message["alerts"]] == ["joblo", "deadline"]
        again.close()


def test_what_waited_is_known_to_the_next_digest(opened: Callable[..., Desk], read: Read) -> None:
    """A story that went out with others is no new one in the person's digest, and is what a later story follows."""
    plan = DigestPlan(name="morning for Ann", schedule="0 17 * * *", to=("hook",), watches=("mann",), person="ann")
    desk = opened(replace(ANN, quiet=QUIET), digests=(plan,))
    ingest(desk, read("joblo", *SAGA[0]), read("deadline", *OTHER, minutes=40, slug="c"))
    desk.release_held(NOW + timedelta(hours=2))
    archive, later = desk.context.archive, NOW + timedelta(hours=3)

    assert set(sent_stories.last_sent(archive, "hook", [1, 2], later)) == {1, 2}
    assert sent_stories.last_sent(archive, "mail", [1, 2], later) == {}
    assert [one.kind for one in sent_stories.alerted_news(archive, [1, 2], ["mann"])] == ["opened", "opened"]
    assert sent_stories.alerted_news(archive, [1, 2], ["else"]) == []


def test_what_one_person_was_sent_is_not_known_to_another(opened: Callable[..., Desk], read: Read) -> None:
    """A story of the same saga follows the one that they were sent, whichever watch it was of; not that of others."""
    ben = replace(ANN, id="ben", name="Ben", channels=("mail",), alert=PersonAlert.DIGEST)
    desk = opened(replace(ANN, quiet=QUIET), ben)
    ingest(desk, read("joblo", *SAGA[0]), read("deadline", *OTHER, minutes=40, slug="c"))
    desk.release_held(NOW + timedelta(hours=2))
    desk.reload(replace(desk.context.config, persons=(ANN, replace(ben, alert=PersonAlert.INSTANT))), NOW)
    ingest(desk, read("joblo", *SAGA[1], minutes=30 * 24 * HOUR, slug="d"))
    follows = dict(
        rows(desk, "select person_id, json_extract(data, '$.story.follows.id') from messages where type like 'story.%'")
    )

    assert follows == {"ann": 1, "ben": None}


def test_a_fact_that_another_watch_brought_is_not_new(opened: Callable[..., Desk], read: Read) -> None:
    """What the person read of a story by one watch is no development of it by another one, which finds it first now."""
    text = (
        "{} begins filming Heat 2 for Amazon MGM Studios on 4 May 2027 in Chicago and Los Angeles, on a budget of $170 "
        "million. Neil McCauley returns to the epic; the shoot lasts five months, and the script is by Meg Gardiner."
    )
    desk = opened(replace(ANN, watches=frozenset({"driver", "mann"})), watches=(MANN, DRIVER))
    ingest(desk, read("joblo", "Heat 2 Begins Filming in May With Adam Driver", text.format("Adam Driver")))
    again = (
        "On 4 May 2027 Heat 2 begins filming in Chicago, on a budget of $170 million, JoBlo reported. Neil McCauley "
    )
    again += (
        "returns, as Michael Mann films for Amazon MGM Studios in Los Angeles for five months, from Gardiner's script."
    )
    ingest(desk, read("variety", "Heat 2 Begins Filming in May", again, minutes=180, slug="b"))

    assert rows(desk, "select count(distinct story_id), count(*) from articles") == [(1, 2)]
    assert [message["type"] for message in mails(desk)] == ["story.opened"]
    assert set(why(desk, 2)) >= {"mann"}

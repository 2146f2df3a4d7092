"""The dates of a watch: out of the configuration and its calendar; early reviews are said so wherever a hit is."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from desk_made import HEAT, config, rows
from make import BODY, NOW

from monitor.config import Crawl, secrets
from monitor.dated_events import CalendarRead, DatedEvent, calendar_name
from monitor.desk import Desk, calendar_clock, due_digests
from monitor.digest import brief_form, digest_phrases, payload, phrases, plain_text
from monitor.digest.digest_window import Window
from monitor.digest.render import Rendering
from monitor.embargo import counted_to
from monitor.events import Validators
from monitor.model import DigestPlan
from monitor.store import hits, outbox, watch_calendars, watch_dates
from monitor.views import calendar_dates, hit_rows

LIFTS = NOW + timedelta(hours=1)
PLAN = DigestPlan(name="morning", schedule="0 8 * * *", to=("files",))
ADDRESS = "https://calendar.example/private-4711/heat.ics"
ZONE = ZoneInfo("UTC")
REVIEW = "‘Heat 2’ Review: Michael Mann’s return"


def event(uid: str = "1", at: datetime = LIFTS, **fields: object) -> DatedEvent:
    """An embargo, unless it is said otherwise."""
    return DatedEvent(**{"uid": uid, "title": "Embargo", "begins_at": at, "lifts_at": at, **fields})


def says(desk: Desk, *events: DatedEvent, at: datetime = NOW, of: str = ADDRESS, **fields: object) -> int:
    """The calendar is read, and says this."""
    read = CalendarRead(name=calendar_name(of), at=at, events=events, validators=Validators(digest=str(at)))
    return desk.calendar_read(replace(read, **fields), at)


def states(desk: Desk) -> list[tuple[str, str]]:
    """The dates of the watch, each with its state."""
    found = watch_dates.of_watches(desk.context.archive, ["heat-2"], NOW - timedelta(days=90))
    return [(one.uid, one.state) for one in found]


@pytest.fixture
def opened(tmp_path):
    """A desk whose watch has a calendar, with what is changed of the watch."""
    made = []

    def make_desk(*watches: object, **fields: object) -> Desk:
        chosen = watches or (replace(HEAT, **{"calendar": ADDRESS} | fields),)
        desk = Desk.open(config(tmp_path, watches=chosen, digests=(PLAN,), crawl=Crawl(seed=False, poll=7200)))
        desk.sync(NOW)
        made.append(desk)
        return desk

    yield make_desk
    for desk in made:
        desk.close()


def test_a_date_that_moves_is_called_off_or_dropped_stays_and_says_so(opened) -> None:
    """What is over when its calendar drops it still counts; an empty or broken one changes nothing."""
    desk = opened()
    archive = desk.context.archive
    assert says(desk, event("1"), event("2", LIFTS + timedelta(days=7)), event("3", LIFTS - timedelta(days=7))) == 3
    later = LIFTS + timedelta(days=1)
    assert says(desk, event("1", later, sequence=1), event("2", LIFTS + timedelta(days=7), is_cancelled=True)) == 3
    assert states(desk) == [("3", ""), ("1", "moved"), ("2", "cancelled")]
    moved = watch_dates.of_watches(archive, ["heat-2"], NOW)[0]
    assert (moved.begins_at, moved.was, moved.sequence) == (later, (LIFTS,), 1)
    assert watch_dates.lifts(archive, NOW - timedelta(days=30)) == {"heat-2": (LIFTS - timedelta(days=7), later)}

    assert says(desk) == says(desk, error="its host answered 500", events=None) == 0
    [row] = watch_calendars.listing(archive)
    assert (row.failures, row.error) == (2, "its host answered 500")
    assert "private-4711" not in row.name + str(rows(desk, "select * from watches"))
    assert watch_dates.lifts(archive, NOW)["heat-2"] == (later,)
    assert says(desk, event("4", LIFTS + timedelta(days=2))) == 3  # 1 and 2 are not in it any more
    assert states(desk) == [("3", ""), ("1", "dropped"), ("4", ""), ("2", "cancelled")]
    assert says(desk, event("1", later), event("4", LIFTS + timedelta(days=2))) == 1
    assert says(desk, event("1", later), event("4", LIFTS + timedelta(days=2))) == 0
    [row] = watch_calendars.listing(archive)
    assert (row.failures, row.error) == (0, None)

    known, absent = watch_dates.lifts(archive, NOW), secrets.Absent({})["KEY"]
    for address in (absent, f"https://calendar.example/{absent}/heat.ics"):  # a command that sends nothing has no key
        desk.reload(replace(desk.context.config, watches=(replace(HEAT, calendar=address),)), NOW)
        assert watch_dates.lifts(archive, NOW) == known
        assert desk.calendars_due(NOW + timedelta(days=1)) == []
    desk.reload(replace(desk.context.config, watches=(replace(HEAT, calendar=None),)), NOW)
    assert watch_dates.lifts(archive, NOW) == {}
    assert desk.calendars_due(NOW + timedelta(days=1)) == []


def test_a_calendar_of_several_watches_gives_each_what_it_finds(opened) -> None:
    """One that a watch has for itself gives all; an embargo of the configuration counts before the calendar's."""
    dune = make.watch('"Dune 3"', id="dune-3", name="Dune 3", calendar=ADDRESS, embargo=NOW + timedelta(days=9))
    desk = opened(
        replace(HEAT, calendar=ADDRESS), dune, make.watch("Alien", id="alien", name="A", calendar="/srv/a.ics")
    )
    says(desk, event("h", title="Heat 2 embargo"), event("d", title="DUNE 3 embargo"), event("x", title="Else"))
    says(desk, event("a", LIFTS), of="/srv/a.ics")

    assert watch_dates.lifts(desk.context.archive, NOW) == {
        "heat-2": (LIFTS,),
        "dune-3": (NOW + timedelta(days=9),),
        "alien": (LIFTS,),
    }
    assert [(one.title, one.lifts_at) for one in watch_dates.of_watches(desk.context.archive, ["dune-3"], NOW)] == [
        ("DUNE 3 embargo", None),
        ("Embargo", NOW + timedelta(days=9)),
    ]
    assert sorted(asked.address for asked in desk.calendars_due(NOW + timedelta(hours=2))) == ["/srv/a.ics", ADDRESS]


def test_outlets_are_due_sooner_when_an_embargo_comes_near(opened) -> None:
    """Their next look is not waited for, unless they fail; and the calendar itself is read oftener then."""
    desk = opened()
    due = "select id, next_check_at from outlets order by id"
    desk.context.archive.execute("update outlets set next_check_at = ?", ("2026-11-23T20:00:00Z",))
    desk.ingest(make.source_failed("variety", at=NOW), NOW)
    says(desk, event(at=NOW + timedelta(hours=3)))

    soon = f"{NOW + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert rows(desk, due) == [("deadline", soon), ("joblo", soon), ("variety", "2026-11-23T20:00:00Z")]
    near = calendar_clock.next_read(NOW, [LIFTS], is_web=True)
    assert (near, calendar_clock.next_read(NOW, [], is_web=True)) == (
        NOW + timedelta(minutes=10),
        NOW + timedelta(hours=1),
    )
    assert calendar_clock.next_read(NOW, [], is_web=True, failures=9) == NOW + timedelta(hours=12)
    assert calendar_clock.next_read(NOW, [LIFTS], is_web=True, failures=9) == NOW + timedelta(hours=1)
    assert calendar_clock.next_read(NOW, [], is_web=False, failures=3) == NOW + timedelta(minutes=5)


def test_a_calendar_with_a_new_address_calls_nothing_off(opened) -> None:
    """Its dates stay, and move as ever; what the new one has not is dropped when that was read."""
    desk = opened()
    archive = desk.context.archive
    says(desk, event("1"), event("2", LIFTS + timedelta(days=7)))
    other = "https://calendar.example/private-4712/heat.ics"
    desk.reload(replace(desk.context.config, watches=(replace(HEAT, calendar=other),)), NOW)
    assert states(desk) == [("1", ""), ("2", "")]
    assert len(watch_dates.lifts(archive, NOW)["heat-2"]) == 2
    later = LIFTS + timedelta(days=1)
    says(desk, event("1", later), of=other)
    assert states(desk) == [("1", "moved"), ("2", "dropped")]

    desk.reload(replace(desk.context.config, watches=(replace(HEAT, calendar=ADDRESS),)), NOW)
    says(desk, event("1", later))
    assert watch_dates.lifts(archive, NOW) == {"heat-2": (later,)}


def test_a_host_that_asks_for_a_pause_has_it_whatever_is_started_again(opened) -> None:
    """A file is read meanwhile; when the pause is over the address is asked."""
    files = make.watch("Alien", id="alien", name="A", calendar="/srv/a.ics")
    desk = opened(replace(HEAT, calendar=ADDRESS), files)
    until = NOW + timedelta(hours=5)
    says(desk, error="its host answered 429", events=None, held_until=until)
    desk.sync(NOW + timedelta(minutes=1))

    assert [asked.address for asked in desk.calendars_due(until - timedelta(minutes=1))] == ["/srv/a.ics"]
    assert sorted(asked.address for asked in desk.calendars_due(until)) == ["/srv/a.ics", ADDRESS]


def test_an_early_review_is_said_so_in_every_message_and_list(opened, read) -> None:
    """In the alert and the digest, as text, page, short form and JSON; after the lift there is a count by the hour."""
    desk = opened()
    says(desk, event())
    desk.ingest(read("joblo", REVIEW), NOW)
    for minutes, outlet, title in (
        (70, "variety", "Heat 2 review: another Los Angeles"),
        (130, "deadline", "Heat 2 opens on Friday"),
    ):
        desk.ingest(read(outlet, title, f"{title}. {BODY[::-1]}", minutes=minutes), NOW + timedelta(minutes=minutes))
    archive = desk.context.archive

    [alert] = [row["data"] for row in archive.rows("select data from messages where type = 'story.opened' limit 1")]
    [found] = json.loads(alert)["hits"]
    assert (found["early"], found["embargo"]) == (True, "2026-11-23T13:00:00Z")
    number = archive.value("select id from deliveries where channel = 'mail' limit 1")
    assert "An early review: the embargo lifts" in outbox.one(archive, number)[1]
    end = LIFTS + timedelta(hours=3)
    digest = due_digests.preview(desk.context, PLAN, Window(start=NOW - timedelta(hours=9), end=end), end)
    items = [item for section in digest.sections for item in section.items]
    [early] = [item for item in items if item.lead.is_early]
    said = "1 review was early, 1 came since"

    assert digest_phrases.label(early, digest) == "Early review"
    assert [one.partition(". ")[2] for one in digest_phrases.embargoes(digest, ZONE)] == [f"{said}: 1 from 13:00"]
    for form in (plain_text.text(digest), Rendering(message=digest).html, str(brief_form.brief(digest))):
        assert said in " ".join(form.split())
        assert "early review" in form.lower()
    data = payload.data(digest)
    [counted] = data["embargoes"]
    assert (counted["early"], counted["since"], [one["reviews"] for one in counted["hours"]]) == (1, 1, [1])
    assert [one["early"] for section in data["sections"] for one in section["stories"]].count(True) == 1
    listed = hit_rows.of_hits(archive, hits.recent(archive, watch="heat-2"))
    assert [(row["outlet_id"], row["early"], row["embargo"]) for row in listed] == [
        ("deadline", False, None),
        ("variety", False, LIFTS),
        ("joblo", True, LIFTS),
    ]


def test_of_a_calendar_with_an_embargo_each_day_those_next_to_now_are_shown(opened, read) -> None:
    """Each with its own reviews; what was called off takes no room from what stands."""
    desk = opened()
    days = range(-20, 60)
    says(desk, *(event(str(day), LIFTS + timedelta(days=day), is_cancelled=0 < day < 30) for day in days))
    desk.ingest(read("joblo", REVIEW), NOW)
    now = LIFTS + timedelta(hours=1)
    found = calendar_dates.embargoes(desk.context.archive, "heat-2", now)

    assert [((one.lifts_at - LIFTS).days, one.is_withdrawn, one.since) for one in found] == [
        *((day, False, int(day == -1)) for day in range(-4, 1)),
        *((day, True, 0) for day in range(1, 6)),
        *((day, False, 0) for day in range(30, 35)),
    ]


def test_a_digest_says_that_an_embargo_moved_or_was_called_off(opened) -> None:
    """Ahead of it, and once; nothing of what is far away and stands."""
    desk = opened()
    says(desk, event("1"), event("2", LIFTS + timedelta(days=5)), event("3", LIFTS + timedelta(days=40)), at=NOW)
    at = NOW + timedelta(minutes=10)
    says(desk, event("1", LIFTS + timedelta(hours=2)), event("3", LIFTS + timedelta(days=40)), at=at)
    first = Window(start=NOW - timedelta(hours=1), end=NOW + timedelta(minutes=30))
    digest = due_digests.preview(desk.context, PLAN, first, first.end)
    moved, off = digest_phrases.embargoes(digest, ZONE)

    assert "the embargo lifts" in moved
    assert "; it was" in moved
    assert off.endswith("was called off")  # and not by whom
    later = Window(start=first.end, end=first.end + timedelta(minutes=5))
    again = due_digests.preview(desk.context, PLAN, later, later.end)
    assert len(digest_phrases.embargoes(again, ZONE)) == 1
    assert phrases.spikes(digest) == []


@pytest.mark.parametrize(
    ("hours", "lift"),
    [(-900, 0), (-1, 0), (0, 0), (100, 0), (24 * 7 - 1, 0), (24 * 7, 1), (24 * 20, 1), (24 * 38, 2), (24 * 70, 2)],
)
def test_a_review_counts_to_the_lift_before_it(hours: int, lift: int) -> None:
    """Before the first one it is early; between two it is of the last one, for a month, and accused of nothing."""
    lifts = [LIFTS, LIFTS + timedelta(days=7), LIFTS + timedelta(days=60)]

    assert counted_to(LIFTS + timedelta(hours=hours), lifts) == lifts[lift]
    assert counted_to(LIFTS, []) is None

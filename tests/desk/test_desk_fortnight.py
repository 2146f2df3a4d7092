"""A fortnight in which the clocks of three zones change: what waits for three people is never lost, and never twice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import make
import pytest
from desk_made import CHANNELS, config
from test_desk_killed import left

from monitor import waking_hours
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.person import Person, Quiet
from monitor.store import links

START = datetime(2026, 10, 19, tzinfo=UTC)  # Berlin: 25 October; Los Angeles and Havana, there at midnight: 1 November
DAYS = 15
WATCHES = (
    make.watch('"Heat 2"', id="heat-2", name="Heat 2", to=()),
    make.watch("Mann", id="mann", name="Mann", to=()),
    make.watch("Driver", id="driver", name="Driver", to=()),
)
ALL = frozenset({"heat-2", "mann", "driver"})
ANN = Person(
    id="ann",
    name="Ann",
    channels=("hook",),
    timezone="Europe/Berlin",
    watches=ALL,
    quiet=Quiet(start=time(22), end=time(2, 30)),
    days=frozenset(range(5)),
)
LOU = Person(
    id="lou",
    name="Lou",
    channels=("mail",),
    timezone="America/Los_Angeles",
    watches=ALL - {"driver"},
    quiet=Quiet(start=time(23), end=time(6, 30)),
    max_per_day=2,
)
RIO = Person(
    id="rio", name="Rio", channels=("files",), timezone="America/Havana", watches=ALL - {"mann"}, max_per_day=1
)
PEOPLE = (ANN, LOU, RIO)
SOUNDS = ("ba", "du", "ki", "lo", "mer", "nat", "po", "ris", "sel", "tu", "vo", "zan")
DEEDS = (
    "{} Festival Opens With Heat 2, and Mann Attends",
    "Adam Driver Leaves {} Stage After Strike",
    "Mann Sued Over {} Estate",
    "Adam Driver Wins {} Award for Hamlet",
    "Heat 2 Sets Up Shop at {} Studios",
)


def word(random: Random) -> str:
    """A word that no other event has."""
    return "".join(random.choice(SOUNDS) for _ in range(4))


def articles(seed: int) -> list[ArticleRead]:
    """The articles of a fortnight, some hours apart; a third of them goes on with an event by a date and an amount."""
    random, found, at = Random(seed), [], START  # noqa: S311 - a world
    names, title = [""], ""
    while at < START + timedelta(days=DAYS - 1):
        at += timedelta(minutes=random.randint(20, 500))
        number = len(found)
        goes_on = number % 3 == 2
        if not goes_on:
            names = [word(random).title() for _ in range(12)]
            title = random.choice(DEEDS).format(names[0])
        news = f"It begins on {number % 27 + 1} May 2027, on a budget of ${number + 3} million." if goes_on else ""
        text = f"{title}, said {names[1]} {names[2]}. {news} " + " ".join(
            f"{one} {word(random)} {names[(place + 5) % 12]}." for place, one in enumerate(names)
        )
        article = make.article(
            ("joblo", "variety", "deadline")[number % 3],
            f"a{number}",
            title=f"{title}: {names[1]} Sets a Date" if goes_on else title,
            body=text,
            published_at=at,
            language="en",
        )
        found.append(make.read(article, at))
    return found


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An alert as it was sent: alone, or in a message of what had waited."""

    person: str
    story: int
    type: str
    article: str
    at: datetime
    message: str
    due: datetime | None


def sent(desk: Desk) -> list[Sent]:
    """All alerts of all messages, in order."""
    found = []
    for row in desk.context.archive.rows("select id, type, person_id, data, created_at from messages order by rowid"):
        data, at = json.loads(row["data"]), datetime.fromisoformat(row["created_at"])
        for alert in data["alerts"] if row["type"] == "alerts.held" else [{"type": row["type"], **data}]:
            due = alert["person"]["held_at"]
            found.append(
                Sent(
                    person=row["person_id"],
                    story=alert["story"]["id"],
                    type=alert["type"],
                    article=alert["lead"]["url"],
                    at=at,
                    message=row["id"],
                    due=datetime.fromisoformat(due) if due else None,
                )
            )
    return found


def live(desk: Desk, events: list[ArticleRead], kills: Iterator[Path] | None = None, *, seed: int = 0) -> Desk:
    """The desk at the end of the fortnight, which passes in half hours; killed now and then."""
    random, waiting, now = Random(seed), list(events), START  # noqa: S311 - the moments
    desk.sync(START)
    while now < START + timedelta(days=DAYS):
        steps = ["release", "ingest"] if random.random() < 0.5 else ["ingest", "release"]
        for step in steps:
            if step == "release":
                desk.release_held(now)
            while step == "ingest" and waiting and waiting[0].at <= now:
                event = waiting.pop(0)
                links.ensure(desk.context.archive, event.outlet, event.link, event.at)
                desk.ingest(event, now)
                if random.random() < 0.2:  # the answer was lost: it is asked again
                    desk.ingest(event, now)
            if kills is not None and random.random() < 0.04:
                copy = left(desk, next(kills))
                desk.close()
                desk = Desk.open(replace(desk.context.config, archive_path=copy))
        now += timedelta(minutes=30)
    return desk


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [1])
def test_a_fortnight_of_three_people(tmp_path: Path, seed: int) -> None:
    """All that they would be sent without hours and limits comes, once, in order, and when they may be alerted."""
    events = articles(seed)
    free = tuple(replace(one, quiet=None, days=frozenset(range(7)), max_per_day=None) for one in PEOPLE)
    made = {"watches": WATCHES, "digests": (), "channels": CHANNELS, "flood": 0}
    (tmp_path / "free").mkdir()
    (tmp_path / "kept").mkdir()
    at_once = live(Desk.open(config(tmp_path / "free", persons=free, **made)), events)
    kept = live(
        Desk.open(config(tmp_path / "kept", persons=PEOPLE, **made)),
        events,
        (tmp_path / f"killed-{number}" for number in range(999)),
        seed=seed,
    )
    wanted, got = sent(at_once), sent(kept)
    at_once.close()
    kept.close()

    assert len(wanted) > 60
    assert sorted((one.person, one.article, one.type) for one in got) == sorted(
        (one.person, one.article, one.type) for one in wanted
    )
    assert len([one for one in got if one.due]) > 25
    for person in PEOPLE:
        mine = [one for one in got if one.person == person.id]
        assert [waking_hours.closed(person, one.at) for one in mine] == [None] * len(mine)
        opened: set[int] = set()
        for one in mine:
            assert (one.story in opened) == (one.type == "story.updated")
            opened.add(one.story)
        alone: dict[object, int] = {}
        held: dict[datetime, set[str]] = {}
        for one in mine:
            day = one.at.astimezone(ZoneInfo(person.timezone)).date()
            alone[day] = alone.get(day, 0) + (one.due is None)
            if one.due:
                held.setdefault(one.at, set()).add(one.message)
                assert one.at > one.due
        assert all(len(messages) == 1 for messages in held.values())
        assert person.max_per_day is None or max(alone.values()) <= person.max_per_day

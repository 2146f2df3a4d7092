"""The newsstand's week, and each message that three people get of it.

One is always there, one has nights and weekends, one a limit. `newsstand_week/expected.toml` has their messages.
"""

import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import make
import pytest
from test_desk_killed import left

from monitor import config as configuration
from monitor.config import Config
from monitor.desk import Desk
from monitor.model import Article, Origin
from monitor.newsstand import Press, markup
from monitor.reading import urls
from monitor.store import links, outlets

FOLDER = Path(__file__).parent / "newsstand_week"
MONDAY = datetime(2026, 10, 19, tzinfo=UTC)
STRETCH = 6 * 60  # a minute of the newsstand is six hours: its half hour is a week
STEP = timedelta(minutes=30)
WEAK = {"popcorn-courier": 3}  # an aggregator; the others are of the usual tier


@dataclass(frozen=True, kw_only=True)
class Got:
    """A message as someone got it, in their local time."""

    person: str
    at: str
    type: str
    kinds: tuple[str, ...]
    watches: tuple[str, ...]
    articles: tuple[str, ...]


def week(tmp_path: Path) -> Config:
    """The configuration of the week, with the newsstand's outlets."""
    path = tmp_path / "monitor.toml"
    path.write_text((FOLDER / "week.toml").read_text("utf-8"), "utf-8")
    followed = tuple(
        replace(make.outlet(one.id), name=one.name, language=one.language, tier=WEAK.get(one.id, 2))
        for one in Press.load().outlets
    )
    return replace(configuration.load(path, {}), outlets=followed)


def pieces() -> list[tuple[datetime, str, Article]]:
    """Each article and each edit of the newsstand, in order of time, with its id."""
    found = []
    for piece in Press.load().articles:
        if piece.page != "article":
            continue
        for minute in (piece.minute, *(edit.minute for edit in piece.edits)):
            text = piece.at(minute)
            out = MONDAY + timedelta(minutes=piece.minute * STRETCH if piece.minute > 0 else piece.minute)
            article = make.article(
                piece.outlet,
                piece.slug,
                title=text.headline,
                body=markup.to_text(text.body),
                standfirst=text.standfirst or None,
                published_at=out,
                language=next(one.language for one in Press.load().outlets if one.id == piece.outlet),
            )
            at = out if minute == piece.minute else MONDAY + timedelta(minutes=minute * STRETCH)
            found.append((at, piece.id, article))
    return sorted(found, key=lambda one: one[:2])


def play(desk: Desk) -> Iterator[datetime]:
    """Let the week pass in half hours; yields after each."""
    return play_in(lambda: desk)


def play_in(current: Callable[[], Desk]) -> Iterator[datetime]:
    """The same in the desk that is at work at each moment."""
    current().sync(MONDAY)
    waiting = pieces()
    for outlet in current().context.config.outlets:
        outlets.seeded(current().context.archive, outlet.id, MONDAY - timedelta(minutes=1))
    now = MONDAY
    while now < MONDAY + timedelta(days=9):
        desk = current()
        desk.release_held(now)
        for plan in desk.context.config.digests:
            desk.digest_due(plan, now)
        while waiting and waiting[0][0] <= now:
            at, _, article = waiting.pop(0)
            event = make.read(article, max(at, MONDAY))
            if at < MONDAY:
                links.add(desk.context.archive, article.outlet, None, [event.link], Origin.SEED, MONDAY)
            desk.ingest(event, now)
        yield now
        now += STEP


def received(desk: Desk) -> list[Got]:
    """Each message that was made, with the ids of the articles that it is about."""
    persons = {one.id: one for one in desk.context.config.persons}
    names = {urls.canonical(article.url): id_ for _, id_, article in pieces()}
    found = []
    for row in desk.context.archive.rows(
        "select type, data, created_at, digest_id, (select channel from deliveries where message_id = messages.id) "
        "as channel from messages order by rowid"
    ):
        whose = next(one for one in persons.values() if row["channel"] in one.channels)
        data = json.loads(row["data"])
        alerts = data["alerts"] if row["type"] == "alerts.held" else [data] if row["digest_id"] is None else []
        stories = [item for section in data.get("sections", ()) for item in section["stories"]]
        at = datetime.fromisoformat(row["created_at"]).astimezone(ZoneInfo(whose.timezone))
        found.append(
            Got(
                person=whose.name,
                at=f"{at:%a %d %b %H:%M}",
                type=row["type"],
                kinds=tuple(alert["kind"] for alert in alerts),
                watches=tuple(dict.fromkeys(name for alert in alerts for name in alert["person"]["watches"])),
                articles=tuple(names[alert["lead"]["url"]] for alert in alerts)
                or tuple(sorted(names[item["articles"][0]["url"]] for item in stories)),
            )
        )
    return found


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A desk of the week, with changes."""
    desks: list[Desk] = []

    def make_desk(**changes: object) -> Desk:
        desk = Desk.open(replace(week(tmp_path), archive_path=tmp_path / f"{len(desks)}.db", **changes))
        desks.append(desk)
        return desk

    yield make_desk
    for desk in desks:
        desk.close()


def expected() -> list[Got]:
    """What stands in the file."""
    with (FOLDER / "expected.toml").open("rb") as file:
        rows = tomllib.load(file)["message"]
    return [
        Got(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}) for row in rows
    ]


def test_the_week_of_three_people(opened: Callable[..., Desk]) -> None:
    """Each message that they get, at their hour, with its watches and articles; and nothing else."""
    desk = opened()
    assert sum(1 for _ in play(desk)) > 300

    assert received(desk) == expected()


def test_three_watches_of_one_person_are_one_mail_an_event(opened: Callable[..., Desk]) -> None:
    """Six, where three watches with the same channel send seventeen without a person."""
    config = opened().context.config
    watches = tuple(replace(watch, to=("la",)) for watch in config.watches if "film" in watch.tags)
    alone = opened(persons=(), digests=(), watches=watches)
    for _ in play(alone):
        pass
    made = alone.context.archive.rows("select type from messages")
    whole = [one for one in expected() if one.person == "Lou" and one.kinds]

    assert (len(made), len(whole)) == (17, 6)


@pytest.mark.parametrize("seed", [1])
def test_killed_each_few_hours(opened: Callable[..., Desk], tmp_path: Path, seed: int) -> None:
    """A daemon that is killed at any moment, and started again on what is on the disk, sends the same week."""
    random, desks = Random(seed), [opened()]  # noqa: S311 - the moments
    for _ in play_in(lambda: desks[-1]):
        if random.random() < 0.05:
            copy = left(desks[-1], tmp_path / f"killed-{len(desks)}")
            desks.append(Desk.open(replace(desks[0].context.config, archive_path=copy)))

    assert len(desks) > 10
    assert received(desks[-1]) == expected()
    for desk in desks[1:]:
        desk.close()

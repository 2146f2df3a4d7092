"""Digests of a year in five zones: stops, a clock that is set forwards and back, and all changes of the hour.

The weeks about the changes pass half an hour at a time; between them nothing runs.
"""

import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import make
import pytest
from desk_made import config, rows

from monitor.desk import Desk
from monitor.digest import digest_window
from monitor.model import DigestPlan

ZONES = ("America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "Australia/Lord_Howe")
SCHEDULES = (
    "30 2 * * *",
    "30 1 * * *",
    "0 8 * * mon-fri",
    "@daily",
    "15 2 * * *",
)  # two of them in hours that are skipped
PLANS = tuple(
    DigestPlan(name=zone.split("/")[1], schedule=schedule, timezone=zone, to=("files",))
    for zone, schedule in zip(ZONES, SCHEDULES, strict=True)
)
STEP = timedelta(minutes=30)
START, PAUSE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)  # 8 and 29 March, 5 April
AGAIN, END = datetime(2026, 9, 27, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC)  # 4 and 25 October, 1 November
STOPS = (timedelta(minutes=30), timedelta(hours=2), timedelta(hours=13), timedelta(days=2), timedelta(days=9))
JUMPS = (timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=-40), timedelta(0))


@dataclass
class Year:
    """A daemon's life with this desk: it is up or down, and its clock is ahead by `ahead`."""

    desk: Desk
    rng: random.Random
    ahead: timedelta = timedelta()
    up_at: datetime = START
    due: dict[str, datetime | None] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)

    def start(self, now: datetime) -> None:
        """As the daemon starts, or notices that its clock was set: what is due, and when what comes next is."""
        for plan in PLANS:
            self.digest(plan, now)

    def digest(self, plan: DigestPlan, now: datetime) -> None:
        """What is due of a plan."""
        self.desk.digest_due(plan, now)
        self.due[plan.name] = digest_window.next_end(plan, now)

    def step(self, real: datetime) -> None:
        """Half an hour in which something may happen."""
        was_down = real < self.up_at
        if not was_down and self.rng.random() < 1 / 150:
            self.events["stop"] += 1
            self.up_at = real + self.rng.choice(STOPS)
        if self.rng.random() < 1 / 150:
            self.set_clock(real)
        if real < self.up_at:
            return
        now = real + self.ahead
        if real - STEP < self.up_at:
            self.start(now)
        if self.rng.random() < 1 / 24:
            self.find(now)
        for plan in PLANS:
            due = self.due[plan.name]
            if due is not None and now >= due:
                self.digest(plan, now)

    def set_clock(self, real: datetime) -> None:
        """By an hour at most; a daemon that is up notices."""
        before, self.ahead = self.ahead, self.rng.choice(JUMPS)
        self.events["jump"] += before != self.ahead
        if real < self.up_at or before == self.ahead:
            return
        if self.ahead < before:
            self.desk.clock_set_back((before - self.ahead).total_seconds(), real + self.ahead)
        self.start(real + self.ahead)

    def find(self, now: datetime) -> None:
        """An article that the watch hits."""
        number = len(self.found)
        words = " ".join(f"w{self.rng.randrange(10**9)}" for _ in range(60))
        title = f"w{number} Heat 2 w{self.rng.randrange(10**9)} w{self.rng.randrange(10**9)}"
        made = make.article(
            "joblo", f"a{number}", title=title, body=f"Heat 2. {words}", published_at=now, language="en"
        )
        self.desk.ingest(make.read(made, now), now)
        self.found.append(made.url)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [1])
def test_a_year_has_each_window_and_each_hit_once(tmp_path: Path, seed: int) -> None:
    """In each zone windows follow each other without gap or overlap, and each hit is in one digest."""
    watch = make.watch(alert="digest", to=())
    desk = Desk.open(config(tmp_path, watches=(watch,), digests=PLANS))
    desk.sync(START)
    year = Year(desk, random.Random(seed))  # noqa: S311 - no secret
    for first, last in ((START, PAUSE), (AGAIN, END)):
        year.up_at = max(first, year.up_at)
        for number in range((last - first) // STEP):
            year.step(first + number * STEP)
    year.up_at = END
    year.start(year.up_at + timedelta(days=5))

    told: dict[str, Counter[str]] = defaultdict(Counter)
    for (data,) in rows(desk, "select data from messages where type = 'digest'"):
        digest = json.loads(data)
        hits = [hit["url"] for section in digest["sections"] for story in section["stories"] for hit in story["hits"]]
        told[digest["digest"]].update(hits)
    windows = {
        plan.name: rows(desk, "select window_start, window_end from digests where name = ? order by id", plan.name)
        for plan in PLANS
    }
    desk.close()

    assert len(year.found) > 100
    assert min(year.events["stop"], year.events["jump"]) > 10
    for plan in PLANS:
        ends = [end for _, end in windows[plan.name]]
        assert len(ends) > 30
        assert len(set(ends)) == len(ends), plan.name
        assert [start for start, _ in windows[plan.name]][1:] == ends[:-1], plan.name
        assert told[plan.name] == Counter(year.found), plan.name

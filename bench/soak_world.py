"""The outlets of `bench/soak.py`: what each publishes and when, and which faults it has. All follows from a seed."""

import random
from dataclasses import dataclass, field
from itertools import count

KEYWORD = "Zephyrine"
BEFORE = 5 * 86_400  # seconds of which the first listings tell, at most half the run
LISTED = 30  # items of a listing, and all of the last 36 hours
REMEMBERED = 36 * 3600
CALM_END = 1.5 * 86_400  # seconds at the end in which no fault begins, so that what opened can close
HARMFUL_UNTIL = 2 * 86_400  # seconds at the beginning in which pages hang or kill: the child that follows grows old
FAULTS = {  # seconds that a spell lasts at most
    "error": 6 * 3600,
    "refused": 12 * 3600,
    "gone": 12 * 3600,
    "reset": 4 * 3600,
    "hang": 2 * 3600,
    "truncated": 6 * 3600,
    "stale": 18 * 3600,
    "block_page": 8 * 3600,
    "blank_pages": 3 * 3600,
    "page_errors": 8 * 3600,
    "maintenance": 6 * 3600,
    "broken": 12 * 3600,
    "moved": 24 * 3600,
    "throttled": 4 * 3600,
    "retry_after": 6 * 3600,
    "robots_error": 12 * 3600,
    "robots_hang": 2 * 3600,
    "empty": 12 * 3600,
    "twice": 6 * 3600,
    "flood": 3600,
    "huge": 6 * 3600,
    "headers": 3 * 3600,
    "bomb": 3 * 3600,
    "loop": 4 * 3600,
}
HARMFUL = ("hangs_us", "kills_us")


@dataclass(frozen=True, slots=True)
class Spell:
    """A fault of an outlet, from and to seconds of the run."""

    begins: float
    ends: float
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """An article. `reprints` is the number of the one whose text it repeats; `by` the outlet that has it."""

    number: int
    by: int
    at: float
    title: str
    is_watched: bool
    reprints: int | None = None


@dataclass(slots=True)
class Guest:
    """One outlet."""

    number: int
    kind: str
    reports: list[Report]
    spells: list[Spell] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Its loopback address."""
        return f"127.1.{1 + self.number // 200}.{1 + self.number % 200}"

    def fault(self, at: float) -> str:
        """What ails it then, or ""."""
        return next((one.kind for one in self.spells if one.begins <= at < one.ends), "")


class World:
    """All outlets over `days`. Our own network is down in `outages`."""

    def __init__(self, *, outlets: int, days: float, a_day: float, seed: int = 1) -> None:
        self.seconds = days * 86_400
        self._pace = min(1.0, days / 10)  # of a short run: faults that are as many, and shorter
        self.calm_from = self.seconds - CALM_END * self._pace
        self._random = random.Random(seed)
        self._words = self._vocabulary()
        self._numbers = count(1)
        self.guests = [self._guest(number, a_day) for number in range(outlets)]
        self.outages = [(at, at + 3 * 3600 * self._pace) for at in _spread(self.seconds, max(1, int(days / 10)))]
        for guest in self.guests:
            guest.spells = list(self._spells(days))
            self._flood(guest)
        self._reprint()
        self.reports = {report.number: report for guest in self.guests for report in guest.reports}

    def is_down(self, at: float) -> bool:
        """Whether no outlet can be reached."""
        return any(begins <= at < ends for begins, ends in self.outages)

    def text(self, report: Report) -> list[str]:
        """Its paragraphs, the same whenever they are asked for."""
        draw = random.Random(report.reprints or report.number)
        said = f" {KEYWORD} was named." if self.reports[report.reprints or report.number].is_watched else ""
        return [self._sentence(draw) + " " + self._sentence(draw) + (said if not n else "") for n in range(4)]

    def _vocabulary(self) -> list[str]:
        heads, tails = [*"bdfgklmnprstvz", "br", "gr", "pr", "st", "tr"], [*"aeiou", "an", "ar", "el", "en", "ir", "or"]
        parts = [head + tail for head in heads for tail in tails]
        return sorted({"".join(self._random.choices(parts, k=3)) for _ in range(30_000)})

    def _sentence(self, draw: random.Random) -> str:
        joints = ("and the", "of the", "with a", "which the", "for the", "at the", "from a", "but the")
        words = [f"{draw.choice(self._words)} {draw.choice(joints)}" for _ in range(9)]
        return f"The {' '.join(words)} {draw.choice(self._words)}.".capitalize()

    def _guest(self, number: int, a_day: float) -> Guest:
        rate = a_day * self._random.uniform(0.5, 1.8) / 86_400
        at, moments = -min(BEFORE, self.seconds / 2), []
        while (at := at + self._random.expovariate(rate)) < self.seconds:
            moments.append(at)
        kind = "sitemap" if number % 5 == 4 else "feed"
        return Guest(number, kind, [self._report(number, moment) for moment in moments])

    def _report(self, by: int, at: float) -> Report:
        is_watched = self._random.random() < 0.03
        title = " ".join(self._random.sample(self._words, 6)).capitalize() + (f" {KEYWORD}" if is_watched else "")
        return Report(next(self._numbers), by, at, title, is_watched)

    def _spells(self, days: float) -> list[Spell]:
        found, at = [], self._random.uniform(0.02, 0.2) * min(days, 5) * 86_400
        while at < self.calm_from:
            harm = at < HARMFUL_UNTIL * self._pace and self._random.random() < 0.02
            kind = self._random.choice(HARMFUL) if harm else self._random.choice(list(FAULTS))
            ends = at + FAULTS.get(kind, 6 * 3600) * self._random.uniform(0.2, 1.0) * self._pace
            found.append(Spell(at, ends, kind))
            at = ends + self._random.uniform(0.5, 4.5) * 86_400 * self._pace
        return found

    def _flood(self, guest: Guest) -> None:
        for spell in guest.spells:
            if spell.kind == "flood":
                guest.reports += [self._report(guest.number, spell.begins + n) for n in range(60)]
        guest.reports.sort(key=lambda report: report.at)

    def _reprint(self) -> None:
        """One report in twenty-five stands in another outlet an hour later, word for word."""
        firsts = [report for guest in self.guests for report in guest.reports if report.at > 0]
        for first in self._random.sample(firsts, len(firsts) // 25):
            other = self._random.choice(self.guests)
            number = next(self._numbers)
            copy = Report(number, other.number, first.at + 3600, first.title, first.is_watched, first.number)
            if other.number != first.by:
                other.reports.append(copy)
        for guest in self.guests:
            guest.reports.sort(key=lambda report: report.at)


def _spread(seconds: float, number: int) -> list[float]:
    return [seconds * (place + 0.45) / number for place in range(number)]

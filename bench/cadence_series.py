"""When outlets publish: series that are made, with the rate that made them, and those that captured feeds declare.

Times are hours since a Monday's midnight, UTC.
"""

import gzip
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor import discover
from monitor.model import Outlet, Source, SourceKind

WEEK = 168.0
MADE = 8 * WEEK
LEARNING = 3 * WEEK  # of a made series, at the beginning, not counted
FEWEST = 40  # times that a captured feed must declare
SHORTEST, LONGEST = 1 * WEEK, 30 * WEEK  # that they must reach over

Rate = Callable[[float], float]  # articles an hour, by time


@dataclass(frozen=True, slots=True)
class Series:
    """One outlet from `begins` to `end`: when it published, and from when on delays count."""

    name: str
    arrivals: tuple[float, ...]
    begins: float
    counted_from: float
    end: float


def office(busy: float, quiet: float, opens: int = 14, closes: int = 25) -> Rate:
    """Articles an hour by day and by night; at weekends a third by day."""

    def rate(at: float) -> float:
        hour, day = int(at % 24), int(at % WEEK) // 24
        is_open = opens <= hour < closes or hour < closes - 24
        return (busy if day < 5 else busy / 3) if is_open else quiet

    return rate


def _steady(each: float) -> Rate:
    return lambda _: each


def _moved() -> Rate:
    before, after = office(3.0, 0.2), office(1.5, 0.1, 8, 19)
    return lambda at: before(at) if at < MADE / 2 else after(at)


SHAPES: dict[str, Rate] = {  # that stay as they are
    "trade": office(5.0, 0.3),
    "wire": office(12.0, 2.0, 6, 22),
    "blog": office(1.2, 0.05, 8, 18),
    "magazine": office(0.25, 0.0, 9, 17),
    "round the clock": _steady(2.0),
    "slow": _steady(0.1),
}
RATES = {**SHAPES, "moved": _moved()}


def made(seed: int) -> Iterator[Series]:
    """By office hours, at all hours, slow, in bursts, and one that moves its hours and halves its number midway."""
    rng = random.Random(seed)
    for name, rate in RATES.items():
        yield Series(name, poisson(rate, rng), 0.0, LEARNING, MADE)
    starts = poisson(office(0.6, 0.05), rng)
    bursts = sorted(at + rng.expovariate(4.0) for at in starts for _ in range(rng.randint(1, 9)))
    yield Series("bursts", tuple(at for at in bursts if at < MADE), 0.0, LEARNING, MADE)


def poisson(rate: Rate, rng: random.Random) -> tuple[float, ...]:
    """Arrivals at a rate, minute by minute."""
    minutes = range(int(MADE * 60))
    return tuple((at + rng.random()) / 60 for at in minutes if rng.random() < rate(at / 60) / 60)


class Expected:
    """What is expected of a rate between two times: articles, and how long they wait together for the second."""

    def __init__(self, rate: Rate) -> None:
        self._rates = [rate((minute + 0.5) / 60) for minute in range(int(MADE * 60) + 1)]
        self._articles = [0.0, *accumulate(each / 60 for each in self._rates)]
        self._moments = [0.0, *accumulate(each / 60 * (minute + 0.5) / 60 for minute, each in enumerate(self._rates))]

    def between(self, since: float, till: float) -> tuple[float, float]:
        """Articles, and article-hours."""
        articles, moments = (b - a for a, b in zip(self._until(since), self._until(till), strict=True))
        return articles, till * articles - moments

    def _until(self, at: float) -> tuple[float, float]:
        minute = min(int(at * 60), len(self._rates) - 1)
        rate, begins = self._rates[minute], minute / 60
        return (
            self._articles[minute] + rate * (at - begins),
            self._moments[minute] + rate * (at**2 - begins**2) / 2,
        )


@cache
def expected(name: str) -> Expected | None:
    """Of a made series whose rate is known."""
    return Expected(RATES[name]) if name in RATES else None


def captured(corpus: Path) -> Iterator[Series]:
    """The times that feeds of a corpus declare: of the newest articles, one of each address, where they are enough.

    The first half is for learning. Times on the full hour are dates, not times, and are left out.
    """
    seen: set[datetime] = set()
    for path in sorted((corpus / "feeds").glob("*/*")):
        times = sorted(_declared(path))
        while times and times[-1] - times[0] > timedelta(hours=LONGEST):
            times.pop(0)
        times = _without_an_old_tail(times)
        if len(times) < FEWEST or times[-1] - times[0] < timedelta(hours=SHORTEST) or len(seen & set(times)) > 2:
            continue
        seen |= set(times)
        first = times[0].replace(hour=0, minute=0, second=0, microsecond=0)
        monday = first - timedelta(days=first.weekday())
        arrivals = tuple((at - monday) / timedelta(hours=1) for at in times)
        half = (arrivals[0] + arrivals[-1]) / 2
        yield Series(path.name.split(".")[0], arrivals, arrivals[0], half, arrivals[-1] + 1e-6)


def _without_an_old_tail(times: list[datetime]) -> list[datetime]:
    """Without single old pieces that a feed keeps among its newest."""
    if len(times) < FEWEST:
        return times
    usual = (times[-1] - times[len(times) // 2]) / (len(times) / 2)
    for n, (one, other) in reversed(list(enumerate(pairwise(times)))):
        if other - one > 20 * usual and other - one > timedelta(days=7):
            return times[n + 1 :]
    return times


def _declared(path: Path) -> set[datetime]:
    body = path.read_bytes()
    if path.suffix == ".gz":
        try:
            body = gzip.decompress(body)
        except OSError:
            return set()
    source = Source(kind=SourceKind.FEED, url="https://feed.example/feed")
    outlet = Outlet(id="x", name="X", home="https://feed.example/", sources=(source,))
    try:
        listing = discover.read_listing(
            SourceKind.FEED, body, source.url, outlet=outlet, source=source, now=datetime.now(UTC)
        )
    except discover.ListingError:
        return set()
    times = (link.published_at.astimezone(UTC) for link in listing.links if link.published_at)
    return {at for at in times if at.minute or at.second}

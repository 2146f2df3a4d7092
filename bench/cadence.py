"""How soon articles are seen for how many requests: our cadence next to three rules of other programs and the optimum.

    python bench/cadence.py [--corpus CORPORA] [--seed 1] [--json]

A simulation, without network: outlets publish as made series do (trades by office hours, one that bursts, a slow
magazine), and, with a corpus, as the feeds in feeds/series did. Each rule has one dial; it is turned until the rule
spends a given number of requests a day, and then the mean delay and the 95th percentile are compared. Ten items are
listed: what is pushed out between two looks is lost, and counts.

The rules: a fixed interval; Miniflux's entry frequency (a week divided by the entries of the last week); Media Cloud's
share of duplicates (more than two thirds known: wait longer; less than one third: shorter). The optimum knows the true
rate of every hour: for a Poisson process the delay at a given cost is least where looks are as dense as the root of it.
"""

import argparse
import gzip
import json
import math
import random
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor.discover import cadence
from monitor.discover.cadence import Cadence

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
WEEKS = 8
LEARNING = timedelta(weeks=3)  # at the beginning, not counted
LISTED = 10  # items of a listing
MEDIA_CLOUD_STEP = 10.0  # minutes, its shortest interval too
BUDGETS = (24, 72, 144)  # requests a day
_NEVER = 1e-3  # articles an hour of an hour without any: it is looked at all the same
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Series:
    """One outlet: its name, when it published, and the rate an hour that made it, if it is known."""

    name: str
    arrivals: list[datetime]
    rate: Callable[[datetime], float] | None = None


@dataclass(slots=True)
class Look:
    """What a rule may know: the time, what it has seen (publication times, oldest first) and the last listing."""

    now: datetime
    seen: list[datetime]
    new: int = 0
    listed: int = 0
    interval: timedelta = timedelta(hours=1)
    learnt: tuple[int, tuple[float, ...] | None] = (-1, None)


Rule = Callable[[Look, float], timedelta]


def fixed(_: Look, dial: float) -> timedelta:
    """Every so often."""
    return timedelta(minutes=dial)


def miniflux(look: Look, dial: float) -> timedelta:
    """Miniflux's entry_frequency scheduler: the mean time between the entries of the last week, times a factor."""
    week = sum(1 for at in look.seen if at > look.now - timedelta(days=7))
    return timedelta(minutes=7 * 24 * 60 / max(1, week) * dial)


def media_cloud(look: Look, dial: float) -> timedelta:
    """Media Cloud's rss-fetcher: shorter where less than a third of a listing is known, longer above two thirds.

    It finds its own budget; ours is turned to that.
    """
    share = 1 - look.new / look.listed if look.listed else 1.0
    step = timedelta(minutes=dial)
    if share < 1 / 3:
        look.interval = max(step, look.interval - step)
    elif share > 2 / 3:
        look.interval += step
    return look.interval


def ours(look: Look, dial: float) -> timedelta:
    """The product's, with its constant as the dial. What it learned of the week is renewed once a day."""
    day = int((look.now - START) / timedelta(days=1))
    if look.learnt[0] != day:
        look.learnt = (day, _habits(look))
    history = Cadence(arrivals=tuple(look.seen[-40:]), week=look.learnt[1], listed=LISTED)
    return cadence.next_check(history, now=look.now, floor=SHORTEST, ceiling=LONGEST, density=dial) - look.now


def _habits(look: Look) -> tuple[float, ...] | None:
    past = look.seen[bisect_right(look.seen, look.now - cadence.MEMORY) :]
    counts = [0] * cadence.HOURS
    for at in past:
        counts[cadence.hour_of(at)] += 1
    return cadence.habits(counts, past[0], look.now) if past else None


def optimum(rate: Callable[[datetime], float]) -> Rule:
    """Knows the rate of each hour."""

    def rule(look: Look, dial: float) -> timedelta:
        return _until(look.now, lambda at: math.sqrt(max(rate(at), _NEVER)), dial)

    return rule


def _until(now: datetime, density: Callable[[datetime], float], amount: float) -> timedelta:
    """How long it takes until `density` (an hour) has added up to `amount`."""
    at, left, step = now, amount, timedelta(minutes=5)
    while at - now < LONGEST:
        more = density(at) / 12
        if more >= left:
            return at - now + step * (left / more)
        left -= more
        at += step
    return LONGEST


@dataclass(frozen=True, slots=True)
class Result:
    """Of one rule at one dial: requests a day, delays in minutes, and the share of articles never seen."""

    requests: float
    mean: float
    p95: float
    lost: float


def simulate(series: Series, rule: Rule, dial: float) -> Result:
    """The series, looked at by a rule."""
    end = START + timedelta(weeks=WEEKS)
    counted_from = START + LEARNING
    look = Look(now=START, seen=[])
    delays: list[float] = []
    lost = requests = done = 0
    while look.now < end:
        published = bisect_right(series.arrivals, look.now)
        first = max(done, published - LISTED)
        if look.now >= counted_from:
            requests += 1
            lost += first - done
            delays += [(look.now - at).total_seconds() / 60 for at in series.arrivals[first:published]]
        look.new, look.listed = published - first, min(LISTED, published)
        look.seen += series.arrivals[first:published]
        done = published
        look.now += min(max(rule(look, dial), SHORTEST), LONGEST)
    delays.sort()
    days = (end - counted_from) / timedelta(days=1)
    total = max(1, len(delays) + lost)
    return Result(
        requests=requests / days,
        mean=sum(delays) / max(1, len(delays)),
        p95=delays[int(len(delays) * 0.95)] if delays else 0.0,
        lost=lost / total,
    )


def at_budget(series: Series, rule: Rule, budget: float) -> Result | None:
    """The rule with its dial turned to a number of requests a day; None where no dial spends so much."""
    dial = 1.0
    best: Result | None = None
    for _ in range(9):
        result = simulate(series, rule, dial)
        if best is None or abs(result.requests - budget) < abs(best.requests - budget):
            best = result
        if abs(result.requests - budget) <= 0.02 * budget:
            break
        dial = min(max(dial * result.requests / budget, 1e-3), 3_000.0)  # of each rule, a longer wait
    return best if best is not None and abs(best.requests - budget) <= 0.08 * budget else None


def poisson(rate: Callable[[datetime], float], rng: random.Random) -> list[datetime]:
    """Arrivals of a rate an hour, minute by minute."""
    minutes = WEEKS * 7 * 24 * 60
    started = (START + timedelta(minutes=n) for n in range(minutes))
    return [at + timedelta(seconds=rng.random() * 60) for at in started if rng.random() < rate(at) / 60]


def made(seed: int) -> Iterator[Series]:
    """Outlets that are made up: by office hours, at all hours, in bursts, at weekends, and slow."""
    rng = random.Random(seed)

    def office(busy: float, quiet: float, opens: int = 14, closes: int = 25) -> Callable[[datetime], float]:
        def rate(at: datetime) -> float:
            open_now = opens <= at.hour < closes or at.hour < closes - 24
            return (busy if at.weekday() < 5 else busy / 3) if open_now else quiet

        return rate

    def steady(each: float) -> Callable[[datetime], float]:
        return lambda _: each

    shapes = {
        "trade": office(5.0, 0.3),
        "wire": office(12.0, 2.0, 6, 22),
        "blog": office(1.2, 0.05, 8, 18),
        "magazine": office(0.25, 0.0, 9, 17),
        "round the clock": steady(2.0),
        "slow": steady(0.1),
    }
    for name, rate in shapes.items():
        yield Series(name, poisson(rate, rng), rate)
    bursts = poisson(office(0.6, 0.05), rng)
    burst = sorted(at + timedelta(minutes=rng.expovariate(1 / 15)) for at in bursts for _ in range(rng.randint(1, 9)))
    yield Series("bursts", burst)


def real(corpus: Path) -> Iterator[Series]:
    """The feeds of a corpus that were kept over months: their articles' publication times, moved to our weeks."""
    from monitor import discover  # noqa: PLC0415 - only with a corpus
    from monitor.model import Outlet, Source, SourceKind  # noqa: PLC0415

    for path in sorted((corpus / "feeds" / "series").glob("*.jsonl.gz")):
        times: set[datetime] = set()
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                body = json.loads(line)["body"].encode()
                source = Source(kind=SourceKind.FEED, url=f"https://{path.stem}.example/feed")
                outlet = Outlet(id="x", name="X", home=f"https://{path.stem}.example/", sources=(source,))
                try:
                    listing = discover.read_listing(
                        SourceKind.FEED, body, source.url, outlet=outlet, source=source, now=datetime.now(UTC)
                    )
                except discover.ListingError:
                    continue
                times |= {link.published_at for link in listing.links if link.published_at}
        yield from _moved(path.name.split(".")[0], sorted(times))


def _moved(name: str, times: list[datetime]) -> Iterator[Series]:
    """The densest weeks, on the same weekday and hour."""
    length = timedelta(weeks=WEEKS)
    best = max(times, key=lambda first: bisect_right(times, first + length) - bisect_right(times, first), default=None)
    if best is None:
        return
    monday = best.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=best.weekday())
    kept = [START + (at - monday) for at in times if monday <= at < monday + length]
    if len(kept) >= 40:
        yield Series(f"feed {name}", kept)


def rules(series: Series) -> dict[str, Rule]:
    """By name, those with a dial; the optimum only where the true rate is known."""
    known = {"optimum": optimum(series.rate)} if series.rate else {}
    return {"ours": ours, "fixed": fixed, "miniflux": miniflux, **known}


def measured(all_series: Iterable[Series]) -> Iterator[dict[str, Any]]:
    """A row for each series, budget and rule."""
    for series in all_series:
        for budget in BUDGETS:
            for name, rule in rules(series).items():
                yield _row(series, budget, name, at_budget(series, rule, budget))
        theirs = simulate(series, media_cloud, MEDIA_CLOUD_STEP)
        yield _row(series, "its own", "media cloud", theirs)
        yield _row(series, "its own", "ours", at_budget(series, ours, theirs.requests))


def _row(series: Series, budget: int | str, name: str, result: Result | None) -> dict[str, Any]:
    row = {"series": series.name, "budget": budget, "rule": name}
    return row | ({} if result is None else {key: getattr(result, key) for key in Result.__dataclass_fields__})


def main() -> None:
    """Simulate, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="folder with feeds/series")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    all_series = [*made(arguments.seed), *(real(arguments.corpus) if arguments.corpus else ())]
    rows = list(measured(all_series))
    if arguments.json:
        print(json.dumps(rows, indent=1))
        return
    names = ["ours", "fixed", "miniflux", "media cloud", "optimum"]
    print(f"{'mean delay in minutes (p95)':<18}{'a day':>8}" + "".join(f"{name:>17}" for name in names))
    by_place = {(row["series"], row["budget"], row["rule"]): row for row in rows}
    for series in all_series:
        for budget in (*BUDGETS, "its own"):
            cells = (by_place.get((series.name, budget, name), {}) for name in names)
            shown = (f"{cell['mean']:.1f} ({cell['p95']:.0f})" if "mean" in cell else "-" for cell in cells)
            print(f"{series.name:<18}{budget!s:>8}" + "".join(f"{text:>17}" for text in shown))
    print_ratios(by_place, names)


def print_ratios(by_place: dict[tuple[str, int | str, str], dict[str, Any]], names: list[str]) -> None:
    """Our mean delay over that of each other rule, over all places where both could spend the budget."""
    for name in names[1:]:
        pairs = [
            (row["mean"], by_place[series, budget, name]["mean"])
            for (series, budget, rule), row in by_place.items()
            if rule == "ours" and "mean" in row and "mean" in by_place.get((series, budget, name), {})
        ]
        ratios = sorted(a / b for a, b in pairs if b)
        if ratios:
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            print(f"ours / {name}: {mean:.2f} in the geometric mean of {len(ratios)}, at worst {ratios[-1]:.2f}")


if __name__ == "__main__":
    main()

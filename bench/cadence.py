"""How soon articles are seen for how many requests: our cadence next to three rules of other programs and the optimum.

    python bench/cadence.py [--corpus CORPORA] [--seeds 5 6] [--json]

A simulation, without network, over series of `cadence_series`. Each rule has one dial; it is turned until the rule
spends a given number of requests a day over all seeds of a series, and then mean delay and 95th percentile are
compared (the mean of a series with a known rate is the expected one of its intervals, so chance says less). `fleet`:
all with a known rate at one turn of the dial, as one program follows many outlets; `captured`: all captured feeds. Our
constants were chosen on seeds 11 to 14; 5 and 6 are reported. Of two choices that were level there the captured feeds
decided.

The rules: a fixed interval; Miniflux's entry frequency (a week divided by the entries of the last week); Media Cloud's
share of duplicates (more than two thirds known: wait longer; less than one third: shorter), which finds its own budget:
ours is turned to that. The optimum knows the true rate of every minute, and chooses each wait by dynamic programming
over the weeks ahead, with the same reserve of half a listing: no rule can do better on a Poisson process, and none that
must learn its rate can reach it. Ten items are listed: what is pushed out between two looks is lost, and counted; a
budget at which more than that reserve is new at a usual look is left out.
"""

import argparse
import json
import math
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cadence_series import SHAPES, WEEK, Rate, Series, captured, expected, made

from monitor.discover import cadence, habits
from monitor.discover.cadence import Cadence
from monitor.discover.habits import Habits

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
LISTED = 10  # items of a listing
MEDIA_CLOUD_STEP = 10.0  # minutes, its shortest interval too
BUDGETS = (8, 24, 72, 144)  # requests a day of one outlet
SEEDS = (5, 6)
SHORTEST, LONGEST = 1 / 60, 24.0  # hours between two looks
OURS, OTHERS = "ours", ("fixed", "miniflux", "media cloud", "optimum")
_EXACT = 0.01  # of a budget; delays of what is further off are scaled to it
_TOO_FAR = 0.06
_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Look:
    """What a rule may know: the time in hours, what it has seen (publication times, oldest first), the last listing."""

    now: float = 0.0
    seen: list[float] = field(default_factory=list)
    new: int = 0
    listed: int = 0
    interval: float = 1.0
    learnt: tuple[int, Habits | None] = (-1, None)


Rule = Callable[[Look, float], float]  # and the dial -> hours to wait


def fixed(_: Look, dial: float) -> float:
    """Every so often."""
    return dial / 60


def miniflux(look: Look, dial: float) -> float:
    """Miniflux's entry_frequency scheduler: the mean time between the entries of the last week, times a factor."""
    return WEEK / max(1, len(look.seen) - bisect_right(look.seen, look.now - WEEK)) * dial


def media_cloud(look: Look, dial: float) -> float:
    """Media Cloud's rss-fetcher: shorter where less than a third of a listing is known, longer above two thirds."""
    share = 1 - look.new / look.listed if look.listed else 1.0
    step = dial / 60
    if share < 1 / 3:
        look.interval = max(step, look.interval - step)
    elif share > 2 / 3:
        look.interval += step
    return look.interval


def ours(look: Look, dial: float, listed: int = LISTED) -> float:
    """The product's, with its constant as the dial. What it learned is renewed once a day."""
    day = int(look.now / 24)
    if look.learnt[0] != day:
        past = look.seen[bisect_right(look.seen, look.now - habits.MEMORY / _HOUR) :]
        counts = Counter(habits.hour_number(START) + int(at) for at in past)
        look.learnt = day, habits.learn(counts, _time(past[0]), _time(look.now)) if past else None
    lately = look.now - habits.LATELY if look.learnt[1] else 0.0
    arrivals = tuple(_time(at) for at in look.seen[max(bisect_right(look.seen, lately), len(look.seen) - 480) :])
    history = Cadence(arrivals=arrivals, habits=look.learnt[1], listed=listed)
    now = _time(look.now)
    floor, ceiling = SHORTEST * _HOUR, LONGEST * _HOUR
    return (cadence.next_check(history, now=now, floor=floor, ceiling=ceiling, density=dial) - now) / _HOUR


def ours_without_reserve(look: Look, dial: float) -> float:
    """As ours, but all of a listing may be new: Media Cloud's rule keeps no more in reserve."""
    return ours(look, dial, listed=2 * LISTED)


def _time(hours: float) -> datetime:
    return START + _HOUR * hours


class Optimum:
    """The least cost of looks and delays for a known rate of the week. The dial is the root of twice a look's price."""

    def __init__(self, rate: Rate) -> None:
        self._rates = np.array([rate((minute + 0.5) / 60) for minute in range(int(WEEK * 60))]) / 60
        self._waits: dict[float, Any] = {}  # by dial

    def __call__(self, look: Look, dial: float) -> float:
        """The rule."""
        if dial not in self._waits:
            self._waits = {dial: self._best(dial**2 / 2 * 60)}
        return float(self._waits[dial][int(look.now * 60 + 1e-6) % len(self._rates)])

    def _best(self, price: float) -> Any:
        """The wait in hours for each minute of the week, worked out backwards from two weeks after it."""
        week, most = len(self._rates), int(LONGEST * 60)
        rates = np.concatenate([np.tile(self._rates, 3), self._rates[:most]])
        minutes = np.arange(len(rates) + 1)
        articles = np.concatenate([[0.0], np.cumsum(rates)])
        moments = np.concatenate([[0.0], np.cumsum(rates * (minutes[:-1] + 0.5))])
        cost, waits = np.zeros(len(minutes)), np.zeros(week)
        for at in range(3 * week - 1, -1, -1):
            till = slice(at + 1, at + most + 1)
            delays = minutes[till] * (articles[till] - articles[at]) - (moments[till] - moments[at])
            ways = delays + cost[till]
            ways[1:][articles[till][1:] - articles[at] > cadence.SHARE * LISTED] = np.inf
            best = int(ways.argmin())
            cost[at] = ways[best] + price
            if at < week:
                waits[at] = (best + 1) / 60
        return waits


@dataclass(frozen=True, slots=True)
class Result:
    """Of one rule at one dial: requests a day and outlet, delays in minutes, and the share of articles never seen."""

    requests: float
    mean: float
    p95: float
    lost: float


def _needed(all_series: Sequence[Series]) -> float:
    """Requests a day of each outlet, on average, below which more than the reserve of a listing is new at a look."""
    days = [(one.end - one.counted_from) / 24 for one in all_series]
    came = [sum(at >= one.counted_from for at in one.arrivals) for one in all_series]
    return sum(n / each for n, each in zip(came, days, strict=True)) / len(all_series) / (cadence.SHARE * LISTED)


@dataclass(slots=True)
class Run:
    """Of series that were simulated: requests, delays in hours, articles lost, and what was expected of the rates."""

    requests: float = 0.0
    delays: list[float] = field(default_factory=list)
    lost: int = 0
    articles: float = 0.0
    waits: float = 0.0  # of all articles together


def simulate(series: Series, rule: Rule, dial: float) -> Run:
    """One series, from its time on that counts.

    Where its rate is known the articles and their waits are those that the rate makes in these intervals: what they
    are on average, for a rule that knows only what came before. Else those that came.
    """
    look, run = Look(now=series.begins), Run()
    rate, last, done = expected(series.name), 0.0, 0
    while look.now < series.end:
        published = bisect_right(series.arrivals, look.now)
        first = max(done, published - LISTED)
        if look.now >= series.counted_from:
            waits = [look.now - at for at in series.arrivals[first:published] if at >= series.counted_from]
            articles, hours = rate.between(last, look.now) if rate else (len(waits), sum(waits))
            run.requests, run.lost = run.requests + 1, run.lost + first - done
            run.articles, run.waits = run.articles + articles, run.waits + hours
            run.delays += waits
        look.new, look.listed = published - first, min(LISTED, published)
        look.seen += series.arrivals[first:published]
        done, last = published, look.now
        look.now += min(max(rule(look, dial), SHORTEST), LONGEST)
    return run


def together(all_series: Sequence[Series], rules: Sequence[Rule], dial: float) -> Result:
    """Several series at one dial, each by its rule: requests on average of their days, delays of all their articles."""
    runs = [simulate(series, rule, dial) for series, rule in zip(all_series, rules, strict=True)]
    days = [(series.end - series.counted_from) / 24 for series in all_series]
    delays = sorted(delay for run in runs for delay in run.delays)
    lost = sum(run.lost for run in runs)
    return Result(
        requests=sum(run.requests / each for run, each in zip(runs, days, strict=True)) / len(runs),
        mean=60 * sum(run.waits for run in runs) / max(1e-9, sum(run.articles for run in runs)),
        p95=60 * delays[int(len(delays) * 0.95)] if delays else 0.0,
        lost=lost / max(1, len(delays) + lost),
    )


def at_budget(all_series: Sequence[Series], rules: Sequence[Rule], budget: float) -> Result | None:
    """The dial turned to a number of requests a day; None where no dial spends so much, or so little."""
    dial, best = 30.0, None  # of each rule few requests, so the first try is a quick one
    for _ in range(10):
        result = together(all_series, rules, dial)
        if best is None or abs(result.requests - budget) < abs(best.requests - budget):
            best = result
        if abs(result.requests - budget) <= _EXACT * budget:
            break
        dial = min(max(dial * result.requests / budget, 1e-4), 5_000.0)  # of each rule, a longer wait
    if best is None or abs(best.requests - budget) > _TOO_FAR * budget:
        return None
    scale = best.requests / budget
    return Result(requests=budget, mean=best.mean * scale, p95=best.p95 * scale, lost=best.lost)


def measured(name: str, all_series: Sequence[Series]) -> list[dict[str, Any]]:
    """A row for each budget and rule of these series together."""
    by_shape = {series.name: Optimum(SHAPES[series.name]) for series in all_series if series.name in SHAPES}
    by_name = {rule.__name__: [rule] * len(all_series) for rule in (ours, fixed, miniflux)}
    if all(series.name in by_shape for series in all_series):
        by_name["optimum"] = [by_shape[series.name] for series in all_series]
    rows = [
        _row(name, budget, rule, at_budget(all_series, rules, budget))
        for budget in BUDGETS
        if budget >= _needed(all_series)
        for rule, rules in by_name.items()
    ]
    theirs = together(all_series, [media_cloud] * len(all_series), MEDIA_CLOUD_STEP)
    same = at_budget(all_series, [ours_without_reserve] * len(all_series), theirs.requests)
    return [*rows, _row(name, "its own", "media cloud", theirs), _row(name, "its own", OURS, same)]


def _row(name: str, budget: int | str, rule: str, result: Result | None) -> dict[str, Any]:
    row = {"series": name, "budget": budget, "rule": rule}
    return row | ({} if result is None else {key: getattr(result, key) for key in Result.__dataclass_fields__})


def groups(corpus: Path | None, seeds: Sequence[int]) -> Iterator[tuple[str, list[Series]]]:
    """What is measured together: each made series over all seeds, all that have an optimum, and captured feeds."""
    series = [one for seed in seeds for one in made(seed)]
    for name in dict.fromkeys(one.name for one in series):
        yield name, [one for one in series if one.name == name]
    yield "fleet", [one for one in series if one.name in SHAPES]
    if corpus:
        yield "captured", list(captured(corpus))


def rows_of(corpus: Path | None, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All rows, worked out on all cores."""
    names, each = zip(*groups(corpus, seeds), strict=True)
    with ProcessPoolExecutor() as pool:
        return [row for rows in pool.map(measured, names, each) for row in rows]


def ratios(rows: Sequence[dict[str, Any]], other: str) -> dict[tuple[str, int | str], float]:
    """Our mean delay over the other's, by series and budget, where both could spend it."""
    means = {(row["series"], row["budget"], row["rule"]): row["mean"] for row in rows if "mean" in row}
    return {
        (series, budget): mean / means[series, budget, other]
        for (series, budget, rule), mean in means.items()
        if rule == OURS and means.get((series, budget, other))
    }


def scores(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What is gated: ours over each other rule, in the geometric mean, at worst, and of the fleet at worst."""
    found = {}
    for other in OTHERS:
        each = ratios(rows, other)
        name = other.replace(" ", "_")
        found[f"{name}_mean"] = math.exp(sum(map(math.log, each.values())) / len(each))
        found[f"{name}_worst"] = max(each.values())
        found[f"{name}_fleet"] = max(value for (series, _), value in each.items() if series == "fleet")
    return found


def main() -> None:
    """Simulate, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="folder with feeds/")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = rows_of(arguments.corpus, arguments.seeds)
    if arguments.json:
        print(json.dumps(rows, indent=1))
        return
    names = [OURS, *OTHERS]
    print(f"{'mean delay in minutes (p95)':<18}{'a day':>8}" + "".join(f"{name:>17}" for name in names))
    by_place = {(row["series"], row["budget"], row["rule"]): row for row in rows}
    for series, budget in dict.fromkeys((row["series"], row["budget"]) for row in rows):
        cells = (by_place.get((series, budget, name), {}) for name in names)
        words = (f"{cell['mean']:.1f} ({cell['p95']:.0f})" if "mean" in cell else "-" for cell in cells)
        print(f"{series:<18}{budget!s:>8}" + "".join(f"{text:>17}" for text in words))
    for other in OTHERS:
        each = ratios(rows, other)
        mean = math.exp(sum(map(math.log, each.values())) / len(each))
        worst = max(each, key=lambda place: each[place])
        print(f"ours / {other}: {mean:.2f} in the geometric mean of {len(each)}, at worst {each[worst]:.2f} ({worst})")


if __name__ == "__main__":
    main()

"""Learn the weights of threads: what a text and the thread that it belongs to have in common.

    python bench/learn_threads.py --corpus PATH [--half 0] > monitor/dedupe/thread_weights.toml

Logistic regression over rows of (article, thread near to it), where the threads are those that people made: 35 events
(Giveme5W1H, Apache-2.0) and 44 topics of headlines (UCI News Aggregator, CC BY 4.0), each set weighing the same. The
topics' times are left out: they were made from their times. With --half only the clusters of one half are learnt from,
so that the other can be scored.
"""

import argparse
import math
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from story_sets import LABELLED, by_time, event_items, topic_items

from monitor.dedupe import StoryIndex
from monitor.dedupe.story_threads import Threads
from monitor.dedupe.thread_evidence import LEARNT

NAMES = ("bias", *LEARNT)
RIDGE = 1.0  # keeps weights of what hardly varies small
STEPS = 25  # of Newton's method: it has converged after ten
ROWS = 1000.0  # that a set counts for
Row = tuple[list[float], int]


def main() -> None:
    """Print the weights as TOML."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1), help="learn from one half of the clusters alone")
    options = parser.parse_args()
    rows: list[Row] = []
    shares: list[float] = []
    for items in (by_time(event_items(options.corpus)), topic_items(options.corpus, None)):
        kept = [item for item in items if options.half in {None, zlib.crc32(item[1].encode()) % 2}]
        found = observed(kept)
        rows += found
        shares += [ROWS / len(found)] * len(found)
    print(f"# Learnt by bench/learn_threads.py from {len(rows)} rows; not to be edited.\n[weights]")
    for name, weight in zip(NAMES, learn(rows, shares), strict=True):
        print(f"{name} = {weight:.3f}")


def observed(items: Sequence[LABELLED]) -> list[Row]:
    """What is seen of each article and each thread near to it, those before it being threaded as labelled."""
    numbers: dict[str, int] = {}
    index, threads = StoryIndex(limit=len(items)), Threads()
    rows: list[Row] = []
    for place, (doc, label) in enumerate(items, 1):
        thread = numbers.setdefault(label, len(numbers) + 1)
        index.add(replace(doc, id=place), place)  # each article a story of its own
        member = index.member(place)
        for near, found in threads.near(member).items():
            rows.append(([1.0, *(getattr(found, name) for name in LEARNT)], int(near == thread)))
        threads.add(member, thread)
    return rows


def learn(rows: Sequence[Row], shares: Sequence[float]) -> list[float]:
    """Weights by Newton's method, ridge on all but the bias."""
    size = len(NAMES)
    weights = [0.0] * size
    for _ in range(STEPS):
        slope = [RIDGE * weight for weight in weights]
        slope[0] = 0.0
        curve = [[RIDGE * (a == b and a > 0) for b in range(size)] for a in range(size)]
        for (row, label), share in zip(rows, shares, strict=True):
            chance = 1.0 / (1.0 + math.exp(-sum(weight * value for weight, value in zip(weights, row, strict=True))))
            for a in range(size):
                slope[a] += share * (chance - label) * row[a]
                bend = share * chance * (1.0 - chance) * row[a]
                for b in range(size):
                    curve[a][b] += bend * row[b]
        weights = [weight - step for weight, step in zip(weights, solve(curve, slope), strict=True)]
    return weights


def solve(curve: list[list[float]], slope: list[float]) -> list[float]:
    """The solution of a small system of linear equations."""
    lines = [[*line, value] for line, value in zip(curve, slope, strict=True)]
    for a in range(len(lines)):
        pivot = max(range(a, len(lines)), key=lambda b: abs(lines[b][a]))
        lines[a], lines[pivot] = lines[pivot], lines[a]
        for b in range(len(lines)):
            if b != a:
                factor = lines[b][a] / lines[a][a]
                lines[b] = [x - factor * y for x, y in zip(lines[b], lines[a], strict=True)]
    return [line[-1] / line[a] for a, line in enumerate(lines)]


if __name__ == "__main__":
    main()

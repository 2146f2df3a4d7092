"""The command: `make mutants ROOM=desk`, or `python -m tests.mutants desk --count 100 --seed 7`."""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.mutants import catalogue, explained, reach, rooms, trial
from tests.mutants.catalogue import Fault
from tests.mutants.names import Names
from tests.mutants.reach import Reach
from tests.mutants.rooms import Room
from tests.mutants.trial import Trial, Verdict

ROOT = Path(__file__).parents[2]
SHARE = 0.2  # of a sample that one kind of fault may be, so that no kind hides the others
UNEXPLAINED = 0.05  # share of survivors without a reason, above which the command fails
USAGE = "a room: " + " ".join(rooms.NAMED) + " jobs, or any other folder or module of monitor/"


def main() -> int:
    """Try the faults of a room; 1 where too many survive without a reason, or where a reason has become stale."""
    options = _options()
    began = time.monotonic()
    try:
        room = rooms.room(ROOT, options.room)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    possible = [fault for path in room.files for fault in catalogue.faults(path, (ROOT / path).read_bytes())]
    chosen = _at(possible, options.at) if options.at else sample(possible, options.count, options.seed)
    trial.load()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        scratch = Path(folder)
        first = trial.copied(ROOT, scratch / "0")
        reached = _reached(room, first, scratch, options.workers)
        copies = [first, *(trial.copied(first, scratch / str(number)) for number in range(1, options.workers))]
        trials = _trials(chosen, room, reached, options.budget)
        found = _tried(trials, copies, scratch)
    return _reported(room, possible, found, as_json=options.json, seconds=time.monotonic() - began)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.mutants", description=__doc__)
    parser.add_argument("room", help=USAGE)
    parser.add_argument("--count", type=int, default=80, help="faults to try (80)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample (1)")
    parser.add_argument("--at", help="all faults of a line instead: path:line, or of a file: path")
    parser.add_argument("--workers", type=int, default=2, help="faults tried at a time (2)")
    parser.add_argument(
        "--budget", type=float, default=20, help="seconds of tests for a fault, the room's own first (20)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end instead of lines")
    return parser.parse_args()


def sample(possible: list[Fault], count: int, seed: int) -> list[Fault]:
    """So many faults, by the seed: no more than one a line, and of no kind more than its share."""
    chosen: list[Fault] = []
    kinds: Counter[str] = Counter()
    lines: set[tuple[str, int]] = set()
    ranked = sorted(possible, key=lambda fault: fault.rank(seed))
    for fault in ranked:
        place = (fault.path, fault.line)
        if len(chosen) < count and place not in lines and kinds[fault.kind] < count * SHARE:
            chosen.append(fault)
            kinds[fault.kind] += 1
            lines.add(place)
    rest = [fault for fault in ranked if fault not in chosen]
    return chosen + rest[: count - len(chosen)]


def _at(possible: list[Fault], place: str) -> list[Fault]:
    path, _, line = place.partition(":")
    return [fault for fault in possible if fault.path == path and line in {"", str(fault.line)}]


def _reached(room: Room, copy: Path, scratch: Path, workers: int) -> Reach:
    """What the room's tests reach, by their files dealt out to so many processes."""
    settings = reach.prepare(scratch / "start", copy)
    files = sorted(
        {file for test in room.tests for file in _test_files(copy / test)}, key=lambda file: -file.stat().st_size
    )
    parts = [[str(file.relative_to(copy)) for file in files[number::workers]] for number in range(workers)]
    folders = [scratch / f"reach{number}" for number, part in enumerate(parts) if part]
    processes = [
        trial.start(copy, scratch / "log", lambda p=part, f=folder: reach.run(copy, settings, p, f) or 0)
        for part, folder in zip(filter(None, parts), folders, strict=True)
    ]
    trial.wait(processes)
    found = Reach()
    for folder in folders:
        if (folder / "reach.json").is_file():
            found.add(folder / "reach.json")
    if not all((folder / "reach.json").is_file() for folder in folders) or not found.seconds:
        sys.exit(f"the tests could not be run:\n{(scratch / 'log').read_text()[-4000:]}")
    tell(f"{room.name}: {len(found.seconds)} tests of {len(files)} files, {sum(found.seconds.values()):.0f} s")
    for test in sorted(found.failed):
        tell(f"left out, it does not pass without any fault: {test}")
    return found


def _test_files(path: Path) -> list[Path]:
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def _trials(chosen: list[Fault], room: Room, reached: Reach, budget: float) -> list[Trial]:
    """Each fault with its tests: the room's own first, the quick before the slow, as far as the budget goes."""
    names = Names(ROOT)
    trials = []
    for fault in chosen:
        tests, seconds = [], 0.0
        for test in sorted(
            names.tests(fault, reached), key=lambda test: (not _is_own(test, room), reached.seconds[test])
        ):
            if not tests or seconds + reached.seconds[test] <= budget:
                tests.append(test)
                seconds += reached.seconds[test]
        trials.append(Trial(fault, tuple(tests), seconds))
    return trials


def _is_own(test: str, room: Room) -> bool:
    return any(test.startswith((f"{own}/", f"{own}::")) for own in room.own)


def _tried(trials: list[Trial], copies: list[Path], scratch: Path) -> list[Verdict]:
    found = []
    entries = explained.explained(ROOT)
    for number, verdict in enumerate(trial.verdicts(trials, copies, scratch), 1):
        found.append(verdict)
        known = verdict.is_missed and any(entry.is_of(verdict.fault) for entry in entries)
        outcome = "explained" if known else verdict.outcome
        tell(f"{number:3}/{len(trials)} {outcome:9} {verdict.fault.place}")
    return found


def _reported(room: Room, possible: list[Fault], found: list[Verdict], *, as_json: bool, seconds: float) -> int:
    """Print what came out."""
    entries = explained.explained(ROOT)
    missed = [verdict for verdict in found if verdict.is_missed]
    unexplained = [verdict for verdict in missed if not any(entry.is_of(verdict.fault) for entry in entries)]
    noticed = [verdict.fault for verdict in found if not verdict.is_missed]
    stale = explained.stale(entries, possible, noticed)
    counts = Counter(verdict.outcome for verdict in found)
    share = len(unexplained) / len(found) if found else 0.0
    if as_json:
        survivors = [
            {"path": each.fault.path, "line": each.fault.code, "fault": each.fault.shown, "outcome": each.outcome}
            for each in unexplained
        ]
        summary = {
            "room": room.name,
            "possible": len(possible),
            "tried": len(found),
            **counts,
            "unexplained": survivors,
        }
        print(json.dumps({**summary, "share": round(share, 4), "stale": stale, "seconds": round(seconds, 1)}))
        return int(share > UNEXPLAINED or bool(stale))
    print(f"\n{room.name}: {len(found)} of {len(possible)} possible faults tried in {seconds:.0f} s: ", end="")
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("killed", "timeout", "survived", "unreached")))
    print(
        f"{len(missed) - len(unexplained)} explained in {explained.LIST}; unexplained {len(unexplained)} ({share:.1%}):"
    )
    for each in unexplained:
        print(f"  {each.outcome:9} {each.fault.place}\n            {each.fault.code}")
    for line in stale:
        print(f"  stale entry: {line}")
    return int(share > UNEXPLAINED or bool(stale))


def tell(line: str) -> None:
    """Say how far it is, on the error stream."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

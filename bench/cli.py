"""How long the daily commands take on a large archive, next to sqlite-utils on the same file, in the same run.

    python bench/cli.py [--archive ARCHIVE] [--articles 1000000] [--rounds 9]

Without ARCHIVE one is made by `large.py` in a temporary folder. Each command is a process of its own, from its start to
its end; the commands take turns, and the median of the rounds counts. The target is 300 ms for each of the first three.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import large

ROOT = Path(__file__).resolve().parents[1]
TARGET = 300.0  # ms
MONITOR = [sys.executable, "-c", "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"]
PEER = [sys.executable, "-m", "sqlite_utils"]


def commands(archive: Path) -> dict[str, list[str]]:
    """What is timed, by what it is called; the last is the peer."""
    return {
        "hits": [*MONITOR, "hits"],
        "search": [*MONITOR, "search", "film"],
        "status": [*MONITOR, "status"],
        "hits --watch": [*MONITOR, "hits", "--watch", "watch-3"],
        "stats": [*MONITOR, "stats"],
        "sqlite-utils rows": [*PEER, "rows", str(archive), "hits", "--limit", "20"],
    }


def timed(command: list[str], folder: Path) -> float:
    """Milliseconds of one run."""
    begin = time.perf_counter()
    subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=True
    )
    return (time.perf_counter() - begin) * 1_000


def main() -> None:
    """Time the commands in turn; the exit code is 1 if one of the three is above the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archive = options.archive.resolve() if options.archive else folder / "large.db"
        if not archive.exists():
            large.make(archive, options.articles)
        large.write_config(folder / "monitor.toml", archive)
        taken: dict[str, list[float]] = {}
        for turn in range(options.rounds + 1):
            for name, command in commands(archive).items():
                took = timed(command, folder)
                if turn:  # the first fills the caches
                    taken.setdefault(name, []).append(took)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{'command':<18} {'median, ms':>10} {'slowest':>8} {'ratio':>6}")
    for name, median in medians.items():
        print(f"{name:<18} {median:>10.0f} {max(taken[name]):>8.0f} {median / medians['sqlite-utils rows']:>6.2f}")
    late = [name for name in ("hits", "search", "status") if medians[name] > TARGET]
    if late:
        sys.exit(f"slower than {TARGET:.0f} ms: {', '.join(late)}")


if __name__ == "__main__":
    main()

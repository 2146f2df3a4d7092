"""Quality against the scores that gate.toml pins: the exit code is 1 if one is below.

python bench/gate.py --corpus CORPORA
"""

import argparse
import contextlib
import io
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cadence  # noqa: E402 - found next to this file
import credits  # noqa: A004, E402 - as above
import discover  # noqa: E402 - as above
import firsts  # noqa: E402 - as above
import poll  # noqa: E402 - as above
import story_goals  # noqa: E402 - as above
import telling  # noqa: E402 - as above


def compared(part: str, measured: dict[str, float], pinned: dict[str, float]) -> list[str]:
    """Print what was measured next to what is pinned; the names of those scores that are below."""
    low = []
    for name, least in pinned.items():
        is_low = measured[name] < least
        low += [f"{part}.{name}"] if is_low else []
        score = f"{part}.{name}"
        print(f"{score:32} {measured[name]:.3f}   at least {least:.3f}{'   BELOW' if is_low else ''}")
    return low


def main() -> None:
    """Measure and compare; a line for each score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="folder with articles/, days/, pages/ and stories/")
    corpus = parser.parse_args().corpus
    if corpus is None:
        sys.exit("bench-gate needs labelled pages: make bench-gate CORPUS=FOLDER")
    pinned = tomllib.loads((HERE / "gate.toml").read_text(encoding="utf-8"))
    low: list[str] = []
    parts = {"stories": story_goals, "discover": discover, "telling": telling, "credits": credits, "firsts": firsts}
    for part, bench in parts.items():
        with contextlib.redirect_stdout(io.StringIO()):
            measured = bench.scores(corpus)
        low += compared(part, measured, pinned[part])
    low += compared("poll", poll.scores(), pinned["poll"])
    for name, score in cadence.scores(cadence.rows_of(corpus, cadence.SEEDS)).items():
        most = pinned["cadence"][name]
        is_high = score > most
        low += [f"cadence.{name}"] if is_high else []
        print(f"{'cadence.' + name:32} {score:.3f}   at most {most:.3f}{'   ABOVE' if is_high else ''}")
    if "extract" in pinned:
        command = [sys.executable, str(HERE / "extract.py"), "--corpus", str(corpus), "--gate"]
        if subprocess.run(command, check=False).returncode:
            low.append("extract")
    if low:
        sys.exit(f"below the gate: {', '.join(low)}")


if __name__ == "__main__":
    main()

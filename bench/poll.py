"""What a poll costs: CPU of the crawling child next to requests + feedparser in a loop, and next to reader.

    python bench/poll.py [--sources 1000] [--rounds 3]

A feed of 20 items that is answered 304, 200 with the same body, or 200 with one new item, from a server on the
loopback network that is a process of its own. Each contestant is one, too; what it costs to start it does not count.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from peers import installed

HERE = Path(__file__).resolve().parent
MODES = {"304": "304", "same": "200, same body", "new": "200, one new item"}
NAMES = {"ours": "ours: the crawling child", "loop": "requests + feedparser", "reader": "reader"}


def measure(name: str, mode: str, sources: int, rounds: int) -> dict[str, float]:
    """The figures of one contestant against a server of its own; every new item must have been found."""
    server = subprocess.Popen([sys.executable, str(HERE / "poll_server.py")], stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        command = [sys.executable, str(HERE / "poll_contestants.py"), name, mode, port, str(sources), str(rounds)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        server.terminate()
        server.wait()
    if run.returncode:
        sys.exit(f"{name} failed:\n{run.stderr[-2000:]}")
    figures = json.loads(run.stdout.splitlines()[-1])
    expected = sources * rounds if mode == "new" else 0
    if figures["new"] != expected:
        sys.exit(f"{name}, {mode}: {figures['new']} new items, not {expected}\n{run.stderr[-2000:]}")
    return figures


def main() -> None:
    """Print one line for each contestant and kind of answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(MODES), help="kinds of answers")
    options = parser.parse_args()
    names = [name for name in NAMES if name != "reader" or installed("reader")]
    print(f"{'':20}{'':28}{'CPU ms a poll':>15}{'polls per CPU s':>17}{'ratio':>7}{'peak MB':>9}")
    for mode in options.only.split(","):
        found = {name: measure(name, mode, options.sources, options.rounds) for name in names}
        for name, figures in found.items():
            ratio = found["loop"]["cpu"] / figures["cpu"]
            rate = f"{1000 * figures['cpu']:>15.2f}{1 / figures['cpu']:>17.0f}"
            print(f"{MODES[mode]:20}{NAMES[name]:28}{rate}{ratio:>7.2f}{figures['memory']:>9.0f}", flush=True)
    print(f"ratio: to {NAMES['loop']}; {options.sources} sources, {options.rounds} rounds")


if __name__ == "__main__":
    main()

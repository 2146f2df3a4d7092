"""What a poll costs: CPU of the crawling child next to requests + feedparser in a loop, and next to reader.

    python bench/poll.py [--sources 1000] [--rounds 3]
    python bench/poll.py --memory [--sources 10000]     the memory of daemon and child on an archive, and of reader

`304-once` is without any connection that is used twice, as it is where minutes lie between two looks at a host.
`daemon` is what an unchanged look costs the daemon: its order, and three events into an archive on disk.

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
MODES = {"304": "304", "304-once": "304, connection closed", "same": "200, same body", "new": "200, one new item"}
NAMES = {"ours": "ours: the crawling child", "loop": "requests + feedparser", "reader": "reader"}


def started(script: str, *arguments: str) -> dict[str, float]:
    """The figures that a script prints, against a server of its own."""
    server = subprocess.Popen([sys.executable, str(HERE / "poll_server.py")], stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        command = [sys.executable, str(HERE / script), *(port if one == "PORT" else one for one in arguments)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        server.terminate()
        server.wait()
    if run.returncode:
        sys.exit(f"{script} {' '.join(arguments)} failed:\n{run.stderr[-2000:]}")
    return json.loads(run.stdout.splitlines()[-1])


def measure(name: str, mode: str, sources: int, rounds: int) -> dict[str, float]:
    """The figures of one contestant against a server of its own; every new item must have been found."""
    figures = started("poll_contestants.py", name, mode, "PORT", str(sources), str(rounds))
    expected = sources * rounds if mode == "new" else 0
    if figures["new"] != expected:
        sys.exit(f"{name}, {mode}: {figures['new']} new items, not {expected}")
    return figures


def print_memory(sources: int) -> None:
    """Print the most memory that each process took with so many sources, and what a look cost."""
    ours = started("poll_fleet.py", "PORT", str(sources), "1")
    print(f"{sources} sources, looks answered 304{'':8}{'peak MB':>10}{'CPU ms a look':>15}")
    for name, process in (("ours: the daemon", "daemon"), ("ours: the crawling child", "child")):
        print(f"{name:40}{ours[process]:>10.0f}{1000 * ours[f'cpu_{process}']:>15.2f}", flush=True)
    if installed("reader"):
        reader = started("poll_contestants.py", "reader", "304", "PORT", str(sources), "1")
        print(f"{'reader':40}{reader['memory']:>10.0f}{1000 * reader['cpu']:>15.2f}")


def scores(sources: int = 300, rounds: int = 2) -> dict[str, float]:
    """How many times as many looks of each kind as requests + feedparser in a loop, for the same CPU; for gate.toml."""
    found = {}
    for mode in MODES:
        ours, loop = (min(measure(name, mode, sources, rounds)["cpu"] for _ in range(3)) for name in ("ours", "loop"))
        found[f"ratio_{mode.replace('-', '_')}"] = loop / ours
    return found


def main() -> None:
    """Print one line for each contestant and kind of answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join([*MODES, "daemon"]), help="kinds of answers")
    parser.add_argument("--memory", action="store_true", help="only the memory, of looks answered 304")
    options = parser.parse_args()
    if options.memory:
        print_memory(options.sources)
        return
    names = [name for name in NAMES if name != "reader" or installed("reader")]
    print(f"{'':24}{'':28}{'CPU ms a poll':>15}{'polls per CPU s':>17}{'ratio':>7}{'peak MB':>9}")
    for mode in options.only.split(","):
        if mode == "daemon":
            daemon = measure("daemon", "304", options.sources, options.rounds)
            memory = f"{1 / daemon['cpu']:>17.0f}{'':7}{daemon['memory']:>9.0f}"
            print(f"{'304':24}{'ours: the daemon':28}{1000 * daemon['cpu']:>15.2f}{memory}", flush=True)
            continue
        found = {name: measure(name, mode, options.sources, options.rounds) for name in names}
        for name, figures in found.items():
            ratio = found["loop"]["cpu"] / figures["cpu"]
            rate = f"{1000 * figures['cpu']:>15.2f}{1 / figures['cpu']:>17.0f}"
            print(f"{MODES[mode]:24}{NAMES[name]:28}{rate}{ratio:>7.2f}{figures['memory']:>9.0f}", flush=True)
    print(f"ratio: to {NAMES['loop']}; {options.sources} sources, {options.rounds} rounds")


if __name__ == "__main__":
    main()

"""Pages per CPU-second of the whole pipeline, next to a spider that only downloads and a loop with trafilatura.

    python bench/crawl.py --outlets OUTLETS.json [--rounds 1]

OUTLETS.json describes a local web that is being served: [{"slug", "home", "feed", "articles": [{"url"}]}].
Each contestant is a process of its own; CPU time is that of the process and its children. It is run once over all
pages and once over a few, and the rate is taken from the difference, so that starting up does not count.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from peers import installed

HERE = Path(__file__).resolve().parent
PEER = "download + trafilatura"
FEW = 2  # outlets of the short run


@dataclass(frozen=True, slots=True)
class Run:
    """One process: pages read, CPU seconds, peak memory of its largest process in MB."""

    pages: int
    cpu: float
    memory: float


def measured(command: list[str], folder: Path) -> Run:
    """Run a command that prints the number of its pages last."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, text=True)
    out, err = child.stdout.read(), child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 4) or not out.strip():
        sys.exit(f"{' '.join(command)} failed:\n{err[-2000:]}")
    return Run(int(out.strip().splitlines()[-1]), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def configured(outlets: list[dict], folder: Path) -> None:
    """A monitor.toml over these outlets, with two watches."""
    lines = ["follow = []", "[crawl]", "delay = 0.0", "[network]", 'allow = ["127.0.0.0/8"]']
    lines += ["[[watch]]", 'name = "Film"', 'query = "film OR movie"']
    lines += ["[[watch]]", 'name = "Heat 2"', """query = '"Heat 2" OR (Heat NEAR/8 "Michael Mann")'"""]
    for outlet in outlets:
        lines += ["[[outlet]]", f'id = "{outlet["slug"]}"', f'name = "{outlet["slug"]}"', f'home = "{outlet["home"]}"']
        lines += [f'sources = [{{ kind = "feed", url = "{outlet["feed"]}" }}]']
    (folder / "monitor.toml").write_text("\n".join(lines))


PIPELINE = """
import io, json, sys
from contextlib import redirect_stdout
from monitor.cli import main
printed = io.StringIO()
with redirect_stdout(printed):
    code = main(["crawl", "--quiet", "--json", "--no-send"])
rows = json.loads(printed.getvalue())
print(sum(row["articles"] + row["refused"] for row in rows))
"""


def contestants(outlets: list[dict], folder: Path) -> dict[str, list[str]]:
    """A command for each contestant over these outlets."""
    configured(outlets, folder)
    urls = folder / "urls.json"
    urls.write_text(json.dumps([article["url"] for outlet in outlets for article in outlet["articles"]]))
    commands = {
        "ours: crawl, extract, match, group, store": [sys.executable, "-c", PIPELINE],
        "Scrapy, download only": [sys.executable, str(HERE / "crawl_peers.py"), "download", str(urls)],
    }
    if installed("trafilatura"):
        commands[PEER] = [sys.executable, str(HERE / "crawl_peers.py"), "trafilatura", str(urls)]
    return commands


def main() -> None:
    """Print one line a contestant."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    outlets = json.loads(arguments.outlets.read_text())
    best: dict[str, tuple[float, Run]] = {}
    for _ in range(arguments.rounds):
        for name in contestants(outlets, Path(tempfile.mkdtemp())):
            runs = []
            for part in (outlets, outlets[:FEW]):
                with tempfile.TemporaryDirectory() as folder:
                    runs.append(measured(contestants(part, Path(folder))[name], Path(folder)))
            rate = (runs[0].pages - runs[1].pages) / (runs[0].cpu - runs[1].cpu)
            if name not in best or rate > best[name][0]:
                best[name] = (rate, runs[0])
    peer = best[PEER][0] if PEER in best else None
    print(f"{'':44}{'pages':>7}{'CPU s':>8}{'pages/CPU s':>13}{'ratio':>7}{'peak MB':>9}")
    for name, (rate, run) in best.items():
        ratio = f"{rate / peer:.2f}" if peer else "-"
        print(f"{name:44}{run.pages:>7}{run.cpu:>8.1f}{rate:>13.1f}{ratio:>7}{run.memory:>9.0f}")
    print(f"ratio: to {PEER}")


if __name__ == "__main__":
    main()

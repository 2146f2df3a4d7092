"""How right and how fast articles are read, next to other parsers on the same pages: one table, one process each.

    python bench/extract.py --corpus CORPORA [--readers ours,trafilatura] [--failures title] [--gate]

Speed is pages per CPU-second, and its ratio to trafilatura's in the same run. `pip install .[bench]` brings the peers;
one that is not installed, or fails, is named on stderr and left out of the table. With --gate only the product runs,
and the exit code is 1 if a score is below the one pinned in gate.toml. With --failures the pages that fail one measure
are listed.
"""

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from extract_peers import READERS, rows
from extract_scores import Row, Scores, mean, scores
from peers import PEERS, installed

GATE = Path(__file__).resolve().parent / "gate.toml"
MEASURES = ("f1", "precision", "recall", "title", "any author", "exact authors", "date", "minute")
NO_ARTICLES = {"front", "listing", "error", "redirect"}
PACKAGES = {"trafilatura fast": "trafilatura"}  # which peer a reader needs, where it is not called like it


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with articles/ and pages/")
    parser.add_argument("--readers", default=",".join(READERS), help="which, separated by commas")
    parser.add_argument("--failures", choices=MEASURES, help="list the pages on which the product fails this measure")
    parser.add_argument("--gate", action="store_true", help="check the product against gate.toml")
    arguments = parser.parse_args()
    names = ["ours"] if arguments.gate or arguments.failures else arguments.readers.split(",")
    truth = rows(arguments.corpus, "articles")
    bills: dict[str, Row] = {}
    results: dict[str, Scores] = {}
    by_reader: dict[str, dict[str, Row]] = {}
    for name in names:
        if (package := PACKAGES.get(name, name)) in PEERS and not installed(package):
            continue
        if (findings := read(name, arguments.corpus)) is None:
            continue
        found, bills[name] = findings
        by_reader[name] = found
        results[name] = scores(truth, found)
        bills[name]["failures"] = sum(1 for row in truth if not found.get(row["id"], {}).get("body")) / len(truth)
    if arguments.failures:
        list_failures(truth, by_reader["ours"], arguments.failures)
        return
    print_table(results, bills)
    if "ours" not in results:
        return
    rates = gate_rates(arguments.corpus, by_reader["ours"])
    print_gate(rates)
    if arguments.gate and not passes(results["ours"], rates):
        sys.exit(1)


def read(name: str, corpus: Path) -> tuple[dict[str, Row], Row] | None:
    """What one reader finds on every page, and its bill; None for a peer that failed, which has no figures."""
    command = [sys.executable, str(Path(__file__).with_name("extract_peers.py")), name, str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        failed = f"{name} failed: {(done.stderr.strip().splitlines() or ['without a word'])[-1]}"
        if name == "ours":
            sys.exit(failed)
        print(failed, file=sys.stderr)
        return None
    *lines, bill = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return {line["id"]: line for line in lines}, bill


def print_table(results: dict[str, Scores], bills: dict[str, Row]) -> None:
    """One line a reader: quality over all pages; then the body by source; then the bill."""
    print(f"{'':18}" + "".join(f"{measure:>15}" for measure in MEASURES))
    for name, result in results.items():
        print(f"{name:18}" + "".join(f"{mean(result[measure, 'all']):15.3f}" for measure in MEASURES))
    sources = sorted({tag for result in results.values() for measure, tag in result if measure == "f1"} - {"all"})
    print(f"\n{'body F1':18}" + "".join(f"{source[:20]:>22}" for source in sources))
    for name, result in results.items():
        print(f"{name:18}" + "".join(f"{mean(result['f1', source]):22.3f}" for source in sources))
    base = bills.get("trafilatura")
    print(f"\n{'':18}{'pages/CPU-s':>14}{'x trafilatura':>15}{'peak MiB':>10}{'no text':>9}")
    for name, bill in bills.items():
        speed = bill["pages"] / bill["seconds"]
        ratio = f"{speed / (base['pages'] / base['seconds']):.2f}" if base else "-"
        print(f"{name:18}{speed:14.1f}{ratio:>15}{bill['peak_mib']:10.0f}{bill['failures']:9.3f}")


def gate_rates(corpus: Path, found: dict[str, Row]) -> dict[str, float]:
    """How many pages that are not articles are refused, and how many articles."""
    others = [row for row in rows(corpus, "pages") if row["kind"] in NO_ARTICLES]
    articles = rows(corpus, "articles")

    def refused(some: list[Row]) -> float:
        return sum("refused" in found.get(row["id"], {}) for row in some) / len(some)

    return {"listings_refused": refused(others), "articles_refused": refused(articles)}


def print_gate(rates: dict[str, float]) -> None:
    """The gate's two rates."""
    for name, rate in rates.items():
        print(f"{name.replace('_', ' '):20}{rate:8.3f}")


def passes(result: Scores, rates: dict[str, float]) -> bool:
    """Whether every pinned score is reached."""
    pinned = tomllib.loads(GATE.read_text(encoding="utf-8"))["extract"]
    reached: dict[str, float] = {f"{measure.replace(' ', '_')}": mean(result[measure, "all"]) for measure in MEASURES}
    reached["f1_entertainment"] = mean(result["f1", "ent"])
    reached |= rates
    below = [
        f"{name}: {reached[name]:.3f}, pinned {floor}"
        for name, floor in pinned.items()
        if (reached[name] > floor if name == "articles_refused" else reached[name] < floor)
    ]
    print("\n".join(below) or "gate: passed")
    return not below


def list_failures(truth: list[Row], found: dict[str, Row], measure: str) -> None:
    """The pages on which a measure is not reached, worst first."""
    listed: list[tuple[float, Row, Row]] = []
    for row in truth:
        own = scores([row], found)[measure, "all"]
        if own and own[0] < (0.95 if measure in {"f1", "precision", "recall"} else 1.0):
            listed.append((own[0], row, found.get(row["id"], {})))
    for value, row, one in sorted(listed, key=lambda item: item[0]):
        print(f"{value:.3f} {row['id']} {row['source']} {row['url']}")
        key = {"title": "title", "date": "published", "minute": "published"}.get(measure)
        key = "authors" if "author" in measure else key
        if key:
            print(f"      found {_short(one.get(key))}\n      truth {_short(row[key])}")


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]


if __name__ == "__main__":
    main()

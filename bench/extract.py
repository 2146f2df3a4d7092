"""How right and how fast articles are read, in fold and out of fold, next to other parsers on the same pages.

    python bench/extract.py --corpus CORPORA [--readers ours,trafilatura] [--cache FOLDER] [--failures title] [--gate]

The labelled pages are dealt by outlet into five folds (`extract_pages.py`). "ours" is the product as it ships, "ours
out of fold" the product with weights that were learnt without the fold of the page: that is the figure that counts,
and the one that gate.toml pins. Intervals are 95 %, by outlets drawn again. `--readers all` compares with every peer;
`pip install .[bench]` brings them; one that is not installed, or fails, is named on stderr and left out.

Speed is pages per CPU-second, and its ratio to trafilatura's in the same run; with --cache (a scratch folder) pages
that a peer has read are not read again, and the ratio is to that earlier run. With --gate only the product runs, and
the exit code is 1 if a score is below the one pinned. With --failures the pages that fail one measure are listed.
"""

import argparse
import json
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import extract_tables
from extract_pages import Row, rows
from extract_peers import KNOWN, LISTED, OUT_OF_FOLD, OWN, READERS
from extract_scores import MEASURES, TRUTHS, Scores, mean, scores
from peers import PEERS, installed

GATE = Path(__file__).resolve().parent / "gate.toml"
NO_ARTICLES = {"front", "listing", "collection", "error", "redirect"}
PACKAGES = {"trafilatura fast": "trafilatura"}  # which peer a reader needs, where it is not called like it
STANDARD = f"ours,{KNOWN},{OUT_OF_FOLD},{LISTED},trafilatura"
JOBS = 2  # processes a reader


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with articles/, pages/ and maybe wide/")
    parser.add_argument("--readers", default=STANDARD, help="which, separated by commas, or all")
    parser.add_argument("--cache", type=Path, help="scratch folder for what peers found")
    parser.add_argument("--failures", choices=MEASURES, help="list the pages on which the product fails this measure")
    parser.add_argument("--gate", action="store_true", help="check the product against gate.toml")
    arguments = parser.parse_args()
    names = list(READERS) if arguments.readers == "all" else arguments.readers.split(",")
    names = [OUT_OF_FOLD] if arguments.gate or arguments.failures else names
    labelled = rows(arguments.corpus)
    found: dict[str, dict[str, Row]] = {}
    bills: dict[str, Row] = {}
    for name in names:
        if (package := PACKAGES.get(name, name)) in PEERS and not installed(package):
            continue
        if findings := read(name, arguments.corpus, arguments.cache):
            found[name], bills[name] = findings[0], bill(labelled, *findings)
    if arguments.failures:
        list_failures(labelled, found[OUT_OF_FOLD], arguments.failures)
        return
    # What a listing says counts for the gate alone: it is the truth's own title.
    extract_tables.quality(labelled, {name: rows for name, rows in found.items() if name != LISTED})
    extract_tables.speed(bills)
    checked = next((name for name in (OUT_OF_FOLD, "ours") if name in found), None)
    if checked is None:
        return
    rates = {name: gate_rates(labelled, found[name]) for name in (checked, LISTED) if name in found}
    extract_tables.gate(rates)
    if arguments.gate and not passes(scores(labelled, found[checked]), rates[checked]):
        sys.exit(1)


def read(name: str, corpus: Path, cache: Path | None = None) -> tuple[dict[str, Row], float] | None:
    """What one reader finds on every page, and its memory in MiB; None for a peer that failed, which has no figures."""
    command = [sys.executable, str(Path(__file__).with_name("extract_peers.py")), name, str(corpus)]
    kept: list[str] = []
    if cache and name not in OWN:
        package = PACKAGES.get(name, name)
        version = metadata.version("beautifulsoup4" if package not in PEERS else package)
        folder = cache / f"{name.replace(' ', '-')}-{version}"
        folder.mkdir(parents=True, exist_ok=True)
        kept = [str(folder)]
    started = [
        subprocess.Popen(
            [*command, str(share), str(JOBS), *kept], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for share in range(JOBS)
    ]
    with ThreadPoolExecutor(JOBS) as pool:  # all are heard at once: one that nobody hears stops at a full pipe
        answers = list(pool.map(subprocess.Popen.communicate, started))
    if any(process.returncode for process in started):
        said = next(err for _, err in answers if err.strip()).strip().splitlines()
        failed = f"{name} failed: {said[-1]}"
        if name in OWN:
            sys.exit(failed)
        print(failed, file=sys.stderr)
        return None
    lines = [json.loads(line) for out, _ in answers for line in out.splitlines() if line.startswith("{")]
    return {line["id"]: line for line in lines if "id" in line}, max(line.get("peak_mib", 0.0) for line in lines)


def bill(labelled: list[Row], found: dict[str, Row], peak: float) -> Row:
    """Pages, seconds, memory, and the share of articles without a text."""
    articles = [row for row in labelled if row["kind"] == "article"]
    return {
        "pages": len(articles),
        "seconds": sum(found.get(row["id"], {}).get("seconds", 0.0) for row in articles) or 1e-9,
        "peak_mib": peak,
        "failures": sum(not found.get(row["id"], {}).get("body") for row in articles) / len(articles),
    }


def gate_rates(labelled: list[Row], found: dict[str, Row]) -> dict[str, float]:
    """How many pages that are not articles are refused, and how many articles, and of these those that have a text.

    And what the texts come to where the refused ones count as nothing.
    """
    others = [row for row in labelled if row["kind"] in NO_ARTICLES]
    articles = [row for row in labelled if row["kind"] == "article"]
    texts = [row for row in articles if row["part"] == "wide" and row["body"]]

    def refused(some: list[Row]) -> float:
        return sum("refused" in found.get(row["id"], {}) for row in some) / max(1, len(some))

    return {
        "listings_refused": refused(others),
        "articles_refused": refused(articles),
        "wide_texts_refused": refused(texts),
        "f1_wide": mean(scores(labelled, found)["f1", "wide"]),
    }


def passes(result: Scores, rates: dict[str, float]) -> bool:
    """Whether every pinned score is reached."""
    pinned = tomllib.loads(GATE.read_text(encoding="utf-8"))["extract"]
    reached = {
        f"{measure} {tag}".replace(": ", "_").replace(" ", "_"): mean(got) for (measure, tag), got in result.items()
    }
    reached |= rates
    below = [
        f"{name}: {reached[name]:.3f}, pinned {floor}"
        for name, floor in pinned.items()
        if (reached[name] > floor if name in ("articles_refused", "wide_texts_refused") else reached[name] < floor)
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
        print(f"{value:.3f} {row['id']} {row['part']} {row['set']} {row['url']} {one.get('refused') or ''}")
        key = {"title": "title", "date": "published", "minute": "published"}.get(measure)
        key = "authors" if TRUTHS.get(measure) == "authors" else key
        if key:
            print(f"      found {_short(one.get(key))}\n      truth {_short(row[key])}")


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]


if __name__ == "__main__":
    main()

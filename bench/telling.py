"""What a desk sends on scripted news days against an editor's verdicts, next to two baselines in the same run.

    python bench/telling.py --corpus CORPORA [--gate]

`days/NN-*.jsonl` are articles in the order in which they are found, with a verdict for each article and watch, and
`NN-*.toml` the watches. The first half and `SEEN` were looked at while the rules were chosen, `LEFT_OUT` were not.
"""

import argparse
import json
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from monitor import config
from monitor.cli.trial import lines
from monitor.cli.trial.desk import DeskTrial
from monitor.rehearsal.rehearsal import rehearsal

SEEN = frozenset({2, 6, 10, 14, 18})  # of the second half
LEFT_OUT = frozenset({4, 8, 12, 16, 20, 22})
WAYS = ("ours", "first and second outlet", "all but duplicates")
Json = dict[str, Any]
KIND = 'kind = "press"\n'
Sent = dict[tuple[str, str], str | None]  # by line and watch: the kind


@dataclass(frozen=True, slots=True)
class Day:
    """A story line: its number, its articles, and what each way sends."""

    number: int
    rows: Sequence[Json]
    sent: dict[str, Sent]


def days(corpus: Path) -> Iterator[Day]:
    """Each story line, run through a desk of its own."""
    for path in sorted((corpus / "days").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        watches = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))["watch"]
        outcomes = _run(rows, watches)
        ours = {(row["id"], alert["watch"]): alert["kind"] for row in outcomes for alert in row["alerts"]}
        hits = _hits(rows, watches)
        yield Day(
            int(path.name[:2]),
            rows,
            {WAYS[0]: ours, WAYS[1]: _second(rows, outcomes, hits), WAYS[2]: _all(rows, outcomes, hits)},
        )


def scores(corpus: Path) -> dict[str, float]:
    """What the gate pins: of the lines that were left out."""
    return scores_of([day for day in days(corpus) if day.number in LEFT_OUT])


def scores_of(chosen: Iterable[Day]) -> dict[str, float]:
    """The shares of what was due and sent, of what was sent and due, and of the right kinds."""
    tally = count(chosen, WAYS[0])
    return {"found": 1 - tally["missed"], "clean": 1 - tally["noise"], "kind": tally["kind"]}


def count(chosen: Iterable[Day], way: str) -> dict[str, float]:
    """Shares: `right` of verdicts, `missed` of what was due, `noise` of what was sent, `kind` of what was both."""
    n: Counter[str] = Counter()
    for day in chosen:
        sent = dict(day.sent[way])
        for row in day.rows:
            for verdict in row["verdicts"]:
                is_due, is_sent = verdict["alert"] != "quiet", (row["id"], verdict["watch"]) in sent
                kind = sent.pop((row["id"], verdict["watch"]), None)
                n.update(all=1, due=is_due, sent=is_sent, right=is_due == is_sent, missed=is_due and not is_sent)
                n.update(noise=is_sent and not is_due, kind=is_due and kind == verdict["alert"])
        n.update(sent=len(sent), noise=len(sent))
    return {
        "right": n["right"] / max(1, n["all"]),
        "missed": n["missed"] / max(1, n["due"]),
        "noise": n["noise"] / max(1, n["sent"]),
        "kind": n["kind"] / max(1, n["due"] - n["missed"]),
        "due": n["due"],
    }


def _run(rows: Sequence[Json], watches: Sequence[Json]) -> list[Json]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "monitor.toml"
        file.write_text(desk_file(rows, watches), encoding="utf-8")
        with rehearsal(config.load(file, {})) as at_work:
            trial = DeskTrial(at_work)
            found = [trial.take(lines.Line(number, row | {"outlet": slug(row)})) for number, row in enumerate(rows)]
            trial.finish()
            return found


def desk_file(rows: Sequence[Json], watches: Sequence[Json], *, press: bool = False) -> str:
    """The desk's file: the outlets of the articles with their owners, one watch for each.

    `press`: companies' newsrooms are of the kind that publishes releases.
    """
    text = ['follow = []\n[archive]\npath = "archive.db"\n[crawl]\nseed = false\n[alerts]\nflood = 0']
    for row in {row["outlet"]: row for row in rows}.values():
        name = slug(row)
        text.append(
            f'[[outlet]]\nid = "{name}"\nname = {json.dumps(row["outlet"])}\nhome = "https://{name}.example/"\n'
            f"owner = {json.dumps(row['owner'])}\ntier = {row['tier']}\n"
            f"{KIND if press and row['outlet'].startswith('press:') else ''}"
            f'sources = [{{ kind = "feed", url = "https://{name}.example/feed" }}]'
        )
    for watch in watches:
        query = json.dumps(" OR ".join(watch["words"]), ensure_ascii=False)
        text.append(f'[[watch]]\nname = "{watch["id"]}"\nquery = {query}\nalert = "instant"\nto = ["desk"]')
    text.append('[[channel]]\nname = "desk"\nkind = "file"\npath = "out"')
    return "\n".join(text)


def slug(row: Json) -> str:
    """The id of an article's outlet."""
    return str(row["outlet"]).replace(":", "-")


def _hits(rows: Sequence[Json], watches: Sequence[Json]) -> dict[str, list[str]]:
    """The watches whose words each article has."""
    texts = {row["id"]: f"{row['title']} {row['standfirst'] or ''} {row['body']}" for row in rows}
    return {
        name: [watch["id"] for watch in watches if any(words.strip('"') in text for words in watch["words"])]
        for name, text in texts.items()
    }


def _second(rows: Sequence[Json], outcomes: Sequence[Json], hits: dict[str, list[str]]) -> Sent:
    """The rules before there were kinds: the first article of a story, the second outlet, corrections."""
    sent: Sent = {}
    voices: dict[tuple[int, str], list[str]] = {}
    for row, outcome in zip(rows, outcomes, strict=True):
        for watch in hits[row["id"]]:
            known = voices.setdefault((outcome["story"], watch), [])
            if row["revises"]:
                if "orrection" in row["body"] or "was amended" in row["body"]:
                    sent[row["id"], watch] = "correction"
            elif outcome["copy_of"] is None and row["outlet"] not in known:
                known.append(row["outlet"])
                if len(known) <= 2:
                    sent[row["id"], watch] = "opened" if len(known) == 1 else "confirmed"
    return sent


def _all(rows: Sequence[Json], outcomes: Sequence[Json], hits: dict[str, list[str]]) -> Sent:
    """Every article and edit that is no duplicate."""
    return {
        (row["id"], watch): None
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome["copy_of"] is None
        for watch in hits[row["id"]]
    }


def main() -> None:
    """A line for each part and way; with --gate the exit code is 1 if a score is below what is pinned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with days/")
    parser.add_argument("--gate", action="store_true", help="fail below the scores of gate.toml")
    given = parser.parse_args()
    found = list(days(given.corpus))
    print(f"{'':14}{'':26}{'right':>7}{'missed':>8}{'noise':>7}{'kind':>7}{'due':>5}")
    parts = (("looked at", [day for day in found if day.number not in LEFT_OUT]),
             ("left out", [day for day in found if day.number in LEFT_OUT]), ("all", found))  # fmt: skip
    for part, chosen in parts:
        for way in WAYS:
            tally = count(chosen, way)
            shares = f"{tally['right']:>7.3f}{tally['missed']:>8.3f}{tally['noise']:>7.3f}{tally['kind']:>7.3f}"
            print(f"{part:14}{way:26}{shares}{tally['due']:>5.0f}")
    if given.gate:
        pinned = tomllib.loads((Path(__file__).parent / "gate.toml").read_text(encoding="utf-8"))["telling"]
        measured = scores_of(parts[1][1])
        low = [name for name, least in pinned.items() if measured[name] < least]
        if low:
            sys.exit(f"below the gate: {', '.join(low)}")


if __name__ == "__main__":
    main()

"""Who is named as the first of a story, on scripted news days run through the real desk.

    python bench/firsts.py --corpus CORPORA

A case is an event with an article of which the editor says that it opens the story; its outlet is the first, or, where
that is a company's release, the outlet that reported it next without the release's text, if there is one. The verdict
on the story of that report is right if it names that outlet.
"""

import argparse
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from telling import desk_file, slug

from monitor import config
from monitor.cli.trial import lines
from monitor.cli.trial.desk import DeskTrial
from monitor.reading import urls
from monitor.rehearsal.rehearsal import Rehearsal, rehearsal
from monitor.store import articles, stories

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of an event of a day: who was first, who is named, and who may have been, as the story says."""

    day: str
    event: str
    first: str
    named: str | None


def verdicts(corpus: Path) -> Iterator[Verdict]:
    """Of all events of all days."""
    for path in sorted((corpus / "days").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        watches = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))["watch"]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "monitor.toml"
            file.write_text(desk_file(rows, watches, press=True), encoding="utf-8")
            with rehearsal(config.load(file, {})) as at_work:
                trial = DeskTrial(at_work)
                for number, row in enumerate(rows):
                    trial.take(lines.Line(number, row | {"outlet": slug(row)}))
                trial.finish()
                yield from _of_day(path.stem, rows, at_work)


def _of_day(day: str, rows: Sequence[Json], at_work: Rehearsal) -> Iterator[Verdict]:
    archive = at_work.desk.context.archive
    for event in dict.fromkeys(row["event"] for row in rows):
        reports = [row for row in rows if row["event"] == event and not row["revises"]]
        opening = [row for row in reports if any(verdict["alert"] == "opened" for verdict in row["verdicts"])]
        own = [row for row in opening if not _is_release(row)]
        own = own or [row for row in reports if opening and not _is_release(row)]
        if not own:
            continue
        first = min([row for row in own if not row["release"]] or own, key=lambda row: (_time(row), rows.index(row)))
        stored = articles.find(archive, urls.canonical(first["url"]) or "")
        story = stories.get(archive, stored.story_id) if stored and stored.story_id else None
        yield Verdict(day, event, slug(first), story.first_reported_by if story else None)


def _is_release(row: Json) -> bool:
    return str(row["outlet"]).startswith("press:")


def _time(row: Json) -> datetime:
    return min(datetime.fromisoformat(row["published"] or row["found"]), datetime.fromisoformat(row["found"]))


def scores(corpus: Path) -> dict[str, float]:
    """What the gate pins: the share of verdicts that are right."""
    found = list(verdicts(corpus))
    return {"first": sum(one.first == one.named for one in found) / len(found)}


def main() -> None:
    """The share of right verdicts, and each wrong one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with days/")
    found = list(verdicts(parser.parse_args().corpus))
    print(f"first: {sum(one.first == one.named for one in found)} of {len(found)} right")
    for one in found:
        if one.first != one.named:
            print(f"  {one.day} {one.event}: {one.first}, named {one.named}")


if __name__ == "__main__":
    main()

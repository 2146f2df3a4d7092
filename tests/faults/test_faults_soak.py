"""Half a day of all faults at once, in seconds: idle time is skipped. `bench/soak.py` does the same for a month."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SOAK = Path(__file__).resolve().parents[2] / "bench" / "soak.py"


def soaked(folder: Path, *words: str) -> dict[str, Any]:
    """What a run found, in which nothing may be lost and nothing said twice."""
    run = subprocess.run(
        [sys.executable, str(SOAK), "--json", f"--folder={folder}", "--looks=1", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    assert (found["missing"], found["stored_twice"], found["stored_once"]) == ([], 0, found["published"])
    assert (found["not_alerted"], found["alerted_twice"], found["alerted_once"]) == ([], 0, found["watched"])
    assert (found["unsent"], found["integrity"]) == (0, "ok")
    assert found["files"] == found["messages"]
    assert min(found["published"], found["watched"]) > 1
    assert found["days"][-1]["tasks"] < 12  # those that run for ever: none is left of a crawl
    return found


def test_a_child_that_was_replaced_within_days_has_grown_since_its_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a run of less than a week, in which no day counts as settled; where none is left, it has not grown."""
    monkeypatch.syspath_prepend(str(SOAK.parent))
    soak = importlib.import_module("soak")
    measured = dict.fromkeys(soak.Day.__dataclass_fields__, 1)
    run = object.__new__(soak.Soak)
    run.days = [
        soak.Day(**measured | {"day": day, "child_pid": pid, "child_mb": size})
        for day, pid, size in ((1.0, 7, 90.0), (2.0, 8, 100.0), (3.0, 8, 110.0))
    ]
    assert run.growth() == {"daemon": 1.0, "child": 1.1, "children": 2}

    run.days.append(soak.Day(**measured | {"day": 4.0, "child_pid": 0, "child_mb": 0.0}))
    assert run.growth() == {"daemon": 1.0, "child": 1.0, "children": 2}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_half_a_day_of_faults_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Errors, resets, block pages, floods, an outage of ours: each article is stored once, each alert sent once."""
    found = soaked(tmp_path, "--days=0.5", "--outlets=10", "--poll=20m", "--a-day=24")

    _, still_open = found["incidents"].get("network_down", (0, 0))  # on a busy machine the outage may meet no look
    assert still_open == 0
    assert len(found["faults"]) > 8


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_bad_line_for_hours_costs_time_and_nothing_else(tmp_path: Path) -> None:
    """Three in ten connections are cut in the middle, dropped or late, robots.txt and pages as well as listings."""
    found = soaked(tmp_path, "--days=0.2", "--outlets=5", "--poll=15m", "--a-day=40", "--broken=0.3")

    assert found["failed_requests"] > 20

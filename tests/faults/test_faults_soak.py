"""Half a day of all faults at once, in seconds: idle time is skipped. `bench/soak.py` does the same for a month."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).resolve().parents[2] / "bench" / "soak.py"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_half_a_day_of_faults_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Errors, resets, block pages, floods, an outage of ours: each article is stored once, each alert sent once."""
    words = ["--days=0.5", "--outlets=10", "--poll=20m", "--a-day=24", "--looks=1", "--json", f"--folder={tmp_path}"]
    run = subprocess.run([sys.executable, str(SOAK), *words], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)

    assert (found["missing"], found["stored_twice"], found["stored_once"]) == ([], 0, found["published"])
    assert (found["not_alerted"], found["alerted_twice"], found["alerted_once"]) == ([], 0, found["watched"])
    assert (found["unsent"], found["integrity"]) == (0, "ok")
    assert found["files"] == found["messages"]
    assert min(found["published"], found["watched"]) > 1
    assert found["incidents"]["network_down"] == [1, 0]
    assert len(found["faults"]) > 8
    assert found["days"][-1]["tasks"] < 12  # those that run for ever: none is left of a crawl

"""Messages over receivers that fail, by a sender that is killed; `bench/surety.py` does the same with a thousand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SURETY = Path(__file__).resolve().parents[2] / "bench" / "surety.py"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_is_lost_and_what_is_doubled_has_its_id_and_its_bytes() -> None:
    """By mail, webhook and chat, over 22 faults in a hundred attempts and three `kill -9`: all arrive."""
    words = ["--json", "--messages", "60", "--kills", "3"]
    run = subprocess.run([sys.executable, str(SURETY), *words], capture_output=True, text=True, check=False)
    assert run.stdout, run.stderr[-3000:]
    found = json.loads(run.stdout)

    assert (found["states"], found["kills"]) == ({"sent": 180}, 3)
    for name in ("hook", "mail", "chat"):
        channel = found[name]
        assert (channel["lost"], channel["unknown"], channel["differing"]) == (0, 0, 0), name
        assert channel["kinds_of_faults"] > 4, name
        assert channel["doubled"] < 30, name
    assert sum(found[name]["doubled"] for name in ("hook", "mail", "chat")) > 0

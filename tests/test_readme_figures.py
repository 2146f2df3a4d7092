"""The README's figures of what was tried are what the tests count."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
README = TESTS.parent / "README.md"
FIGURES = ("hostile inputs", "private addresses", "kills", "power cuts")


def test_the_figures_are_what_the_suite_counts() -> None:
    """Each figure is the sum over the cases of the tests that carry its mark."""
    files = [
        str(path) for path in sorted(TESTS.rglob("test_*.py")) if "@pytest.mark.figure(" in path.read_text("utf-8")
    ]
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "--figures", "-p", "no:cacheprovider"]
    usual = {name: value for name, value in os.environ.items() if name != "MONITOR_FAULTS"}
    done = subprocess.run([*words, *files], cwd=TESTS.parent, env=usual, capture_output=True, text=True, check=True)
    counted = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    text = README.read_text(encoding="utf-8")
    claimed = {of: int(found[1]) for of in FIGURES if (found := re.search(rf"(\d+) {of}", text))}

    assert claimed == counted, f"README.md says {claimed}; the suite counts {counted}"

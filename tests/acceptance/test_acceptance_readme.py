"""The README's commands after the demo work as they are printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BOUND = 110  # seconds for the demo; it takes half a minute on a machine of its own


def after_the_demo() -> list[str]:
    """The lines of the block under "Ask the archive", without the activation."""
    block = re.search(
        r"^## Ask the archive\n.*?^```\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert block is not None
    return [line for line in block[1].splitlines() if line and not line.startswith(". ")]


def test_the_commands_of_the_readme_find_something_in_the_archive_of_the_demo(tmp_path: Path) -> None:
    """Run in order in the folder of the demo, each ends well and prints something."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "HOME": str(tmp_path), "NO_COLOR": "1", "PATH": path}
    subprocess.run(["monitor", "demo"], cwd=tmp_path, env=environment, capture_output=True, timeout=BOUND, check=False)
    lines = after_the_demo()
    assert len(lines) >= 7

    failed = []
    for line in lines:
        ran = subprocess.run(
            ["bash", "-c", line], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        if ran.returncode or ran.stdout.strip() in {"", "[]"}:
            failed.append((line, ran.returncode, ran.stderr))

    assert failed == []

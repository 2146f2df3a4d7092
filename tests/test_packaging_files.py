"""The files for systemd and for containers, as far as they can be examined without either being started."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "packaging" / "monitor.service"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_is_right(tmp_path: Path) -> None:
    """Systemd finds nothing to remark, but for the program, which is not installed here."""
    command = shutil.which("true")
    assert command
    unit = tmp_path / "monitor.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={command}", UNIT.read_text()))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)

    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_the_unit_needs_no_file_but_the_configuration() -> None:
    """Each credential is without a path, and each file of variables may be missing: both are optional then."""
    settings = [line.split("=", 1) for line in UNIT.read_text().splitlines() if re.match(r"[A-Z]\w+=", line)]
    credentials = [value for name, value in settings if name.startswith("LoadCredential")]
    files = [value for name, value in settings if name == "EnvironmentFile"]

    assert credentials
    assert not [value for value in credentials if ":" in value]
    assert files
    assert not [value for value in files if not value.startswith("-")]

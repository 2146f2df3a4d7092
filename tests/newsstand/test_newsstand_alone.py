"""The newsstand stands alone: what it imports, and how it is run by hand."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

from newsstand_client import get

STANDARD = "import sys, monitor.newsstand, monitor.newsstand.__main__; print(*sorted(sys.modules))"


def test_it_imports_nothing_of_ours_and_no_library() -> None:
    """Only the standard library is loaded with it."""
    done = subprocess.run([sys.executable, "-c", STANDARD], capture_output=True, text=True, check=True)

    started = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in set(done.stdout.split()) - set(started.stdout.split())}
    ours = {name for name in done.stdout.split() if name.startswith("monitor.")}
    assert loaded - sys.stdlib_module_names <= {"monitor"}
    assert all(name.startswith("monitor.newsstand") for name in ours)


def test_it_runs_by_hand(tmp_path: Path) -> None:
    """`python -m monitor.newsstand` prints addresses, writes the outlets, logs requests, and ends at SIGTERM."""
    outlets, log = tmp_path / "outlets.json", tmp_path / "requests.jsonl"
    command = [sys.executable, "-m", "monitor.newsstand", "--port", "0", "--seconds", "60"]
    with subprocess.Popen(
        [*command, "--outlets", str(outlets), "--log", str(log), "--caught", str(tmp_path / "caught")],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        while lines[-1] and not lines[-1].startswith("mail to"):
            lines.append(process.stdout.readline())
        feed = asyncio.run(get(json.loads(outlets.read_text())[0]["sources"][0]["url"])).body
        process.send_signal(signal.SIGTERM)
        process.wait(20)

    assert process.returncode == 0
    assert b"<rss" in feed
    assert any("The Reel Ledger" in line for line in lines)
    assert json.loads(log.read_text())["outlet"] == "reel-ledger"
    assert {path.name for path in (tmp_path / "caught").iterdir()} == {"mails", "webhooks"}

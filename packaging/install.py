"""The locked packages in a virtual environment, by what the machine has: uv, pip, or nothing but Python.

    python3 packaging/install.py .venv

It says what it does, and how far it is: a minute on an idle machine, several on a busy one. What the installer says
goes into a log, which is printed if it fails: its warnings are about versions that the lock has already settled.
Standard library only, and readable by an older Python, so that it can say that it is too old.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
OLDEST = (3, 11)
EVERY = 20  # packages between two lines of progress
# Fetched where a Debian python3 comes without pip and without ensurepip; as PyPI has it, or nothing.
PIP = "pip-26.2.1-py3-none-any.whl"
PIP_SHA256 = "71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"
INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
TIMEOUT = 60.0  # seconds for the index to answer
# What pip and uv say where no index answers, which names the first package as if that were the trouble.
NOTHING_FOUND = ("(from versions: none)", "Failed to fetch", "error sending request", "network was disabled")
OFFLINE = "\nno package index offered it: is there a network, or a setting (PIP_NO_INDEX, UV_OFFLINE) in the way?"
QUIET = 10.0  # seconds between two lines that say how far it is


class InstallError(Exception):
    """It cannot go on; the text says what a person can do."""


def main(folder: Path) -> None:
    """Make the environment and fill it; what is there already stays."""
    begun = time.monotonic()
    uv = shutil.which("uv")
    if sys.version_info < OLDEST and not uv:
        raise InstallError(
            f"Python 3.11 or later is needed, this is {sys.version.split()[0]}: make install PY=python3.12"
        )
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "log"
        installer = with_uv(folder, uv, log) if uv else with_pip(folder, Path(scratch), log)
        packages = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line]
        pace = "uv" if uv else "pip: a minute or two, and several on a busy machine"
        say(f"installing some {len(packages)} locked packages with {pace}")
        run([*installer, "install", "-r", str(LOCK)], log, lambda: f"{in_place(folder)} of {len(packages)} in place")
        say("installing the monitor itself")
        for path in ROOT.glob("monitor/*/*.so"):  # of an earlier version, or another Python
            path.unlink()
        run([*installer, "install", "--no-deps", "-e", str(ROOT)], log)
        if not [*ROOT.glob("monitor/*/*.so")]:
            say("  without a C compiler and Python's headers the grouping of stories is plain Python, which is slower")
    say(f"ready after {time.monotonic() - begun:.0f} s")


def with_uv(folder: Path, uv: str, log: Path) -> list[str]:
    """Make the environment with uv, which may bring a Python of its own; the command that installs into it."""
    python = sys.executable if sys.version_info >= OLDEST else ">=3.11"
    say(f"making a virtual environment in {folder}, with uv")
    run([uv, "venv", "--allow-existing", "--python", python, str(folder)], log)
    return ["env", f"VIRTUAL_ENV={folder.resolve()}", uv, "pip"]


def with_pip(folder: Path, scratch: Path, log: Path) -> list[str]:
    """Make the environment with what Python brings; the command that installs into it."""
    say(f"making a virtual environment in {folder}, and unpacking pip in it: ten seconds, a minute on a busy machine")
    try:
        run([sys.executable, "-m", "venv", str(folder)], log)
    except InstallError:  # a Debian python3 without python3-venv
        run([sys.executable, "-m", "venv", "--without-pip", str(folder)], log)
    python = str(folder / "bin" / "python")
    if subprocess.run([python, "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return [python, "-m", "pip", "--disable-pip-version-check"]
    say("this Python has no pip: fetching one from the package index")
    return [python, str(fetched_pip(scratch) / "pip"), "--disable-pip-version-check"]


def fetched_pip(scratch: Path) -> Path:
    """The pinned pip from the package index, as a file that Python can run."""
    try:
        with urllib.request.urlopen(INDEX, timeout=TIMEOUT) as page:
            link = re.search(rf'href="([^"]*/{re.escape(PIP)})[#"]', page.read().decode())
        if link is None:
            raise InstallError(f"{INDEX} has no {PIP}: install python3-venv, or uv")
        with urllib.request.urlopen(urllib.parse.urljoin(INDEX, link[1]), timeout=TIMEOUT) as wheel:
            body = wheel.read()
    except (urllib.error.URLError, TimeoutError) as error:
        raise InstallError(f"{INDEX} cannot be reached ({error}): install python3-venv, or uv") from error
    if hashlib.sha256(body).hexdigest() != PIP_SHA256:
        raise InstallError(f"{PIP} of {INDEX} is not the one that was published")
    path = scratch / PIP
    path.write_bytes(body)
    return path


def in_place(folder: Path) -> int:
    """How many packages the environment has; its lib64 is mostly another name of lib."""
    return len({path.name for path in folder.glob("lib*/python*/site-packages/*.dist-info")})


def run(command: list[str], log: Path, state: "Callable[[], str]" = lambda: "still at it") -> None:
    """Run it, its words into the log; a line every so many packages, and now and then how far it is.

    Raises:
        InstallError: it failed; the text is what it said.
    """
    ended = threading.Event()
    threading.Thread(target=tell_on, args=(ended, state), daemon=True).start()
    try:
        _run(command, log)
    finally:
        ended.set()


def tell_on(ended: threading.Event, state: "Callable[[], str]") -> None:
    """Say how far it is until it has ended: unpacking takes minutes on a busy machine, and the installer is silent."""
    begun = time.monotonic()
    while not ended.wait(QUIET):
        say(f"  {state()}, after {time.monotonic() - begun:.0f} s")


def _run(command: list[str], log: Path) -> None:
    collected = 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    with log.open("w", encoding="utf-8") as kept, process:
        assert process.stdout is not None
        for line in process.stdout:
            kept.write(line)
            collected += line.startswith("Collecting ")
            if line.startswith("Collecting ") and not collected % EVERY:
                say(f"  {collected} packages")
            elif line.startswith("Installing collected packages"):
                say("  unpacking them")
    if process.returncode:
        said = log.read_text(encoding="utf-8")
        raise InstallError(said + OFFLINE if any(sign in said for sign in NOTHING_FOUND) else said)


def say(text: str) -> None:
    """A line, at once."""
    print(text, flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except InstallError as error:
        sys.exit(f"not installed: {error}")
    except KeyboardInterrupt:
        say("interrupted: another `make install` goes on from here")
        sys.exit(130)

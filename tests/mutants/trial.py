"""Trials: a fault in a copy of the tree, and the tests that reach it, in forks that find the libraries loaded.

The work tree is never written to. A trial that takes far longer than its tests did is over, and the fault noticed.
"""

import importlib
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutants.catalogue import Fault
from tests.mutants.reach import QUIETLY

# Loaded once, before the processes are forked; none of them imports the product or starts Twisted's reactor.
LOADED = (
    "scrapy", "lxml.html", "bs4", "aiohttp", "aiosmtpd.controller", "pydantic", "msgspec", "jinja2", "click", "idna",
    "rich.console", "hypothesis", "css_inline", "py3langid", "sqlite_utils", "pysqlite3", "tldextract", "protego",
    "feedparser", "ahocorasick_rs", "re2", "tomlkit", "apscheduler.schedulers.background", "xml.etree.ElementTree",
)  # fmt: skip
LEFT_OUT = (
    ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "build", "dist", "demo", "*.egg-info", "*.db",
    "*.so",  # compiled of what has no fault: plain Python runs in its place, and has one
)  # fmt: skip
PATIENCE = 3.0  # a trial's time over that of its tests, before it counts as hanging
START = 20.0  # s that a trial may take beside its tests, on a busy machine


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault and its tests, in the order in which they are run, with the seconds they take without it."""

    fault: Fault
    tests: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: "killed", "timeout", "survived", or "unreached" where no test executes the line."""

    fault: Fault
    outcome: str

    @property
    def is_missed(self) -> bool:
        """Whether no test noticed."""
        return self.outcome in {"survived", "unreached"}


def copied(root: Path, copy: Path) -> Path:
    """A copy of the tree, without what others made."""
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    return copy


def load() -> None:
    """Import the libraries that the product stands on."""
    for name in LOADED:
        with suppress(ImportError):
            importlib.import_module(name)


def verdicts(trials: list[Trial], copies: list[Path], scratch: Path) -> Iterator[Verdict]:
    """Try the faults, as many at a time as there are copies; each verdict as it is known."""
    left = list(trials)
    running: dict[int, tuple[Trial, Path, bytes, float]] = {}
    free = list(copies)
    while left or running:
        while left and free:
            trial = left.pop(0)
            if not trial.tests:
                yield Verdict(trial.fault, "unreached")
                continue
            copy = free.pop()
            source = _written(trial.fault, copy)
            process = start(copy, scratch / "log", lambda tests=trial.tests: _run(tests))
            running[process] = (trial, copy, source, time.monotonic())
        for process, (trial, copy, source, since) in list(running.items()):
            outcome = _outcome(process, is_late=time.monotonic() - since > trial.seconds * PATIENCE + START)
            if outcome:
                del running[process]
                (copy / trial.fault.path).write_bytes(source)
                free.append(copy)
                yield Verdict(trial.fault, outcome)
        time.sleep(0.02)


def _written(fault: Fault, copy: Path) -> bytes:
    """Write a fault into a copy; the file as it was. What was compiled goes: its time may be the fault's."""
    file = copy / fault.path
    source = file.read_bytes()
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*.pyc"):
        compiled.unlink()
    file.write_bytes(fault.applied(source))
    return source


def start(copy: Path, log: Path, work: Callable[[], int]) -> int:
    """Do this work in a process of its own, in this copy of the tree; the process."""
    process = os.fork()
    if process:
        return process
    try:
        os.setsid()
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.chdir(copy)
        sys.path[:] = [str(copy), *(entry for entry in sys.path if entry not in {"", str(Path(__file__).parents[2])})]
        os.environ |= {"PYTHONPATH": str(copy), "PYTHONHASHSEED": "0"}
        code = work()
    except BaseException:  # noqa: BLE001 - a child ends here, whatever happens
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(tests: tuple[str, ...]) -> int:
    """Run these tests up to the first that fails."""
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    return int(pytest.main([*QUIETLY, "-x", *files], plugins=[Chosen(tests)]))


def wait(processes: list[int]) -> None:
    """Wait for the end of these."""
    for process in processes:
        os.waitpid(process, 0)


class Chosen:
    """The plugin of a trial: these tests alone, in this order."""

    def __init__(self, tests: tuple[str, ...]) -> None:
        self.order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the others out."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


def _outcome(process: int, *, is_late: bool) -> str | None:
    """How a trial ended; None while it runs and may."""
    done, status = os.waitpid(process, os.WNOHANG)
    if not done and not is_late:
        return None
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)  # what it started ends with it
    if not done:
        os.waitpid(process, 0)
        return "timeout"
    return {pytest.ExitCode.OK: "survived", pytest.ExitCode.NO_TESTS_COLLECTED: "unreached"}.get(
        os.waitstatus_to_exitcode(status), "killed"
    )

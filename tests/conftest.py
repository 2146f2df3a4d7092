"""What holds for every test: a Hypothesis profile, `async def` tests, no traces, an option that accepts no skip."""

import asyncio
import gc
import inspect
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout_traces import NoTraces
from compiled_once import compile_new
from hypothesis import HealthCheck, settings
from longest_first import LongestFirst
from ready_archive import _archives_are_copies  # noqa: F401 - a fixture for all tests

# Timing decides nothing: a loaded machine must not fail a test that an idle one passes.
for name, count in (("monitor", 50), ("thorough", 2_000)):  # the second by --hypothesis-profile=thorough
    settings.register_profile(name, max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("monitor")

ASYNC_LIMIT = 60.0  # seconds, an upper bound for a test that waits for something
SKIPPED = pytest.StashKey[list[str]]()
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30  # bytes that must be free there


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command that ran in this process set up the log for itself: the next test hears all of it again."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--no-skips`: where all servers are installed, a skipped test is a test that nobody runs."""
    parser.addoption("--no-skips", action="store_true", help="fail the run if any test was skipped")
    parser.addoption("--figures", action="store_true", help="print what the collected tests count, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the skips where the whole run is seen: in the process that the workers report to."""
    config.stash[SKIPPED] = []
    config.pluginmanager.register(LongestFirst(), "longest-first")
    config.pluginmanager.register(NoLitterYet(), "no-litter-yet")
    if hasattr(config, "workerinput"):
        return
    if workers := config.getoption("tx", None):
        compile_new(config, len(workers))
    if has_room(IN_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    config.pluginmanager.register(NoTraces(config.rootpath), "no-traces")
    if config.getoption("--no-skips"):
        config.pluginmanager.register(NoSkips(config.stash[SKIPPED]), "no-skips")


@pytest.hookimpl(optionalhook=True)  # `tests.mutants` runs without the plugin that asks
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """More workers than cores: some tests wait, for a daemon's second or for one that must not come to an end."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + max(1, cores // 2)


def has_room(folder: Path) -> bool:
    """Whether tests may write there: an archive waits for the disk at each commit, which no test can tell from memory.

    Not where nothing may be run (containers), or next to nothing fits.
    """
    try:
        system = os.statvfs(folder)
    except OSError:
        return False
    return not system.f_flag & os.ST_NOEXEC and system.f_bavail * system.f_frsize >= ROOM


def pytest_collection_finish(session: pytest.Session) -> None:
    """`--figures`: the sum of each figure over all cases, as their marks declare it."""
    if session.config.getoption("--figures"):
        sums: Counter[str] = Counter()
        for mark in (mark for item in session.items for mark in item.iter_markers("figure")):
            sums[mark.args[0]] += mark.kwargs.get("each", 1)
        sys.stdout.write(f"{json.dumps(sums)}\n")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    asyncio.run(asyncio.wait_for(pyfuncitem.obj(**arguments), ASYNC_LIMIT))
    return True


class NoLitterYet:
    """What is collected stays to the end: nobody looks through it for what could be freed, a tenth of the tests' CPU.

    Looked for is what a test leaves, as ever; an unclosed file that only a cycle holds is found by that.
    `passed_over`: how many objects it was at first; code that a test runs may look through them again.
    """

    passed_over = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Modules and tests are made: none of them is litter."""
        gc.disable()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        """All are made."""
        gc.collect()
        gc.freeze()
        self.passed_over = gc.get_freeze_count()
        gc.enable()


class NoSkips:
    """Fails a run in which a test or a module was skipped, and says which."""

    def __init__(self, skipped: list[str]) -> None:
        self.skipped = skipped

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test, in any phase; one that was expected to fail is no skip."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole module, skipped as it was imported."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """All else passed: the run fails all the same."""
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Which, once: their reasons stand in the summary above."""
        if self.skipped:
            terminalreporter.section("skipped, and --no-skips was given", red=True)
            for test in dict.fromkeys(self.skipped):
                terminalreporter.line(test)

"""Reach: one run of the room's tests over an unchanged copy, which notes what each test executes and its time.

Processes that a test starts are noted too: coverage starts in them by the `sitecustomize` of a folder on PYTHONPATH,
and the environment names the test.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

TEST = "MUTANTS_TEST"  # the environment's name for the running test
QUIETLY = (
    *("-q", "--no-header", "--tb=short", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
)


@dataclass(slots=True)
class Reach:
    """Which tests execute a line, and what each test takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)  # by path and number
    failed: set[str] = field(default_factory=set)

    def add(self, written: Path) -> None:
        """Add what one run wrote."""
        data = json.loads(written.read_text())
        self.seconds |= data["seconds"]
        self.failed |= set(data["failed"])
        for path, lines in data["lines"].items():
            known = self.lines.setdefault(path, {})
            for line, tests in lines.items():
                known.setdefault(int(line), set()).update(tests)

    def tests(self, path: str, first: int, last: int) -> set[str]:
        """The tests that execute one of these lines; none where it is run by imports alone."""
        lines = self.lines.get(path, {})
        return {test for line in range(first, last + 1) for test in lines.get(line, ())} - self.failed


class Noting:
    """The plugin of such a run: each test is a context of the coverage, and its time is taken."""

    def __init__(self, cov: coverage.Coverage) -> None:
        self.cov, self.seconds, self.failed = cov, {}, set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Name the test while it runs."""
        self.cov.switch_context(item.nodeid)
        os.environ[TEST] = item.nodeid
        try:
            return (yield)
        finally:
            self.cov.switch_context("")
            os.environ.pop(TEST, None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take its time, and whether it fails without any fault."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.outcome != "passed":
            self.failed.add(report.nodeid)


def prepare(folder: Path, copy: Path) -> Path:
    """Make the folder that lets coverage start in the processes of the tests; the file of its settings."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import coverage\ncoverage.process_startup()\n")
    settings = folder / "coveragerc"
    sources = "\n    ".join(str(copy / name) for name in ("monitor", "spiders"))
    settings.write_text(f"[run]\nsource =\n    {sources}\nparallel = true\nsigterm = true\ncontext = ${{{TEST}-}}\n")
    return settings


def run(copy: Path, settings: Path, tests: list[str], folder: Path) -> None:
    """Run these tests in this process, and write down what they reach: `reach.json` in the folder."""
    folder.mkdir()
    os.environ |= {"COVERAGE_PROCESS_START": str(settings), "COVERAGE_FILE": str(folder / "data")}
    os.environ["PYTHONPATH"] = os.pathsep.join([str(settings.parent), str(copy)])
    cov = coverage.Coverage(config_file=str(settings))
    cov.set_option("run:sigterm", False)  # the tests have handlers of their own
    noting = Noting(cov)
    cov.start()
    pytest.main([*QUIETLY, *tests], plugins=[noting])
    cov.stop()
    cov.save()
    written = {"seconds": noting.seconds, "failed": sorted(noting.failed), "lines": _lines(copy, folder)}
    (folder / "reach.json").write_text(json.dumps(written))


def _lines(copy: Path, folder: Path) -> dict[str, dict[int, list[str]]]:
    """The tests of each executed line, from all processes."""
    lines: dict[str, dict[int, list[str]]] = {}
    for part in sorted(folder.glob("data*")):
        data = coverage.CoverageData(basename=str(part))
        data.read()
        for file in data.measured_files():
            known = lines.setdefault(Path(file).relative_to(copy).as_posix(), {})
            for line, tests in data.contexts_by_lineno(file).items():
                known.setdefault(line, []).extend(filter(None, tests))
    return lines

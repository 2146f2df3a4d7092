"""Whether a run of the suite left something in the checkout: asked of git, before the first test and after the last."""

import subprocess
from pathlib import Path

import pytest


class NoTraces:
    """Fails a run that leaves something new at the top of the checkout: a test wrote to where it was started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before = untracked(root)
        self.left: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """After the last test, when every worker has ended."""
        self.left = untracked(self.root) - self.before
        if self.left and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What they are called."""
        if self.left:
            terminalreporter.section("left in the checkout: a test must write to its tmp_path", red=True)
            for name in sorted(self.left):
                terminalreporter.line(name)


def untracked(root: Path) -> set[str]:
    """Files and folders at the top of a checkout that git neither knows nor ignores; none where there is no git."""
    asked = ["git", "ls-files", "--others", "--exclude-standard", "--directory"]
    try:
        found = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return set()
    names = {line.rstrip("/") for line in found.stdout.splitlines()}
    return {name for name in names if "/" not in name}

"""How far a copy is, on a terminal and nowhere else."""

import io
import sys

import pytest

from monitor.cli.copy_progress import copy_progress


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_terminal_sees_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, changed in place, with the share that is done; it is wiped at the end."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with copy_progress(4 * 2**20, quiet=False) as progress:
        progress("copying", 2**20)
        progress("checking", 0)
    written = screen.getvalue()

    assert "copying 25% of 4 MB" in written
    assert "checking …" in written
    assert written.endswith("\r\x1b[K")
    assert "\n" not in written


@pytest.mark.parametrize(("stream", "quiet"), [(io.StringIO(), False), (Screen(), True)], ids=["pipe", "quiet"])
def test_others_see_nothing(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, quiet: bool) -> None:  # noqa: FBT001
    """A log or a pipe is not filled with it, and --quiet is quiet."""
    monkeypatch.setattr(sys, "stderr", stream)
    with copy_progress(4 * 2**20, quiet=quiet) as progress:
        progress("copying", 2**20)

    assert stream.getvalue() == ""

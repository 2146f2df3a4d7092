"""One daemon an archive."""

import os
import stat

import pytest

from monitor.desk import lock
from monitor.errors import AlreadyRunningError


def test_a_second_holder_is_reported_who_the_first_is(tmp_path):
    """The error names the process; after the first has let go, the next one holds it."""
    archive = tmp_path / "new" / "archive.db"
    with lock.held(archive), pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"), lock.held(archive):
        pass

    with lock.held(archive):
        assert archive.parent.is_dir()


def test_an_empty_lock_file_names_no_process(tmp_path):
    """Between taking the lock and writing its number, a holder is nobody in particular."""
    archive = tmp_path / "archive.db"
    with lock.held(archive):
        (tmp_path / "archive.db.lock").write_text("")
        with pytest.raises(AlreadyRunningError, match=r"process \?"), lock.held(archive):
            pass


def test_the_number_of_an_earlier_holder_is_gone(tmp_path):
    """A shorter number leaves no digits of a longer one, and nobody else may read the file."""
    file = tmp_path / "archive.db.lock"
    with lock.held(tmp_path / "archive.db"):
        assert file.read_text() == f"{os.getpid()}\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        file.write_text("99999999999999\n")
    with lock.held(tmp_path / "archive.db"):
        assert file.read_text() == f"{os.getpid()}\n"

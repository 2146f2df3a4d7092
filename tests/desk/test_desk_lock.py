"""One daemon an archive."""

import errno
import os
import stat

import pytest

from monitor.desk import lock
from monitor.errors import AlreadyRunningError, ArchiveError


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


def test_a_link_to_the_archive_is_the_same_archive(tmp_path):
    """A daemon that names the archive by a symbolic link keeps away one that names it by its path, and the reverse."""
    (tmp_path / "disk").mkdir()
    real, link = tmp_path / "disk" / "archive.db", tmp_path / "archive.db"
    link.symlink_to(real)
    for first, second in ((link, real), (real, link)):
        with lock.held(first), pytest.raises(AlreadyRunningError), lock.held(second):
            pass


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path):
    """The error names the file, the cause and the setting, as every error of the archive does."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"(?s)archive\.db\.lock cannot be written: .*hint: check the owner"):
        lock.held(tmp_path / "file" / "archive.db").__enter__()


def test_a_full_disk_holds_the_lock_without_a_word(tmp_path, monkeypatch):
    """The number in it is for people; the lock is what counts."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock.os, "pwrite", full)
    archive = tmp_path / "archive.db"
    with lock.held(archive) as holder:
        holder.note({"config": "x"})
        with pytest.raises(AlreadyRunningError), lock.held(archive):
            pass

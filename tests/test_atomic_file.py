"""A file is replaced whole or not at all, and what root makes in somebody's folder is theirs."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor import atomic_file
from monitor.config import toml_edit
from monitor.desk import lock
from monitor.store.archive import Archive
from monitor.store.file import backup

SOMEBODY = 61_234  # an id of no account, as systemd gives to a service with a dynamic user


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder of a service, with an archive and what commands of root leave next to it."""
    folder = tmp_path / "service"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, SOMEBODY, SOMEBODY)
    return folder


def test_files_of_root_belong_to_the_owner_of_the_folder(theirs: Path) -> None:
    """A configuration, an archive with its log, a backup, a lock, a folder of messages: the service can use all."""
    atomic_file.write(theirs / "monitor.toml", b"follow = []\n", mode=0o600)
    with lock.held(theirs / "archive.db"), Archive.open(theirs / "archive.db", create=True) as archive:
        backup.backup(archive, theirs / "copy.db")
    atomic_file.make_folder(theirs / "messages" / "mail")
    atomic_file.write(theirs / "messages" / "mail" / "1.txt", b"x", mode=0o600)
    backup.restore(theirs / "copy.db", theirs / "archive.db")
    made = {str(path.relative_to(theirs)): path.stat().st_uid for path in theirs.rglob("*")}

    assert {"monitor.toml", "archive.db", "archive.db.lock", "copy.db", "messages", "messages/mail"} <= set(made)
    assert set(made.values()) == {theirs.stat().st_uid}


def test_nobody_else_gives_anything_away(theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an ordinary user makes stays theirs, wherever it is."""
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    atomic_file.write(theirs / "monitor.toml", b"", mode=0o600)

    assert (theirs / "monitor.toml").stat().st_uid == os.getuid()


def test_a_failure_names_the_file_and_not_the_one_in_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person knows nothing of `.x7k2.part`; an edit of the configuration names that, and leaves it as it was."""
    configured = tmp_path / "monitor.toml"
    configured.write_text('follow = ["variety"]\n')

    def is_read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/x/.x7k2.part")

    monkeypatch.setattr("tempfile.mkstemp", is_read_only)
    for change in (
        lambda: atomic_file.write(configured, b"", mode=0o600),
        lambda: toml_edit.follow(configured, ["joblo"]),
    ):
        with pytest.raises(OSError, match="Read-only") as refused:
            change()
        assert (refused.value.errno, refused.value.filename) == (errno.EROFS, str(configured))
    assert configured.read_text() == 'follow = ["variety"]\n'


KILLED = """
import os, pathlib, sys
from monitor import atomic_file
def kill(*_): os.kill(os.getpid(), 9)
setattr({where}, kill)
atomic_file.write(pathlib.Path(sys.argv[1]), b"new " * 100_000, mode=0o600)
"""


@pytest.mark.parametrize("where", ['os, "fsync"', 'os, "replace"', 'pathlib.Path, "chmod"'])
@pytest.mark.figure("kills")
def test_a_kill_while_a_file_is_written_leaves_the_old_one(tmp_path: Path, where: str) -> None:
    """Killed before the new content is on the disk, or before it takes the place: the old file is there, whole."""
    file = tmp_path / "monitor.toml"
    file.write_bytes(b"# old\n")
    root = Path(atomic_file.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(where=where), str(file)], env={"PYTHONPATH": str(root)}, check=False
    )

    assert done.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"# old\n"


def test_what_is_private_stays_private_whatever_the_umask(tmp_path: Path) -> None:
    """An archive with its log and its copy, a lock, a file that replaces another: nobody else can read them."""
    before = os.umask(0)
    try:
        with lock.held(tmp_path / "archive.db"), Archive.open(tmp_path / "archive.db", create=True) as archive:
            backup.backup(archive, tmp_path / "copy.db")
            archive.execute("insert into hosts (host) values ('a.example')")
            atomic_file.write(tmp_path / "monitor.toml", b"follow = []\n", mode=0o600)
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)

    assert {"archive.db", "archive.db-wal", "archive.db.lock", "copy.db", "monitor.toml"} <= set(modes)
    assert set(modes.values()) == {0o600}

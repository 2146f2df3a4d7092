"""What root makes in somebody's folder is theirs."""

import os
from pathlib import Path

import pytest

from monitor import atomic_file
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

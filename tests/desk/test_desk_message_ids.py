"""The ids under which messages leave: the same cause has one for ever, and no other archive has it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk_made import NOW, config, rows

from monitor.desk import Desk, incident_check
from monitor.model import Incident
from monitor.store import identity
from monitor.store.archive import Archive
from monitor.store.file.backup import backup, restore

GONE = Incident(kind="source_gone", subject="variety", detail="gone")
LATER = NOW + timedelta(hours=1)


def ids(desk: Desk) -> list[str]:
    """Those of its messages, in order."""
    return [found for (found,) in rows(desk, "select id from messages order by rowid")]


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two desks that nothing but their archives tells apart, with the same incident."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    one, two = (Desk.open(config(folder, incidents_to=("mail",))) for folder in folders)
    for desk in (one, two):
        desk.sync(NOW)
        incident_check.opened(desk.context, GONE, NOW)
    yield one, two
    one.close()
    two.close()


def test_two_archives_share_no_id(desks: tuple[Desk, Desk]) -> None:
    """What they say of the same cause differs in the archives' names alone, in the Message-ID too."""
    one, two = desks
    names = [identity.archive_id(desk.context.archive) for desk in desks]

    assert names[0] != names[1]
    assert all(len(name) == 16 for name in names)
    assert [ids(one), ids(two)] == [[f"incident_1_opened_20261123T120000Z_{name}"] for name in names]
    assert [f"Message-ID: <{ids(one)[0]}@" in text for (text,) in rows(one, "select rendered from deliveries")] == [
        True,
        True,
    ]


def test_an_end_follows_its_opening(desks: tuple[Desk, Desk]) -> None:
    """By the id under which the opening left."""
    desk, _ = desks
    incident_check.closed(desk.context, GONE.kind, GONE.subject, LATER)

    opening, closing = ids(desk)
    [text, *_] = [text for (text,) in rows(desk, "select rendered from deliveries where message_id = ?", closing)]
    assert f"In-Reply-To: <{opening}@" in text


def test_what_an_earlier_version_wrote_keeps_its_id(desks: tuple[Desk, Desk]) -> None:
    """It is not sent again under another one, and its end follows it by the old one."""
    desk, _ = desks
    old = "incident_1_opened_20261123T120000Z"
    archive = desk.context.archive
    archive.execute("pragma foreign_keys = off")
    archive.execute("update messages set id = ?", (old,))
    archive.execute("update deliveries set message_id = ?", (old,))

    assert identity.own(archive, old) == old
    incident_check.closed(desk.context, GONE.kind, GONE.subject, LATER)
    first, closing = ids(desk)
    [text, *_] = [text for (text,) in rows(desk, "select rendered from deliveries where message_id = ?", closing)]
    assert first == old
    assert f"In-Reply-To: <{old}@" in text
    assert closing.endswith(identity.archive_id(archive))


def test_a_backup_has_the_same_name(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    """However often it is opened: it is that archive, as it was."""
    desk, _ = desks
    backup(desk.context.archive, tmp_path / "copy.db")

    for _ in range(2):
        with Archive.open(tmp_path / "copy.db") as copy:
            assert identity.archive_id(copy) == identity.archive_id(desk.context.archive)


def test_what_is_restored_gives_no_id_that_was_given_since_its_backup(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    """Two that go on from one backup do not share an id, for a receiver drops the second message under it."""
    desk, _ = desks
    folder = tmp_path / "three"
    folder.mkdir()
    backup(desk.context.archive, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", config(folder, incidents_to=("mail",)).archive_path)
    other = Desk.open(config(folder, incidents_to=("mail",)))
    before = ids(desk)
    for one in (desk, other):
        incident_check.closed(one.context, GONE.kind, GONE.subject, LATER)

    assert ids(other)[:1] == before
    assert len({*ids(desk), *ids(other)}) == 3
    other.close()


def test_what_is_restored_goes_on_with_what_was_sent(desks: tuple[Desk, Desk]) -> None:
    """A message that it has keeps its id, so it is not made twice, and what follows it says so."""
    desk, _ = desks
    archive = desk.context.archive
    [first] = ids(desk)
    identity.rename(archive)

    assert identity.own(archive, first.rpartition("_")[0]) == first
    assert identity.own(archive, first.rpartition("_")[0][:-1]).endswith(identity.archive_id(archive))
    incident_check.closed(desk.context, GONE.kind, GONE.subject, LATER)
    _, closing = ids(desk)
    [text, *_] = [text for (text,) in rows(desk, "select rendered from deliveries where message_id = ?", closing)]
    assert f"In-Reply-To: <{first}@" in text
    assert closing.endswith(identity.archive_id(archive))

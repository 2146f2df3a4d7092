"""What a desk leaves when it closes."""

from pathlib import Path

from desk_made import config
from make import NOW

from monitor.desk import Desk
from monitor.store.archive import Archive
from monitor.store.file import integrity


def test_the_log_is_in_the_archive_though_somebody_reads_it(tmp_path: Path) -> None:
    """A page or Datasette that has the archive open does not leave megabytes of log next to it."""
    desk = Desk.open(config(tmp_path))
    desk.sync(NOW)
    with Archive.open(desk.context.archive.path, read_only=True) as reader:
        reader.value("select count(*) from watches")
        before = integrity.wal_bytes(reader)
        desk.close()

        assert before > 0
        assert integrity.wal_bytes(reader) == 0

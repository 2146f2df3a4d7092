"""What the desk does for its archive: it keeps the file small, and lets go of it."""

from datetime import timedelta

from desk_made import config, rows
from make import NOW

from monitor.desk import Desk
from monitor.events import Fetched


def test_a_closed_desk_leaves_one_whole_file(tmp_path):
    """The log is part of the archive by then, so that the file alone may be copied."""
    desk = Desk.open(config(tmp_path))
    desk.sync(NOW)
    log = tmp_path / "archive.db-wal"
    assert log.stat().st_size > 0

    desk.close()

    assert not log.exists()


def test_requests_of_long_ago_are_dropped(desk):
    """The record of single requests is for looking into what went wrong lately."""
    for days in (0, 400):
        at = NOW + timedelta(days=days)
        desk.ingest(Fetched(outlet="joblo", url=f"https://joblo.example/{days}", kind="page", at=at), at)
    assert len(rows(desk, "select url from fetches")) == 2

    desk.tidy(NOW + timedelta(days=400))

    assert rows(desk, "select url from fetches") == [("https://joblo.example/400",)]

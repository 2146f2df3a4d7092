"""What is kept of requests and of hosts' robots.txt."""

from dataclasses import replace

import pytest
from store_made import DAY, HOUR, NOW, SECOND

from monitor.events import Fetched, RobotsRead
from monitor.store import fetches, hosts
from monitor.store.archive import Archive
from monitor.store.file import sqlite_file
from monitor.store.schema import migrate

READ = Fetched(outlet="joblo", url="https://joblo.example/feed", kind="source", at=NOW, status=200)


@pytest.mark.parametrize(
    ("fetched", "counted"),
    [
        (READ, 1),
        (replace(READ, status=304), 1),
        (replace(READ, status=404), 0),
        (replace(READ, status=None), 0),
        (replace(READ, kind="page"), 0),
        (replace(READ, at=NOW - SECOND), 0),
        (replace(READ, at=NOW + HOUR), 0),
        (replace(READ, at=NOW - SECOND, kind="page", status=404), 0),
    ],
)
def test_readings_are_sources_that_answered_in_time(archive: Archive, fetched: Fetched, counted: int) -> None:
    """With a listing, or with the word that nothing changed; the end of the span is not in it."""
    fetches.add(archive, fetched)

    assert fetches.readings(archive, NOW, NOW + HOUR) == counted


def test_a_later_robots_txt_replaces_the_one_before(archive: Archive) -> None:
    """An answer counts, and no answer after it changes nothing."""
    answers = ((200, "Disallow: /old"), (200, "Disallow: /new"), (503, ""), (None, ""))
    for day, (status, body) in enumerate(answers):
        hosts.robots(archive, RobotsRead(host="joblo.example", at=NOW + day * DAY, status=status, body=body))

    (kept,) = hosts.states(archive, ["joblo.example"])
    assert (kept.robots_status, kept.robots_body, kept.robots_at) == (200, "Disallow: /new", NOW + DAY)


def test_the_oldest_library_that_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own version is enough, the one before it is not."""
    monkeypatch.setattr(sqlite_file.sqlite3, "sqlite_version_info", sqlite_file.OLDEST_SQLITE)
    sqlite_file.check_library()
    monkeypatch.setattr(sqlite_file.sqlite3, "sqlite_version_info", (3, 37, 99))
    with pytest.raises(sqlite_file.ArchiveError, match=r"3\.38\.0 or later"):
        sqlite_file.check_library()


def test_a_script_that_breaks_off_is_an_error() -> None:
    """Rather than a migration that does half of what it says."""
    assert migrate.statements("create table x (y);\n") == ["create table x (y)"]
    with pytest.raises(ValueError, match="without its end: create table x"):
        migrate.statements("create table x (\n  y\n")

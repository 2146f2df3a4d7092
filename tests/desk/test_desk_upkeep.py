"""What the desk does for its archive: it keeps the file small, and lets go of it."""

from datetime import timedelta

from desk_made import config, rows
from make import BODY, NOW

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


def test_articles_leave_the_window_a_few_times_an_hour(tmp_path, read):
    """Not at each one that arrives: within ten minutes of the last time, nothing is let go."""
    desk = Desk.open(config(tmp_path))
    desk.sync(NOW)
    kept = []
    for minutes in (0, 8, 15, 96 * 60 + 12, 96 * 60 + 16, 96 * 60 + 23):
        at = NOW + timedelta(minutes=minutes)
        desk.ingest(
            read("joblo", f"Story {minutes} of the day", f"Number {minutes}.", minutes=minutes, slug=f"s{minutes}"), at
        )
        kept.append(len(desk.context.stories))
    desk.close()

    assert kept == [1, 2, 3, 2, 3, 3]


def test_after_a_start_a_copy_still_names_its_original(tmp_path, read):
    """The window is made again from the archive, with what was copied from what."""
    cut = BODY[: len(BODY) // 2]
    for minutes, (outlet, text) in enumerate([("joblo", BODY), ("variety", cut), ("deadline", cut)]):
        desk = Desk.open(config(tmp_path))
        at = NOW + timedelta(minutes=minutes)
        desk.sync(at)
        desk.ingest(read(outlet, f"Mann on Heat 2, told {minutes}", text, minutes=minutes), at)
        copied = rows(desk, "select copy_of from articles order by id")
        desk.close()

    assert copied == [(None,), (1,), (1,)]

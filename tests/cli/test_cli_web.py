"""`monitor web readers`: who logged in with a feed reader, and the end of that."""

import pytest
from cli_made import NOW, Run

from monitor.store import reader_logins
from monitor.store.archive import Archive


@pytest.mark.usefixtures("archived")
def test_log_ins_of_feed_readers_are_listed_and_ended(run: Run) -> None:
    """By name, whatever its capitals; its marks stay, and nobody of another name is shut out."""
    assert run("web", "readers", "--json").json == []
    with Archive.open("archive.db") as archive:
        ana, ben = (reader_logins.begin(archive, name, NOW) for name in ("Ana", "Ben"))
        reader_logins.mark(archive, ana, [1], NOW, is_read=True)
    listed = run("web", "readers", "--json").json

    assert [(row["name"], row["marks"]) for row in listed] == [("Ben", 0), ("Ana", 1)]
    assert "Ana" in run("web", "readers").out
    assert "have to log in again" in run("web", "readers", "--end", "ANA").err
    assert run("web", "readers", "--end", "Eve").code == 2
    with Archive.open("archive.db") as archive:
        changed = [reader_logins.find(archive, one.id) != one for one in (ana, ben)]
    assert changed == [True, False]
    assert run("web", "readers", "--json").json == listed

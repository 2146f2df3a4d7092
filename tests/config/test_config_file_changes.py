"""When a changed file is to be read again."""

import os
from pathlib import Path

from monitor.config import load
from monitor.config.file_changes import FileChanges


def looks(changes, count=3):
    """What as many looks in a row report."""
    return [changes.settled() for _ in range(count)]


def test_a_change_is_reported_once_at_the_second_look(tmp_path):
    """Not at the first look, when it may still be written, and never twice."""
    path = tmp_path / "monitor.toml"
    path.write_text("a")
    changes = FileChanges(path)

    assert looks(changes) == [False, False, False]
    path.write_text("longer")
    assert looks(changes) == [False, True, False]


def test_a_file_that_is_written_in_steps_is_read_when_it_is_whole(tmp_path):
    """Every step puts the report off."""
    path = tmp_path / "monitor.toml"
    path.write_text("")
    changes = FileChanges(path)

    seen = []
    for step in ("a", "ab", "abc"):
        path.write_text(step)
        seen.append(changes.settled())
    assert seen == [False, False, False]
    assert looks(changes) == [True, False, False]


def test_a_replaced_file_is_a_change_and_a_missing_one_is_none(tmp_path):
    """The same size and time, another file: an editor's rename counts. Between the two there may be no file at all."""
    path = tmp_path / "monitor.toml"
    path.write_text("one")
    changes = FileChanges(path)
    before = path.stat()
    other = tmp_path / "other"
    other.write_text("two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))

    path.unlink()
    assert looks(changes) == [False, False, False]
    other.rename(path)
    assert looks(changes) == [False, True, False]


def test_each_of_several_files_is_looked_at(tmp_path):
    """A secret's file that is missing hides no change of the others; files come and go."""
    path, secret = tmp_path / "monitor.toml", tmp_path / "secret"
    path.write_text("a")
    changes = FileChanges(path)
    changes.follow(path, secret)

    path.write_text("longer")
    assert looks(changes) == [False, True, False]
    secret.write_text("one")
    assert looks(changes) == [False, True, False]
    changes.follow(path)
    secret.write_text("longer")
    assert looks(changes) == [False, False, False]


def test_the_files_of_secrets_are_known(tmp_path):
    """Of channels, relative to the configuration; those whose name is in the environment too."""
    path = tmp_path / "monitor.toml"
    path.write_text('[[channel]]\nname = "a"\nkind = "webhook"\nurl_file = "one"\nsecret_file = "${FOLDER}/two"\n')

    found = load(path, {"FOLDER": "/run"}, need_secrets=False).secret_files
    assert set(found) == {tmp_path / "one", Path("/run/two")}

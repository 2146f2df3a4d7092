"""The file channel: complete files or none."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import deliver
from monitor.deliver import Kind, Outcome, Outgoing
from monitor.deliver.file import FileChannel

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def send(path: Path | str, text: str = "Grüße\r\n", message_id: str = "digest_x_1", kind: str = "text") -> Outcome:
    """What comes of writing one message."""
    out = Outgoing(message_id=message_id, type="digest", recipient=None, rendered=text, created_at=NOW)
    return asyncio.run(deliver.send(FileChannel(name="f", path=str(path), format=kind), out, now=NOW))


@pytest.mark.parametrize(("kind", "name"), [("text", "x_1.txt"), ("json", "x_1.json"), ("html", "x_1.html")])
def test_a_message_is_a_file(tmp_path: Path, kind: str, name: str) -> None:
    """The folder is made, and holds one file with the exact text, named after the message and its form."""
    folder = tmp_path / "new" / "out"

    assert send(folder, message_id="x_1", kind=kind).kind is Kind.SENT
    assert [each.name for each in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == "Grüße\r\n".encode()


def test_the_same_message_again_is_one_file(tmp_path: Path) -> None:
    """A retry leaves one file with the same text."""
    send(tmp_path)
    send(tmp_path)

    assert len(list(tmp_path.iterdir())) == 1


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is temporary, and leaves neither a part nor the file."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("monitor.atomic_file.os.fsync", full)
    outcome = send(tmp_path)

    assert outcome.kind is Kind.TEMPORARY
    assert "No space left" in outcome.error
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_temporary(tmp_path: Path) -> None:
    """A path through a file is reported, with the path."""
    (tmp_path / "file").write_text("x")
    outcome = send(tmp_path / "file" / "out")

    assert outcome.kind is Kind.TEMPORARY
    assert str(tmp_path) in outcome.error


def test_a_dash_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """The path "-" prints the message."""
    assert send("-", "A digest\n").kind is Kind.SENT
    assert capsys.readouterr().out == "A digest\n\n"


def test_standard_output_takes_any_text(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A character that the terminal cannot show is no reason to fail."""
    assert send("-", "lone \ud800 surrogate").kind is Kind.SENT
    assert capsysbinary.readouterr().out == b"lone ? surrogate\n"


@given(st.text(min_size=1, max_size=400))
def test_no_id_leaves_the_folder(message_id: str) -> None:
    """Whatever the id, the name is one plain, visible, bounded part of a path, and ids do not share names."""
    out = Outgoing(message_id=message_id, type="digest", recipient=None, rendered="", created_at=NOW)
    name = FileChannel(name="f", path="x").filename(out)

    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name.encode()) <= 255


def test_a_long_id_has_a_short_name() -> None:
    """Of a plain id of 200 characters the name is the id, of a longer one its beginning and what tells it apart."""
    channel = FileChannel(name="f", path="x")
    names = [
        channel.filename(Outgoing(message_id=each, type="digest", recipient=None, rendered="", created_at=NOW))
        for each in ("a" * 200, "a" * 201, "a" * 400)
    ]

    assert names[0] == "a" * 200 + ".txt"
    assert [len(name) for name in names[1:]] == [180 + len("-123456789012.txt")] * 2
    assert names[1] != names[2]


def test_a_file_is_for_its_owner_and_group(tmp_path: Path) -> None:
    """What a message says is not for every account of the machine."""
    send(tmp_path)
    [made] = tmp_path.iterdir()

    assert made.stat().st_mode & 0o777 == 0o640

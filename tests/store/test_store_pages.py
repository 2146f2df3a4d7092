"""Pages of followed articles: WARC files that any reader opens, whatever happened to the process that wrote them."""

import errno
import hashlib
import io
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from store_made import DAY, NOW
from warcio.archiveiterator import ArchiveIterator

from monitor.errors import ArchiveError
from monitor.store import page_records
from monitor.store.archive import Archive
from monitor.store.file import backup, page_files
from monitor.store.file.page_files import WarcPage

URL = "https://joblo.example/heat-2"

# Keeps pages of noise, one after the other, until it is ended.
WRITER = """
import itertools, os, sys
from datetime import datetime, UTC
from pathlib import Path
from monitor.store import page_records
from monitor.store.archive import Archive
from monitor.store.file.page_files import WarcPage

archive = Archive.open(Path(sys.argv[1]))
for number in itertools.count():
    body = os.urandom(200_000)
    page = WarcPage(url="https://joblo.example/a", at=datetime.now(UTC), status=200, headers=(), body=body)
    page_records.keep(archive, number % 5, page)
    print("kept", flush=True)
"""


def page(body: str = "<p>Heat 2 is next.</p>", days: float = 0, status: int = 200) -> WarcPage:
    """A page as it came so many days after NOW."""
    return WarcPage(
        url=URL,
        at=NOW + timedelta(days=days),
        status=status,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        body=body.encode(),
    )


def read(source: bytes | Path) -> list[tuple[str, str, bytes]]:
    """Kind, payload digest and body of each record, with all digests checked by a reader that is not ours."""
    stream = io.BytesIO(source if isinstance(source, bytes) else source.read_bytes())
    return [
        (one.rec_type, one.rec_headers.get_header("WARC-Payload-Digest"), one.content_stream().read())
        for one in ArchiveIterator(stream, check_digests="raise")
    ]


def files(archive: Archive) -> list[Path]:
    """The WARC files of an archive, in order."""
    return sorted(page_files.folder_of(archive.path).glob("*"))


def test_a_page_is_a_record_that_names_its_hash(archive: Archive) -> None:
    """A WARC 1.1 response with address, time, status, headers and the sha256 of its bytes."""
    page_records.keep(archive, 1, page())
    (kept,) = page_records.of(archive, 1)
    (file,) = files(archive)
    digest = f"sha256:{hashlib.sha256(page().body).hexdigest()}"
    records = list(ArchiveIterator(io.BytesIO(file.read_bytes())))

    assert read(file)[1:] == [("response", digest, page().body)]
    assert read(file)[0][0] == "warcinfo"
    assert records[1].rec_headers.get_header("WARC-Target-URI") == URL
    assert records[1].rec_headers.get_header("WARC-Date") == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert records[1].http_headers.get_statuscode() == "200"
    assert [value for name, value in records[1].http_headers.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert (kept.digest, kept.bytes, kept.status) == (digest, len(page().body), 200)
    assert file.read_bytes()[:3] == b"\x1f\x8b\x08"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_was_written_is_never_changed(archive: Archive) -> None:
    """Each page is appended; the same bytes once more are the same page, another status is another."""
    before = b""
    for number, one in enumerate([page(), page(), page("<p>Heat 2 is off.</p>"), page("gone", status=404)]):
        page_records.keep(archive, 1, one)
        (file,) = files(archive)
        assert file.read_bytes().startswith(before), number
        before = file.read_bytes()

    assert [one.status for one in page_records.of(archive, 1)] == [200, 200, 404]
    assert len(read(before)) == 4


@pytest.mark.parametrize("cut", [1, 30, 0.5, -1])
def test_a_half_record_spoils_nothing(archive: Archive, cut: float) -> None:
    """A process that was killed as it wrote: what stands before is read, what comes after too, in a file of its own."""
    page_records.keep(archive, 1, page())
    (file,) = files(archive)
    half = page_files._record(page("<p>never finished</p>" * 500))
    end = int(cut * len(half)) if 0 < cut < 1 else int(cut)
    with file.open("ab") as stream:
        stream.write(half[:end])
    page_records.keep(archive, 1, page("<p>Heat 2 is off.</p>"))
    places = [one.place for one in page_records.of(archive, 1)]

    assert [place.file for place in places] == ["pages-000001.warc.gz", "pages-000002.warc.gz"]
    assert [body for _, _, body in read(b"".join(page_files.exported(archive.path, places)))[1:]] == [
        page().body,
        b"<p>Heat 2 is off.</p>",
    ]
    assert len(read(files(archive)[1])) == 2


def test_killed_writers_lose_nothing_that_was_kept(archive: Archive) -> None:
    """Three processes in a row, each killed as it writes: every page that the archive names is read, with its hash."""
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITER, archive.path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(5):
                assert writer.stdout.readline() == b"kept\n"
            writer.kill()
    kept = [one for number in range(5) for one in page_records.of(archive, number)]
    found = read(b"".join(page_files.exported(archive.path, (one.place for one in kept))))[1:]

    assert len(kept) >= 15
    assert [digest for _, digest, _ in found] == [one.digest for one in kept]


def test_a_record_that_the_archive_forgot_spoils_nothing(archive: Archive) -> None:
    """Written whole, but the transaction was lost: the next page begins a file."""

    def lost() -> None:
        with archive.transaction():
            page_records.keep(archive, 1, page())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        lost()
    page_records.keep(archive, 1, page("<p>again</p>"))

    assert [one.file for one in page_records.of(archive, 1)] == ["pages-000002.warc.gz"]
    assert len(files(archive)) == 2


def test_a_full_file_is_followed_by_another(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is old can go without a file being changed."""
    monkeypatch.setattr(page_files, "SEGMENT", 2_000)
    for number in range(12):
        page_records.keep(archive, number, page(hashlib.sha256(str(number).encode()).hexdigest() * 4))

    assert len(files(archive)) > 2
    assert all(file.stat().st_size <= 2_000 for file in files(archive))


class TestBounds:
    @pytest.fixture
    def filled(self, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
        """Five files of one page each, a hundred days apart."""
        monkeypatch.setattr(page_files, "SEGMENT", 1)
        for number in range(5):
            page_records.keep(archive, number, page(str(number), days=100 * number))
        return archive

    def test_what_is_too_old_goes(self, filled: Archive) -> None:
        """Whole files, the oldest first; their rows with them."""
        dropped = page_records.drop_old(filled, NOW + 400 * DAY, timedelta(days=250), 1 << 30)

        assert dropped == ["pages-000001.warc.gz", "pages-000002.warc.gz"]
        assert page_records.of(filled, 0) == []
        assert len(page_records.of(filled, 2)) == 1

    def test_what_is_too_much_goes(self, filled: Archive) -> None:
        """Until the rest fits; the newest file stays in any case."""
        room = sum(file.stat().st_size for file in files(filled)[2:])  # records' ids are random, and so are sizes

        assert len(page_records.drop_old(filled, NOW, timedelta(days=9_999), room)) == 2
        assert len(page_records.drop_old(filled, NOW, timedelta(days=9_999), 0)) == 2
        assert len(page_records.of(filled, 4)) == 1

    def test_a_file_that_is_gone_is_left_out(self, filled: Archive) -> None:
        """What a person deleted is no error; a name is never used again while a later one is there."""
        places = [one.place for number in range(5) for one in page_records.of(filled, number)]
        page_files.drop(filled.path, places[0].file)
        page_files.drop(filled.path, places[0].file)

        assert len(read(b"".join(page_files.exported(filled.path, places)))) == 5
        page_records.keep(filled, 9, page("new"))
        assert page_records.of(filled, 9)[0].file == "pages-000006.warc.gz"


def test_a_backup_has_the_pages_too(archive: Archive, tmp_path: Path) -> None:
    """They are copied whole, readable by their owner alone, and count to its size."""
    page_records.keep(archive, 1, page())
    copy = tmp_path / "copy.db"
    size = backup.backup(archive, copy)
    (file,) = files(archive)
    (copied,) = page_files.folder_of(copy).iterdir()

    assert (copied.name, copied.read_bytes()) == (file.name, file.read_bytes())
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert stat.S_IMODE(copied.parent.stat().st_mode) == 0o700
    assert size == copy.stat().st_size + copied.stat().st_size
    assert sorted(place.name for place in tmp_path.glob(".copy*")) == []


def test_a_backup_whose_pages_cannot_be_copied_is_none(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither it nor a half folder of them is left; a folder that is there already is in the way."""
    page_records.keep(archive, 1, page())
    page_files.folder_of(tmp_path / "taken.db").mkdir()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ArchiveError, match="the pages cannot be copied: No space left"):
        backup.backup(archive, tmp_path / "copy.db")
    with pytest.raises(ArchiveError, match=r"taken.db.pages exists already"):
        backup.backup(archive, tmp_path / "taken.db")

    assert [place.name for place in tmp_path.iterdir() if "copy" in place.name] == []


def test_what_is_restored_has_its_pages(archive: Archive, tmp_path: Path) -> None:
    """Those of the backup take the place of later ones, which go aside with their archive; the next is appended."""
    page_records.keep(archive, 1, page())
    copy = tmp_path / "copy.db"
    backup.backup(archive, copy)
    page_records.keep(archive, 1, page("<p>Heat 2 is off.</p>"))
    path = archive.path
    archive.close()
    aside = backup.restore(copy, path)
    assert aside is not None

    with Archive.open(path) as restored, Archive.open(aside) as old:
        for one, kept in ((restored, 1), (old, 2)):
            places = [record.place for record in page_records.of(one, 1)]
            assert len(places) == kept
            assert all((page_files.folder_of(one.path) / place.file).exists() for place in places)
        page_records.keep(restored, 1, page("<p>Later.</p>"))
        assert len(files(restored)) == 1


def test_a_backup_without_pages_leaves_those_that_are_there(archive: Archive, tmp_path: Path) -> None:
    """As one of an earlier version: what it knows of pages is in them."""
    page_records.keep(archive, 1, page())
    copy, path, kept = tmp_path / "copy.db", archive.path, files(archive)
    backup.backup(archive, copy)
    shutil.rmtree(page_files.folder_of(copy))
    archive.close()
    backup.restore(copy, path)

    assert [file.exists() for file in kept] == [True]

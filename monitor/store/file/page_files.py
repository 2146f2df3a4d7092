"""Pages of followed articles as they came: WARC 1.1 files of gzip records, in the folder ARCHIVE.pages.

    page -> one record -> appended to the newest file, flushed to the disk -> (file, offset, length)

Nothing that was written is changed. A file whose end is not where the archive says that its last record ends holds
something that was never finished, a half record of a process that was killed: it is left, and a new file begun, so
what stands before it can be read, and so can what comes after.
"""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor import __version__, atomic_file

SEGMENT = 64 << 20  # bytes of a file; a larger one would make deleting by age coarse
_NAME = "pages-{:06}.warc.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPage:
    """A page that is to be kept: its address, when it came, the status and headers of the answer, and its bytes."""

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def digest(self) -> str:
        """The hash of its bytes, as the record says it."""
        return f"sha256:{hashlib.sha256(self.body).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlace:
    """Where a record stands: the file's name, its first byte, and how many there are."""

    file: str
    offset: int
    length: int


def folder_of(archive: Path) -> Path:
    """The folder of an archive: next to it, as its lock is."""
    archive = archive.resolve()
    return archive.with_name(f"{archive.name}.pages")


def append(archive: Path, page: WarcPage, last: RecordPlace | None) -> RecordPlace:
    """Keep a page after the `last` record that the archive knows, or at the beginning of a new file.

    Raises:
        OSError: it cannot be written.
    """
    folder = folder_of(archive)
    if not folder.exists():
        atomic_file.make_folder(folder)
        folder.chmod(0o700)
    record = _record(page)
    if last is not None and _is_whole(folder, last) and last.offset + last.length + len(record) <= SEGMENT:
        place = RecordPlace(file=last.file, offset=last.offset + last.length, length=len(record))
        _write(folder / place.file, record)
        return place
    name = _next_name(folder)
    head = _head(name)
    _write(folder / name, head + record)
    return RecordPlace(file=name, offset=len(head), length=len(record))


def exported(archive: Path, places: Iterable[RecordPlace]) -> Iterator[bytes]:
    """The bytes of a WARC file with these records; those whose file is gone are left out."""
    yield _head("export.warc.gz")
    folder = folder_of(archive)
    for place in places:
        try:
            with (folder / place.file).open("rb") as stream:
                stream.seek(place.offset)
                yield stream.read(place.length)
        except FileNotFoundError:
            continue


def drop(archive: Path, name: str) -> None:
    """Delete one of the files; none there is as good."""
    (folder_of(archive) / name).unlink(missing_ok=True)


def _is_whole(folder: Path, last: RecordPlace) -> bool:
    """Whether its file ends where the archive says."""
    try:
        return (folder / last.file).stat().st_size == last.offset + last.length
    except FileNotFoundError:
        return False


def _next_name(folder: Path) -> str:
    numbers = (path.name.removeprefix("pages-").partition(".")[0] for path in folder.glob("pages-*.warc.gz"))
    return _NAME.format(1 + max((int(number) for number in numbers if number.isdecimal()), default=0))


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        atomic_file.give_to_owner(descriptor, path.parent)
        while content:
            content = content[os.write(descriptor, content) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _head(name: str) -> bytes:
    """What a file begins with: who wrote it."""
    stream, writer = _writer()
    record = writer.create_warcinfo_record(name, {"software": f"entertainment-monitor/{__version__}"})
    writer.write_record(record)
    record.raw_stream.close()  # it may be a temporary file
    return stream.getvalue()


def _record(page: WarcPage) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - only who follows pages pays for it

    stream, writer = _writer()
    answer = StatusAndHeaders(str(page.status), list(page.headers), protocol="HTTP/1.1")
    at = page.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),  # without it the writer would make digests of its own
        http_headers=answer,
        warc_headers_dict={"WARC-Date": at, "WARC-Payload-Digest": page.digest},
    )
    writer.write_record(record)
    record.raw_stream.close()
    return stream.getvalue()


def _writer() -> tuple[io.BytesIO, Any]:
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - as above

    stream = io.BytesIO()
    return stream, WARCWriter(stream, gzip=True, warc_version="1.1")

"""The pages of a WARC file, ours or another program's, in the order in which they stand there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor import error_words
from monitor.store.file.page_files import WarcPage

LARGEST = 32 << 20  # bytes of a page: what is larger is no article


def pages(path: Path) -> Iterator[WarcPage]:
    """The answers of the web that a file holds, each with the time at which it came. Other records are left out.

    Raises:
        ValueError: the file is no WARC file, or is damaged; pages before the damage have been returned.
        OSError: it cannot be read.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only who reads such files pays for it
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above

    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                status = record.http_headers.get_statuscode()
                yield WarcPage(
                    url=record.rec_headers.get_header("WARC-Target-URI") or "",
                    at=_moment(record.rec_headers.get_header("WARC-Date")),
                    status=int(status) if status.isdecimal() else 0,
                    headers=tuple(record.http_headers.headers),
                    body=record.content_stream().read(LARGEST),
                )
        except (ArchiveLoadFailed, EOFError) as error:
            raise ValueError(f"{path}: {error_words.in_words(error)}") from None


def _moment(written: str | None) -> datetime:
    """The time of a record.

    Raises:
        ValueError: it has none.
    """
    found = datetime.fromisoformat((written or "").strip())
    return found if found.tzinfo else found.replace(tzinfo=UTC)

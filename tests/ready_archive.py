"""A new archive is made by the migrations once in a run; where a test makes another, it is a copy of that file.

The migrations are some two hundred statements, a tenth of a second, and most tests want an archive. What the copy is
like, `tests/store/test_store_schema.py` compares with one that was made.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.store.file import sqlite_file
from monitor.store.file.engine import sqlite3
from monitor.store.schema import migrate

made = sqlite_file._fill
RANDOM = ("select archive_id from identity", "select secret from web_keys")  # what no two archives share, as hex
_ready: dict[frozenset[str], tuple[bytes, list[bytes]]] = {}  # by their migrations: the file, its random values


@pytest.fixture(autouse=True, scope="session")
def _archives_are_copies() -> Iterator[None]:
    """In this process; a child that makes an archive makes it by the migrations."""
    sqlite_file._fill = copied
    yield
    sqlite_file._fill = made


def copied(draft: Path, path: Path) -> None:
    """What `sqlite_file` does to an empty file; what is random is another in each."""
    ready = _ready.get(migrate.names())
    if ready is None:
        made(draft, path)
        _ready[migrate.names()] = draft.read_bytes(), randoms(draft)
        return
    draft.write_bytes(as_another(*ready))


def as_another(content: bytes, values: list[bytes]) -> bytes:
    """The file of an archive with other random values."""
    for value in values:
        content = content.replace(value, secrets.token_hex(len(value) // 2).encode())
    return content


class Filled:
    """An archive with news in it, made once for all tests that change a copy of it."""

    def __init__(self, archive: Path) -> None:
        self._content, self._values, self._mode = archive.read_bytes(), randoms(archive), archive.stat().st_mode

    def write(self, path: Path) -> None:
        """A copy there."""
        path.write_bytes(as_another(self._content, self._values))
        path.chmod(self._mode)


def randoms(archive: Path) -> list[bytes]:
    """The random values of an archive."""
    with closing(sqlite3.connect(f"file:{archive}?immutable=1", uri=True)) as connection:
        return [connection.execute(asked).fetchone()[0].encode() for asked in RANDOM]

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
    content, values = ready
    for value in values:
        content = content.replace(value, secrets.token_hex(len(value) // 2).encode())
    draft.write_bytes(content)


def randoms(archive: Path) -> list[bytes]:
    """The random values of an archive."""
    with closing(sqlite3.connect(f"file:{archive}?immutable=1", uri=True)) as connection:
        return [connection.execute(asked).fetchone()[0].encode() for asked in RANDOM]

"""The SQLite library in use: the very module that sqlite-utils takes, so that rows and errors are of one kind.

That is pysqlite3 where it is installed, since it brings an SQLite without the WAL-reset defect (before 3.51.3).
"""

from typing import Any

from sqlite_utils import utils

sqlite3: Any = utils.sqlite3  # type: ignore[attr-defined]  # not listed as exported there, yet documented
SQLITE_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error,)


def library() -> str:
    """The SQLite library in use, such as `3.53.4 (pysqlite3)`."""
    return f"{sqlite3.sqlite_version} ({sqlite3.__name__})"

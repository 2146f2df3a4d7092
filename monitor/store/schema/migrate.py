"""The migrations: one SQL file each, in `migrations/`, applied once, in one transaction with the record of it.

Nowhere else does the schema stand: what the files make together is the schema. A file that was published is never
edited; `migrations/README.md` says how to add one. The set is sqlite-utils' own, so `sqlite-utils migrate --list`
knows it. A file that names a migration which is not here is of a newer version.
"""

from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database, Migrations

from monitor.store.file.engine import sqlite3

APPLICATION_ID = 0x4D4E5452  # "MNTR": at byte 68 of the file, by which `file` and we know an archive
FOLDER = Path(__file__).parent / "migrations"

MIGRATIONS = Migrations("monitor")


def names() -> frozenset[str]:
    """The migrations that this version knows."""
    return frozenset(migration.name for migration in MIGRATIONS.pending(Database(memory=True, execute_plugins=False)))


def applied(db: Database) -> frozenset[str]:
    """The migrations that an archive has."""
    return frozenset(migration.name for migration in MIGRATIONS.applied(db))


def files() -> list[Path]:
    """The files of the migrations, in the order in which they are applied."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9]_*.sql"))


def statements(sql: str) -> list[str]:
    """The statements of a script, without their semicolons; comments in front of them are not part of them."""
    found = []
    waiting: list[str] = []
    for line in sql.splitlines():
        if not waiting and (not line.strip() or line.startswith("--")):
            continue
        waiting.append(line)
        # Not the semicolons: those inside a trigger end no statement.
        if sqlite3.complete_statement("\n".join(waiting)):
            found.append("\n".join(waiting).rstrip().removesuffix(";"))
            waiting = []
    if waiting:
        raise ValueError(f"a statement without its end: {waiting[0]}")
    return found


def triggers() -> list[str]:
    """Every trigger that any version of the schema made."""
    made = [statement for file in files() for statement in statements(file.read_text("utf-8"))]
    return [statement for statement in made if statement.startswith("create trigger")]


def _applying(sql: str) -> Callable[[Database], None]:
    def apply(db: Database) -> None:
        for statement in statements(sql):
            db.execute(statement)

    return apply


for _file in files():
    MIGRATIONS(name=_file.stem)(_applying(_file.read_text("utf-8")))

"""The migrations: each a named function, applied once, in one transaction with the record of it.

The set is sqlite-utils' own, so `sqlite-utils migrate --list` knows it. A migration that was published is never
edited: the next change is a new function, and a file that names one which is not here is of a newer version.
"""

from sqlite_utils import Database, Migrations

from monitor.store.schema.indexes import INDEXES, TRIGGERS
from monitor.store.schema.tables import SHORTFALLS, TABLES, VERDICTS
from monitor.store.schema.views import VIEWS

APPLICATION_ID = 0x4D4E5452  # "MNTR": at byte 68 of the file, by which `file` and we know an archive

MIGRATIONS = Migrations("monitor")


@MIGRATIONS(name="001_founding")
def founding(db: Database) -> None:
    """All tables, indexes, triggers and views of the first version."""
    for statement in (*TABLES, *INDEXES, *TRIGGERS, *VIEWS):
        db.execute(statement.strip())
    db.execute(f"pragma application_id = {APPLICATION_ID}")


@MIGRATIONS(name="002_verdicts")
def verdicts(db: Database) -> None:
    """What people say of hits."""
    db.execute(VERDICTS.strip())


@MIGRATIONS(name="003_shortfalls")
def shortfalls(db: Database) -> None:
    """What pages did not give that they should."""
    db.execute(SHORTFALLS.strip())


def names() -> frozenset[str]:
    """The migrations that this version knows."""
    return frozenset(migration.name for migration in MIGRATIONS.pending(Database(memory=True, execute_plugins=False)))

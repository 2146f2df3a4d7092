"""The schema changes by new migrations alone, and every archive that was ever made comes along."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import release_archive
from store_made import found, populate

from monitor.desk import Desk
from monitor.errors import ArchiveDamagedError, ArchiveFullError
from monitor.events import ArticleRead
from monitor.store import articles, hits, stories
from monitor.store.archive import Archive
from monitor.store.file import backup as backups
from monitor.store.file import copying, integrity, upgrade
from monitor.store.schema import migrate

ROOT = Path(__file__).parents[2]
RELEASES = sorted((ROOT / "tests" / "cases" / "archives").glob("*.sql"))
NOW = release_archive.NOW + timedelta(days=3)

# What is on `main` exists in somebody's archive. A line is added here, never changed.
PUBLISHED = {
    "001_founding": "522aa43729a7e840",
    "002_verdicts": "66cfab0718c730ec",
    "003_shortfalls": "155b4fd8fb51438b",
    "004_no_bulk_load": "978e8ce96799ccbf",
    "005_source_causes": "d41fd8af5fb5fcc2",
    "006_reported_day": "6a895ce5d7cb63a8",
    "007_dropped_deliveries": "cf490a052908578b",
    "008_suppressed": "e79bfb20dba8c23c",
    "009_pruned": "e41cf963a20f7a6c",
    "011_untrusted_validators": "44a6bafb80f31b33",
    "010_counters": "5d0e3c04c809a144",
    "012_watch_ids": "6232caa6472f79ed",
    "013_robots_error": "bb095ba8c0993015",
    "014_gaps": "f3f52ab27cba9f79",
    "015_successors": "86005a5edb224942",
    "016_outlet_weeks": "dfacc98c605d02df",
    "017_credits": "7ddffd3c6cbcd3fe",
    "018_old_news": "e6152c2a6ba21fe1",
    "019_witnessed": "e0e9d30389de7c22",
    "020_fresh_until": "c38df628a36d0b5a",
    "021_threads": "fb3417d7d4d72d1a",
    "022_channels": "e8a77db18a49f126",
    "023_thread_terms": "9bc44a8a307661ae",
    "024_revisions": "69a3440a603c1191",
    "025_receipts": "77cd4bdb92639de0",
    "026_roles_links_moves": "a083ab64f83cbdc1",
    "027_unanswered": "b317161081d2a3ae",
    "028_press_outlets": "219a0533975b8032",
    "029_followed_pages": "2642526b36391cd4",
    "030_moved_threads": "1429aa144554e8fb",
    "031_deliveries_by_channel": "07f53c039636620d",
    "032_archive_id": "ebc3464893bc6c49",
    "033_persons": "a1b1404547ec8973",
    "034_text_confidence": "ede10f351ba4bd33",
    "035_held_of_outlet": "ce93c183e8966a7d",
    "036_title_confidence": "ca86c2c57739f5c5",
    "037_messages_by_digest": "dc587eb7c2723ebf",
    "038_web": "810fa52bcf40f3a5",
    "039_stars_notes_coverage": "12d74c326db7c759",
    "040_moves_before": "9388b2b2b782540c",
    "041_day_counts": "bbf017bf77acfa33",
    "042_as_of": "009207199d0b2300",
    "043_digests_revisions": "9c6c836bd54b553d",
    "044_author_date_confidence": "9dc1403e9abf975c",
    "045_feed_readers": "e68ebf5f51b795b8",
    "046_watch_dates": "fc06184f3035ba91",
    "048_thread_moves": "58bcd837a1821301",
    "047_outlet_repeats": "2178f04ce948c328",
    "049_threads_by_story": "e7e9167824e41f95",
    "050_respelled_again": "d8da681251f896b2",
    "051_letters_within_letters": "ce2689114baa337a",
}


def older(dump: Path, to: Path) -> Path:
    """The archive of a release, from its dump, as the release left it."""
    with closing(sqlite3.connect(to)) as connection:
        connection.executescript(dump.read_text("utf-8"))
        connection.execute("pragma journal_mode = wal")
    return to


@pytest.fixture(params=RELEASES, ids=lambda dump: dump.stem)
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive of each release, closed."""
    return older(request.param, tmp_path / "archive.db")


def objects(archive: Archive) -> dict[str, str]:
    """Every object of the schema with its text."""
    return {row["name"]: row["sql"] for row in archive.rows("select name, sql from sqlite_schema")}


def own_tables(archive: Archive) -> list[str]:
    """The tables that are written to, but for the full text's own."""
    rows = archive.rows("select name from sqlite_schema where type = 'table' and name not like 'articles_fts%'")
    return [row["name"] for row in rows]


def test_published_migrations_are_frozen() -> None:
    """A migration that is published is never edited: its archive exists already; the change is a new file."""
    hashes = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in migrate.files()}
    edited = [name for name, digest in PUBLISHED.items() if hashes.get(name) != digest]
    unknown = {name: digest for name, digest in hashes.items() if name not in PUBLISHED}

    assert not edited, f"undo the edit of {edited}; see monitor/store/schema/migrations/README.md"
    assert not unknown, f"add to PUBLISHED: {unknown}"


def test_migrations_are_numbered_without_gap() -> None:
    """Two migrations never share a number, so their order is the same in every archive."""
    numbers = [int(file.stem[:3]) for file in migrate.files()]

    assert numbers == list(range(1, len(numbers) + 1))


def test_a_table_without_rowid_begins_with_its_key(tmp_path: Path) -> None:
    """SQLite before 3.42 looks for columns in the order of the key: its integrity check would find NULLs elsewhere."""
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        keyed = [
            row["name"]
            for row in archive.rows("select name from pragma_table_list where schema = 'main' and wr")
            if not row["name"].startswith("articles_fts")
        ]
        columns = {
            name: archive.rows("select name, pk from pragma_table_info(?) order by cid", (name,)) for name in keyed
        }

    assert len(keyed) > 5
    for name, found_columns in columns.items():
        places = [row["pk"] for row in found_columns if row["pk"]]
        assert [row["pk"] for row in found_columns][: len(places)] == list(range(1, len(places) + 1)), name


def test_the_schema_stands_nowhere_else() -> None:
    """No Python file of the store creates tables: a column that is added there would reach new archives alone."""
    sources = list((ROOT / "monitor" / "store").rglob("*.py"))
    strays = [file.name for file in sources if "create table" in file.read_text("utf-8").lower()]

    assert sources
    assert strays == []


def test_a_release_has_rows_in_every_table(release: Path) -> None:
    """A dump that leaves a table empty would not show what a migration does to its rows."""
    with closing(sqlite3.connect(release)) as connection:
        tables = [
            name
            for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")
            if not name.startswith("articles_fts") and name != "bulk_load"
        ]
        empty = [name for name in tables if not connection.execute(f"select 1 from {name}").fetchone()]  # noqa: S608

    assert len(tables) > 15
    assert empty == []


def test_a_release_becomes_like_new(release: Path, tmp_path: Path) -> None:
    """The archive of each release, opened today, has the very schema of a new one, all its rows, and is sound."""
    with closing(sqlite3.connect(release)) as connection:
        before = {
            table: connection.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
            for table in ("articles", "links", "hits", "messages", "deliveries", "verdicts", "shortfalls", "revisions")
        }
    with Archive.open(tmp_path / "fresh.db", create=True) as fresh:
        expected = objects(fresh)
    with Archive.open(release) as archive:
        assert objects(archive) == expected
        assert {table: archive.value(f"select count(*) from {table}") for table in before} == before  # noqa: S608
        assert integrity.check(archive, thorough=True) == []
        assert found(archive, "mann") == [1, 2]


def test_a_release_is_crawled_into(release: Path) -> None:
    """The desk goes on with the archive of a release: a third outlet's report joins its story and alerts as before."""
    desk = Desk.open(release_archive.config(release.parent))
    desk.sync(NOW)
    release_archive.fill(desk)  # what it knows changes nothing
    archive = desk.context.archive
    counts = {table: archive.value(f"select count(*) from {table}") for table in ("articles", "stories", "hits")}  # noqa: S608
    event = release_archive.read("Heat 2 begins filming", NOW, outlet="variety")
    new = ArticleRead(
        outlet="variety",
        link=release_archive.link("filming", "variety"),
        article=replace(
            event.article, url="https://variety.example/filming", body=f"{event.article.body} Cameras roll in Chicago."
        ),
        at=NOW,
    )
    desk.ingest(new, NOW)
    (newest, *_) = articles.newest(archive, 1)
    story = stories.get(archive, 1)
    listed = hits.recent(archive)
    desk.close()

    assert counts == {"articles": 2, "stories": 1, "hits": 2}
    assert newest.title == "Heat 2 begins filming"
    assert story is not None
    assert len(listed) == 3


class TestCopy:
    """An archive is copied next to itself before it is migrated."""

    def test_holds_the_archive_as_it_was(self, release: Path) -> None:
        """The copy is private to its owner, whole, and of the earlier version."""
        with closing(sqlite3.connect(release)) as connection:
            before = list(connection.execute("select name, sql from sqlite_schema order by name"))
        Archive.open(release).close()

        (copy,) = upgrade.copies(release)
        assert copy.name == "archive.db.before-004_no_bulk_load"
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        with closing(sqlite3.connect(copy)) as connection:
            assert list(connection.execute("select name, sql from sqlite_schema order by name")) == before
            assert connection.execute("select count(*) from articles").fetchone() == (2,)

    def test_is_made_only_for_a_migration(self, path: Path) -> None:
        """A new archive, and one that is up to date, leave no copy."""
        with Archive.open(path, create=True) as archive:
            populate(archive)
        Archive.open(path).close()

        assert upgrade.copies(path) == []

    def test_only_the_last_one_stays(self, release: Path) -> None:
        """The copy of an earlier upgrade goes when the next upgrade is done."""
        earlier = release.with_name("archive.db.before-002_verdicts")
        earlier.write_bytes(b"old")
        Archive.open(release).close()

        assert [copy.name for copy in upgrade.copies(release)] == ["archive.db.before-004_no_bulk_load"]

    def test_its_own_stays_among_copies_of_later_migrations(self, release: Path) -> None:
        """The copy that was just made is kept where one of a later migration lies, brackets in the name or not."""
        archive = release.rename(release.with_name("archive [1].db"))
        later = archive.with_name(f"{archive.name}.before-007_dropped_deliveries")
        later.write_bytes(b"of an archive that lay here before")
        Archive.open(archive).close()

        assert [copy.name for copy in upgrade.copies(archive)] == ["archive [1].db.before-004_no_bulk_load"]

    def test_drafts_of_killed_processes_go(self, release: Path) -> None:
        """A process that was killed while it copied leaves a draft as large as the archive, until the next upgrade."""
        dead = subprocess.Popen(["true"])
        dead.wait()
        name = ".archive.db.before-004_no_bulk_load"
        alive = release.with_name(f"{name}.{os.getppid()}.new")
        for draft in (alive, *(release.with_name(f"{name}.{dead.pid}.new{end}") for end in ("", "-wal", "-journal"))):
            draft.write_bytes(b"half a copy")
        Archive.open(release).close()

        assert [entry for entry in release.parent.iterdir() if entry.name.startswith(".")] == [alive]

    def test_a_limit_on_sizes_is_no_broken_disk(self, release: Path) -> None:
        """A limit on the size of files (ulimit -f) is named as one, not as an error of the disk."""
        program = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
            "from monitor.store.archive import Archive; Archive.open(sys.argv[1])"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(release)], capture_output=True, text=True, check=False
        )

        assert "there is no room for a copy of it" in done.stderr
        assert not upgrade.copies(release)

    def test_of_a_damaged_archive_names_the_archive(self, release: Path) -> None:
        """What is damaged is the archive: its copy, which does not exist, is not blamed; nothing is changed."""
        with release.open("r+b") as file:
            file.seek(8 * 4096)
            file.write(b"\xff" * (release.stat().st_size - 8 * 4096))
        before = release.read_bytes()
        with pytest.raises(ArchiveDamagedError, match=r"archive\.db is damaged"):
            Archive.open(release)

        assert release.read_bytes() == before
        assert not upgrade.copies(release)

    def test_without_room_nothing_is_migrated(self, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where there is no room for the copy, the archive is left as it was, and the error says what to do."""
        before = release.read_bytes()

        def full(_connection: object, to: Path) -> None:
            raise ArchiveFullError(f"{to} cannot be written: its disk is full")

        monkeypatch.setattr(copying, "write", full)
        with pytest.raises(ArchiveFullError, match=r"no room for a copy.*\n.*free some space"):
            Archive.open(release)

        assert release.read_bytes() == before
        assert [entry.name for entry in release.parent.iterdir()] == ["archive.db"]

    def test_is_not_made_of_a_backup(self, release: Path, tmp_path: Path) -> None:
        """A backup of a release that is restored is its own copy: none is made of it, and it stays as it was."""
        before = release.read_bytes()
        (tmp_path / "restored").mkdir()
        backups.restore(release, tmp_path / "restored" / "archive.db")

        assert release.read_bytes() == before
        assert [entry.name for entry in (tmp_path / "restored").iterdir()] == ["archive.db"]
        with Archive.open(tmp_path / "restored" / "archive.db") as archive:
            assert archive.value("select count(*) from articles") == 2

"""What people see who open the archive with sqlite-utils and Datasette."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from store_made import HIT, NOW, SECOND, found, populate

from monitor.model import Origin
from monitor.store import articles, hits
from monitor.store.archive import Archive
from monitor.store.file import integrity
from monitor.store.queries import search
from monitor.store.schema import migrate

BIN = Path(sys.executable).parent


@pytest.fixture
def shared(path: Path) -> Path:
    """An archive with one hit, closed."""
    with Archive.open(path, create=True) as archive:
        number = populate(archive)
        hits.add(archive, HIT, number, 1, Origin.LIVE, NOW)
    return path


def sqlite_utils(*arguments: object, stdin: str | None = None) -> str:
    """Run the sqlite-utils command."""
    command = [str(BIN / "sqlite-utils"), *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True, timeout=60).stdout


def test_latest_hits(shared: Path) -> None:
    """`sqlite-utils rows archive.db latest_hits --limit 5` shows the hits, flat and with names."""
    (row,) = json.loads(sqlite_utils("rows", shared, "latest_hits", "--limit", "5"))

    assert list(row)[:7] == ["watch", "outlet", "title", "url", "published_at", "found_at", "snippet"]
    assert (row["watch"], row["outlet"], row["snippet"]) == ("Heat 2", "JoBlo", "Heat 2 is on")


def test_search(shared: Path) -> None:
    """`sqlite-utils search archive.db articles` knows the full-text index."""
    (row,) = json.loads(sqlite_utils("search", shared, "articles", "michael mann", "-c", "title"))

    assert row == {"title": "Heat 2 is on, part 1"}


def test_their_rows_are_found(shared: Path) -> None:
    """Articles that sqlite-utils inserts, upserts, replaces and deletes are found by their words at once."""
    row = {"url": "https://joblo.example/mine", "outlet_id": "joblo", "title": "Tarantino"}
    sqlite_utils("insert", shared, "articles", "-", stdin=json.dumps(row))
    with Archive.open(shared) as archive:
        inserted = [each.report.title for each in search.search(archive, "tarantino", since=NOW)]
        stored = articles.get(archive, 2)
    sqlite_utils("upsert", shared, "articles", "-", "--pk", "id", stdin=json.dumps({**row, "id": 2, "title": "Scott"}))
    sqlite_utils("insert", shared, "articles", "-", "--pk", "id", "--replace", stdin=json.dumps({**row, "id": 1}))
    sqlite_utils("query", shared, "delete from hits")
    with Archive.open(shared) as archive:
        words = [found(archive, word) for word in ("tarantino", "scott", "heat")]
        problems = integrity.check(archive, thorough=True)

    assert inserted == ["Tarantino"]
    assert stored is not None
    assert stored.found_at > NOW + SECOND
    assert words == [[1], [2], []]
    assert problems == []


def test_their_mistakes_are_refused(shared: Path) -> None:
    """A time that is not written as ours, by which rows could be missed, is refused with its reason."""
    row = {"url": "x", "outlet_id": "joblo", "title": "x", "found_at": "yesterday"}
    with pytest.raises(subprocess.CalledProcessError) as caught:
        sqlite_utils("insert", shared, "articles", "-", stdin=json.dumps(row))

    assert "CHECK constraint failed: found_at" in caught.value.stderr


def test_their_columns_and_tables_do_no_harm(shared: Path) -> None:
    """An archive to which someone added a column, a table, an index and a view opens and works as before."""
    row = {"url": "https://joblo.example/mine", "outlet_id": "joblo", "title": "Tarantino", "stars": 5}
    sqlite_utils("insert", shared, "articles", "-", "--alter", stdin=json.dumps(row))
    sqlite_utils("insert", shared, "mine", "-", stdin='{"article_id": 1, "note": "good"}')
    sqlite_utils("create-index", shared, "articles", "stars")
    sqlite_utils("create-view", shared, "best", "select * from articles where stars > 3")
    sqlite_utils("enable-counts", shared)

    with Archive.open(shared) as archive:
        populate(archive)
        assert [each.report.title for each in search.search(archive, "tarantino")] == ["Tarantino"]
        assert integrity.check(archive, thorough=True) == []


def test_migrations_are_listed(shared: Path) -> None:
    """The record of migrations is where sqlite-utils looks for it."""
    rows = json.loads(sqlite_utils("rows", shared, "_sqlite_migrations"))

    assert {row["migration_set"] for row in rows} == {"monitor"}
    assert {row["name"] for row in rows} == migrate.names()


def test_datasette(shared: Path) -> None:
    """Datasette reads the file, its tables, its views and its full-text index."""
    pytest.importorskip("datasette")
    done = subprocess.run(
        [str(BIN / "datasette"), "inspect", str(shared)], capture_output=True, text=True, check=True, timeout=60
    )
    tables = json.loads(done.stdout)["archive"]["tables"]
    page = subprocess.run(
        [str(BIN / "datasette"), str(shared), "--get", "/archive/articles.json?_search=mann&_shape=array"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    view = subprocess.run(
        [str(BIN / "datasette"), str(shared), "--get", "/archive/latest_hits.json?_shape=array"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert tables["articles"]["count"] == tables["hits"]["count"] == 1
    assert [row["title"] for row in json.loads(page.stdout)] == ["Heat 2 is on, part 1"]
    assert [row["watch"] for row in json.loads(view.stdout)] == ["Heat 2"]


def test_without_pysqlite3(tmp_path: Path) -> None:
    """Where pysqlite3 is not installed, the archive works with Python's own SQLite."""
    script = (
        "import sys\n"
        "sys.modules['pysqlite3'] = None\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from store_made import NOW, populate\n"
        "from monitor.store.file import integrity, tidying\n"
        "from monitor.store.queries import search\n"
        "from monitor.store.archive import Archive\n"
        "from monitor.store.file.engine import library\n"
        "with Archive.open(sys.argv[1], create=True) as archive:\n"
        "    number = populate(archive)\n"
        "    integrity.repair_fts(archive)\n"
        "    assert [row.report.article_id for row in search.search(archive, 'mann')] == [number]\n"
        "    tidying.tidy(archive, NOW)\n"
        "print(library())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "archive.db")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.endswith("(sqlite3)\n"), done.stderr

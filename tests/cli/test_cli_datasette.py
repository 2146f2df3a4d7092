"""`monitor datasette`: what it writes is right for the Datasette that is installed, on pages that it serves."""

import json
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_made import Run

from monitor.store.archive import Archive
from monitor.store.schema import datasette_pages

BIN = Path(sys.executable).parent
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "archive.md"


@pytest.fixture
def database(run: Run, archived: Path) -> dict[str, Any]:
    """What the written metadata says of the archive."""
    assert run("datasette").code == 0
    said = json.loads((archived.parent / "datasette" / "metadata.json").read_text())
    found: dict[str, Any] = said["databases"]["archive"]
    return found


@pytest.fixture
def address(run: Run, archived: Path) -> Iterator[str]:
    """Where Datasette serves it, started by the printed command with a port that is free."""
    pytest.importorskip("datasette")
    command = shlex.split(run("datasette").out)
    command[0] = str(BIN / command[0])
    server = subprocess.Popen([*command, "--port", "0"], cwd=archived.parent, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        lines = iter(server.stderr.readline, "")
        yield next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
    finally:
        server.terminate()
        server.communicate(timeout=20)


def page(address: str) -> str:
    """The text of a page."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - of this machine
        return str(answer.read().decode())


def columns(archive: Archive, table: str) -> set[str]:
    """The names of a table's or a view's columns."""
    return {row["name"] for row in archive.rows(f"pragma table_info({table})")}


def test_every_table_and_column_is_described(database: dict[str, Any], archived: Path) -> None:
    """Each table and view of ours has a description, and each of its columns that has one in the reference."""
    with Archive.open(archived.parent / "archive.db", read_only=True) as archive:
        rows = archive.rows("select name from sqlite_schema where type in ('table', 'view')")
        names = {row["name"] for row in rows if not re.match(r"sqlite_|_sqlite|articles_fts", row["name"])}
        there = {name: columns(archive, name) for name in names}
    described = {name: set(database["tables"][name]["columns"]) for name in names}

    assert {"articles", "links", "latest_hits", "story_timeline", "suppressed"} <= names
    assert [name for name in names if not database["tables"][name]["description"]] == []
    assert [name for name in names if not described[name] or not described[name] <= there[name]] == []


def test_what_is_named_is_there(database: dict[str, Any], archived: Path) -> None:
    """Labels, sorts and facets name columns, and each query runs."""
    strange = []
    with Archive.open(archived.parent / "archive.db", read_only=True) as archive:
        for name, table in database["tables"].items():
            named = {table[key] for key in ("label_column", "sort", "sort_desc") if key in table}
            strange += [(name, column) for column in {*named, *table.get("facets", [])} - columns(archive, name)]
        for query in database["queries"].values():
            archive.rows(query["sql"], {"watch_id": "heat-2"} if ":watch_id" in query["sql"] else {})

    assert strange == []
    assert len(database["queries"]) > 4


def test_datasette_serves_it(address: str) -> None:
    """Descriptions and facets are on the pages, and an id in a view or a query leads to its row."""
    hits = page(f"{address}/archive/latest_hits")
    link = re.search(r'<a href="(/archive/stories/\d+)">', hits)

    assert link is not None
    assert link[0] in page(f"{address}/archive/hits_of_a_watch?watch_id=heat-2")
    assert "Hits, newest first." in hits
    assert "facet-results" in hits
    assert "Heat 2" in page(f"{address}{link[1]}")
    assert "when its article was pruned" in page(f"{address}/archive/links")
    assert "Why a hit caused no alert" in page(f"{address}/archive")


def test_the_descriptions_are_those_of_the_reference(archived: Path) -> None:
    """No text is written twice: each stands in the reference of the archive, word for word."""
    with Archive.open(archived.parent / "archive.db", read_only=True) as archive:
        written = json.loads(datasette_pages.files(archive)[datasette_pages.METADATA])
    reference = REFERENCE.read_text()
    texts = [text for table in written["databases"]["archive"]["tables"].values() for text in table["columns"].values()]

    assert len(texts) > 100
    assert [text for text in texts if text not in reference] == []

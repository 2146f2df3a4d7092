import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from store_made import HIT, NOW, populate

from monitor.model import Origin
from monitor.store import hits
from monitor.store.archive import Archive
from monitor.store.schema import archive_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "archive.md"
COMMANDS = [line[2:] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("$ ")]


def test_page_is_the_schema(archive: Archive) -> None:
    """The reference page says what a new archive holds; `archive_reference PAGE` renews it."""
    page = PAGE.read_text("utf-8")

    assert page == archive_reference.renew(page, archive)


def test_every_column_says_what_it_holds(archive: Archive) -> None:
    """No table, column, view, index or trigger is without a word."""
    generated = archive_reference.markdown(archive)
    tables = [row["name"] for row in archive.rows("select name from sqlite_schema where type in ('table', 'view')")]
    ours = [name for name in tables if not re.match(r"_sqlite|sqlite_|articles_fts_", name)]

    assert [name for name in ours if f"\n### {name}\n" not in generated] == []
    assert [line for line in generated.splitlines() if re.search(r"\|\s*\|\s*$", line)] == []


def test_a_column_without_a_comment_has_an_empty_cell(archive: Archive) -> None:
    """What the schema does not say is left empty, where the test of every column finds it."""
    archive.execute("create table extra (\n  -- Of the test.\n  id integer primary key,\n  seen text  -- when\n)")
    lines = archive_reference.markdown(archive).splitlines()

    assert "| `id` | integer, key |  |" in lines
    assert "| `seen` | text | when |" in lines


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_commands_run(command: str, tmp_path: Path) -> None:
    """Each command of the page runs as printed in the folder of an archive."""
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        hits.add(archive, HIT, populate(archive), 1, Origin.LIVE, NOW)
    program = shlex.quote(str(Path(sys.executable).parent / "sqlite-utils"))
    line = command.replace("sqlite-utils", program)
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")


def test_page_is_renewed_in_place(tmp_path: Path) -> None:
    """Only what stands between the marks is made anew."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{archive_reference.BEGIN}\nold\n{archive_reference.END}\nafter\n", "utf-8")
    archive_reference.main(page)
    text = page.read_text("utf-8")

    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "### articles" in text
    assert "\nold\n" not in text

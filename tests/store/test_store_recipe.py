"""The recipe "To add a column" of CONTRIBUTING.md, followed to the letter in a copy of the product."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_store_migrations import RELEASES, older

from monitor.store.schema import migrate

ROOT = Path(__file__).parents[2]
COLUMN = "alter table articles add column word_count integer /* words of the body; null: not counted */;"
PROGRAM = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
READ = """
import sys
from dataclasses import replace
from pathlib import Path
import release_archive
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.extract import read_page
from monitor.model import Link, Page

folder = Path(sys.argv[1])
config = release_archive.config(folder)
link = Link(url="https://joblo.example/count")
html = "<html><body><article><h1>Heat 2 is counted</h1><p>" + release_archive.BODY + "</p></article></body></html>"
reading = read_page(Page(url=link.url, body=html.encode()), config.outlets[0], link, now=release_archive.NOW)
desk = Desk.open(config)
desk.sync(release_archive.NOW)
event = ArticleRead(outlet="joblo", link=link, article=reading.result, at=release_archive.NOW)
desk.ingest(event, release_archive.NOW)
desk.close()
print(len(reading.result.body.split()))
"""


def put(file: Path, before: str, line: str) -> None:
    """Write a line of the same indent after the one that begins with `before`."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    (at,) = [number for number, text in enumerate(lines) if text.strip().startswith(before)]
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines.insert(at + 1, f"{indent}{line}\n")
    file.write_text("".join(lines), "utf-8")


def run(tree: Path, *words: str) -> str:
    """The output of Python in the changed product."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tree), str(ROOT / "tests" / "store")])}
    done = subprocess.run(
        [sys.executable, *words], cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_column_takes_four_files(tmp_path: Path) -> None:
    """A migration, the article, its extraction and the report: then `hits` and `export` show the column.

    In an archive of an earlier release too, which has no value for its old articles.
    """
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "monitor", tree / "monitor", ignore=shutil.ignore_patterns("__pycache__", "outlets"))
    (tree / "monitor" / "outlets").mkdir()
    product = tree / "monitor"
    newest = max(file for file in migrate.files() if "create view latest_hits" in file.read_text("utf-8"))
    (view,) = [
        statement
        for statement in migrate.statements(newest.read_text("utf-8"))
        if statement.startswith("create view latest_hits")
    ]
    view = view.replace("  articles.url,", "  articles.word_count,  -- words of the article\n  articles.url,", 1)
    number = f"{len(migrate.files()) + 1:03}"
    (product / "store" / "schema" / "migrations" / f"{number}_word_count.sql").write_text(
        f"{COLUMN}\n\ndrop view latest_hits;\n\n{view};\n", "utf-8"
    )
    put(product / "model.py", "canonical_url: str | None = None", "word_count: int | None = None")
    put(product / "extract" / "article.py", "canonical_url=details", "word_count=len(text.split()),")
    put(product / "story.py", "language: str | None", "word_count: int | None")
    older(RELEASES[0], tmp_path / "archive.db")
    (tmp_path / "monitor.toml").write_text("[archive]\npath = 'archive.db'\n", "utf-8")

    (words,) = run(tree, "-c", READ, str(tmp_path)).split()
    command = ("-c", PROGRAM, "--config", str(tmp_path / "monitor.toml"))
    shown = json.loads(run(tree, *command, "hits", "--json"))
    exported = [json.loads(line) for line in run(tree, *command, "export", "hits", "--format", "ndjson").splitlines()]

    assert int(words) > 30
    assert sorted((row["word_count"] for row in shown), key=str) == [int(words), None, None]
    assert sorted((row["word_count"] for row in exported), key=str) == [int(words), None, None]

"""The benchmark of extraction compares with what is installed, and prints no figures of what is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = "<html><head><title>A title</title></head><body><h1>A title</h1><p>Some words of a body.</p></body></html>"


def _corpus(path: Path) -> Path:
    row = {
        "id": "a",
        "url": "https://one.example/a",
        "kind": "article",
        "file": "a.html",
        "source": "people/one",
        "truth_kind": "human",
        "outlet": "one.example",
        "lang": "en",
        "entertainment": False,
        "title": "A title",
        "authors": ["Kay Fox"],
        "published": "2026-11-22",
        "body": "Some words of a body.",
    }
    (path / "a.html").write_text(PAGE)
    for folder, kind in (("articles", "article"), ("pages", "front")):
        (path / folder).mkdir()
        (path / folder / "truth.jsonl").write_text(json.dumps(row | {"kind": kind, "id": kind}))
    return path


def test_an_absent_peer_is_named_and_has_no_row(tmp_path: Path) -> None:
    """One that is not installed, or breaks, is named with what installs it or its error, and is in no table."""
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text("import sys\nsys.modules['newspaper'] = None\n")
    (modules / "readability.py").write_text("raise RuntimeError('broken at import')\n")
    readers = "ours,newspaper4k,readability-lxml,bs4 paragraphs"

    done = subprocess.run(
        [sys.executable, ROOT / "bench/extract.py", "--corpus", _corpus(tmp_path), "--readers", readers],
        env=os.environ | {"PYTHONPATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [
        "newspaper4k is not installed: pip install .[bench]",
        "readability-lxml failed: RuntimeError: broken at import",
    ]
    assert "newspaper4k" not in done.stdout
    assert "readability-lxml" not in done.stdout
    assert [line[:14] for line in done.stdout.splitlines() if line.startswith("bs4")] == ["bs4 paragraphs"] * 3

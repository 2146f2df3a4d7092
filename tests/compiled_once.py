"""In a fresh checkout the product and the tests are compiled before the workers begin, each file by one process.

Workers begin together and import the same modules in the same order: three of them would compile each file three times.
Test files are compiled by pytest, which takes what is kept of them only where its hash is the file's. How it does so is
its own affair: where a later version does it otherwise, the workers compile them themselves, and a test says so.
"""

import os
import py_compile
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest

rewrite: Any = sys.modules.get("_pytest.assertion.rewrite")  # with names that no version promises to keep
OTHERWISE = (AttributeError, KeyError, TypeError, ValueError)  # what is raised where these mean something else
PLACES = ("monitor", "spiders", "scheduler.py", "tests")
FEW = 50  # modules: so many the workers may compile themselves


def compile_new(config: pytest.Config, processes: int) -> None:
    """Compile what never was, or was changed since, unless Python is asked not to keep it."""
    new = sorted(path for place in PLACES for path in modules(config.rootpath / place) if not is_compiled(path))
    if sys.dont_write_bytecode or len(new) < FEW:
        return
    children = []
    for first in range(processes):
        if child := os.fork():
            children.append(child)
            continue
        try:
            for path in new[first::processes]:
                compile_one(path, config)
        finally:
            os._exit(0)
    for child in children:
        os.waitpid(child, 0)


def modules(place: Path) -> list[Path]:
    """The modules there."""
    return [place] if place.is_file() else [*place.rglob("*.py")]


def is_test(path: Path) -> bool:
    """Whether pytest compiles this module, and not Python."""
    return path.name.startswith("test_") or path.name == "conftest.py"


def kept(path: Path) -> Path:
    """Where it is kept what a module was compiled to."""
    if is_test(path):
        return rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}"
    return Path(cache_from_source(str(path)))


def is_compiled(path: Path) -> bool:
    """Whether what is kept is younger than the module; where it is wrong all the same, the one who imports it sees."""
    try:
        return kept(path).stat().st_mtime >= path.stat().st_mtime
    except OSError:
        return False
    except OTHERWISE:
        return True  # as far as we can know: it is left to pytest


def compile_one(path: Path, config: pytest.Config) -> None:
    """As the one who imports it would; what cannot be compiled or kept, they say."""
    with suppress(OSError, SyntaxError, py_compile.PyCompileError, *OTHERWISE):
        if not is_test(path):
            py_compile.compile(str(path), doraise=True)
            return
        source_hash, code = rewrite._rewrite_test(path, config)
        kept(path).parent.mkdir(parents=True, exist_ok=True)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source_hash, kept(path))

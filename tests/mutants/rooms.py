"""Rooms: the modules that are changed, and the tests that are asked."""

from dataclasses import dataclass
from pathlib import Path

# Everything else a room's faults may show in: from events to sent mail.
BETWEEN = ("tests/desk", "tests/scenarios")
NAMED = ("desk", "digest", "deliver", "fetch", "health", "match", "dedupe", "store", "discover", "extract", "reading")
# Tests that are not found by the room's name.
MORE = {
    "jobs": ("tests/faults/test_faults_jobs.py", "tests/test_scheduler.py"),
    "reading": ("tests/test_soup.py", "tests/test_urls.py", "tests/discover", "tests/extract"),
    "extract": ("tests/reading",),
    "discover": ("tests/reading",),
}


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the product: its files and its tests, relative to the root of the tree; `own` are the room's tests."""

    name: str
    files: tuple[str, ...]
    own: tuple[str, ...]
    tests: tuple[str, ...]


def room(root: Path, name: str) -> Room:
    """The room of this name.

    Raises:
        LookupError: there is no such folder or module in monitor/.
    """
    folder, module = root / "monitor" / name, root / "monitor" / f"{name}.py"
    if not folder.is_dir() and not module.is_file():
        raise LookupError(
            f"monitor/ has no {name!r}; rooms are {', '.join(NAMED)}, jobs, and any other folder or module"
        )
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [module]
    own = [f"tests/{name}", f"tests/test_{name}.py", *MORE.get(name, ())]
    own = [test for test in own if (root / test).exists()]
    between = [test for test in BETWEEN if (root / test).exists() and test not in own]
    return Room(name, tuple(file.relative_to(root).as_posix() for file in files), tuple(own), (*own, *between))

"""The survivors that may survive: `tests/mutants.toml`, each with its reason."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.catalogue import Fault

LIST = "tests/mutants.toml"


@dataclass(frozen=True, slots=True)
class Explained:
    """One entry: the file, the text of the line, the fault as it is printed, and why no test need notice."""

    path: str
    line: str
    fault: str
    reason: str

    def is_of(self, fault: Fault) -> bool:
        """Whether the entry speaks of this fault, wherever in the file its line has moved."""
        return (self.path, self.line, self.fault) == (fault.path, fault.code, fault.shown)


def explained(root: Path) -> list[Explained]:
    """All entries of the list."""
    file = root / LIST
    return [Explained(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("explained", [])]


def stale(entries: list[Explained], possible: list[Fault], noticed: list[Fault]) -> list[str]:
    """Entries of these files that speak of no fault any more, or of one that a test notices; with which of both."""
    files = {fault.path for fault in possible}
    gone = [entry for entry in entries if entry.path in files and not any(map(entry.is_of, possible))]
    needless = [entry for entry in entries if any(map(entry.is_of, noticed))]
    return [
        *(f"{entry.path}  {entry.fault}: there is no such line or fault any more" for entry in gone),
        *(f"{entry.path}  {entry.fault}: a test notices it" for entry in needless),
    ]

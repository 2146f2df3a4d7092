"""Where the archive of a configuration is, read in a millisecond: most commands need nothing else of the file."""

import tomllib
from pathlib import Path

DEFAULT = "archive.db"


def read(config: Path) -> Path | None:
    """The archive of the file at `config`; None where the file cannot be read so: `config` says what is wrong."""
    try:
        table = tomllib.loads(config.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")).get("archive", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None
    name = table.get("path", DEFAULT) if isinstance(table, dict) else None
    return resolved(config, name) if isinstance(name, str) and name and "\0" not in name else None


def salvaged(config: Path) -> Path | None:
    """The archive of a file that is no TOML as a whole, by its `[archive]` alone: half an edit need not hide it."""
    try:
        lines = config.read_bytes().decode("utf-8-sig", "replace").split("\n")
    except OSError:
        return None
    name, table = DEFAULT, ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            table = line.partition("#")[0].rstrip()
        elif (table == "[archive]" and line.startswith("path")) or (not table and line.startswith("archive")):
            try:
                name = tomllib.loads(line)["path"]
            except (tomllib.TOMLDecodeError, KeyError):
                return None
    return resolved(config, str(name)) if "\0" not in str(name) else None


def resolved(config: Path, name: str) -> Path:
    """A path of a configuration: relative ones are taken from its folder."""
    return config.parent / Path(name).expanduser()

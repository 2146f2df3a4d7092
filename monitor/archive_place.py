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
    return resolved(config, name) if isinstance(name, str) and name else None


def resolved(config: Path, name: str) -> Path:
    """A path of a configuration: relative ones are taken from its folder."""
    return config.parent / Path(name).expanduser()

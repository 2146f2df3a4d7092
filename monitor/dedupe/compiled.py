"""The compiled forms of this room: each `.pyx` has one where a compiler was at hand at installing.

One that was made of other sources than those that lie here is none: plain Python runs in its place. This module stands
on nothing else, for `setup.py` runs it where nothing is installed yet.
"""

import zlib
from importlib import import_module
from pathlib import Path

ROOM = Path(__file__).parent


def fingerprint(source: Path) -> int:
    """Of a `.pyx` and of all that it may share with others: another number where any of them is another."""
    return zlib.crc32(b"\0".join(path.read_bytes() for path in (source, *shared(source.parent))))


def shared(room: Path) -> list[Path]:
    """The files of which each form may be made, besides its own."""
    return sorted(room.glob("*.pxd"))


def check(name: str, made_of: int) -> None:
    """Refuse a form that was made of other sources; `made_of`: their fingerprint. Without sources nothing is known.

    Raises:
        ImportError: the sources are not those any longer: the next installation compiles them.
    """
    source = ROOM / f"{name}.pyx"
    if source.exists() and fingerprint(source) != made_of:
        raise ImportError(f"{name} was compiled of another version")


def without() -> list[str]:
    """The names of those that are not there: their plain forms run in their place."""
    return [path.stem for path in sorted(ROOM.glob("*.pyx")) if not _is_there(path.stem)]


def _is_there(name: str) -> bool:
    try:
        import_module(f"monitor.dedupe.{name}")
    except ImportError:
        return False
    return True

"""Which compiled forms of this room are there: each `.pyx` has one where a compiler was at hand at installing."""

from importlib import import_module
from pathlib import Path


def without() -> list[str]:
    """The names of those that are not there: their plain forms run in their place."""
    return [path.stem for path in sorted(Path(__file__).parent.glob("*.pyx")) if not _is_there(path.stem)]


def _is_there(name: str) -> bool:
    try:
        import_module(f"monitor.dedupe.{name}")
    except ImportError:
        return False
    return True

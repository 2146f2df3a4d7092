"""The outlets that a command may name, and where their samples are."""

from pathlib import Path

from monitor import catalogue
from monitor.cli.command_context import Given
from monitor.config import Config
from monitor.errors import NotFoundError
from monitor.model import Outlet


def configuration(given: Given) -> Config | None:
    """The configuration, where there is one: the shipped outlets can be looked at without."""
    named = given.config or given.env.get("MONITOR_CONFIG")
    return given.loaded() if named or Path("monitor.toml").is_file() else None


def own(config: Config | None) -> dict[str, Outlet]:
    """The followed outlets by id, the paused ones too."""
    return {one.id: one for one in (*config.outlets, *config.paused_outlets)} if config else {}


def outlet(name: str, config: Config | None) -> Outlet:
    """The outlet of this id.

    Raises:
        NotFoundError: it is neither shipped nor in the configuration.
    """
    every = {**catalogue.load(), **own(config)}
    if name not in every:
        raise NotFoundError(
            f"there is no outlet {name!r}", hint="`monitor outlet list` shows them; a new one is named by its URL"
        )
    return every[name]


def samples(given: Path | None, config: Config | None) -> Path:
    """Where the samples are."""
    return given or (config.path.parent if config else Path()) / "samples"

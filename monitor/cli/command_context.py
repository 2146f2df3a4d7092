"""What every command is given: where the configuration is, how much to say, and what that leads to when asked for."""

import os
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from monitor import archive_place
from monitor.errors import ConfigError

if TYPE_CHECKING:  # a command that needs neither must not wait for them
    from monitor.config import Config
    from monitor.store.archive import Archive


@dataclass(slots=True)
class Given:
    """The global options. `config` is as given, not yet looked for."""

    config: str | None = None
    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def path(self) -> Path:
        """The configuration's file.

        Raises:
            ConfigError: none was named and there is no monitor.toml here.
        """
        named = self.config or self.env.get("MONITOR_CONFIG")
        path = Path(named).expanduser() if named else Path("monitor.toml")
        if not named and not path.is_file():
            hint = "`monitor init` writes one; --config and MONITOR_CONFIG name another"
            raise ConfigError(["there is no monitor.toml in this folder"], path=path, hint=hint)
        return path

    def loaded(self, *, need_secrets: bool = False) -> "Config":
        """The configuration, whole and checked; see `config.load`."""
        from monitor import config  # noqa: PLC0415 - pydantic only where it is needed

        return config.load(self.path(), self.env, need_secrets=need_secrets)

    def zone(self) -> tzinfo | None:
        """The desk's time zone, for what only shows; None, which is this machine's, while the file holds a mistake."""
        try:
            return ZoneInfo(self.loaded().timezone)
        except ConfigError:
            return None

    def archive(self, *, read_only: bool = True) -> "Archive":
        """The archive of the configuration, opened; the rest of the file need not be right for that.

        To read it, the file need not even be TOML, for a daemon may be at work all the same: then a warning is said.
        """
        from monitor.store.archive import Archive  # noqa: PLC0415 - as above

        try:
            place = self.archive_path()
        except ConfigError as error:
            found = archive_place.salvaged(self.path()) if read_only else None
            if not found or not found.is_file():
                raise
            place = found
            if not self.quiet:
                click.echo(f"warning: {error.problems[0]}", err=True)
        return Archive.open(place, read_only=read_only)

    def archive_path(self) -> Path:
        """Where the archive of the configuration is.

        Raises:
            ConfigError: the file is missing, is no TOML, or its `archive.path` is no text.
        """
        path = self.path()
        if found := archive_place.read(path):
            return found
        from monitor import config  # noqa: PLC0415 - as above: it says what is wrong

        return config.archive_path(path)

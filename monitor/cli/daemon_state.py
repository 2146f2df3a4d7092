"""Who works on an archive now, as its lock says: is it a daemon, by which file, and what did it refuse to take over."""

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.cli.command_context import Given
from monitor.errors import ConfigError
from monitor.store.file import sqlite_file

_STUCK = timedelta(minutes=3)  # a part of the window is made in a fraction of a second
_LARGEST = 64 * 1024  # bytes of a lock's file: a number and a few facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Starting:
    """How far a start is: so many articles of about `of` are read, and `at` which time that was; 0 of 0 at first."""

    articles: int
    of: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonState:
    """The process that holds the lock. `config` is None where it is no daemon, but a command such as `crawl`.

    `refused` is the last change of that file, where it was not taken over: why, and when. `starting` is how far the
    window of stories is, while it is made, which no new article gets past.
    """

    process: str
    config: Path | None = None
    refused: str | None = None
    refused_at: datetime | None = None
    starting: Starting | None = None

    def is_getting_on(self, at: datetime) -> bool:
        """Whether it is starting, and got on with that of late."""
        return self.starting is not None and abs(at - self.starting.at) < _STUCK


def of(archive: Path) -> DaemonState | None:
    """Who holds the archive's lock, as it wrote itself down; None: nobody does."""
    try:
        descriptor = os.open(sqlite_file.lock_of(archive), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    state = None
    try:
        number, _, facts = os.read(descriptor, _LARGEST).decode("utf-8", "replace").partition("\n")
        state = _state(number.strip(), facts)
        os.kill(int(state.process), 0)  # first, so that a daemon that is just starting is not disturbed
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (ValueError, ProcessLookupError):
        return None
    except (BlockingIOError, PermissionError):
        return state
    finally:
        os.close(descriptor)
    return None


def takes_change(given: Given) -> str:
    """When a change of the file that was just made takes effect, as the end of a sentence."""
    try:
        state = of(given.archive_path())
    except ConfigError:
        state = None
    if state and state.config and state.config.resolve() == given.path().resolve():
        return f"the running daemon (process {state.process}) takes it up within seconds; `monitor status` says if not"
    return "it takes effect when the daemon starts"


def _state(number: str, facts: str) -> DaemonState:
    try:
        known = json.loads(facts)
        at = known.get("refused_at")
        return DaemonState(
            process=number,
            config=Path(known["config"]),
            refused=known.get("refused"),
            refused_at=datetime.fromisoformat(at) if at else None,
            starting=_starting(known),
        )
    except (ValueError, KeyError, AttributeError, TypeError):  # a command that is no daemon, or one just writing
        return DaemonState(process=number)


def _starting(known: dict[str, Any]) -> Starting | None:
    if "articles" not in known:
        return None
    return Starting(articles=int(known["articles"]), of=int(known["of"]), at=datetime.fromisoformat(known["at"]))

"""Logs of the daemon: a line an event, with its dotted name and its facts; aligned on a terminal, else as JSON."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# User names and passwords in an address, and the secret parts of webhook addresses.
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@|(?<=hooks\.slack\.com/services/)\S+|(?<=/api/webhooks/)\S+")


class JsonLines(logging.Formatter):
    """`logging` records as JSON; what came as `extra` becomes fields, credentials are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        line |= _facts(record)
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return _CREDENTIALS.sub("***", json.dumps(line, ensure_ascii=False, default=str))


class Columns(logging.Formatter):
    """`logging` records for a person: local time, level, event, then the facts as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the lines of a traceback."""
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        facts = " ".join(f"{key}={_written(value)}" for key, value in _facts(record).items())
        line = f"{at:%H:%M:%S} {record.levelname.lower():<7} {record.getMessage():<18} {facts}".rstrip()
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return _CREDENTIALS.sub("***", line)


class Sparing:
    """Decides whether what would be said at every turn is said now: if it is new, or was said long enough ago."""

    def __init__(self, again: float) -> None:
        self._again = again  # seconds
        self._words: str | None = None
        self._at = 0.0

    def is_due(self, words: str, at: float) -> bool:
        """Whether to say it at `at`, in seconds of any clock that is never set back; it then counts as said."""
        if words == self._words and at - self._at < self._again:
            return False
        self._words, self._at = words, at
        return True


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    return {key: value for key, value in vars(record).items() if key not in _STANDARD and key != "spider"}


def _written(value: Any) -> str:
    """A value on one line, in quotes where it has a blank; what could steer a terminal is escaped."""
    text = str(value)
    return (
        text
        if text.isprintable() and text and " " not in text
        else json.dumps(text, ensure_ascii=not text.isprintable())
    )


def to_stderr(level: int = logging.INFO) -> None:
    """Send everything from `level` up to standard error.

    A standard error that cannot be written (a closed pipe, a full disk) costs the line, never the daemon.
    """
    logging.raiseExceptions = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Columns() if sys.stderr.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line for every run of every job, and for each tick that finds the last one at work, would drown the rest.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # two lines and more for every crawl

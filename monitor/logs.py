"""Logs of the daemon: one JSON object a line, an event's dotted name and its facts as fields."""

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
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD and key != "spider"}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return _CREDENTIALS.sub("***", json.dumps(line, ensure_ascii=False, default=str))


def to_stderr(level: int = logging.INFO) -> None:
    """Send everything from `level` up to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A line for every run of every job, and for each tick that finds the last one at work, would drown the rest.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # two lines and more for every crawl

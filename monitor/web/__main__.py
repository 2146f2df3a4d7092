"""`python -m monitor.web PATH`: the pages as the daemon's child, until standard input closes or SIGTERM comes."""

import logging
import os
import signal
import sys
import threading
from pathlib import Path

from monitor import logs
from monitor.errors import MonitorError
from monitor.web import server

_BEHIND = 10  # on a machine with nothing to spare, crawls and alerts come first, and pages wait


def main(arguments: list[str]) -> int:
    """Serve the pages of the configuration that is named; the exit code."""
    logs.to_stderr(logging.INFO)
    os.nice(_BEHIND)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        server.serve(Path(arguments[0]))
    except MonitorError as error:
        logging.getLogger("monitor.web").error("web.failed", extra={"error": str(error)})  # noqa: TRY400 - it says all
        return error.exit_code
    return 0


def _end_with_parent() -> None:
    """The daemon holds the other end of the pipe, and writes nothing: when it reads as over, it is gone."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The child of `test_cli_screens`: runs commands on the terminal that it is started on, at a fixed time.

Its argument is JSON: the time, and a list of (columns, words of the command). Screens end with a record separator.
"""

import fcntl
import json
import struct
import sys
import termios
from datetime import datetime

from monitor.cli import time_options


def run(at: datetime, commands: list[tuple[int, list[str]]]) -> None:
    """Each command in turn, after the terminal has got its width."""
    time_options.now = lambda: at  # before a command is imported
    from monitor.cli import main

    for columns, words in commands:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        main(words)
        sys.stdout.write("\x1e")
        sys.stdout.flush()


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    run(datetime.fromisoformat(asked["at"]), asked["commands"])

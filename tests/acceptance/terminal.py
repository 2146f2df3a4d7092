"""A shell on a pseudo-terminal of 80 columns, and what a person sees of it.

A `Shell` is one bash, as one window of a desktop: what is activated in it stays. `type` sends a line and answers what
it asks; the `Seen` says what the window showed, each line as long as it ever was: nothing is wrapped out of sight.
"""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len

COLUMNS, LINES = 80, 24
_PROMPT = re.compile("\x1e(\\d+)\x1e")  # the status of the last command, between signs that nobody prints
_PIECES = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b\]8;;[^\x1b\x07]*(?:\x1b\\|\x07)|([\r\n\x08])|([^\x1b\r\n\x08]+)")
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp('bash', ['bash', '--norc', '--noediting', '-i'])"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command showed, its status, and the columns of its widest line, overwritten ones as well."""

    text: str
    widest: str
    status: int


def screen(raw: str) -> tuple[str, str]:
    """What is left on an endless screen after this output, and the widest line that ever stood on it.

    Raises:
        AssertionError: it has an escape sequence that this screen does not know.
    """
    lines, row, column, widest = [""], 0, 0, ""
    at = 0
    while at < len(raw):
        piece = _PIECES.match(raw, at)
        assert piece, f"an unknown sequence: {raw[at : at + 20]!r}"
        at = piece.end()
        count, command, move, text = piece.groups()
        if text:
            line = lines[row].ljust(column)
            lines[row] = line[:column] + text + line[column + len(text) :]
            column += len(text)
            widest = max(widest, lines[row], key=cell_len)
        elif move == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif move:
            column = 0 if move == "\r" else max(0, column - 1)
        elif command == "A":
            row = max(0, row - int(count or 1))
        elif command == "K":
            lines[row] = "" if count == "2" else lines[row][:column]
        elif command:
            assert command in "mhl", f"an unknown sequence: {piece[0]!r}"  # colours; a cursor that is hidden
    return "\n".join(line.rstrip() for line in lines).strip("\n"), widest


class Shell:
    """A window with a shell in it, in a folder."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL], cwd=folder, stdin=follower, stdout=follower, stderr=follower,
            start_new_session=True,
            env={**env, "TERM": "xterm", "PS1": "\x1e$?\x1e", "PS2": "", "VIRTUAL_ENV_DISABLE_PROMPT": "1"},
        )  # fmt: skip
        os.close(follower)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._shown, self._read = "", 0  # since the line was typed; how much of it was waited for
        self._until(_PROMPT, 20)

    def type(self, line: str, *answers: tuple[str, str], seconds: float = 30) -> Seen:
        """Type a line; when it shows the first of a pair, type the second; all of it until the shell asks again."""
        self.begin(line)
        return self.end(answers, seconds)

    def begin(self, line: str) -> None:
        """Type a line and wait for nothing."""
        self._shown, self._read = "", 0
        self.keys(f"{line}\n")
        echo = self._until(re.compile(r"\n"), 10)
        self._shown, self._read = self._shown[echo.end() :], 0

    def end(self, answers: Sequence[tuple[str, str]] = (), seconds: float = 30) -> Seen:
        """What a line that was begun shows until the shell asks again."""
        for question, answer in answers:
            self._until(re.compile(re.escape(question)), seconds)
            self.keys(f"{answer}\n")
        found = self._until(_PROMPT, seconds)
        text, widest = screen(self._shown[: found.start()])
        return Seen(text, widest, int(found[1]))

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Look at the window until it shows this text."""
        self._until(re.compile(re.escape(text)), seconds)

    def keys(self, keys: str) -> None:
        """Press these keys."""
        os.write(self._leader, keys.encode())

    def close(self) -> None:
        """Close the window, and end what runs in it: a daemon takes the hang-up for a wish to reload."""
        found = subprocess.run(["ps", "-o", "pid=", "-s", str(self._process.pid)], capture_output=True, check=False)
        for pid in found.stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        self._process.wait(10)
        os.close(self._leader)

    def _until(self, pattern: re.Pattern[str], seconds: float) -> re.Match[str]:
        deadline = time.monotonic() + seconds
        while not (found := pattern.search(self._shown, self._read)):
            ready, _, _ = select.select([self._leader], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{pattern.pattern!r} did not come within {seconds} s; the screen:\n{self._shown}"
            self._shown += self._decoder.decode(os.read(self._leader, 65536))
        self._read = found.end()
        return found

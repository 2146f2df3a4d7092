"""An exception in words for people: no class name, no bare number, and the cause is kept.

Whatever shows a failure to a person asks here. What only some library raises is worded where that library lives, and
the rest of it here. The class, and the place in the code, are for the log's traceback.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from monitor.errors import MonitorError

LONGEST = 500  # characters that are kept
_DEEPEST = 8  # causes of causes that are looked at
_INSIDES = re.compile(r"\s?\b\w+:<[^>]*>|\s?<[^>]* at 0x[0-9a-f]+>")  # what a library shows of its own insides
_NUMBER = re.compile(r"\[(?:Errno|WinError) -?\d+\]\s*")
_PLACE_IN_C = re.compile(r"\s*\(_\w+\.c:\d+\)")
# The first that fits counts.
_BY_KIND: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (socket.gaierror, "{host} could not be resolved"),
    (ConnectionRefusedError, "{host} refuses the connection"),
    ((ConnectionResetError, ConnectionAbortedError), "{host} closed the connection"),
    (BrokenPipeError, "the connection was closed at its other end"),
    (TimeoutError, "{host} did not answer in time"),
    (RecursionError, "it is nested too deeply"),
    (MemoryError, "it needs more memory than there is"),
    (UnicodeDecodeError, "it is not text in its encoding"),
    (UnicodeEncodeError, "it holds half a character"),
    # Of the codec for names of hosts; since Python 3.13 it raises a UnicodeEncodeError that names it.
    (UnicodeError, "the name of {host} has a part that is empty, too long or of characters that no name may have"),
)
# What no file and no server can cause in a program without a mistake.
_DEFECTS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError, TypeError)


def in_words(error: BaseException, *, doing: str = "", host: str = "") -> str:
    """One line: what went wrong, by the most telling of the error and its causes.

    `doing` is what was being done, and `host` who was asked, as the sentence names them.
    """
    if words := known(error, host):
        return words
    said = message(error)
    if isinstance(error, _DEFECTS):
        where = f"a defect of this program{' in ' if doing else ''}{doing}"
        return line(f"{where}: {said}" if said else where)
    return said or line(f"{doing or 'it'} failed, and no reason was given")


def known(error: BaseException, host: str = "") -> str | None:
    """The words for an error of a known kind, or with such a cause; None for all others."""
    if type(error) is OSError and error.errno is None and error.args:
        return message(error)  # not the system's: a sentence of ours, which has its cause in it
    for one in _causes(error):
        if words := _known(one, host or "the host"):
            return line(words)
    return None


def message(error: BaseException) -> str:
    """What the error itself says, on one line, without the insides of a library; empty where it says nothing."""
    text = str(getattr(error, "strerror", None) or error)
    if isinstance(error, KeyError):
        text = f"{text} was not found" if text else ""
    for unwanted in (_INSIDES, _NUMBER, _PLACE_IN_C):
        text = unwanted.sub("", text)
    return line(text)


def line(text: str) -> str:
    """The text on one line, bounded."""
    return " ".join(text.split())[:LONGEST]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from; aiohttp keeps that in fields of its own too."""
    one: Any = error
    for _ in range(_DEEPEST):
        if not isinstance(one, BaseException):
            return
        yield one
        one = getattr(one, "certificate_error", None) or getattr(one, "os_error", None) or one.__cause__


def _known(error: BaseException, host: str) -> str | None:
    match error:
        case MonitorError():
            return f"{error.message} ({error.hint})" if error.hint else error.message
        case ssl.SSLCertVerificationError():
            said = getattr(error, "verify_message", None) or message(error)
            return f"{host}: its certificate cannot be trusted: {said}"
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            return f"{host} does not speak TLS on this port"
        case ssl.SSLError():
            said = (getattr(error, "reason", None) or "").lower().replace("_", " ") or message(error)
            return f"no encrypted connection to {host} could be made: {said}"
        case _:  # open: the table has the rest
            kind = UnicodeError if getattr(error, "encoding", "") == "idna" else type(error)
            words = next((words for kinds, words in _BY_KIND if issubclass(kind, kinds)), None)
            return words and words.format(host=host)

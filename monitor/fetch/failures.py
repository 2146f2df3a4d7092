"""Why a request failed, in words for people: in `monitor status`, `explain`, digests and incidents."""

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)

from monitor.errors import MonitorError

_LONGEST = 500  # characters that are kept
_OBJECT = re.compile(r"\s?\b\w+:<[^>]*>|\s?<[^>]* at 0x[0-9a-f]+>")  # what a library shows of its own insides
_WORDS: dict[type[BaseException], str] = {
    CannotResolveHostError: "the name of the host cannot be resolved",
    DownloadConnectionRefusedError: "the host refuses the connection",
    DownloadTimeoutError: "no answer in time",
}
_SAID = ("scrapy.", "aiohttp.", "monitor.")  # whose errors are sentences already: their class adds nothing


def in_words(error: BaseException | None) -> str:
    """One line. The class of an exception is named only where its text alone would say too little."""
    if error is None:
        return "no answer"
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, MonitorError):
        return _line(f"{error.message} ({error.hint})" if error.hint else error.message)
    said = _line(_OBJECT.sub("", str(error)))
    is_sentence = said and (isinstance(error, IgnoreRequest) or type(error).__module__.startswith(_SAID))
    return said if is_sentence else _line(f"{type(error).__name__}: {said}".removesuffix(": "))


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]

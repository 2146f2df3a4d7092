"""Why a request failed, in words for people: in `monitor status`, `explain`, digests and incidents."""

from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError

from monitor import error_words

# Of Scrapy's errors, those whose text says less. Connections that failed in another way come as refused ones, too:
# their cause is asked first.
_WORDS: dict[type[BaseException], str] = {
    CannotResolveHostError: "{host} could not be resolved",
    DownloadConnectionRefusedError: "{host} could not be connected to",
    DownloadTimeoutError: "{host} did not answer in time",
}


def in_words(error: BaseException | None, url: str = "") -> str:
    """One line: why no answer came from the host of `url`."""
    host = _host(url)
    if error is None:
        return f"{host} did not answer"
    return _known(error, host) or error_words.in_words(error, doing="the request", host=host)


def of_host(error: BaseException, url: str) -> str:
    """As `in_words`, with the host in every case: where the line stands for all of its addresses."""
    host = _host(url)
    return _known(error, host) or f"{host}: {error_words.in_words(error, doing='the request', host=host)}"


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or "the host"


def _known(error: BaseException, host: str) -> str | None:
    if words := error_words.known(error, host):
        return words
    # Scrapy's decompressor says it in words of its own code.
    if isinstance(most := getattr(error.__cause__, "max_size", None), int):
        return f"it has more than {most:,} bytes when it is unpacked, and no more are read"
    return next((words.format(host=host) for kind, words in _WORDS.items() if isinstance(error, kind)), None)

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
    host = urlsplit(url).netloc.rpartition("@")[2] or "the host"
    if error is None:
        return f"{host} did not answer"
    if words := error_words.known(error, host):
        return words
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words.format(host=host)
    return error_words.in_words(error, doing="the request", host=host)

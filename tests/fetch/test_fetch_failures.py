"""Why a request failed, as people read it."""

import socket
import ssl

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, IgnoreRequest
from website import answer

from monitor.errors import AddressRefusedError
from monitor.events import Fetched, SourceFailed
from monitor.fetch.failures import in_words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotResolveHostError("Cannot connect to host x:80 ssl:default"), "variety.com could not be resolved"),
        (
            DownloadFailedError(f"Cannot connect to host x:443 ssl:{ssl.create_default_context()!r} [Broken pipe]"),
            "Cannot connect to host x:443 [Broken pipe]",
        ),
        (AddressRefusedError("10.0.0.1 is private", hint="allow it"), "10.0.0.1 is private (allow it)"),
        (IgnoreRequest(), "the request failed, and no reason was given"),
        (ZeroDivisionError("in the middle"), "a defect of this program in the request: in the middle"),
        (KeyError(), "a defect of this program in the request"),
        (None, "variety.com did not answer"),
        (DownloadFailedError("one\n  two"), "one two"),
    ],
)
def test_in_words(error: Exception | None, words: str) -> None:
    """A sentence stays one line without the insides of a library, and names the host."""
    assert in_words(error, "https://variety.com/feed") == words


def test_nobody_listens(raw, crawl):
    """What a person reads of a host that refuses connections: no class, no address in memory."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    raw.answers = {
        "/robots.txt": answer(""),
        "/feed": answer("", f"Location: http://127.0.0.1:{port}/f", status="302 F"),
    }

    events = crawl()

    errors = [event.error for event in events if isinstance(event, Fetched | SourceFailed) and event.error]
    assert errors
    assert all("Error" not in error and "0x" not in error for error in errors)
    assert f"127.0.0.1:{port} refuses the connection" in errors


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("HTTP/1.1 200 OK\r\nContent-Length: ", "the connection was closed before an answer came"),
        ("", "the connection was closed before an answer came"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnews", "the connection was closed in the middle of the answer"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nnews",
            "the connection was closed in the middle of the answer",
        ),
    ],
)
def test_a_cut_answer(raw, crawl, sent, words):
    """Wherever it was cut: no class, no half-read head."""
    raw.answers = {"/robots.txt": answer(""), "/feed": sent.encode()}

    failed = [event.error for event in crawl() if isinstance(event, SourceFailed)]

    assert failed == [words]

"""One POST to a public address, signed where it has secrets: no redirects, a small and hurried look at the answer.

Whoever answers is not trusted: the address is checked as it is connected to, the answer is neither decompressed nor
read beyond 64 KiB, and the whole exchange has one time limit. URLs are secrets: errors name the host alone.
"""

import asyncio
import contextlib
import json
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from monitor import addresses, error_words, retry_after
from monitor.deliver import signature
from monitor.deliver.channel import Attempt
from monitor.deliver.http_line import Connection, HttpLine, tls
from monitor.deliver.outcome import SENT, Blame, Kind, Outcome, Outgoing, Reply, failed

ANSWER_LIMIT = 65_536  # bytes
_REST_OF_ANSWER = 0.5  # seconds for what is left of an answer that is known: longer, and its connection is ended
_QUOTED = 200  # characters of an answer that an error quotes
_USER_AGENT = "entertainment-monitor-webhooks/1"
_TEMPORARY = frozenset({408, 425, 429})
_FOR_A_PERSON = frozenset({401, 403, 404, 405, 407})
_TOO_MANY = 429  # of the receiver, whatever was posted
_TOO_LARGE = 413
_AWAY = frozenset({502, 503, 504})  # of the receiver, and perhaps of a moment; a 500 may be one message's doing


class _NotAllowedError(Exception):
    """The address may not be reached, and why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """What is posted, and whether more of the answer is read than an error quotes."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    is_read: bool


async def send(url: str, secrets: tuple[str, ...], outgoing: Outgoing, attempt: Attempt) -> Outcome:
    """Post the delivery once, signed by Standard Webhooks where there are secrets."""
    body = outgoing.rendered.encode()
    try:
        headers = signature.headers(outgoing.message_id, body, secrets, attempt.now)
    except ValueError as error:
        return failed(Kind.REFUSED, f"cannot sign: {error}")
    return await post(url, body, attempt, headers=headers)


async def post(
    url: str,
    body: bytes,
    attempt: Attempt,
    *,
    headers: Mapping[str, str] | None = None,
    read: Callable[[Reply], Outcome] | None = None,
) -> Outcome:
    """Post a JSON body once; `read` says what the answer means, `by_status` if it is None."""
    limit, host = attempt.timeout.total_seconds(), _host_of(url)
    sent = {"Content-Type": "application/json", "User-Agent": _USER_AGENT, "Accept-Encoding": "identity"}
    letter = _Letter(url=url, body=body, headers={**(headers or {}), **sent}, is_read=read is not None)
    connection = Connection()
    try:
        async with asyncio.timeout(limit):
            try:
                answer = await _exchange(letter, attempt, connection)
            except aiohttp.ClientConnectionError:
                if not connection.is_used:
                    raise
                connection.broke = True  # as we took it up again: the same goes out by another, under the same id
                answer = await _exchange(letter, replace(attempt, kept=None), connection)
        return (read or by_status)(answer)
    except TimeoutError:
        said = f"{host} did not answer in {limit:.0f} s"
        return failed(
            Kind.TEMPORARY, said, blame=_blame(is_connected=connection.is_made), maybe_sent=connection.maybe_sent
        )
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
        return failed(Kind.REFUSED, "its URL cannot be used: it is not a web address")
    except _NotAllowedError as error:
        return failed(Kind.REFUSED, f"{host}: {error.why}; {addresses.HINT}")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        said = _in_words(error, host)
        return failed(
            Kind.TEMPORARY, said, blame=_blame(is_connected=connection.is_made), maybe_sent=connection.maybe_sent
        )


async def _exchange(letter: _Letter, attempt: Attempt, connection: Connection) -> Reply:
    """The answer to the letter, by a line that is kept from then on if it ended well.

    Raises:
        _NotAllowedError: the host may not be reached.
        aiohttp.ClientError, OSError, ValueError: there is no answer.
    """
    connection.is_made = connection.is_used = False
    line, used = await HttpLine.of(letter.url, attempt)
    is_well = False
    try:
        async with line.session.post(
            letter.url, data=letter.body, headers=letter.headers, allow_redirects=False, trace_request_ctx=connection
        ) as answer:
            text = await _beginning(answer, is_wanted=letter.is_read)
            is_well = await _is_whole(answer)
            return Reply(status=answer.status, headers=answer.headers, text=text, now=attempt.now)
    except (aiohttp.ClientError, OSError) as error:
        if line.guard.refusal and not connection.is_made:
            raise _NotAllowedError(line.guard.refusal) from error
        raise
    finally:
        if is_well:
            await line.rest(letter.url, attempt, used + 1)
        else:
            await line.session.close()


def probe(url: str, attempt: Attempt) -> str:
    """Connect to a webhook's host and say nothing to it; what was found.

    Raises:
        OSError, ValueError: it cannot be reached, or may not be.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        return _connected(parts.scheme, host, port, attempt)
    except OSError as error:
        raise OSError(error_words.in_words(error, host=host)) from error


def _connected(scheme: str, host: str, port: int, attempt: Attempt) -> str:
    found = [str(where[0]) for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    fit = [ip for ip in found if addresses.is_allowed(ip, attempt.allow)]
    if not fit:
        raise OSError(f"{host}: {addresses.refusal(found[0], attempt.allow)}; {addresses.HINT}")
    with socket.create_connection((fit[0], port), timeout=attempt.timeout.total_seconds()) as plain:
        if scheme == "https":
            with tls().wrap_socket(plain, server_hostname=host):
                pass
    return f"{host}:{port} can be reached"


def by_status(answer: Reply) -> Outcome:
    """What the status of an answer means."""
    status, quoted = answer.status, " ".join(answer.text.split())[:_QUOTED]
    said = f"answered {status}{': ' + quoted if quoted else ''}"
    if 200 <= status < 300:
        return SENT
    if status == 410:
        return failed(Kind.GONE, said)
    if 300 <= status < 400:
        said = f"answered {status}, a redirect, which is not followed: set the new URL"
        return failed(Kind.TEMPORARY, said, blame=Blame.CHANNEL)
    if status in _TEMPORARY or status >= 500:
        wait = retry_after.wait(answer.headers.get("Retry-After"), now=answer.now)
        blame = Blame.MOMENT if status in _AWAY else Blame.EITHER
        blame = Blame.CHANNEL if status == _TOO_MANY or wait is not None else blame
        return failed(Kind.TEMPORARY, said, blame=blame, retry_after=wait)
    if status in _FOR_A_PERSON:
        return failed(Kind.REFUSED, said)
    return replace(failed(Kind.PERMANENT, said), is_too_large=status == _TOO_LARGE)


def json_of(answer: Reply) -> dict[str, Any]:
    """The JSON object of an answer; an empty one where it is none."""
    try:
        found = json.loads(answer.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _blame(*, is_connected: bool) -> Blame:
    """A receiver that is not reached is away; one that breaks off may dislike what it was given."""
    return Blame.EITHER if is_connected else Blame.MOMENT


async def _beginning(answer: aiohttp.ClientResponse, *, is_wanted: bool) -> str:
    """The first words of an answer, which an error will quote; more of one that is read for what it says."""
    if answer.status < 300 and not is_wanted:
        return ""
    most, read = ANSWER_LIMIT if is_wanted else _QUOTED, b""
    with contextlib.suppress(aiohttp.ClientError):
        while len(read) < most and (some := await answer.content.read(ANSWER_LIMIT)):
            read += some
    return read[:most].decode("utf-8", "replace")


async def _is_whole(answer: aiohttp.ClientResponse) -> bool:
    """Whether nothing more of the answer comes, so that its connection can be used again; what is left is short."""
    read = 0
    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
        async with asyncio.timeout(_REST_OF_ANSWER):
            while read < ANSWER_LIMIT:
                some = await answer.content.read(ANSWER_LIMIT)
                if not some:
                    return True
                read += len(some)
    return False


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or "webhook"
    except ValueError:
        return "webhook"


def _in_words(error: BaseException, host: str) -> str:
    """An error's text; some of aiohttp's hold the whole URL."""
    if isinstance(error, aiohttp.ServerDisconnectedError):  # its message may be what the parser holds so far
        return f"{host} closed the connection before it answered"
    said = error_words.known(error, host) or f"{host}: {error_words.in_words(error, doing='the request')}"
    return re.sub(r"https?://\S+", "(URL)", said)

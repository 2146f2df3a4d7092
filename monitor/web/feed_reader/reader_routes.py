"""The addresses of the Google Reader API: log-in and calls; who asks, and whether they may.

No cookie counts here, and each call brings its token in a header, which no page of another site can send.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from monitor.errors import MonitorError
from monitor.phrasing import line
from monitor.store import reader_logins, watches
from monitor.store.archive import Archive
from monitor.store.reader_logins import ReaderLogin
from monitor.web import problem_pages, sender
from monitor.web.access import Door
from monitor.web.feed_reader import reader_calls, reader_token
from monitor.web.feed_reader.reader_call import ReaderCall, of_login
from monitor.web.login import Login
from monitor.web.remark_acts import NOBODY
from monitor.web.web_setting import WebSetting

_FRESHRSS = "/api/greader.php"  # which apps with FreshRSS in their list add to the address by themselves
_NAME = 100  # characters of a name
_FIELDS = reader_calls.MOST_IDS + 50
_BAD_TOKEN = {"x-reader-google-bad-token": "true"}
_log = logging.getLogger("monitor.web")

Values = Mapping[str, Sequence[str]]
Handler = Callable[[Request, Values], Response]


class ReaderRoutes:
    """What feed readers ask of one archive; `login` counts attempts at the password together with the pages."""

    def __init__(self, setting: WebSetting, login: Login, threads: ThreadPoolExecutor) -> None:
        self._set = setting
        self._login = login
        self._threads = threads

    def routes(self) -> list[Route]:
        """The addresses: at the root, and where apps look for FreshRSS."""
        return [
            route
            for base in ("", _FRESHRSS)
            for route in (
                Route(f"{base}/accounts/ClientLogin", self._endpoint(self._log_in), methods=["POST"]),
                Route(f"{base}/reader/api/0/{{name:path}}", self._endpoint(self._called), methods=["GET", "POST"]),
            )
        ]

    def _endpoint(self, handle: Handler) -> Callable[..., object]:
        async def endpoint(request: Request) -> Response:
            body = await request.body() if request.method == "POST" else b""
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._handled, handle, request, body)

        return endpoint

    def _handled(self, handle: Handler, request: Request, body: bytes) -> Response:
        """Whatever goes wrong is a status with a sentence."""
        try:
            return handle(request, _values(request.url.query, body))
        except MonitorError as error:
            return PlainTextResponse(f"{error}\n", problem_pages.status(error))
        except ValueError:  # of the query's or the form's parser
            return PlainTextResponse("That is too much at once, or not in UTF-8.\n", 400)
        except Exception:  # noqa: BLE001 - the last place before the person; the log has it
            _log.exception("web.failed", extra={"path": request.url.path[:200]})
            return PlainTextResponse("That is our mistake; the monitor's log says why.\n", 500)

    def _log_in(self, request: Request, values: Values) -> Response:
        """`POST /accounts/ClientLogin`: the name and the password, or the name that a proxy gives, for a token."""
        access = self._set.access
        if not access.needs_log_in:
            return _no_entry(403, "ServiceDisabled", "set [web] password_hash: `monitor web password` makes it")
        name = access.person(sender.peer(request), sender.named(request, access))
        if not name:
            if not access.web.password_hash:
                return _no_entry(403, "BadAuthentication", "the proxy in front named nobody")
            tried = self._login.tried(_first(values, "Passwd"), sender.address(request, access))
            if tried.said:
                code = 429 if tried.wait else 401
                return _no_entry(code, "BadAuthentication", tried.said, wait=tried.wait)
            name = line(_first(values, "Email"))[:_NAME] or NOBODY
        with self._set.archives.writing() as archive:
            login = reader_logins.begin(archive, name, self._set.now())
            token = reader_token.of_login(archive, login, access.web.password_hash)
        given = dict.fromkeys(("SID", "LSID", "Auth"), token)
        if _first(values, "output") == "json":
            return JSONResponse(given)
        return PlainTextResponse("".join(f"{key}={value}\n" for key, value in given.items()))

    def _called(self, request: Request, values: Values) -> Response:
        """A call: whose it is, and what comes of it."""
        name = request.path_params["name"].strip("/")
        with self._set.archives.reading() as archive:
            login = self._who(request, archive)
            if login is None:
                return PlainTextResponse("Unauthorized\n", 401, {"www-authenticate": "GoogleLogin"} | _BAD_TOKEN)
            if name in reader_calls.REFUSED:
                return PlainTextResponse(f"{reader_calls.REFUSED[name]}\n", 403)
            call = self._call(request, archive, login, values)
            if name in reader_calls.CHANGES:
                return self._change(request, call, name)
            if name == reader_calls.CONTENTS or name.startswith(f"{reader_calls.CONTENTS}/"):
                stream = request.path_params["name"].removeprefix(reader_calls.CONTENTS).removeprefix("/")
                return _answer(reader_calls.contents(call, stream))
            if name in reader_calls.READS:
                return _answer(reader_calls.READS[name](call))
        return PlainTextResponse(f"There is no call {name[:80]!r} here.\n", 404)

    def _change(self, request: Request, call: ReaderCall, name: str) -> Response:
        if request.method != "POST":
            return PlainTextResponse("That is a change: it is sent by POST.\n", 405, {"allow": "POST"})
        if not reader_token.may_change(call.action_token, call.text("T")):
            return PlainTextResponse("That token is out of date: ask for another.\n", 401, _BAD_TOKEN)
        with self._set.archives.writing() as archive:
            return _answer(reader_calls.CHANGES[name](call.writing(archive)))

    def _who(self, request: Request, archive: Archive) -> ReaderLogin | None:
        """The login whose token the call brings, if it may come in now; behind a proxy, that of whom this names."""
        access, token = self._set.access, request.headers.get("authorization", "")
        login = reader_token.login_of(archive, token, access.web.password_hash) if access.needs_log_in else None
        if login is None:
            return None
        peer, named = sender.peer(request), sender.named(request, access)
        person = access.person(peer, named)
        is_theirs = not person or person.casefold() == login.name.casefold()
        return login if is_theirs and access.door(peer, named, logged_in=True) is Door.OPEN else None

    def _call(self, request: Request, archive: Archive, login: ReaderLogin, values: Values) -> ReaderCall:
        in_use = watches.all_in_use(archive)
        theirs, labels = of_login(login, in_use, self._set.load_config().persons)
        return ReaderCall(
            archive=archive,
            login=login,
            now=self._set.now(),
            zone=self._set.zone,
            origin=sender.origin(request, self._set.access),
            watches=theirs,
            labels=labels,
            values=values,
            action_token=reader_token.of_action(archive, login, self._set.access.web.password_hash),
        )


def _values(query: str, body: bytes) -> Values:
    """What was sent, in the address and as a form, by name.

    Raises:
        ValueError: it is too much, or not in UTF-8.
    """
    found: dict[str, list[str]] = {}
    for part in (query, body.decode()):
        for name, value in parse_qsl(part, errors="strict", max_num_fields=_FIELDS):
            found.setdefault(name, []).append(value)
    return found


def _answer(answered: reader_calls.Answered) -> Response:
    return PlainTextResponse(answered) if isinstance(answered, str) else JSONResponse(answered)


def _no_entry(status: int, error: str, said: str, *, wait: float = 0.0) -> Response:
    """No token, and why: `Error` is for programs, `Info` for people."""
    later = {"retry-after": str(math.ceil(wait))} if wait else {}
    return PlainTextResponse(f"Error={error}\nInfo={said}\n", status, later)


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")

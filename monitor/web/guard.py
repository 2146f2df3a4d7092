"""Before any page: hosts that are not ours, methods and sizes that no page takes, forms of other sites; and headers.

A foreign page can make a browser ask us, but not read the answer: no frame, no script, no style of elsewhere, and
forms count only if they came from here.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web import problem_pages
from monitor.web.access import Access

LARGEST_FORM = 256 * 1024  # bytes
LONGEST_PATH = 2_000  # characters: a number in it stays one that Python reads (4,300 digits)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FOREIGN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)  # of a document that somebody else wrote, such as a mail: it is looked at, and does nothing
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
    "cache-control": "private, no-cache",
}
_METHODS = ("GET", "HEAD", "POST")


class _TooLargeError(Exception):
    """A body went on after the bytes that a form may have."""


class WebGuard:
    """The application with its guard around it."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """WebAnswer, or let the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _with_headers(send, is_secure=self._access.is_secure)
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("ascii", "replace")
        # One slash: with two, what follows would be a host.
        path = "/" + quote(scope["path"].lstrip("/"), safe="/.~-_") + (f"?{query}" if query else "")
        refused = self._refusal(scope["method"], headers, path)
        if refused is not None:
            await refused(scope, receive, sending)
            return
        try:
            await self._app(scope, _bounded(receive), sending)
        except _TooLargeError:
            await self._too_large()(scope, receive, sending)

    def _refusal(self, method: str, headers: Headers, path: str) -> Response | None:
        """The page that says why this request goes no further, or how; None: it may go on."""
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._access.is_known_host(host):
            return problem_pages.page(
                421,
                "These pages do not go by that name",
                "The address has a name that the monitor does not know as its own. If it is right, set public_url in "
                "the [web] table of monitor.toml.",
            )
        if len(path.partition("?")[0]) > LONGEST_PATH:
            return problem_pages.page(414, "That address is too long", "No page here has such a one.")
        if method not in _METHODS:
            response = problem_pages.page(405, "That cannot be done here", "Pages are read by GET and changed by POST.")
            response.headers["allow"] = ", ".join(_METHODS)
            return response
        return self._form_refusal(headers, host) if method == "POST" else self._look_refusal(headers, path)

    def _look_refusal(self, headers: Headers, path: str) -> Response | None:
        # A link from elsewhere, such as one in a mail: cookies that never go along from another site (`SameSite`) come
        # with the next request, which a page of ours makes.
        if headers.get("sec-fetch-site") != "cross-site":
            return None
        if headers.get("sec-fetch-mode") == "navigate":
            return problem_pages.onward(path)
        return problem_pages.page(
            403, "Another site asked for that", "Its pages cannot show ours; asked often, they would only keep us busy."
        )

    def _form_refusal(self, headers: Headers, host: str) -> Response | None:
        length = headers.get("content-length", "")
        if length.isdecimal() and (len(length) > 9 or int(length) > LARGEST_FORM):
            return self._too_large()
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        is_foreign = site not in {"same-origin", "none"}
        # "null" comes with forms of pages that may not say where they are: none of ours is such a page.
        if is_foreign or (origin is not None and not self._access.is_own_origin(origin, host)):
            return problem_pages.page(
                403, "That form came from another site", "Nothing was changed. Open the page here and send it again."
            )
        return None

    def _too_large(self) -> Response:
        return problem_pages.page(413, "That is too much at once", f"A form holds at most {LARGEST_FORM // 1024} kB.")


def _with_headers(send: Send, *, is_secure: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if is_secure:
                headers.setdefault("strict-transport-security", "max-age=31536000")
        await send(message)

    return sending


def _bounded(receive: Receive) -> Callable[[], Awaitable[Any]]:
    room = LARGEST_FORM

    async def receiving() -> Message:
        nonlocal room
        message = await receive()
        room -= len(message.get("body", b""))
        if room < 0:
            raise _TooLargeError
        return message

    return receiving

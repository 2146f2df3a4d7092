"""The routes, made from the list of pages; who is who; and errors as finished pages.

Each request is handled in one of a few threads, for SQLite: the loop only reads and writes sockets.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from monitor.errors import ArchiveError, MonitorError, UserError
from monitor.store import web_sessions
from monitor.store.archive import Archive
from monitor.views import metrics
from monitor.web import cookies, login, page_templates, pages, problem_pages, representations, sender, tokens
from monitor.web.access import Door
from monitor.web.answers import Moved, WebPage
from monitor.web.feed_reader.reader_routes import ReaderRoutes
from monitor.web.guard import WebGuard
from monitor.web.representations import Form
from monitor.web.visit import Visit
from monitor.web.web_setting import WebSetting

THREADS = 4
_log = logging.getLogger("monitor.web")

Endpoint = Callable[[Request], Awaitable[Response]]


class Application:
    """All pages over one archive, as an ASGI application: `asgi`."""

    def __init__(self, setting: WebSetting, listed: Sequence[WebPage] = (*pages.PAGES, *pages.SIGNED)) -> None:
        self._set = setting
        self._pages = listed
        self._login = login.Login(setting.access, setting.archives)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._readers = ReaderRoutes(setting, self._login, self._threads)
        handlers: Mapping[Any, Any] = {HTTPException: self._http_problem}
        self.asgi = WebGuard(Starlette(routes=self._routes(), exception_handlers=handlers), setting.access)

    def _routes(self) -> list[Route]:
        routes = [
            Route("/healthz", self._in_thread(self._health)),
            Route("/metrics", self._in_thread(self._metrics)),
            Route("/login", self._in_thread(self._login_page), methods=["GET", "POST"]),
            Route("/logout", self._in_thread(self._log_out), methods=["POST"]),
            Route("/static/{version}/{name}", self._static),
            *self._readers.routes(),
        ]
        for page in self._pages:
            for form in representations.forms(page):
                path = f"{page.stem or page.path}{form.value}"
                routes.append(Route(path, self._in_thread(partial(self._answer, page, form))))
        for page in self._pages:  # after all other forms: a name in a path may hold a dot
            methods = ["GET", "POST"] if page.acts else ["GET"]
            answer = self._in_thread(partial(self._answer, page, Form.HTML))
            routes += [Route(path, answer, methods=methods) for path in (page.path, page.stem) if path]
        return routes

    def _in_thread(self, handle: Callable[[Request, Mapping[str, str]], Response]) -> Endpoint:
        """Read what was sent, then handle the request in a thread; whatever goes wrong is a finished page."""

        async def endpoint(request: Request) -> Response:
            sent: dict[str, str] = {}
            if request.method == "POST":
                async with request.form(max_files=0, max_fields=200) as form:
                    sent = {name: value for name, value in form.items() if isinstance(value, str)}
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._handled, handle, request, sent)

        return endpoint

    def _handled(
        self, handle: Callable[[Request, Mapping[str, str]], Response], request: Request, sent: Mapping[str, str]
    ) -> Response:
        try:
            return handle(request, sent)
        except MonitorError as error:  # its words are for people, whichever it is
            return problem_pages.of(error, as_json=_wants_json(request))
        except Exception:  # noqa: BLE001 - the last place before the person; the log has it
            _log.exception("web.failed", extra={"path": request.url.path[:200]})
            return problem_pages.defect(as_json=_wants_json(request))

    def _answer(self, page: WebPage, form: Form, request: Request, sent: Mapping[str, str]) -> Response:
        with self._set.archives.reading() as archive:
            guest = self._guest(request, archive)
            if not page.open and (refused := self._refused(guest, request, form)):
                return refused
            visit = self._visit(page, request, archive, guest, sent)
            if request.method == "POST" and (done := self._act(page, visit, guest)) is not None:
                return done
            answer = page.read(visit)
            if form is not Form.HTML:
                return representations.unless_known(representations.data(form, page, visit, answer), request.headers)
            frame = self._frame(guest, page.path, cookies.said(request))
            return cookies.keep(representations.html(page, visit, answer, frame), request, guest, self._set.access)

    def _act(self, page: WebPage, visit: Visit, guest: "cookies.Guest") -> Response | None:
        """Change what a form asks for, in one transaction; the way on, or the page with what it found."""
        if not tokens.is_of_form(guest.key, guest.session, visit.form.get("token", "")):
            return problem_pages.page(
                403, "That form is out of date", "Nothing was changed. Open the page again and send it from there."
            )
        act = page.acts.get(visit.form.get("act", ""))
        if act is None:
            raise UserError("the form asks for nothing that this page does")
        with self._set.archives.writing() as archive:
            result = act(visit.writing(archive))
        if isinstance(result, Moved):
            return cookies.moved(result, self._set.access)
        frame = self._frame(guest, page.path, "")
        return representations.html(page, visit, result, frame)

    def _guest(self, request: Request, archive: Archive) -> "cookies.Guest":
        web, now = self._set.access.web, self._set.now()
        session = cookies.session(request, self._set.access)
        is_in = bool(session and web.password_hash) and web_sessions.is_valid(
            archive, session, web.password_hash or "", now
        )
        peer, named = sender.peer(request), sender.named(request, self._set.access)
        return cookies.Guest(
            session=session or tokens.fresh(),
            is_new=not session,
            door=self._set.access.door(peer, named, logged_in=is_in),
            logged_in=is_in,
            person=self._set.access.person(peer, named),
            looked=cookies.looked(request, now),
            key=web_sessions.key(archive),
        )

    def _refused(self, guest: "cookies.Guest", request: Request, form: Form) -> Response | None:
        """Where the pages are not for this guest: the way to log in, or the reason."""
        if guest.door is Door.OPEN:
            return None
        if guest.door is Door.CLOSED:
            return problem_pages.page(403, "You are not logged in", "The proxy in front of these pages named nobody.")
        if form is not Form.HTML:
            if self._login.sends_password(
                request.headers.get("authorization", ""), sender.address(request, self._set.access)
            ):
                return None
            asked = {"www-authenticate": 'Basic realm="monitor", charset="UTF-8"'}
            return PlainTextResponse("log in first, at /login\n", 401, asked)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        on = here if request.method in {"GET", "HEAD"} else "/"
        return RedirectResponse(f"/login?to={quote(login.own_path(on), safe='/')}", 303)

    def _visit(
        self, page: WebPage, request: Request, archive: Archive, guest: "cookies.Guest", sent: Mapping[str, str]
    ) -> Visit:
        return Visit(
            archive=archive,
            load_config=self._set.load_config,
            now=self._set.now(),
            zone=self._set.zone,
            path=request.path_params,
            query=dict(request.query_params),
            form=sent if page.acts else {},
            person=guest.person,
            looked_at=guest.looked.before,
            origin=sender.origin(request, self._set.access),
        )

    def _frame(self, guest: "cookies.Guest", path: str, said: str) -> dict[str, Any]:
        """The values of `base.html`."""
        return {
            "token": tokens.of_form(guest.key, guest.session),
            "nav": [(page.path, page.nav) for page in self._pages if page.nav and guest.door is Door.OPEN],
            "paths": frozenset(page.path for page in self._pages),
            "current": path,
            "said": said,
            "person": guest.person,
            "can_leave": guest.logged_in,
            "can_change": guest.door is Door.OPEN,
        }

    def _login_page(self, request: Request, sent: Mapping[str, str]) -> Response:
        with self._set.archives.reading() as archive:
            guest = self._guest(request, archive)
        to = login.own_path(sent.get("to") or request.query_params.get("to", "/"))
        if guest.door is Door.OPEN:
            return RedirectResponse(to, 303)
        said, status = "", 200
        if request.method == "POST":
            if not tokens.is_of_form(guest.key, guest.session, sent.get("token", "")):
                return problem_pages.page(403, "That form is out of date", "Open the page again and log in from there.")
            entered = self._login.enter(
                sent.get("password", ""), sender.address(request, self._set.access), self._set.now()
            )
            if entered.session:
                return cookies.begun(RedirectResponse(to, 303), entered.session, self._set.access)
            said, status = entered.said, 429 if entered.wait else 403
        values = self._frame(guest, "/login", "") | {"title": "Log in", "to": to, "why": said, "nav": []}
        body = page_templates.page("login.html", problem_pages.outside_values() | values)
        return cookies.keep(Response(body, status, media_type="text/html"), request, guest, self._set.access)

    def _log_out(self, request: Request, sent: Mapping[str, str]) -> Response:
        with self._set.archives.reading() as archive:
            guest = self._guest(request, archive)
        if not tokens.is_of_form(guest.key, guest.session, sent.get("token", "")):
            return problem_pages.page(403, "That form is out of date", "You are still logged in.")
        self._login.leave(guest.session)
        return cookies.ended(RedirectResponse("/login", 303), self._set.access)

    def _health(self, request: Request, sent: Mapping[str, str]) -> Response:  # noqa: ARG002 - as every handler
        """Whether the archive can be read: 200 and `ok`, or 503; nothing else is said, for it is open to all."""
        try:
            with self._set.archives.reading() as archive:
                web_sessions.key(archive)
        except ArchiveError:
            return PlainTextResponse("the archive cannot be read\n", 503)
        return PlainTextResponse("ok\n")

    def _metrics(self, request: Request, sent: Mapping[str, str]) -> Response:  # noqa: ARG002 - as every handler
        """Counters for Prometheus: for programs on this machine, and for whoever may see the pages."""
        with self._set.archives.reading() as archive:
            is_here = self._set.access.is_this_machine(sender.peer(request), request.headers.keys())
            if not is_here and self._guest(request, archive).door is not Door.OPEN:
                return PlainTextResponse("log in first, at /login\n", 401)
            return Response(metrics.page(archive), media_type=metrics.MEDIA_TYPE)

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {path.name for path in page_templates.STATIC.iterdir()}:
            return problem_pages.page(404, "There is no such file", "")
        forever = {"cache-control": "public, max-age=31536000, immutable"}
        return FileResponse(page_templates.STATIC / name, headers=forever)

    async def _http_problem(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return problem_pages.page(
                404, "There is no such page", "The address may be mistyped.", as_json=_wants_json(request)
            )
        if status == 405:
            return problem_pages.page(405, "That cannot be done here", "This page only shows something.")
        return problem_pages.page(status, "That cannot be answered", "What was sent cannot be understood.")

    def close(self) -> None:
        """Wait for the pages that are being made."""
        self._threads.shutdown()


def _wants_json(request: Request) -> bool:
    return request.url.path.endswith(".json")

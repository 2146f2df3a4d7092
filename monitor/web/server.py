"""Serves the pages: refuses what is not safe, binds, says where, and goes on until it is stopped."""

import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn

from monitor import config as configuration
from monitor import error_words
from monitor.config import Config
from monitor.config.web_schema import Web
from monitor.errors import UserError
from monitor.store.archive import Archive
from monitor.store.file import sqlite_file
from monitor.web.access import Access
from monitor.web.application import Application
from monitor.web.archives import Archives
from monitor.web.web_setting import WebSetting

_log = logging.getLogger("monitor.web")
_STOP_WITHIN = 5  # seconds for pages that are being made


def serve(path: Path, *, port: int | None = None, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve the pages of the configuration at `path` until SIGTERM or Ctrl-C. `ready` is called with their address.

    A change of the configuration is seen at the next page that asks for it; where they listen needs a new start.

    Raises:
        UserError: who reaches the port would need no password, or the port is taken.
        ConfigError: the configuration holds a mistake.
        ArchiveError: the archive cannot be opened.
    """
    latest = Latest(path)
    config = latest.config()
    if config.web.password_hash and not config.web.password_hash.startswith("$argon2"):
        configuration.load(path, os.environ)  # it is a reference that leads nowhere: this says to what
    web = config.web if port is None else replace(config.web, port=port)
    access = Access(web)
    access.check()
    # To make it, or to bring it to the present schema; one that may only be read is shown as it is.
    fixed = not sqlite_file.can_be_written(config.archive_path)
    Archive.open(config.archive_path, create=True, read_only=fixed).close()
    listening = _bound(web)
    setting = WebSetting(
        access=access,
        archives=Archives(config.archive_path),
        load_config=latest.config,
        zone=ZoneInfo(config.timezone),
    )
    application = Application(setting)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    where = address(web, listening)
    if web.caution:
        _log.warning("web.unguarded", extra={"error": web.caution})
    _log.info("web.started", extra={"address": where})
    ready(where)
    gc.collect()
    gc.freeze()  # what is loaded stays: no page waits until all of it was searched for what can be freed
    try:
        _server(application).run(sockets=[listening])
    finally:
        gc.unfreeze()
        application.close()
        listening.close()


class Latest:
    """The configuration as its file is now: read again when that changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._known: tuple[tuple[int, int, int], Config] | None = None

    def config(self) -> Config:
        """The configuration.

        Raises:
            ConfigError: it holds a mistake now.
        """
        with self._lock:
            try:
                found = self._path.stat()
            except OSError:
                return _loaded(self._path)  # which says what is wrong
            state = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self._known is None or self._known[0] != state:
                self._known = (state, _loaded(self._path))
            return self._known[1]


def address(web: Web, listening: socket.socket) -> str:
    """Where a person finds the pages."""
    host, port = listening.getsockname()[:2]
    return web.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Server(uvicorn.Server):
    """A server that ends in order at a signal, and does not raise it again when it has ended."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, but for that."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _server(application: Application) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            application.asgi,
            access_log=False,
            date_header=True,
            http="h11",
            lifespan="off",
            log_config=None,
            proxy_headers=False,  # whom a proxy names is decided in `access`, by addresses that are configured
            server_header=False,
            timeout_graceful_shutdown=_STOP_WITHIN,
            timeout_keep_alive=15,
            limit_concurrency=200,
            ws="none",
        )
    )


def _loaded(path: Path) -> Config:
    # Without the secrets of channels: who looks at pages by hand does not have those of the daemon's service.
    return configuration.load(path, os.environ, need_secrets=False)


def _bound(web: Web) -> socket.socket:
    """A socket that listens there.

    Raises:
        UserError: it cannot.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(web.listen, web.port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as failed:
            listening = failed.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(place)
            failed.pop_all()
            return listening
    except OSError as error:
        raise UserError(
            f"the pages cannot listen on {web.listen}:{web.port}: {error_words.message(error)}",
            hint="choose another port: [web] port, or --port",
        ) from error

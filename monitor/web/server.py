"""Serves the pages: refuses what is not safe, binds, says where, and goes on until it is stopped."""

import logging
import os
import socket
from collections.abc import Callable
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
from monitor.web.access import Access
from monitor.web.application import Application, WebSetting
from monitor.web.archives import Archives

_log = logging.getLogger("monitor.web")
_STOP_WITHIN = 5  # seconds for pages that are being made


def serve(path: Path, *, port: int | None = None, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve the pages of the configuration at `path` until SIGTERM or Ctrl-C. `ready` is called with their address.

    Raises:
        UserError: who reaches the port would need no password, or the port is taken.
        ConfigError: the configuration holds a mistake.
        ArchiveError: the archive cannot be opened.
    """
    config = _loaded(path)
    if config.web.password_hash and not config.web.password_hash.startswith("$argon2"):
        configuration.load(path, os.environ)  # it is a reference that leads nowhere: this says to what
    web = config.web if port is None else replace(config.web, port=port)
    access = Access(web)
    access.check()
    Archive.open(config.archive_path, create=True).close()  # to make it, or to bring it to the present schema
    listening = _bound(web)
    setting = WebSetting(
        access=access,
        archives=Archives(config.archive_path),
        load_config=lambda: _loaded(path),
        zone=ZoneInfo(config.timezone),
    )
    application = Application(setting)
    where = address(web, listening)
    _log.info("web.started", extra={"address": where})
    ready(where)
    try:
        _server(application).run(sockets=[listening])
    finally:
        application.close()
        listening.close()


def address(web: Web, listening: socket.socket) -> str:
    """Where a person finds the pages."""
    host, port = listening.getsockname()[:2]
    return web.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _server(application: Application) -> uvicorn.Server:
    return uvicorn.Server(
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
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
    except OSError as error:
        raise UserError(
            f"the pages cannot listen on {web.listen}:{web.port}: {error_words.message(error)}",
            hint="choose another port: [web] port, or --port",
        ) from error
    return listening

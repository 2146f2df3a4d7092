"""Put the clock of `bench/soak.py` into its crawling child, and two ways to harm it; other processes stay as they are.

A page or listing with HANG in it holds the parser for ever, one with KILL ends the process.
"""

import importlib
import os
import pkgutil
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

HANG, KILL = b"<!-- soak: hang -->", b"<!-- soak: kill -->"
TIME_LIMIT = 1.0  # seconds for one exchange, on the loopback network


def harmed(body: bytes) -> None:
    """What markup that nobody foresaw would do."""
    if KILL in body:
        os.kill(os.getpid(), signal.SIGKILL)
    while HANG in body:
        pass


def _of(package: str) -> list[str]:
    """The modules of a package, also those that a crawl imports when it first needs them."""
    found = importlib.import_module(package)
    return [f"{package}.{one.name}" for one in pkgutil.iter_modules(found.__path__)]


def install() -> None:
    """Replace the clock in all modules that read it, and read through `harmed`."""
    from soak_clock import Clock  # noqa: PLC0415 - only the child has its folder among its paths

    from monitor import discover, extract, settings  # noqa: PLC0415 - as above
    from monitor.fetch.pace import Pace  # noqa: PLC0415 - as above

    for name in ("monitor.worker", *_of("monitor.fetch"), *_of("spiders")):  # so that all that reads the clock is there
        importlib.import_module(name)
    clock = Clock(Path(os.environ["SOAK_CLOCK"]))
    skipping = clock.datetime()
    for name, module in list(sys.modules.items()):
        if name.startswith(("monitor.", "spiders.")) and getattr(module, "datetime", None) is datetime:
            module.datetime = skipping  # type: ignore[attr-defined]
    Pace.__init__.__defaults__ = (clock.monotonic,)
    settings.DOWNLOAD_TIMEOUT = TIME_LIMIT
    read_listing, read_page = discover.read_listing, extract.read_page

    def listing(kind: Any, body: bytes, *given: Any, **options: Any) -> Any:
        harmed(body)
        return read_listing(kind, body, *given, **options)

    def page(given: Any, *more: Any, **options: Any) -> Any:
        harmed(given.body)
        return read_page(given, *more, **options)

    discover.read_listing, extract.read_page = listing, page


if "monitor.worker" in sys.orig_argv:
    install()

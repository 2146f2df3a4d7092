"""The demo's run: press, catchers and daemon side by side, from the first crawl to the digest, each wait bounded.

catchers, press -> daemon -> seed crawl -> the press publishes -> everything is found and sent -> digest -> SIGTERM
"""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from monitor import config as configuration
from monitor.cli.demo import setting
from monitor.cli.demo.findings import DEAD, Findings, Judge
from monitor.config import Config
from monitor.config.web_schema import PORT
from monitor.errors import MonitorError
from monitor.newsstand import Expectations, Mail, MailCatcher, Newsstand, Press, Visit, WebhookCatcher
from monitor.phrasing import count
from monitor.store import outbox, outlets
from monitor.store.archive import Archive

SEED, DELIVERY, DIGEST = 25.0, 15.0, 8.0  # seconds that each wait may take
BUSY = 120.0  # more seconds for the daemon's start, and for the first crawl, on a machine that does other things
STOP = 20.0  # seconds in which the daemon must end
_LOOK = 0.25  # seconds between two looks at the archive
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})  # what is on this machine is reached directly
_LAST = 200  # characters of the daemon's log that are quoted
_CLI = "import sys; from monitor.cli import main; sys.exit(main(sys.argv[1:]))"
Curtain = Callable[["Performance"], None]


@dataclass(slots=True)
class Performance:
    """What the demo ends with. `missing` is empty where all went as expected."""

    folder: Path
    findings: Findings
    stand: Newsstand
    mails: int = 0
    hooks: int = 0
    digest: str = ""
    missing: list[str] = field(default_factory=list)


class Stage:
    """One performance in one folder. `tell` is given each line of news as it happens."""

    def __init__(
        self, folder: Path, press: Press, expected: Expectations, *, speed: float, tell: Callable[[str, str], None]
    ) -> None:
        self._folder, self._expected, self._tell = folder.resolve(), expected, tell
        self._requests: Any = None
        begin = datetime.now(UTC) - timedelta(minutes=press.last_minute)  # so that the last piece is dated now
        self._stand = Newsstand(press, started_at=begin, speed=speed, log=self._log)
        self._mail = MailCatcher(self._folder / "mails")
        self._hooks = WebhookCatcher(self._folder / "webhooks")
        self._seen = 0  # webhooks that were printed
        self._daemon: asyncio.subprocess.Process
        self._port: int | None = None

    async def play(self, keep: Curtain | None = None) -> Performance:
        """Run it all. With `keep`, show what was found, and leave everything running until interrupted.

        Raises:
            MonitorError: the daemon could not be started, or ended on its own.
        """
        _cancel_on_signals()
        async with AsyncExitStack() as stack:
            self._requests = stack.enter_context((self._folder / "requests.jsonl").open("w", encoding="utf-8"))
            for part in (self._stand, self._mail, self._hooks):
                await part.start()
                stack.push_async_callback(part.stop)
            self._port = _free_port() if keep else None
            path = setting.write_config(
                self._folder, self._stand.outlets, self._expected, self._mail, self._hooks, web_port=self._port
            )
            config = configuration.load(path, os.environ)
            await self._start_daemon(path)
            stack.push_async_callback(self._stop_daemon)
            report = await self._perform(config)
            if keep:
                keep(report)
                self._tell("press", f"left running: {self._stand.outlets[0]['home']} and the rest; Ctrl-C ends it")
                self._tell("pages", f"what was found, in a browser: http://127.0.0.1:{self._port}/")
                await _interrupted()
            report.missing += await self._stop_daemon()
            return report

    async def _perform(self, config: Config) -> Performance:
        """All but the end. The archive is closed before it: the daemon takes the log along when it is the last."""
        with await self._opened(config.archive_path) as archive:
            return await self._performed(config, archive)

    async def _performed(self, config: Config, archive: Archive) -> Performance:
        judge = Judge(self._stand, self._expected, config, self._hooks)
        is_seeded = await self._patiently(lambda: self._is_seeded(archive), lambda: self._seed(archive))
        self._tell("seed" if is_seeded else "warning", f"{self._seed(archive)}. The press begins to publish.")
        self._stand.play()
        await self._until(lambda: self._stand.is_over, self._stand.press.last_minute * 60 / self._stand.clock.speed + 5)
        self._tell("press", "everything is published")
        await self._until(lambda: not judge.judge(archive).missing, DELIVERY)
        report = Performance(self._folder, judge.judge(archive), self._stand)
        report.digest = await self._digest(archive)
        report.missing = list(report.findings.missing)
        if not report.digest:
            report.missing.append("no digest came by mail")
        elif DEAD not in report.digest:
            report.missing.append(f"the digest does not say that {DEAD} was not reached")
        report.missing += self._manners()
        report.mails, report.hooks = len(self._mail.accepted), len(self._hooks.accepted)
        return report

    def _seed(self, archive: Archive) -> str:
        found = sum(row.articles for row in outlets.listing(archive))
        read = sum(row.last_crawl_at is not None for row in outlets.standing(archive))
        return seed_news(found, read, len(self._stand.press.outlets))

    def _is_seeded(self, archive: Archive) -> bool:
        rows = outlets.standing(archive)
        return len(rows) == len(self._stand.press.outlets) and all(row.last_crawl_at for row in rows)

    async def _start_daemon(self, path: Path) -> None:
        """`python scheduler.py --config …`, as a service would."""
        found = find_spec("scheduler")
        if found is None or found.origin is None:
            raise MonitorError("scheduler.py is not installed next to the monitor")
        with (self._folder / "daemon.log").open("wb") as log:
            self._daemon = await asyncio.create_subprocess_exec(
                *(sys.executable, found.origin, "--config", str(path)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={name: value for name, value in os.environ.items() if name.lower() not in _PROXIES},
                start_new_session=True,  # Ctrl-C is for the demo: it ends the daemon in order
            )

    async def _stop_daemon(self) -> list[str]:
        """SIGTERM, and what is to be said of how it ended."""
        if self._daemon.returncode is None:
            self._daemon.send_signal(signal.SIGTERM)
        try:
            code = await asyncio.wait_for(self._daemon.wait(), STOP)
        except TimeoutError:
            self._daemon.kill()
            return [f"the daemon did not end within {STOP:.0f} s of SIGTERM"]
        return [f"the daemon ended with {code} after SIGTERM"] if code else []

    async def _opened(self, path: Path) -> Archive:
        if not await self._patiently(path.exists, lambda: "the daemon is still starting"):
            raise MonitorError("the daemon made no archive", hint=f"see {self._folder / 'daemon.log'}")
        return Archive.open(path, read_only=True)

    async def _digest(self, archive: Archive) -> str:
        """Have a digest sent, by the command that anyone would use; its text as it came by mail."""
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CLI, "--config", str(self._folder / "monitor.toml")),
            *("digest", "send", setting.DIGEST, "--yes"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await command.communicate()
        if command.returncode:
            self._tell("warning", said.decode(errors="replace").strip())

        def came() -> list[Mail]:
            return [mail for mail in self._mail.accepted if mail.id.startswith("digest_")]

        await self._until(lambda: bool(came()) and not set(outbox.counts(archive)) - {"sent"}, DIGEST)
        part = came()[0].message.get_body(("plain",)) if came() else None
        text = "\n".join(str(part.get_content()).splitlines()) if part else ""
        (self._folder / "digest.txt").write_text(text, encoding="utf-8")
        return text

    async def _patiently(self, done: Callable[[], bool], so_far: Callable[[], str]) -> bool:
        """Wait for what begins the performance; on a machine that does other things longer, and say so."""
        if await self._until(done, SEED):
            return True
        self._tell("seed", f"{so_far()}: this machine is busy")
        return await self._until(done, BUSY)

    async def _until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait until it is done, at most so long, and pass on the news; whether it is done."""
        end = time.monotonic() + seconds
        while not done():
            self._pass_on()
            if self._daemon.returncode is not None:
                log = (self._folder / "daemon.log").read_text(encoding="utf-8", errors="replace")
                raise MonitorError(
                    f"the daemon ended by itself: …{log[-_LAST:]}", hint=f"see {self._folder}/daemon.log"
                )
            if time.monotonic() > end:
                return False
            await asyncio.sleep(_LOOK)
        self._pass_on()
        return True

    def _pass_on(self) -> None:
        """Tell the webhooks that came since."""
        for hook in self._hooks.accepted[self._seen :]:
            self._seen += 1
            payload = hook.data if isinstance(hook.data, dict) else {}
            data = payload.get("data", {})
            if "story" in data:
                self._tell(payload["type"], f"{data['watch']}: {data['story']['title']} ({data['reason']})")
            elif "incident" in data:
                self._tell(payload["type"], data["incident"]["detail"])

    def _manners(self) -> list[str]:
        """What a good guest would not have done."""
        visits = self._stand.visits
        wrong = [f"asked for {visit.target}" for visit in visits if visit.target.startswith("/private/")]
        wrong += [f"two requests at once to {visit.outlet}" for visit in visits if visit.in_flight > 1]
        if not any(visit.status == 304 for visit in visits):
            wrong.append("no feed was asked for conditionally")
        return wrong

    def _log(self, visit: Visit) -> None:
        self._requests.write(json.dumps(asdict(visit), default=str) + "\n")


def seed_news(articles: int, read: int, of: int) -> str:
    """How far the first crawl is: over where every outlet was read."""
    if read < of:
        return f"the first crawl is still reading: {read} of {of} outlets so far, {count(articles, 'article')}"
    return f"the first crawl is over: {count(articles, 'article')}, nobody alerted"


def _cancel_on_signals() -> None:
    """SIGTERM and a closed terminal end the demo as Ctrl-C does: no daemon is left behind."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _free_port() -> int:
    """The port of the pages: the usual one, or any that is free."""
    for port in (PORT, 0):
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return int(trial.getsockname()[1])
    raise MonitorError("no port of this machine is free")


async def _interrupted() -> None:
    """Return at Ctrl-C or SIGTERM."""
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()

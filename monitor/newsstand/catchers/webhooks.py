"""The webhook receiver: any POST is a message."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from monitor.newsstand.catchers.catcher import Catcher, Faults
from monitor.newsstand.serving import Answer, HttpServer, Request

FAULTS = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A POST as it came. `status` is what the catcher decided: 200 accepted, else refused."""

    at: datetime
    path: str
    headers: dict[str, str]
    raw: bytes
    status: int
    dropped: bool = False

    @property
    def data(self) -> Any:
        """The body as JSON, or as text where it is none."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return self.raw.decode("utf-8", "replace")

    @property
    def id(self) -> str:
        """The `webhook-id` header."""
        return self.headers.get("webhook-id", "")


class WebhookCatcher(Catcher):
    """An HTTP receiver at `url`; a file for each accepted POST: its time, path, headers and body."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1", port: int = 0, faults: Faults | None = None) -> None:
        super().__init__(folder, faults or Faults())
        self.attempts: list[Hook] = []
        self._server = HttpServer(self._receive, host, port)

    @property
    def url(self) -> str:
        """Where to post; any path below it is good too."""
        return f"http://{self._server.host}:{self._server.port}/"

    @property
    def accepted(self) -> list[Hook]:
        """What was accepted, in order."""
        return [hook for hook in self.attempts if hook.status == HTTPStatus.OK]

    async def start(self) -> None:
        """Open the address."""
        self._open()
        await self._server.start()

    async def stop(self) -> None:
        """Close it."""
        await self._server.stop()

    async def _receive(self, request: Request) -> Answer:
        if request.method != "POST":
            return Answer(status=405, headers={"Allow": "POST"})
        status = int(HTTPStatus.OK)
        hook = Hook(at=datetime.now(UTC), path=request.target, headers=request.headers, raw=request.body, status=status)
        if self._fails(hook.id):
            status = 503 if self._is_down() else self._rng.choice(FAULTS)
        dropped = status == HTTPStatus.OK and self._drops()
        hook = replace(hook, status=status, dropped=dropped)
        self.attempts.append(hook)
        if status == HTTPStatus.OK:
            kind = hook.data.get("type", "hook") if isinstance(hook.data, dict) else "hook"
            seen = {"at": hook.at.isoformat(), "path": hook.path, "headers": hook.headers, "body": hook.data}
            seen["raw"] = hook.raw.decode("utf-8", "replace")  # what the signature is of
            self._write(str(kind), ".json", json.dumps(seen, ensure_ascii=False, indent=2).encode())
            self._news.set()
        retry = {"Retry-After": "1"} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
        return Answer(status=status, headers={"Content-Type": "text/plain", **retry}, body=b"ok", cut=dropped)

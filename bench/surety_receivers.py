"""Receivers for `bench/surety.py` that fail in many ways, and note what they took, byte for byte."""

import asyncio
import hashlib
import json
import random
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

OK = "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}"
HTTP_ANSWERS = {
    "429": "HTTP/1.1 429 Slow Down\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
    "408": "HTTP/1.1 408 Timeout\r\nContent-Length: 0\r\n\r\n",
    "500": "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno",
    "503": "HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n",
}
HTTP_FAULTS = (*HTTP_ANSWERS, "reset before", "reset within", "taken and reset", "taken and half an answer", "slow")
SMTP_FAULTS = (
    *("421 greeting", "421 mail", "452 mail", "450 rcpt", "451 data", "451 taken", "drop mail", "drop within"),
    *("taken and drop", "taken and half an answer", "slow"),
)


@dataclass
class Took:
    """What one receiver took: how often each id, under how many texts, and the faults that it had."""

    ids: Counter[str] = field(default_factory=Counter)
    texts: dict[str, set[str]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    attempts: int = 0

    def saw(self, name: str, text: bytes, *, taken: bool) -> None:
        """A whole message came; whether it was `taken`."""
        self.texts.setdefault(name, set()).add(hashlib.sha256(text).hexdigest())
        if taken:
            self.ids[name] += 1


class Receivers:
    """A webhook, a chat and a mail server on loopback, in a thread; `share` of what they are asked ends in a fault."""

    def __init__(self, share: float, seed: int) -> None:
        self.took = {name: Took() for name in ("hook", "chat", "mail")}
        self._share, self._rng = share, random.Random(seed)
        self._ready = threading.Event()
        self.http_port = self.mail_port = 0
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, daemon=True).start()
        self._ready.wait(20)

    def close(self) -> None:
        """Stop listening."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        servers = [
            self._loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
            for serve in (self._http, self._mail)
        ]
        self.http_port, self.mail_port = (server.sockets[0].getsockname()[1] for server in servers)
        self._ready.set()
        self._loop.run_forever()

    def _fault(self, of: Took, kinds: tuple[str, ...]) -> str:
        of.attempts += 1
        if self._rng.random() >= self._share:
            return ""
        fault = self._rng.choice(kinds)
        of.faults[fault] += 1
        return fault

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                name = "chat" if b"chat.postMessage" in head else "hook"
                fault = self._fault(self.took[name], HTTP_FAULTS)
                found = re.search(rb"(?i)content-length: *(\d+)", head)
                length = int(found[1]) if found else 0
                body = await reader.readexactly({"reset before": 0, "reset within": length // 2}.get(fault, length))
                if fault.startswith("reset"):
                    break
                self.took[name].saw(_http_id(head, body), body, taken=fault not in HTTP_ANSWERS)
                if fault == "taken and reset":
                    break
                await asyncio.sleep(0.2 if fault == "slow" else 0)
                said = json.dumps({"ok": True, "ts": "1.5"})
                answer = HTTP_ANSWERS.get(fault) or OK.format(len(said), said)
                writer.write(answer.encode()[: 20 if "half" in fault else None])
                await writer.drain()
                if "half" in fault:
                    break
        writer.transport.abort()

    async def _mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(text: str) -> None:
            writer.write(f"{text}\r\n".encode())
            await writer.drain()

        mails = self.took["mail"]
        fault = self._fault(mails, SMTP_FAULTS)
        mails.attempts -= 1  # that was of the greeting, and is the first mail's
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await say("421 full" if fault == "421 greeting" else "220 here")
            is_first = True
            while fault != "421 greeting" and (line := await reader.readline()):
                verb = line[:4].decode("ascii", "replace").strip().lower()
                if verb == "mail":
                    fault = fault if is_first else self._fault(mails, SMTP_FAULTS)
                    mails.attempts += is_first
                    is_first = False
                if fault == f"drop {verb}":
                    break
                if fault[4:] == verb:  # such as "450 rcpt"
                    await say(f"{fault[:3]} not now")
                elif verb == "data":
                    await say("354 go on")
                    if not await self._text(reader, fault, say):
                        break
                elif verb == "quit":
                    await say("221 bye")
                    break
                else:
                    await say("250 well")
        writer.transport.abort()

    async def _text(self, reader: asyncio.StreamReader, fault: str, say: Callable[[str], Awaitable[None]]) -> bool:
        """The text of a mail and what is said to it; whether the conversation goes on."""
        if fault == "drop within":
            await reader.readexactly(100)
            return False
        text = await reader.readuntil(b"\r\n.\r\n")
        found = re.search(rb"(?m)^Message-ID: <([^@]+)@", text)
        self.took["mail"].saw(found[1].decode() if found else "?", text, taken=fault != "451 taken")
        if fault == "taken and drop":
            return False
        await asyncio.sleep(0.2 if fault == "slow" else 0)
        await say("25" if "half" in fault else "451 not now" if fault == "451 taken" else "250 taken")
        return "half" not in fault


def _http_id(head: bytes, body: bytes) -> str:
    """The id of a webhook's message; a chat has none, so which message it is stands in the text."""
    found = re.search(rb"(?i)webhook-id: *(\S+)", head) or re.search(rb"subject-(\d+)", body)
    return found[1].decode() if found else "?"

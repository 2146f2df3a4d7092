"""Conversations with receivers that are kept for the next delivery, and ended after a rest.

A mail costs a connection, a handshake and a login; of several that wait, only the first has to pay for them. Whoever
holds the `KeptSessions` says how long they live: without one, each delivery has a conversation of its own.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

REST = 5.0  # seconds without a delivery after which a conversation is ended: servers want their slots back
MOST = 50  # deliveries in one conversation: many servers end it themselves at a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAtRest:
    """A conversation at rest. `end` leaves politely; `used` counts its deliveries."""

    session: Any
    end: Callable[[], None]
    used: int
    timer: threading.Timer


class KeptSessions:
    """At most one conversation at rest for each receiver; whoever takes it has it alone. For any thread."""

    def __init__(self, rest: float = REST, most: int = MOST) -> None:
        self._rest, self._most = rest, most
        self._kept: dict[Hashable, SessionAtRest] = {}
        self._lock = threading.Lock()
        self._closed = False

    def take(self, receiver: Hashable) -> tuple[Any, int] | None:
        """The conversation with this receiver and how many deliveries it had, if there is one."""
        with self._lock:
            kept = self._kept.pop(receiver, None)
        if kept is None:
            return None
        kept.timer.cancel()
        return kept.session, kept.used

    def put(self, receiver: Hashable, session: Any, end: Callable[[], None], *, used: int) -> None:
        """Keep a conversation that is well, after its last delivery; ended here if it had enough, or there is one."""
        timer = threading.Timer(self._rest, lambda: self._end(receiver, session))
        timer.daemon = True
        with self._lock:
            is_kept = used < self._most and not self._closed and receiver not in self._kept
            if is_kept:
                self._kept[receiver] = SessionAtRest(session=session, end=end, used=used, timer=timer)
        if is_kept:
            timer.start()
        else:
            end()

    def close(self) -> None:
        """End all that rest, and keep none any more."""
        with self._lock:
            self._closed = True
            kept = list(self._kept.values())
            self._kept.clear()
        for one in kept:
            one.timer.cancel()
            one.end()

    def _end(self, receiver: Hashable, session: Any) -> None:
        with self._lock:
            kept = self._kept.get(receiver)
            if kept is None or kept.session is not session:
                return
            del self._kept[receiver]
        kept.end()

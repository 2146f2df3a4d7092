"""What of the archive goes into one order, by its size: the order as a whole is shorter than `LONGEST_LINE`.

What is left out waits for the next order, or is asked for again; nothing is lost by it.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

import msgspec

from monitor.events import HostState
from monitor.model import Link

KNOWN = 3 << 20  # bytes of the keys of known links
_PENDING = 2 << 20  # bytes of links still to be read
_HOSTS = 2 << 20  # bytes of robots.txt files
_ONE_CONTENT = 200_000  # characters that remain of a content that is too long for a whole order


def pending(links: Iterable[Link]) -> tuple[Link, ...]:
    """The first of the links to be read, as many as there is room for; at least one."""
    kept: list[Link] = []
    room = _PENDING
    for link in links:
        size = _bytes(link)
        if size > _PENDING:
            link = replace(link, content=(link.content or "")[:_ONE_CONTENT], summary=None)  # noqa: PLW2901 - cut
            size = _bytes(link)
        room -= size
        if room < 0 and kept:
            break
        kept.append(link)
    return tuple(kept)


def hosts(states: Iterable[HostState], first: Collection[str]) -> tuple[HostState, ...]:
    """What is remembered of hosts, those named `first` before the others; for want of room without robots.txt."""
    kept: list[HostState] = []
    room = _HOSTS
    for state in sorted(states, key=lambda state: state.host not in first):
        size = _bytes(state.robots_body or "")
        if size > room:
            if state.held_until is not None:
                kept.append(HostState(host=state.host, held_until=state.held_until))
            continue
        room -= size
        kept.append(state)
    return tuple(kept)


def _bytes(value: object) -> int:
    return len(msgspec.json.encode(value))

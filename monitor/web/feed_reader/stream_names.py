"""Watches, labels and states by their names in the API, and which items they mean together.

feed/heat-2                              a watch                       s=, it=, xt=
user/-/label/Films                       the watches of a label        s=, it=, xt=
user/-/state/com.google/reading-list     all                           s=
user/-/state/com.google/read             and kept-unread, starred      s=, it=, xt=
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.errors import NotFoundError, UserError
from monitor.store.queries.reader_streams import ReaderPlace, ReaderStream
from monitor.web.feed_reader import item_ids
from monitor.web.feed_reader.reader_call import ReaderCall

READING_LIST = "user/-/state/com.google/reading-list"
READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
_NAME = re.compile(
    r"user/[^/]{1,100}/(?P<kind>state/com\.google|label)/(?P<name>.{1,200})|feed/(?P<feed>.{1,200})", re.DOTALL
)
_STATES = {"read", "starred", "kept-unread", "tracking-kept-unread", "unread", "reading-list"}
_NOTHING = {"like", "broadcast", "broadcast-friends", "created", "fresh", "self", "skimmed", "tracking-body-link-used"}
_UNREAD = frozenset({"kept-unread", "tracking-kept-unread", "unread"})
_LATEST = 253_402_300_799  # the last second of the year 9999


@dataclass(frozen=True, slots=True)
class StreamName:
    """A stream by what it is of: a watch's id, a label, or a state."""

    watch: str | None = None
    label: str | None = None
    state: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing here has that state: recommendations, friends."""
        return self.state in _NOTHING


def parsed(given: str) -> StreamName:
    """The stream of that name.

    Raises:
        UserError: the API knows none that is called so.
    """
    found = _NAME.fullmatch(given)
    if found is None:
        raise UserError(f"there is no stream {given[:80]!r}")
    if found["feed"]:
        return StreamName(watch=found["feed"])
    if found["kind"] == "label":
        return StreamName(label=found["name"])
    if found["name"] not in _STATES | _NOTHING:
        raise UserError(f"there is no state {found['name'][:80]!r}")
    return StreamName(state=found["name"])


def state_of(stream: StreamName, *, is_in: bool) -> tuple[str, bool] | None:
    """What an item in that stream is, or one that is not: ("read", ...) or ("starred", ...); None: it says neither."""
    if stream.state in _UNREAD:
        return "read", not is_in
    return (stream.state, is_in) if stream.state in {"read", "starred"} else None


def wanted(call: ReaderCall, name: str) -> ReaderStream:
    """The items of a stream, narrowed as the call says: `it`, `xt`, `ot`, `nt`, `r`, `c`.

    Raises:
        UserError: the call cannot be understood; `NotFoundError`: no watch and no label is called so.
    """
    watches = {watch.id for watch in call.watches}
    states: dict[str, bool] = {}
    is_nothing = False
    for given, is_in in [(name, True), *((one, True) for one in call.values.get("it", ()))]:
        stream = parsed(given)
        watches &= _watches(call, stream)
        is_nothing |= stream.is_empty or not _agrees(states, stream, is_in=is_in)
    for given in call.values.get("xt", ()):
        stream = parsed(given)
        if stream.state is None:
            watches -= _watches(call, stream)
        elif not stream.is_empty:
            is_nothing |= stream.state == "reading-list" or not _agrees(states, stream, is_in=False)
    return ReaderStream(
        login=call.login,
        now=call.now,
        watches=() if is_nothing else tuple(sorted(watches)),
        read=states.get("read"),
        starred=states.get("starred"),
        since=moment(call, "ot"),
        until=moment(call, "nt"),
        oldest_first=call.text("r") == "o",
        after=place(call.text("c")),
    )


def _watches(call: ReaderCall, stream: StreamName) -> set[str]:
    """The watches of a stream; of a state all."""
    if stream.watch is not None:
        if all(watch.id != stream.watch for watch in call.watches):
            raise NotFoundError(f"no watch of yours is called {stream.watch[:60]!r}")
        return {stream.watch}
    if stream.label is not None:
        found = {watch for watch, labels in call.labels.items() if stream.label in labels}
        if not found:
            raise NotFoundError(f"no watch has the label {stream.label[:60]!r}")
        return found
    return {watch.id for watch in call.watches}


def _agrees(states: dict[str, bool], stream: StreamName, *, is_in: bool) -> bool:
    """Ask for a state, or for its opposite; False: the opposite was asked for before, and nothing is both."""
    state = state_of(stream, is_in=is_in)
    return state is None or states.setdefault(*state) is state[1]


def moment(call: ReaderCall, name: str) -> datetime | None:
    """A time of a call: seconds since 1970, or thousandths or millionths of them; None: none was sent.

    No app says which: what would be after the year 9999 is of the next smaller unit.

    Raises:
        UserError: it is no time.
    """
    given = call.text(name).partition(".")[0]
    if not given or given == "0":
        return None
    if not (given.isascii() and given.isdecimal()) or len(given) > 20:
        raise UserError(f"{name} must be a time in seconds, not {given[:40]!r}")
    seconds = int(given)
    while seconds > _LATEST:
        seconds //= 1_000
    return datetime.fromtimestamp(seconds, UTC)


def place(given: str) -> ReaderPlace | None:
    """The place of a continuation; None: it is not given.

    Raises:
        UserError: no answer of ours had it.
    """
    if not given:
        return None
    seconds, _, id_ = given.partition("-")
    hit = item_ids.hit_of(id_)
    if hit is None or not (seconds.isascii() and seconds.isdecimal()) or len(seconds) > 11:
        raise UserError("c must be the continuation of an earlier answer", hint="begin again without it")
    return ReaderPlace(id=hit, found_at=datetime.fromtimestamp(int(seconds), UTC))


def continuation(after: ReaderPlace) -> str:
    """What asks for the items that follow this one."""
    return f"{int(after.found_at.timestamp())}-{item_ids.short(after.id)}"

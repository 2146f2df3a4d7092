"""What a call of a feed reader is given: who asks, their watches with the labels, and the values that were sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from monitor.errors import UserError
from monitor.model import Watch, WatchKind
from monitor.person import Person
from monitor.store.archive import Archive
from monitor.store.reader_logins import ReaderLogin

_FEED, _LABEL = "feed/", "user/-/label/"
_KINDS = {
    WatchKind.FILM: "Films",
    WatchKind.PERSON: "People",
    WatchKind.SHOW: "Shows",
    WatchKind.ALBUM: "Albums",
    WatchKind.GAME: "Games",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCall:
    """One call. `values` are those of the address and of the form together, each name with all its values.

    `watches` are those of the login; `labels` by their ids. `origin` is what goes before a path of ours. `archive` may
    be written in a call that changes something alone. `action_token` is what changes are sent with.
    """

    archive: Archive
    login: ReaderLogin
    now: datetime
    zone: ZoneInfo
    origin: str
    watches: Sequence[Watch]
    labels: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Sequence[str]]
    action_token: str

    def writing(self, archive: Archive) -> Self:
        """The same call with the archive open to write."""
        return replace(self, archive=archive)

    def text(self, name: str, default: str = "") -> str:
        """The first value of that name."""
        return next(iter(self.values.get(name, ())), default)

    def number(self, name: str, default: int, most: int) -> int:
        """A number from 1 to `most`; what is larger is `most`.

        Raises:
            UserError: it is none.
        """
        given = self.text(name)
        if not given:
            return default
        if not (given.isascii() and given.isdecimal()) or len(given) > 18:
            raise UserError(f"{name} must be a number, not {given[:40]!r}")
        return max(1, min(int(given), most))


def feed(watch: str) -> str:
    """The stream of a watch, by its id."""
    return f"{_FEED}{watch}"


def label(name: str) -> str:
    """The stream of a label."""
    return f"{_LABEL}{name}"


def of_login(
    login: ReaderLogin, watches: Sequence[Watch], persons: Sequence[Person]
) -> tuple[Sequence[Watch], Mapping[str, tuple[str, ...]]]:
    """The watches that a login has, and their labels: of a person of the configuration theirs, else all.

    Labels are the persons who have a watch; of a person's own watches, and where there are no persons, the kinds.
    """
    named = login.name.casefold()
    person = next((one for one in persons if named in {one.id.casefold(), one.name.casefold()}), None)
    theirs = [watch for watch in watches if person is None or watch.id in person.watches]
    if person is None and persons:
        return theirs, {watch.id: tuple(one.name for one in persons if watch.id in one.watches) for watch in theirs}
    return theirs, {watch.id: (_KINDS[watch.kind],) if watch.kind else () for watch in theirs}

"""What a page is given: the archive, the configuration, the moment, the parts of the address, and what a form sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from monitor.config import Config
from monitor.errors import NotFoundError, UserError
from monitor.store.archive import Archive

LARGEST = (1 << 63) - 1  # SQLite counts no further
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_TEXT = 2_000  # characters of one value of an address; a form's field may be longer
MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request. `archive` may be written in an act alone. `looked_at`: when this browser was last here before.

    `person` is the name that a proxy gave, or "" where nobody is named. `path` are the parts of the address; `origin`
    is what goes before a path of ours in an address for elsewhere, such as "https://desk.example.org".
    """

    archive: Archive
    load_config: Callable[[], Config]
    now: datetime
    zone: ZoneInfo
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    looked_at: datetime | None = None
    origin: str = ""

    @property
    def config(self) -> Config:
        """The configuration as it is now, read when it is asked for; what needs a secret has none.

        Raises:
            ConfigError: it holds a mistake.
        """
        return self.load_config()

    def writing(self, archive: Archive) -> Self:
        """The same visit for an act, with the archive open to write."""
        return replace(self, archive=archive)

    @property
    def after(self) -> int | None:
        """The cursor that an earlier answer gave as `more`; None: the first rows are wanted.

        Raises:
            UserError: it is no number.
        """
        return self.number("after") or None

    def text(self, name: str, default: str = "") -> str:
        """A value of the address after the question mark, trimmed and bounded."""
        return self.query.get(name, default).strip()[:_TEXT]

    def limit(self, default: int) -> int:
        """How many rows are wanted: `limit` of the address, within bounds."""
        return max(1, min(self.number("limit", default), MOST_ROWS))

    def number(self, name: str, default: int = 0) -> int:
        """A number of the address after the question mark.

        Raises:
            UserError: it is none.
        """
        given = self.text(name)
        return _number(given, name) if given else default

    def day(self, name: str) -> date | None:
        """A day of the address after the question mark; None: it names none.

        Raises:
            UserError: it is no day.
        """
        return _day(self.text(name), name)

    def sent_day(self, name: str) -> date | None:
        """A field of the form that is a day; None: it was left empty.

        Raises:
            UserError: it is no day.
        """
        return _day(self.form.get(name, "").strip(), name)

    def midnight(self, on: date) -> datetime:
        """When a day begins at the desk."""
        return datetime.combine(on, time(), self.zone)

    def id(self, name: str = "id") -> int:
        """A number that is part of the path.

        Raises:
            NotFoundError: the archive cannot count so far.
        """
        found = int(self.path[name])
        if found > LARGEST:
            raise NotFoundError(f"there is no number {found} in any archive")
        return found

    def sent(self, name: str) -> str:
        """A field of the form that was sent.

        Raises:
            UserError: it was left empty.
        """
        given = self.form.get(name, "").strip()
        if not given:
            raise UserError(f"the form lacks {name}", hint="go back, fill it in and send it again")
        return given

    def sent_number(self, name: str) -> int:
        """A field of the form that is a number.

        Raises:
            UserError: it was left empty, or is none.
        """
        return _number(self.sent(name), name)

    def sent_numbers(self, name: str) -> list[int]:
        """A field of the form that holds numbers, with spaces or commas between them.

        Raises:
            UserError: it was left empty, or one is none.
        """
        given = self.sent(name)
        return [_number(each, name) for each in given.replace(",", " ").split() or [given]]


def _day(given: str, name: str) -> date | None:
    try:
        found = date.fromisoformat(given) if given else None
    except ValueError:
        raise UserError(f"{name} must be a day such as 2026-11-23, not {given[:40]!r}") from None
    if found is not None and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise UserError(f"{name} must be a day of our time, not {given[:40]!r}")
    return found


def with_query(path: str, query: Mapping[str, str]) -> str:
    """An address of these parts."""
    return f"{path}?{urlencode(query)}" if query else path


def _number(given: str, name: str) -> int:
    if not (given.isascii() and given.isdecimal()) or len(given) > len(str(LARGEST)) or int(given) > LARGEST:
        raise UserError(f"{name} must be a number, not {given[:40]!r}")
    return int(given)

"""Problems of a configuration file, gathered and told so that a person can mend them: file, line, key, reason, hint."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.catalogue import OutletEntry, RuleEntry, SourceEntry, Table
from monitor.config import places, shape
from monitor.config.places import Place

_TABLES: dict[tuple[str, ...], type[Table]] = {
    (): shape.File,
    ("archive",): shape.ArchiveTable,
    ("crawl",): shape.CrawlTable,
    ("network",): shape.NetworkTable,
    ("outlet",): OutletEntry,
    ("outlet", "sources"): SourceEntry,
    ("outlet", "rules"): RuleEntry,
    ("watch",): shape.WatchEntry,
    ("digest",): shape.DigestEntry,
}
# What people write for it, seen in other programs' files.
_MEANT = {
    "keyword": "query", "keywords": "query", "search": "query", "pattern": "query", "exclude": "except", "not": "except",
    "every": "poll", "interval": "poll", "cron": "schedule", "when": "schedule", "at": "schedule", "tz": "timezone",
    "time_zone": "timezone", "recipients": "to", "recipient": "to", "channels": "to", "sender": "from", "user": "username",
    "type": "kind", "feeds": "sources", "feed": "sources", "source": "sources", "url": "home", "title": "name",
    "server": "host", "smtp": "host", "language": "lang", "languages": "lang", "token": "secret", "key": "secret",
    "outlets": "outlet", "watches": "watch", "digests": "digest", "channel": "to", "alerts": "alert", "email": "mail",
    "e-mail": "mail", "smtps": "tls", "ssl": "tls", "rss": "feed", "atom": "feed", "json": "feed", "html": "section",
    "database": "archive", "db": "archive", "immediate": "instant", "now": "instant", "daily": "digest", "hook": "webhook",
}  # fmt: skip


@dataclass(slots=True)
class Problems:
    """What was found so far in the file at `path` with that text."""

    path: Path
    text: str = ""
    found: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _places: dict[Place, int] | None = None

    def add(self, place: Place, message: str) -> None:
        """A mistake at `place`."""
        self.found.append(self._told(place, message))

    def warn(self, place: Place, message: str) -> None:
        """Something that works, and that a person should know."""
        self.warnings.append(self._told(place, message))

    def add_all(self, error: ValidationError) -> None:
        """Every mistake that pydantic found."""
        for item in error.errors(include_url=False):
            place = _place(item["loc"])
            self.add(place, _message(place, item))

    def line(self, place: Place) -> int:
        """The line of `place`, or of what is around it."""
        if self._places is None:
            self._places = places.lines_of(self.text)
        return places.nearest(self._places, place)

    def _told(self, place: Place, message: str) -> str:
        return f"{self.path}:{self.line(place)}: {key_of(place)}: {message}"


def key_of(place: Place) -> str:
    """`watch.query` for ("watch", 3, "query")."""
    return ".".join(str(part) for part in place if not isinstance(part, int)) or "file"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean "…"?` for the nearest of the known words, or nothing."""
    words = sorted(set(known))
    near = get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    meant = _MEANT.get(word.lower())
    choice = meant if meant in words else next(iter(near), None)
    return f' Did you mean "{choice}"?' if choice else ""


def _place(location: tuple[str | int, ...]) -> Place:
    if len(location) > 2 and location[0] == "channel" and location[2] in shape.CHANNELS:  # pydantic names the kind here
        return (*location[:2], *location[3:])
    return location


def _keys(place: Place, item: Any) -> list[str]:
    """The keys that the table around `place` may have."""
    around = tuple(part for part in place[:-1] if isinstance(part, str))
    model = shape.CHANNELS.get(item["loc"][2]) if around == ("channel",) else _TABLES.get(around)
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _message(place: Place, item: Any) -> str:
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "extra_forbidden":
        return f"unknown key.{did_you_mean(str(place[-1]), _keys(place, item))}"
    if kind == "missing":
        return "is required and not there"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        return _channel_kind(value)
    if kind in {"literal_error", "enum"}:
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"must be {_either(known)}, not {_told(value)}.{did_you_mean(str(value), known)}"
    if kind == "value_error":
        return str(context["error"])
    if kind.endswith("_type") or kind.endswith("_parsing"):
        return f"must be {_WANTED.get(kind, 'of another type')}, not {_told(value)}"
    return _LIMITS.get(kind, "{msg}").format(msg=item["msg"], value=_told(value), **context)


_WANTED = {
    "string_type": "text in quotes",
    "tuple_type": 'a list such as ["a", "b"]',
    "list_type": 'a list such as ["a", "b"]',
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "datetime_type": "a date",
    "date_type": "a date",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
}
_LIMITS = {
    "greater_than_equal": "must be at least {ge:g}, not {value}",
    "less_than_equal": "must be at most {le:g}, not {value}",
    "finite_number": "must be a number, not {value}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}, not {value}",
}


def _channel_kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind is None:
        return f"`kind` is required: {_either(list(shape.CHANNELS))}"
    return f"kind: must be {_either(list(shape.CHANNELS))}, not {_told(kind)}.{did_you_mean(str(kind), shape.CHANNELS)}"


def _either(words: list[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)


def _told(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value[:40]}…"' if len(value) > 40 else f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "a list"
    return "a table" if isinstance(value, dict) else str(value)

"""Problems of a configuration file, gathered and worded for a person to fix: file, line, key, reason, hint."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config import toml_lines
from monitor.config.suggest import did_you_mean
from monitor.config.tables import CHANNEL, secrets_of, shape_at
from monitor.config.toml_lines import Place
from monitor.deliver.kinds import KINDS


@dataclass(slots=True)
class Problems:
    """What was found so far in the file at `path` with that text."""

    path: Path
    text: str = ""
    found: list[str] = field(default_factory=list)
    placed: list[tuple[Place, str]] = field(default_factory=list)  # the same, without file and line
    warnings: list[str] = field(default_factory=list)
    _places: dict[Place, int] | None = None
    _at: set[Place] = field(default_factory=set)

    def add(self, place: Place, message: str) -> None:
        """A mistake at `place`."""
        self._at.add(place)
        self.placed.append((place, message))
        self.found.append(self._worded(place, message))

    def warn(self, place: Place, message: str) -> None:
        """Something that works, and that a person should know."""
        self.warnings.append(self._worded(place, message))

    def add_all(self, error: ValidationError) -> None:
        """Every mistake that pydantic found, but none at a place that has one already: it would be its echo."""
        before = {place[:end] for place in self._at for end in range(3, len(place) + 1)}
        for item in error.errors(include_url=False):
            place = _place(item["loc"])
            if place not in before:
                self.add(place, _message(place, item))

    def line(self, place: Place) -> int:
        """The line of `place`, or of what is around it."""
        if self._places is None:
            self._places = toml_lines.lines_of(self.text)
        return toml_lines.nearest(self._places, place)

    def _worded(self, place: Place, message: str) -> str:
        return f"{self.path}:{self.line(place)}: {key_of(place)}: {message}"


def key_of(place: Place) -> str:
    """`watch.query` for ("watch", 3, "query")."""
    return ".".join(str(part) for part in place if not isinstance(part, int)) or "file"


def syntax_hint(reason: str) -> str:
    """What to do about what the parser of TOML says."""
    said = reason.lower()
    return next(hint for words, hint in _SYNTAX.items() if words in said)


def _place(location: tuple[str | int, ...]) -> Place:
    # pydantic names the kind of a channel here, and says of a mistake in a key that it is in one
    place = (*location[:2], *location[3:]) if _kind_at(location) else location
    return place[:-1] if place[-1:] == ("[key]",) else place


def _kind_at(location: tuple[str | int, ...]) -> str | None:
    """The kind of the channel in which a mistake is; None where it is in no channel, or in one of no known kind."""
    kind = location[2] if len(location) > 2 and location[0] == CHANNEL else None
    return kind if isinstance(kind, str) and kind in KINDS else None


def _keys(place: Place, item: Any) -> list[str]:
    """The keys that the table around `place` may have."""
    shape = shape_at(tuple(part for part in place[:-1] if isinstance(part, str)), _kind_at(item["loc"]))
    return [info.alias or name for name, info in shape.model_fields.items()] if shape else []


def _message(place: Place, item: Any) -> str:
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if place[0] == CHANNEL and secrets_of(_kind_at(item["loc"])) & {str(part) for part in place}:
        value = [] if isinstance(value, list) else {} if isinstance(value, dict) else _HIDDEN
    if kind == "extra_forbidden":
        return f"unknown key.{did_you_mean(str(place[-1]), _keys(place, item))}"
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        return _channel_kind(value)
    if kind in {"literal_error", "enum"}:
        known = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return f"must be {_either(known)}, not {_quoted(value)}.{did_you_mean(str(value), known)}"
    if kind in _WANTED:
        return f"must be {_WANTED[kind]}, not {_quoted(value)}"
    return _PLAIN.get(kind, "{msg}").format(msg=item["msg"], value=_quoted(value), **context)


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
_SYNTAX = {  # by words of the parser; the last, which are in all it says, are for the others
    "overwrite": "a key stands once in its table: [[watch]], in double brackets, begins another watch",
    "declare": "a table stands once: [[watch]], in double brackets, begins another watch",
    "unclosed": "a list ends with ], and a table in a line with }",
    "unterminated": "a text ends with the quotation mark with which it begins, on the same line",
    "": 'text stands in quotes: name = "Heat 2"',
}
_HIDDEN = object()
_PLAIN = {
    "missing": "is required and not there",
    "value_error": "{error}",
    "greater_than_equal": "must be at least {ge:.15g}, not {value}",
    "less_than_equal": "must be at most {le:.15g}, not {value}",
    "finite_number": "must be a number, not {value}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}, not {value}",
}


def _channel_kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind is None:
        return f"`kind` is required: {_either(list(KINDS))}"
    meant = did_you_mean(str(kind), KINDS)
    return f"kind: must be {_either(list(KINDS))}, not {_quoted(kind)}.{meant}"


def _either(words: list[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)


def _quoted(value: Any) -> str:
    if value is _HIDDEN:
        return "what is there"
    if isinstance(value, str):
        return f'"{value[:40]}…"' if len(value) > 40 else f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "a list"
    return "a table" if isinstance(value, dict) else str(value)

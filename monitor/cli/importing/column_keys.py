"""Which key of a table in monitor.toml the heading of a column names."""

from functools import cache
from typing import Any

from monitor.config import suggest
from monitor.config.config_reference import Key, keys
from monitor.config.tables import shape_at

WATCH = "watch"

# What people put above a column, where it is neither the key itself nor one of the words that `suggest` knows.
_MEANT = {"alias": "aliases", "contexts": "context", "scope": "in", "min": "min_count", "outlet": "outlets"}


@cache
def known(section: str = WATCH) -> dict[str, Key]:
    """The keys of a `[[section]]` table by name."""
    shape = shape_at((section,), None)
    return {key.name: key for key in keys(shape)} if shape else {}


@cache
def defaults(section: str = WATCH) -> dict[str, Any]:
    """What holds of each optional key of a `[[section]]` table that is not written; lists as lists."""
    shape = shape_at((section,), None)
    fields = shape.model_fields.items() if shape else ()
    values = {info.alias or name: info.default for name, info in fields if not info.is_required()}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def key_of(heading: str, section: str = WATCH) -> str | None:
    """The key that a heading names, whatever its capitals, blanks and hyphens; None: it names none."""
    name = "_".join(heading.strip().casefold().replace("-", " ").replace("_", " ").split())
    name = _MEANT.get(name, name)
    if name in known(section):
        return name
    plural = f"{name}s"
    return plural if plural in known(section) else suggest.meant(name, known(section))


def unknown(heading: str) -> str:
    """What is wrong with a heading that names no key, and which was probably meant."""
    return f'no key of a watch is called "{heading}".{suggest.did_you_mean(heading, known())}'

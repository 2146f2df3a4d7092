"""What the entries of a configuration say of each other: names that must exist, and exist once.

It works on the tables as written, so that one mistake does not hide the next.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any

from monitor import catalogue
from monitor.config.persons import NamedWatch, unknown
from monitor.config.problems import Problems
from monitor.config.suggest import did_you_mean
from monitor.config.toml_lines import Place
from monitor.text import slug

_ONCE = (("outlet", "id"), ("watch", "name"), ("person", "name"), ("digest", "name"), ("channel", "name"))
_SELECTORS = ("body", "title", "byline", "date", "standfirst", "drop")  # of a rule


def check(raw: dict[str, Any], problems: Problems) -> None:
    """Adds a problem for every name that is unknown or given twice, and for texts that hold what no text has."""
    _characters(raw, (), problems)
    for section, key in _ONCE:
        _once(raw, section, key, problems)
    for section in ("watch", "person"):
        _ids_once(raw, section, problems)
    channels = set(_named(raw, "channel", "name"))
    named = _named(raw, "watch", "name")
    watches = {"*", *named, *(watch_id(table) for _, table in _tables(raw, "watch"))}
    for section, key in (("watch", "to"), ("digest", "to"), ("person", "channels")):
        for place, name in _texts(raw, section, key):
            if name not in channels:
                problems.add(place, f'no channel is named "{name}".{did_you_mean(name, channels) or _listed(channels)}')
    for place, name in _texts({"incidents": [raw.get("incidents")]}, "incidents", "to"):
        if name not in channels:
            problems.add(("incidents", *place[2:]), f'no channel is named "{name}".{did_you_mean(name, channels)}')
    for place, name in _texts(raw, "digest", "watches"):
        if name not in watches:
            problems.add(place, f'no watch is named "{name}".{did_you_mean(name, named)}')
    _persons(raw, problems)
    _outlets(raw, problems)
    _selectors(raw, problems)


def _characters(value: Any, place: Place, problems: Problems) -> None:
    """No text has a NUL: no file's name, no address and no query, and SQLite would end there."""
    if isinstance(value, str) and "\0" in value:
        problems.add(place, "holds a NUL (\\u0000), which is no character of a text")
    nested = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in nested:
        _characters(each, (*place, key), problems)


def watch_id(table: dict[str, Any]) -> str:
    """The id of a `[[watch]]` or `[[person]]` table: its own, else made from the name."""
    given, name = table.get("id"), table.get("name")
    return given if isinstance(given, str) else id_of(name if isinstance(name, str) else "")


@lru_cache(maxsize=1 << 17)  # asked three times for each watch, of which there may be many
def id_of(name: str) -> str:
    """The id that a name makes. A name in another script than Latin, or of signs alone, is spelled by code points."""
    letters = [char for char in name if char.isalnum()] or [char for char in name if char.isprintable()]
    return slug(name) or "-".join(f"u{ord(char):x}" for char in letters)[:80]


def _once(raw: dict[str, Any], section: str, key: str, problems: Problems) -> None:
    seen: dict[str, Place] = {}
    for place, table in _tables(raw, section):
        name = table.get(key)
        if not isinstance(name, str):
            continue
        if name in seen:
            problems.add((*place, key), f'"{name}" is defined already, on line {problems.line((*seen[name], key))}')
        seen.setdefault(name, place)


def _ids_once(raw: dict[str, Any], section: str, problems: Problems) -> None:
    seen: dict[str, str] = {}
    for place, table in _tables(raw, section):
        name, id_ = table.get("name"), watch_id(table)
        if isinstance(name, str) and id_ in seen and seen[id_] != name:
            problems.add(
                (*place, "name"), f'"{name}" and "{seen[id_]}" have the same id "{id_}": give one of them its own `id`'
            )
        if isinstance(name, str):
            seen.setdefault(id_, name)


def _persons(raw: dict[str, Any], problems: Problems) -> None:
    """The watches that persons name, and the persons that digests name."""
    watches = [
        NamedWatch(
            id=watch_id(table),
            name=name if isinstance(name := table.get("name"), str) else "",
            tags=tuple(tag for _, tag in _listed_in(table, "tags")),
        )
        for _, table in _tables(raw, "watch")
    ]
    for place, selector in _texts(raw, "person", "watches"):
        if problem := unknown(selector, watches):
            problems.add(place, problem)
    names = _named(raw, "person", "name")
    known = {"*", *names, *(watch_id(table) for _, table in _tables(raw, "person"))}
    for place, name in _texts(raw, "digest", "persons"):
        if name not in known:
            hint = did_you_mean(name, names) or ("" if names else " Add a [[person]]")
            problems.add(place, f'no person is named "{name}".{hint}')


def _selectors(raw: dict[str, Any], problems: Problems) -> None:
    """The CSS of sources and rules: what cannot be understood would find nothing, page by page."""
    for place, table in _tables(raw, "outlet"):
        for section, keys in (("sources", ("select",)), ("rules", _SELECTORS)):
            for (_, index), entry in _tables(table, section):
                for key in keys:
                    for end, css in _listed_in(entry, key):
                        _selector((*place, section, index, key, *end), css, problems)


def _selector(place: Place, css: str, problems: Problems) -> None:
    from monitor.reading import css as selectors  # noqa: PLC0415 - a parser only where there is CSS

    reason = selectors.flaw(css)
    if reason is not None:
        is_path = css.lstrip().startswith(("/", "./", "("))
        hint = "it looks like XPath, and CSS is wanted" if is_path else f"{reason[:1].lower()}{reason[1:]}"
        problems.add(place, f'"{css}" is not a valid CSS selector, such as "div.article-body p": {hint}')


def _outlets(raw: dict[str, Any], problems: Problems) -> None:
    shipped = catalogue.tables()
    own = {table["id"]: table for _, table in _tables(raw, "outlet") if isinstance(table.get("id"), str)}
    tags = {tag for table in (*shipped.values(), *own.values()) for _, tag in _listed_in(table, "tags")}
    known = {*shipped, *own, *(f"@{tag}" for tag in tags)}
    followable = {*shipped, *(f"@{tag}" for tag in tags)}
    names = {name for _, name in _texts(raw, None, "follow")}
    for place, name in _texts(raw, None, "follow"):
        if name.startswith("-"):
            _left_out(place, name[1:], names, own, problems)
        elif name not in followable and name not in own:
            problems.add(place, f'no shipped outlet or tag is named "{name}".{did_you_mean(name, followable)}')
        elif name not in own and shipped.get(name, {}).get("disabled"):
            problems.add(place, f'"{name}" is shipped switched off: {shipped[name]["disabled"]}')
    for place, name in _texts(raw, "watch", "outlets"):
        if name not in known:
            problems.add(place, f'no outlet or tag is named "{name}".{did_you_mean(name, known)}')


def _left_out(place: Place, id_: str, follow: set[str], own: Container[str], problems: Problems) -> None:
    """A name with a "-" in `follow`: it leaves out what a tag brings, and nothing else."""
    shipped = catalogue.tables()
    if id_ not in shipped:
        problems.add(place, f'no shipped outlet is named "{id_}".{did_you_mean(id_, set(shipped))}')
    elif id_ in follow or id_ in own:
        problems.add(place, f'"{id_}" is followed by its name and left out by "-{id_}": keep one of them')


def _tables(raw: dict[str, Any], section: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    entries = raw.get(section)
    for index, table in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(table, dict):
            yield (section, index), table


def _named(raw: dict[str, Any], section: str, key: str) -> list[str]:
    return [table[key] for _, table in _tables(raw, section) if isinstance(table.get(key), str)]


def _texts(raw: dict[str, Any], section: str | None, key: str) -> Iterator[tuple[Place, str]]:
    """Every text under `key` of a section's tables, with its place."""
    tables = _tables(raw, section) if section else iter([((), raw)])
    for place, table in tables:
        for end, text in _listed_in(table, key):
            yield (*place, key, *end), text


def _listed_in(table: dict[str, Any], key: str) -> Iterator[tuple[Place, str]]:
    """The texts under `key`, which may be one or a list; with the index in the list."""
    value = table.get(key)
    if isinstance(value, str):
        yield (), value
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, str):
            yield (index,), item


def _listed(names: set[str]) -> str:
    return f" There are: {', '.join(sorted(names))}" if names else " Add a [[channel]]"

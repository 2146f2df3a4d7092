"""From the checked shape of the file to what the program works with: outlets, watches, channels, persons, digests."""

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from monitor import catalogue
from monitor.catalogue import OutletEntry
from monitor.config import persons as persons_of_file
from monitor.config import toml_schema
from monitor.config.checks import id_of
from monitor.config.persons import NamedWatch
from monitor.deliver.channel import Channel
from monitor.model import DigestPlan, Outlet, Watch
from monitor.person import Person


def amended(tables: list[Any]) -> list[Any]:
    """The `[[outlet]]` tables, where one without `home` stands for the shipped outlet of its id with those changes."""
    shipped = catalogue.tables()
    return [
        {**shipped[table["id"]], **table}
        if isinstance(table, dict) and "home" not in table and table.get("id") in shipped
        else table
        for table in tables
    ]


def outlets(file: toml_schema.File) -> tuple[Outlet, ...]:
    """The outlets to follow: the file's own, then those of `follow`, each once; the paused ones too.

    Disabled ones are left out, and those that `follow` names with a "-".
    """
    shipped = catalogue.entries()
    chosen: dict[str, OutletEntry] = {entry.id: entry for entry in file.outlet}
    under = catalogue.tags(shipped)
    left_out = {name[1:] for name in file.follow if name.startswith("-")}
    for name in file.follow:
        for id_ in under.get(name[1:], []) if name.startswith("@") else [name]:
            if id_ in shipped and id_ not in left_out:
                chosen.setdefault(id_, shipped[id_])
    return tuple(entry.outlet() for entry in chosen.values() if not entry.disabled)


def watches(file: toml_schema.File, people: Sequence[Person], folder: Path) -> tuple[Watch, ...]:
    """The watches, with tags of outlets as ids and `to` as the names of channels; `people`: see `persons`.

    Relative paths are taken from `folder`.
    """
    under = catalogue.tags({**catalogue.entries(), **{entry.id: entry for entry in file.outlet}})
    taken = persons_of_file.owned(people)
    free = _free(file, taken)
    found = (_watch(entry, under, free, taken) for entry in file.watch)
    return tuple(replace(one, calendar=one.calendar and _calendar(one.calendar, folder)) for one in found)


def _calendar(named: str, folder: Path) -> str:
    return named if "://" in named else str(folder.resolve() / Path(named).expanduser())


def watch_alone(entry: toml_schema.WatchEntry) -> Watch:
    """A watch without the rest of its file: its tags of outlets stand for none."""
    return _watch(entry, {}, (), {})


def max_age(file: toml_schema.File) -> float:
    """Seconds from publication to listing. Where seeds are switched off, and nothing is said of alerts: any age.

    Until 0.2 `seed = false` alone let all alert that a first crawl listed; such a configuration means that still.
    """
    is_of_before = not file.crawl.seed and "alerts" not in file.model_fields_set
    return math.inf if is_of_before else file.alerts.max_age


def flood(file: toml_schema.File) -> int:
    """Alerts an hour and outlet; 0: any number, also where everything old is wanted and nothing is said of floods."""
    wants_all = math.isinf(max_age(file)) and "flood" not in file.alerts.model_fields_set
    return 0 if wants_all else file.alerts.flood


def persons(file: toml_schema.File) -> tuple[Person, ...]:
    """The persons, with their watches as ids."""
    named = _named(file)
    return tuple(
        persons_of_file.person(entry, entry.id or id_of(entry.name), named, file.timezone) for entry in file.person
    )


def digests(file: toml_schema.File, people: Sequence[Person]) -> tuple[DigestPlan, ...]:
    """The digests, and one for each person who has it; watches are named by id. `people`: see `persons`."""
    named, free = _named(file), _free(file, persons_of_file.owned(people))
    zoned = (one.model_copy(update={"timezone": one.timezone or file.timezone}) for one in file.digest)
    return tuple(plan for entry in zoned for plan in _plans(entry, named, free, people))


def _plans(
    entry: toml_schema.DigestEntry, named: Sequence[NamedWatch], free: tuple[str, ...], people: Sequence[Person]
) -> Iterator[DigestPlan]:
    ids = {watch.name: watch.id for watch in named}
    wanted = ("*",) if entry.persons is None and entry.to is None else entry.persons or ()
    plan = DigestPlan(
        name=entry.name,
        schedule=entry.schedule,
        timezone=entry.timezone or "UTC",
        to=entry.to if entry.to is not None else () if entry.persons is not None else free,
        watches=tuple(dict.fromkeys(ids.get(name, name) for name in entry.watches)),
        send_empty=entry.send_empty,
    )
    if plan.to or not people:
        yield plan
    for person in people:
        if {"*", person.id, person.name}.isdisjoint(wanted):
            continue
        theirs = persons_of_file.digest_of(plan, person, named)
        if theirs.watches:
            yield theirs


def _named(file: toml_schema.File) -> tuple[NamedWatch, ...]:
    return tuple(
        NamedWatch(id=entry.id or id_of(entry.name), name=entry.name, tags=entry.tags, to=entry.to)
        for entry in file.watch
    )


def _free(file: toml_schema.File, taken: Container[str]) -> tuple[str, ...]:
    """The channels that are no person's."""
    return tuple(name for name in _channel_names(file) if name not in taken)


def incidents_to(file: toml_schema.File) -> tuple[str, ...]:
    """The names of the channels that incidents are sent to."""
    return _channel_names(file) if file.incidents.to is None else tuple(dict.fromkeys(file.incidents.to))


def channels(file: toml_schema.File, folder: Path) -> tuple[Channel, ...]:
    """The channels; relative paths are taken from `folder`."""
    return tuple(entry.channel(folder) for entry in file.channel)


def _watch(
    entry: toml_schema.WatchEntry, under: dict[str, list[str]], free: tuple[str, ...], taken: Container[str]
) -> Watch:
    """A watch; its channels are those that are no person's."""
    plain = entry.model_dump(exclude={"id", "outlets", "to"})
    ids = [id_ for name in entry.outlets for id_ in (under.get(name[1:], []) if name.startswith("@") else [name])]
    return Watch(
        **plain,
        id=entry.id or id_of(entry.name),
        outlets=tuple(dict.fromkeys(ids)),
        to=free if entry.to is None else tuple(name for name in dict.fromkeys(entry.to) if name not in taken),
    )


def _channel_names(file: toml_schema.File) -> tuple[str, ...]:
    return tuple(entry.name for entry in file.channel)

"""The person that a command names, and those who are in the configuration no more."""

from collections.abc import Iterator

from monitor.config import Config
from monitor.config.suggest import did_you_mean
from monitor.errors import NotFoundError
from monitor.person import Person
from monitor.phrasing import count
from monitor.store import held
from monitor.store.archive import Archive


def chosen(config: Config, name: str) -> Person:
    """The person of that name or id.

    Raises:
        NotFoundError: the configuration has none.
    """
    for one in config.persons:
        if name in {one.id, one.name}:
            return one
    names = {one.name for one in config.persons}
    near = did_you_mean(name, names).strip()
    known = f"there are: {', '.join(sorted(names))}" if names else "there is no [[person]] in the configuration"
    raise NotFoundError(f"no person is named {name!r}", hint=near or known)


def left_waiting(config: Config, archive: Archive) -> Iterator[str]:
    """What waits for persons who are in the configuration no more, under that id: a sentence each."""
    there = {one.id for one in config.persons}
    for id_, number in held.counts(archive).items():
        if id_ not in there:
            wait = "waits" if number == 1 else "wait"
            yield (
                f"{count(number, 'alert')} of {id_}, who is not in the configuration, {wait}; "
                f'a [[person]] with id = "{id_}" is sent them'
            )

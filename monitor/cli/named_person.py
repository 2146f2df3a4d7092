"""The person that a command names."""

from monitor.cli.command_context import Given
from monitor.config.suggest import did_you_mean
from monitor.errors import NotFoundError
from monitor.person import Person


def chosen(given: Given, name: str) -> Person:
    """The person of that name or id.

    Raises:
        NotFoundError: the configuration has none.
    """
    persons = given.loaded(need_secrets=False).persons
    for one in persons:
        if name in {one.id, one.name}:
            return one
    names = {one.name for one in persons}
    near = did_you_mean(name, names).strip()
    known = f"there are: {', '.join(sorted(names))}" if names else "there is no [[person]] in the configuration"
    raise NotFoundError(f"no person is named {name!r}", hint=near or known)

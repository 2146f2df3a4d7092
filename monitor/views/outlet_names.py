"""Outlets by name: those that the archive knows, and those that ship and that nobody follows."""

from collections.abc import Iterable

from monitor.store import outlets
from monitor.store.archive import Archive


def names(archive: Archive, ids: Iterable[str]) -> dict[str, str]:
    """The names of outlets by id; the id itself of one that nobody knows."""
    wanted = dict.fromkeys(ids)
    known = outlets.names(archive, wanted)
    if len(known) < len(wanted):
        known = _shipped(wanted) | known
    return {outlet: known.get(outlet, outlet) for outlet in wanted}


def _shipped(ids: Iterable[str]) -> dict[str, str]:
    from monitor import catalogue  # noqa: PLC0415 - pydantic only where an outlet is not followed

    return {outlet: name for outlet in ids if (name := catalogue.name_of(outlet))}

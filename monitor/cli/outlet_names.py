"""Outlets by name: those that the archive knows, and those that ship and that nobody follows."""

from collections.abc import Iterable

from monitor import catalogue
from monitor.store import outlets
from monitor.store.archive import Archive


def names(archive: Archive, ids: Iterable[str]) -> dict[str, str]:
    """The names of outlets by id; the id itself of one that nobody knows."""
    wanted = dict.fromkeys(ids)
    known = outlets.names(archive, wanted)
    return {outlet: known.get(outlet) or catalogue.name_of(outlet) or outlet for outlet in wanted}

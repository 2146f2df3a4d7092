"""Sources in whose place another is read, or may be, as the archive has them; and the line to write for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Outlet, Source
from monitor.store import sources
from monitor.store.archive import Archive
from monitor.succession import line_with
from monitor.views.what_fails import instead_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A source of the configuration, what was found of it, and what to write in its place."""

    url: str
    finding: str
    instead: Source
    line: str


def changed(archive: Archive, outlet: Outlet, now: datetime) -> Iterator[Changed]:
    """The sources of an outlet that the configuration should name in another way."""
    for state in sources.of(archive, outlet.id):
        if state.replaces is None and (said := instead_of(state, now)) is not None:
            new, words = said
            line = line_with(outlet.sources, state.source.url, new)
            yield Changed(url=state.source.url, finding=words, instead=new, line=line)

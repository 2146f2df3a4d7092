"""One entry of a card's file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from monitor import text
from monitor.model import WatchKind

_LONGEST = 200  # characters of a name: longer ones are sentences


class Credit(StrEnum):
    """What someone or something is to the thing that the card is of."""

    DIRECTOR = "director"
    CREATOR = "creator"
    CAST = "cast"
    STUDIO = "studio"
    NETWORK = "network"
    ARTIST = "artist"
    DEVELOPER = "developer"
    PUBLISHER = "publisher"
    WORK = "works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a file says of one thing. `place` is where: "heat.csv:3".

    `translated` has titles by the language that they are in ("de"); `aliases` are in English or of no stated language.
    `unnamed` counts credits of which the file has the id alone.
    """

    place: str
    name: str
    kind: WatchKind | None = None
    year: str | None = None
    aliases: tuple[str, ...] = ()
    translated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    credits: Mapping[Credit, tuple[str, ...]] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    unnamed: int = 0

    @property
    def title(self) -> str:
        """Its name with what tells it from others of that name: "Heat (film, 1995)"."""
        about = ", ".join(part for part in (self.kind, self.year) if part)
        return f"{self.name} ({about})" if about else self.name

    @property
    def entry(self) -> str:
        """What it is asked for by: the first of its ids, else its line."""
        return next(iter(self.ids.values()), self.place.rpartition(":")[2])


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Names as clean lines, each once; what is no name (a number, a sentence, nothing) is left out."""
    lines = (text.clean_line(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(line for line in lines if line and len(line) <= _LONGEST))

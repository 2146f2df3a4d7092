"""What a monitor must find in the shipped press, and what it must not: read from `expected.toml`.

The watches are given as plain data, as they would stand in a configuration file, so that nothing here depends on how
they are understood.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "expected.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An article that a careless watch would find, and why it is none of it."""

    article: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStory:
    """Articles on one event, in order of report. `copies` are the same text again; `related` ones may join or not."""

    id: str
    title: str
    articles: tuple[str, ...]
    copies: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedWatch:
    """One watch as plain settings, the ids of the articles it finds, and its near misses."""

    settings: dict[str, Any]
    finds: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]

    @property
    def name(self) -> str:
        """The watch's name."""
        return str(self.settings["name"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A listed page that is not an article, and the reason as a monitor should name it."""

    article: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """All of it."""

    watches: tuple[ExpectedWatch, ...]
    stories: tuple[ExpectedStory, ...]
    refused: tuple[Refused, ...]

    @classmethod
    def load(cls, path: Path = FILE) -> "Expectations":
        """The expectations of a file: by default the ones that ship."""
        with path.open("rb") as file:
            data = tomllib.load(file)
        watches = []
        for row in data["watch"]:
            finds = tuple(row.pop("finds"))
            misses = tuple(NearMiss(**miss) for miss in row.pop("near_misses", ()))
            watches.append(ExpectedWatch(settings=row, finds=finds, near_misses=misses))
        stories = [
            ExpectedStory(
                id=row["id"],
                title=row["title"],
                articles=tuple(row["articles"]),
                copies=tuple(row.get("copies", ())),
                related=tuple(row.get("related", ())),
            )
            for row in data["story"]
        ]
        refused = [Refused(article=row["article"], reasons=tuple(row["reasons"])) for row in data["refused"]]
        return cls(watches=tuple(watches), stories=tuple(stories), refused=tuple(refused))

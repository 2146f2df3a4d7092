"""Outlets on loopback addresses: a feed and its articles each, on one web site."""

from dataclasses import dataclass

from website import MISSING, Asked, Site, answer, article, rss

_WORDS = ("harbour", "lantern", "matinee", "sequel", "premiere", "festival", "director", "studio", "trailer")


@dataclass
class Outlets(Site):
    """An outlet is an address and a folder, http://127.0.0.2:PORT/a/, and has so many articles."""

    host: str = "0.0.0.0"
    pages: int = 4

    def __post_init__(self) -> None:
        self.otherwise = self._answer

    def home(self, host: str, folder: str = "a") -> str:
        """The address of an outlet."""
        return f"http://{host}:{self.port}/{folder}/"

    def read(self) -> list[tuple[str, str]]:
        """Host and path of each article that was asked for, in order."""
        return [(asked.host, asked.path) for asked in self.asked if asked.path.rpartition("/")[2].isdecimal()]

    def _answer(self, asked: Asked) -> bytes:
        folder, _, name = asked.path.strip("/").partition("/")
        if name == "feed":
            home = self.home(asked.host, folder)
            return rss(
                (f"Report {number} of {folder} at {asked.host}", f"{home}{number}") for number in range(self.pages)
            )
        if not name.isdecimal():
            return MISSING
        title = f"Report {name} of {folder} at {asked.host}"
        word = _WORDS[(int(name) + len(asked.host) + ord(folder[0])) % len(_WORDS)]
        lines = [f"{title}: the {word} of day {line} is described here at some length, once more." for line in range(9)]
        return answer(article(title, lines))

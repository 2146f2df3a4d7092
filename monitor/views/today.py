"""What develops: the stories in which watches found something of late, by watch, and which of it is new to somebody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.store import stars
from monitor.store.archive import Archive
from monitor.store.queries import developing
from monitor.store.queries.developing import DevelopingStory

_READ = 2_000  # stories that are counted at most


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchToday:
    """The stories of one watch (an id), newest hit first; `more` are those that are counted and not listed."""

    id: str
    name: str
    stories: tuple[DevelopingStory, ...]
    more: int
    confirmed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by story, who followed with own reports
    starred: frozenset[int] = frozenset()  # stories whose first article has a star

    def new(self, since: datetime | None) -> int:
        """How many of the listed ones have something since then."""
        return sum(1 for story in self.stories if since is None or story.last_hit_at > since)


def of(archive: Archive, start: datetime, *, each: int, most: int) -> list[WatchToday]:
    """The watches with something since then, the one that found something last first.

    At most `each` stories of one watch are listed, and `most` of all: a flood of one does not hide the others. Where
    more than `most` watches found something, the later ones have `more` alone.
    """
    found: dict[str, list[DevelopingStory]] = {}
    for story in developing.since(archive, start, _READ):
        found.setdefault(story.watch, []).append(story)
    fair = min(each, max(most // max(1, len(found)), 1))
    shown = {id_: tuple(listed[:fair] if place < most else ()) for place, (id_, listed) in enumerate(found.items())}
    voices = developing.voices(archive, (one.story for listed in shown.values() for one in listed))
    firsts = {one.first_article_id for listed in shown.values() for one in listed} - {None}
    starred = stars.of_articles(archive, (article for article in firsts if article is not None))
    return [
        WatchToday(
            id=id_,
            name=listed[0].watch_name,
            stories=shown[id_],
            more=len(listed) - len(shown[id_]),
            starred=frozenset(one.story for one in shown[id_] if one.first_article_id in starred),
            confirmed={one.story: _others(one, voices.get(one.story, [])) for one in shown[id_]},
        )
        for id_, listed in found.items()
    ]


def _others(story: DevelopingStory, voices: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in voices if name != story.first_outlet_name)


def stories(watches: Iterable[WatchToday]) -> Sequence[DevelopingStory]:
    """All that are listed, newest hit first."""
    found = [story for watch in watches for story in watch.stories]
    return sorted(found, key=lambda story: story.last_hit_at, reverse=True)

"""What is known of an article once it is in the archive, for those that match it and alert."""

from dataclasses import dataclass

from monitor.model import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came or changed, and its place among the stories."""

    article_id: int
    story_id: int
    origin: Origin
    relation: str  # new | joined | copy | updated-copy
    changes: tuple[str, ...] = ()  # of a revision
    old_title: str | None = None

"""What is known of an article once it is in the archive, for those that match it and alert."""

from dataclasses import dataclass

from monitor.model import Origin
from monitor.story import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came or changed, and its place among the stories."""

    article_id: int
    story_id: int
    origin: Origin
    relation: Relation
    changes: tuple[str, ...] = ()  # of a revision
    old_title: str | None = None

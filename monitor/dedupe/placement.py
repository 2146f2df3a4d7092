"""Where an article belongs, why, and what else follows for the articles that were there."""

from dataclasses import dataclass

from monitor.dedupe.conflicts import Conflict
from monitor.dedupe.second_look import Leaving
from monitor.story import Relation, Role


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs. `story` None: it opens a new one. `score`: odds (logarithm) of the nearest story."""

    story: int | None
    copy_of: int | None
    relation: Relation
    role: Role
    score: float
    because: tuple[str, ...] = ()
    nearest: int | None = None
    conflict: Conflict | None = None  # what keeps it apart from the nearest story
    text_of: int | None = None  # the article whose text it repeats or holds
    merged: tuple[int, ...] = ()  # stories that turn out to be part of `story`
    moved: tuple[Leaving, ...] = ()  # articles that turn out to be of other stories, before any becomes part of another
    same_text: tuple[int, ...] = ()  # articles that others copy, and that turn out to have the text of `copy_of`

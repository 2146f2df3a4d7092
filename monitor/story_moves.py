"""What a person, or the program, moved between stories."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MoveKind(StrEnum):
    """How the articles of stories were moved."""

    MERGE = "merge"  # `other_story` is part of `story_id` now
    SPLIT = "split"  # some articles of `story_id` are the story `other_story` now


class MovedBy(StrEnum):
    """Who moved them."""

    PERSON = "person"
    PROGRAM = "program"  # a later article showed that two stories are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A merge or a split of stories. `undoes`: the move that it takes back."""

    id: int
    kind: MoveKind
    moved_by: MovedBy
    story_id: int
    other_story: int
    other_title: str
    articles: tuple[int, ...]
    undoes: int | None
    is_undone: bool
    moved_at: datetime

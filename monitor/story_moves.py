"""What a person, or the program, moved between stories, and between threads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MoveKind(StrEnum):
    """How the articles of stories, or the stories of threads, were moved."""

    MERGE = "merge"  # the other one is part of this one now
    SPLIT = "split"  # some of this one are the other one now
    MOVE = "move"  # a story of this thread is one of the other now; of articles there is none


class MovedBy(StrEnum):
    """Who moved them."""

    PERSON = "person"
    PROGRAM = "program"  # a later article showed that two stories, or two threads, are one


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMove:
    """A merge or a split of threads, or what went from one to another.

    `stories` are those that were moved, `undoes` the move that it takes back.
    """

    id: int
    kind: MoveKind
    moved_by: MovedBy
    thread_id: int
    other_thread: int
    stories: tuple[int, ...]
    undoes: int | None
    is_undone: bool
    moved_at: datetime

    @property
    def can_be_undone(self) -> bool:
        """Whether it is a merge or a split that stands."""
        return self.kind is not MoveKind.MOVE and self.undoes is None and not self.is_undone

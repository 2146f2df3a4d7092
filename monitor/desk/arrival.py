"""What is known of an article once it is in the archive, for those that match it and alert."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Origin
from monitor.revised import Revision
from monitor.story import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlesMoved:
    """What was moved between stories: all that lost or got articles, and the articles."""

    stories: frozenset[int] = frozenset()
    articles: frozenset[int] = frozenset()


NOTHING_MOVED = ArticlesMoved()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article that came or changed, and its place among the stories.

    `age` is how long before it was first listed it was published; of a revision, before that was read.
    """

    article_id: int
    story_id: int
    origin: Origin
    relation: Relation
    age: timedelta = timedelta()
    known_to: frozenset[str] = frozenset()  # watches that had found it before it changed
    is_late: bool = False  # it may have been listed for long before it was seen
    changes: tuple[str, ...] = ()  # of a revision
    revision: Revision | None = None  # what that says; None: it is none, or says nothing else
    old_title: str | None = None
    edited_at: datetime | None = None  # when it changed before that, if it did
    has_settled: bool = False  # its new headline waited until editors were done
    was_elsewhere: bool = False  # it was decided on before, by another story's news; see `desk.regrouped`
    regrouped: ArticlesMoved = NOTHING_MOVED  # what the program moved as this one came

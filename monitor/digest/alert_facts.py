"""What the decision on an alert needs, and what it comes to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.model import Origin, Watch
from monitor.news import Account, Genre, NewsKind, Tidings
from monitor.story import Relation, Report, SentMessage, Story, StoryHit


def _plain() -> Tidings:
    """Those of a report of which nothing more is known."""
    return Tidings(account=Account(genre=Genre.REPORT), owner="")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """All that the decision needs. `changes` are those of a revision; without them the article is new.

    `before` is the story as it was before this article, None where it opened the story. `age` and `is_late` are those
    of `desk.arrival`; `is_known`: the watch had found the article before it changed. `tidings`: what its text brings.
    `edited_at` is when it changed before, `waiting_since` since when a new headline of it waits, and `has_settled`: it
    waits no longer. `was_elsewhere`: it came before, and was decided on
    by the news of another story.
    """

    watch: Watch
    article_id: int
    relation: Relation
    origin: Origin
    before: Story | None
    story: Story
    now: datetime
    hits: tuple[StoryHit, ...] = ()  # the watch's hits in the story, this one too
    changes: tuple[str, ...] = ()
    old_title: str | None = None
    earlier: tuple[SentMessage, ...] = ()
    age: timedelta = timedelta()
    max_age: float = math.inf  # seconds
    is_late: bool = False
    is_known: bool = False
    edited_at: datetime | None = None
    waiting_since: datetime | None = None
    has_settled: bool = False
    was_elsewhere: bool = False
    tidings: Tidings = field(default_factory=_plain)
    owners: Mapping[str, str] = field(default_factory=dict)  # of outlets, by id

    @property
    def lead(self) -> Report:
        """The report that is this article."""
        found = self.story.report(self.article_id)
        if found is None:
            raise ValueError(f"article {self.article_id} is not in story {self.story.id}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A message is due. `reason` is a sentence for the recipient; `fact` the sentence of the article that brings it.

    `was`: what a correction or a new headline replaces.
    """

    type: str
    kind: NewsKind
    reason: str
    fact: str | None = None
    was: str | None = None

"""What a story or a thread is about: weighted terms, as they are compared and as the archive keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTerms:
    """The terms of a story's first article, or the sums over the articles of a thread. Strongest terms come first."""

    articles: int = 1
    terms: Mapping[str, float]
    headline: Mapping[str, float]  # the terms of headlines
    shares: Mapping[str, float]  # the same, where a name counts once, and not with its words too
    bare: frozenset[str] = field(default_factory=frozenset)  # what only headlines say
    first: datetime  # when the first article was reported,
    last: datetime  # and the last

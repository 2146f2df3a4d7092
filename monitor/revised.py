"""The nouns of revisions: what changed between two readings of one article."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RevisionKind(StrEnum):
    """What a revision did, the weightiest first. An article may be revised in several ways at once."""

    RETRACTION = "retraction"  # its outlet takes it back
    GONE = "gone"  # two looks in a row found no page (HTTP 404 or 410)
    CORRECTION = "correction"  # a notice of correction came, or changed
    NAME_ADDED = "name_added"  # in a sentence with a watch's words,
    NAME_REMOVED = "name_removed"
    NUMBER_ADDED = "number_added"
    NUMBER_REMOVED = "number_removed"
    HEADLINE = "headline"
    UPDATE = "update"  # the text says more, less or something else
    TYPO = "typo"  # spelling alone

    @property
    def is_polish(self) -> bool:
        """Whether what the article says is as before."""
        return self is RevisionKind.TYPO


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """A sentence that changed. `before` is empty where it was added, `after` where it was removed."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """How an article was revised: read again at `at`, it said something else. Of what is gone, the titles are equal.

    `added` and `removed` are names and numbers of the sentences with a watch's words: of the whole article before, or
    after, each is missing.
    """

    at: datetime
    kinds: tuple[RevisionKind, ...]
    old_title: str
    new_title: str
    sentences: tuple[SentenceChange, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_polish(self) -> bool:
        """Whether the article says what it said before."""
        return all(kind.is_polish for kind in self.kinds)

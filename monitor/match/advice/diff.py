"""Two versions of a watch over the same articles: what the new one gains, loses and keeps."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

from monitor.match.matcher import compile_watches
from monitor.model import Article, Hit, Watch

Key = TypeVar("Key")


class Change(StrEnum):
    """What becomes of a hit."""

    GAINED = "gained"
    LOST = "lost"
    KEPT = "kept"


def compare(
    before: Watch | None, after: Watch, articles: Iterable[tuple[Key, Article]]
) -> Iterator[tuple[Key, Change, Hit]]:
    """The articles that either version finds, by their keys, with the hit: the old version's where it is lost.

    Without an earlier version, all is gained.

    Raises:
        QuerySyntaxError: a version cannot be understood.
    """
    old = compile_watches([before] if before else [])
    new = compile_watches([after])
    for key, article in articles:
        earlier = next(iter(old.match(article)), None)
        later = next(iter(new.match(article)), None)
        if later:
            yield key, Change.KEPT if earlier else Change.GAINED, later
        elif earlier:
            yield key, Change.LOST, earlier

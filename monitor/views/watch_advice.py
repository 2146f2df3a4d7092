"""What to change in a watch, going by the hits that were judged: proposals, each tried on them and on the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import tomlkit

from monitor.match.advice.cross_validation import HeldOut, held_out, kind_of
from monitor.match.advice.proposals import (
    RIGHT_FOR_CONTEXT,
    RIGHT_FOR_MASKS,
    WRONG_NEEDED,
    Advice,
    Judged,
    advise,
)
from monitor.match.advice.watch_check import holds
from monitor.match.prepare import prepare
from monitor.match.query.fts5 import either, narrow
from monitor.model import Article, Watch
from monitor.store import articles, verdicts
from monitor.store.archive import Archive

_JUDGED = 300  # of the verdicts, the newest
_ARCHIVED = 2_000  # hits in the archive
_NEWEST = 1_000  # articles that tell which words are common
_EXAMPLES = 2  # wrong hits that a proposal removes


@dataclass(frozen=True, slots=True)
class KnownOfWatch:
    """What the archive has of a watch: the verdicts on what it finds still, and what else it finds."""

    judged: list[Judged]
    found: list[Article]
    newest: list[Article]

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(one.right for one in self.judged)

    @property
    def precision(self) -> float:
        """The share of them."""
        return self.right / len(self.judged)


def known(archive: Archive, watch: Watch, since: datetime) -> KnownOfWatch:
    """The newest verdicts on what the watch finds still, and its hits among what was reported since then.

    Raises:
        QuerySyntaxError: the watch cannot be understood.
    """
    prepared = prepare(watch)
    judged = [Judged(stored.article, right) for stored, right in verdicts.of_watch(archive, watch.id)][-_JUDGED:]
    reported = (
        stored.article
        for stored in articles.recent(archive, since, match=either([narrow(watch)]))
        if not stored.reported.is_before(since)
    )
    return KnownOfWatch(
        judged=[one for one in judged if holds(prepared, one.article)],
        found=list(islice((article for article in reported if holds(prepared, article)), _ARCHIVED)),
        newest=articles.newest(archive, _NEWEST),
    )


def rows(watch: Watch, found: KnownOfWatch, limit: int) -> list[dict[str, Any]]:
    """At most so many proposals, the best first: their lines of the watch, and what they do to precision and recall."""
    proposals: Sequence[Advice] = []
    if len(found.judged) > 1:
        proposals = advise(watch, found.judged, found.found, found.newest)
    unseen = held_out(watch, found.judged, found.newest) if proposals else {}
    return [_row(one, unseen.get(kind_of(one)), found) for one in proposals[:limit]]


def _row(advice: Advice, unseen: HeldOut | None, found: KnownOfWatch) -> dict[str, Any]:
    changed = prepare(advice.watch)
    removed = [one.article for one in found.judged if not one.right and not holds(changed, one.article)]
    return {
        "except": advice.masks,
        "context": advice.context,
        "toml": _toml(advice),
        "precision_before": found.precision,
        "precision": advice.precision,
        "recall_before": 1.0,  # the right ones that it finds no more are not a measure of a change
        "recall": advice.recall,
        "precision_held_out": unseen and unseen.precision,
        "recall_held_out": unseen and unseen.recall,
        "archived_before": len(found.found),
        "archived": advice.archived,
        "removes": [{"title": article.title, "url": article.url} for article in removed[:_EXAMPLES]],
    }


def _toml(advice: Advice) -> str:
    """The lines of the watch, with what is in them already."""
    changed = {"except": advice.watch.masks if advice.masks else (), "context": advice.context}
    return tomlkit.dumps({key: list(values) for key, values in changed.items() if values}).strip()


def missing(watch: Watch, found: KnownOfWatch) -> str:
    """Why there is no proposal, and what to do next."""
    wrong = len(found.judged) - found.right
    if found.right >= RIGHT_FOR_CONTEXT and wrong >= WRONG_NEEDED:
        return (
            f"{watch.name}: nothing is shared by the wrong hits, or the right ones, that would distinguish them; "
            f"judge more of them: `monitor hits --watch {watch.id} --verdict none`"
        )
    judged = f"{len(found.judged)} of its hits {'is' if len(found.judged) == 1 else 'are'} judged, {wrong} wrong"
    needed = (
        f"`except` needs {WRONG_NEEDED} wrong and {RIGHT_FOR_MASKS} right, "
        f"`context` {WRONG_NEEDED} wrong and {RIGHT_FOR_CONTEXT} right"
    )
    return (
        f"{watch.name}: {judged}; that is too few to go by ({needed}). "
        f"`monitor hits --watch {watch.id} --verdict none` lists those that nobody judged, "
        "`monitor judge HIT no` says that one is wrong"
    )

"""Hits and reports as rows of a list: the keys that `--json`, CSV and pages have."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from monitor.errors import NotFoundError
from monitor.store import hits, moves, suppressed
from monitor.store.archive import Archive
from monitor.story import Report, StoryHit
from monitor.views import named_things, remarks, suppression


def report(report: Report) -> dict[str, Any]:
    """A report for a list: each of its fields, the outlet by name and by id."""
    shown = {field.name: getattr(report, field.name) for field in fields(Report)}
    shown["outlet"], shown["outlet_id"] = shown.pop("outlet_name"), shown["outlet"]
    shown["reported_at"] = shown.pop("reported")
    return shown


def newest(
    archive: Archive, *, watch: str | None, outlet: str | None, story: int | None, limit: int, **narrowed: Any
) -> list[dict[str, Any]]:
    """The newest hits of a watch and an outlet (name or id) and a story, wherever its number leads.

    `narrowed`: see `hits.recent`.

    Raises:
        NotFoundError: no watch or outlet is called so, or there is no such story.
    """
    present = None if story is None else moves.present(archive, story)
    if story is not None and present is None:
        raise NotFoundError(f"there is no story {story}", hint="`monitor hits` shows the stories of the hits")
    found = hits.recent(
        archive,
        watch=None if watch is None else named_things.watch_id(archive, watch),
        outlet=None if outlet is None else named_things.outlet_id(archive, outlet),
        story=present,
        limit=limit,
        **narrowed,
    )
    return of_hits(archive, found)


def of_hits(archive: Archive, found: Sequence[StoryHit]) -> list[dict[str, Any]]:
    """The hits, each with why no alert was sent of it, if that was decided, and its stars and notes."""
    # Not `hit`: Python 3.12.1 would take the function below for this variable.
    articles = {one.report.article_id for one in found}
    why = suppression.of_hits(suppressed.of_articles(archive, articles))
    said = remarks.of_articles(archive, articles)
    return [
        hit(one, why.get((one.report.article_id, one.watch)), remarks.of_hit(said, one.report.article_id, one.watch))
        for one in found
    ]


def hit(found: StoryHit, no_alert: str | None, said: Mapping[str, Any] = remarks.NOTHING) -> dict[str, Any]:
    """One hit; what its report has is shown under the names that it has there. `no_alert`: why none was sent of it.

    `said`: its stars and notes, as `remarks.of_hit` has them.
    """
    return {
        "id": found.id,
        "watch": found.watch_name,
        "watch_id": found.watch,
        "watch_kind": found.watch_kind,
        "watch_ids": found.watch_ids,
        **report(found.report),
        "field": found.field,
        "snippet": found.snippet,
        "snippet_marks": found.snippet_marks,
        "found_at": found.found_at,
        "story": found.story,
        "story_title": found.story_title,
        "origin": found.origin.value,
        "old": found.old,
        "early": found.is_early,
        "embargo": found.lifts_at,
        "no_alert": no_alert,
        "verdict": None if found.is_right is None else "yes" if found.is_right else "no",
        "stars": said["stars"],
        "notes": said["notes"],
        "remarks": remarks.brief(said),
    }

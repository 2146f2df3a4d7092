"""Hits and reports as rows of a list: the keys that `--json`, CSV and pages have."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from monitor.story import Report, StoryHit
from monitor.views import remarks


def report(report: Report) -> dict[str, Any]:
    """A report for a list: each of its fields, the outlet by name and by id."""
    shown = {field.name: getattr(report, field.name) for field in fields(Report)}
    shown["outlet"], shown["outlet_id"] = shown.pop("outlet_name"), shown["outlet"]
    shown["reported_at"] = shown.pop("reported")
    return shown


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
        "no_alert": no_alert,
        "verdict": None if found.is_right is None else "yes" if found.is_right else "no",
        "stars": said["stars"],
        "notes": said["notes"],
        "remarks": remarks.brief(said),
    }

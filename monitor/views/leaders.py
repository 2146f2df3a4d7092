"""Who had stories first, outlets and authors, by how much, who followed and said so; and who is credited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from monitor.store import day_counts
from monitor.store.archive import Archive
from monitor.store.day_counts import FirstSum
from monitor.store.queries import attribution
from monitor.views import outlet_names, stat_rows

AUTHORS = 50
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """Outlets and authors, most firsts first. `stories`: of several outlets that were opened in the time."""

    stories: int
    outlets: Sequence[dict[str, Any]]
    authors: Sequence[dict[str, Any]]


def of(archive: Archive, days: int, now: datetime) -> Leaders:
    """Those of the last days, with today; an outlet that is credited alone has its row too."""
    sums = day_counts.firsts(archive, now.astimezone(UTC).date() - days * _DAY, now)
    by_outlet = {one.outlet: one for one in sums if not one.author}
    by_author = sorted((one for one in sums if one.author), key=lambda one: (-one.stories, one.author, one.outlet))
    credited = {one.outlet_id: one for one in attribution.credited(archive, now - days * _DAY)}
    by_author = by_author[:AUTHORS]
    names = outlet_names.names(archive, [*by_outlet, *credited, *(one.outlet for one in by_author)])
    outlets = [
        {
            "outlet": names[outlet],
            "outlet_id": outlet,
            **_figures(by_outlet.get(outlet)),
            "credits": credited[outlet].credits if outlet in credited else 0,
            "credited_outlets": credited[outlet].outlets if outlet in credited else 0,
            "gives": credited[outlet].gives if outlet in credited else 0,
            "sentence": credited[outlet].sentence if outlet in credited else None,
        }
        for outlet in by_outlet.keys() | credited.keys()
    ]
    authors = [
        {"author": one.author, "outlet": names[one.outlet], "outlet_id": one.outlet, **_figures(one)}
        for one in by_author
    ]
    return Leaders(
        stories=sum(one.stories for one in by_outlet.values()),
        outlets=sorted(outlets, key=lambda row: (-row["stories"], -row["credits"], row["outlet_id"])),
        authors=authors,
    )


def _figures(found: FirstSum | None) -> dict[str, Any]:
    return {
        "stories": found.stories if found else 0,
        "lead_minutes": stat_rows.minutes(timedelta(seconds=median(found.leads))) if found else None,
        "picked_up_by": found.picked_up_by if found else 0,
        "credited_by": found.credited_by if found else 0,
    }

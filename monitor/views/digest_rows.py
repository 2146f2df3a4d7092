"""The digests of the configuration as rows of a list: when they came last, when the next ones come."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from monitor.digest import digest_window
from monitor.model import DigestPlan
from monitor.store import digests
from monitor.store.archive import Archive


def rows(archive: Archive | None, plans: Iterable[DigestPlan], at: datetime) -> list[dict[str, Any]]:
    """The digests of the configuration; without an archive none was ever made."""
    return [
        {
            "name": plan.name,
            "schedule": plan.schedule,
            "timezone": plan.timezone,
            "last": digests.last_window_end(archive, plan.name) if archive else None,
            "next": digest_window.next_end(plan, at),
            "to": plan.to,
            "watches": plan.watches,
        }
        for plan in plans
    ]

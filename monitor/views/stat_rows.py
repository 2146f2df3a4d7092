"""Counts of the archive as rows of a list: delays, gaps, firsts, credits; delays in minutes."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from monitor.store.archive import Archive
from monitor.store.gaps import GapRow
from monitor.store.queries import attribution
from monitor.store.queries.attribution import Firsts
from monitor.store.queries.delays import Delay, Spread
from monitor.views import outlet_names

STEPS = ("listed", "read", "sent")  # of an article's way here


def credited(archive: Archive, since: datetime) -> list[dict[str, Any]]:
    """Credits by outlet; one that ships and is not followed has the name that it ships with."""
    found = attribution.credited(archive, since)
    named = outlet_names.names(archive, (one.outlet_id for one in found))
    return [asdict(one) | {"outlet": named[one.outlet_id]} for one in found]


def first(one: Firsts) -> dict[str, Any]:
    """An outlet that had stories first."""
    plain = asdict(one)
    return plain | {"lead_minutes": minutes(plain.pop("lead"))}


def delay(one: Delay) -> dict[str, Any]:
    """How soon an outlet's articles are listed, read and sent."""
    return {
        "outlet": one.outlet,
        "outlet_id": one.outlet_id,
        "listed": one.listed,
        "missing": one.missing,
        "held": round(100 * one.held),
        **spread("listed", one.listed_after),
        **spread("read", one.read_after),
        **spread("sent", one.sent_after),
    }


def spread(name: str, found: Spread | None) -> dict[str, float | None]:
    """The two figures of a delay, in minutes."""
    return {
        f"{name}_minutes": minutes(found.median if found else None),
        f"{name}_minutes_p95": minutes(found.p95 if found else None),
    }


def gap(row: GapRow) -> dict[str, Any]:
    """A time between two looks of which nothing is listed any more."""
    return {**asdict(row), "outlet": row.outlet_name, "outlet_id": row.outlet, "state": row.state}


def minutes(delay: timedelta | None) -> float | None:
    """A delay in minutes, to the tenth."""
    return None if delay is None else round(delay / timedelta(minutes=1), 1)

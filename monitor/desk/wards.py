"""Watching over sources and channels: facts from the archive, the decision, and a notice for what opens or closes."""

from collections.abc import Iterable
from datetime import datetime

from monitor.deliver import Outcome
from monitor.desk import mail
from monitor.desk.bench import Bench
from monitor.digest.message import IncidentNotice, message_id
from monitor.events import Death
from monitor.model import Incident
from monitor.store import incidents
from monitor.store.incidents import IncidentRow

PAGE_QUARANTINED = "page_quarantined"
CHANNEL_FAILING = "channel_failing"


def opened(bench: Bench, incident: Incident, now: datetime, *, to: Iterable[str] | None = None) -> int:
    """Open an incident; 1 if it is news and was told. One that is open already is brought up to date."""
    number = incidents.open(bench.archive, incident, now)
    if number is None:
        return 0
    return _tell(bench, incident, number, now, None, now, to)


def closed(bench: Bench, kind: str, subject: str, now: datetime, *, to: Iterable[str] | None = None) -> int:
    """Close what is open of this kind and subject; how many notices that made."""
    return sum(
        _tell(bench, _incident(row), row.id, row.opened_at, now, now, to)
        for row in incidents.close(bench.archive, kind, subject, now)
    )


def quarantined(bench: Bench, death: Death, strikes: int, now: datetime) -> int:
    """A page hung or killed the reader."""
    incident = Incident(
        kind=PAGE_QUARANTINED,
        subject=death.url or "",
        outlet=death.outlet,
        detail="A page hung the reader and is not read again" if death.hung else "A page ended the reader",
        evidence={"strikes": str(strikes), "stack": death.stack[-1500:]},
    )
    return opened(bench, incident, now)


def channel(bench: Bench, name: str, state: str, outcome: Outcome, now: datetime) -> int:
    """A delivery was settled: a dead one is told by the other channels, a sent one ends that."""
    others = [other for other in bench.config.incidents_to if other != name]
    if state == "sent":
        return closed(bench, CHANNEL_FAILING, name, now, to=others)
    if state != "dead":
        return 0
    incident = Incident(
        kind=CHANNEL_FAILING,
        subject=name,
        detail=f"The channel {name} did not take a message, and it was given up: {outcome.error}",
        evidence={"error": outcome.error, "what to do": "mend it, then `monitor deliveries retry`"},
    )
    return opened(bench, incident, now, to=others)


def _tell(  # noqa: PLR0913, PLR0917 - one notice, all its facts
    bench: Bench,
    incident: Incident,
    number: int,
    opened_at: datetime,
    closed_at: datetime | None,
    now: datetime,
    to: Iterable[str] | None,
) -> int:
    notice = IncidentNotice(
        id=message_id("incident", number, "closed" if closed_at else "opened", opened_at),
        at=now,
        incident=incident,
        opened_at=opened_at,
        closed_at=closed_at,
    )
    return mail.post(bench, notice, bench.config.incidents_to if to is None else to, now, incident=number)


def _incident(row: IncidentRow) -> Incident:
    return Incident(kind=row.kind, subject=row.subject, outlet=row.outlet, detail=row.detail, evidence=row.evidence)


def visit(bench: Bench, outlet: str, now: datetime) -> int:
    """Look after one outlet: open and close its incidents; how many notices that made."""
    return 0

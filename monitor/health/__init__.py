"""Is it still working? History -> incidents, with evidence that a person understands and what to do. Pure."""

from monitor.health.facts import Facts, OutletFacts, SourceFacts
from monitor.health.incident_kinds import KINDS, PAGE_QUARANTINED, Kind, Of
from monitor.health.rhythm import Rhythm, rhythm
from monitor.health.verdict import ClosedIncident, OpenIncident, Verdict, decide

__all__ = [
    "KINDS",
    "PAGE_QUARANTINED",
    "ClosedIncident",
    "Facts",
    "Kind",
    "Of",
    "OpenIncident",
    "OutletFacts",
    "Rhythm",
    "SourceFacts",
    "Verdict",
    "decide",
    "rhythm",
]

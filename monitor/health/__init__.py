"""Is it still working? History -> incidents, with evidence that a person understands and what to do. Pure."""

from monitor.health.facts import Facts, OutletFacts, SourceFacts
from monitor.health.rhythm import Rhythm, rhythm
from monitor.health.verdict import KINDS, Over, Standing, Verdict, decide

__all__ = [
    "KINDS",
    "Facts",
    "OutletFacts",
    "Over",
    "Rhythm",
    "SourceFacts",
    "Standing",
    "Verdict",
    "decide",
    "rhythm",
]

"""Is it still working? History -> incidents, with evidence that a person understands and what to do. Pure."""

from monitor.health.facts import ChannelFacts, Facts, Listed, OutletFacts, Read, SourceFacts
from monitor.health.rhythm import Rhythm, rhythm
from monitor.health.verdict import KINDS, Over, Standing, Verdict, decide

__all__ = [
    "KINDS",
    "ChannelFacts",
    "Facts",
    "Listed",
    "OutletFacts",
    "Over",
    "Read",
    "Rhythm",
    "SourceFacts",
    "Standing",
    "Verdict",
    "decide",
    "rhythm",
]

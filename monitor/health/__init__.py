"""Is it still working? History -> incidents, with evidence that a person understands and what to do. Pure.

facts, rhythm                               what is known; how long an outlet is usually silent
incident_kind, incident_kinds               what a kind of incident is; one row a kind
source_rules, outlet_rules, page_rules,     what is wrong with a source, an outlet, its pages, a channel,
channel_rules                               in the words of wording
doubt_rules                                 when the readings of an outlet are doubtful
watch_rules                                 when a watch finds less than is expected, or has no calendar
search_rules                                when another source is looked for in the place of one
network_rules                               whether it is our own network that fails
crawling_rules, flood_rules                 whether crawling works at all, and whether an outlet floods
verdict                                     which incidents open, and which are over
troubles_reference                          the page about refusals and incidents
"""

from monitor.health.facts import CalendarFacts, Facts, OutletFacts, SourceFacts, WatchFacts
from monitor.health.flood_rules import FLOODING
from monitor.health.incident_kind import IncidentKind, Of
from monitor.health.incident_kinds import CHANNEL_FAILING as GIVEN_UP
from monitor.health.incident_kinds import KINDS, PAGE_QUARANTINED
from monitor.health.network_rules import NETWORK_OUTLETS, OUTAGE
from monitor.health.rhythm import Rhythm, rhythm
from monitor.health.verdict import ClosedIncident, OpenIncident, Verdict, decide

__all__ = [
    "FLOODING",
    "GIVEN_UP",
    "KINDS",
    "NETWORK_OUTLETS",
    "OUTAGE",
    "PAGE_QUARANTINED",
    "CalendarFacts",
    "ClosedIncident",
    "Facts",
    "IncidentKind",
    "Of",
    "OpenIncident",
    "OutletFacts",
    "Rhythm",
    "SourceFacts",
    "Verdict",
    "WatchFacts",
    "decide",
    "rhythm",
]

"""Whether an outlet floods: it had as many alerts in an hour as it may have, and further ones are held."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.health import incident_kinds as kinds
from monitor.health.facts import OutletFacts
from monitor.health.wording import moment
from monitor.model import Incident
from monitor.phrasing import count, listing

FLOODING = kinds.ALERTS_FLOODING
_HOUR = timedelta(hours=1)


def judge(outlet: OutletFacts, now: datetime) -> Iterator[Incident]:
    """The incident that stands for the held alerts of an outlet, if one does."""
    flood = outlet.flood
    if flood is None or now - flood.last_at >= _HOUR:
        return
    detail = f"{outlet.name}: {count(flood.held, 'alert was', 'alerts were')} held, because the outlet had "
    yield FLOODING.incident(
        outlet.id,
        f"{detail}{flood.most} in an hour already. Digests have what they are about",
        outlet=outlet.id,
        evidence={
            "held alerts": f"{flood.held:,}, of {count(flood.articles, 'article')}",
            "watches": listing(flood.watches, 12),
            "first": moment(flood.first_at),
            "last": moment(flood.last_at),
        },
    )

"""Whether crawling works at all: a crawling process that dies at every start is no outlet's fault."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor.causes import CrawlOutcome
from monitor.health import incident_kinds as kinds
from monitor.health.facts import OutletFacts
from monitor.model import Incident
from monitor.phrasing import count

CRAWLING = "crawling"
LATELY = timedelta(minutes=10)  # in which no crawl was complete, and each that ended died


def judge(outlets: Sequence[OutletFacts], now: datetime) -> Iterator[Incident]:
    """The incident that stands for the crawls of all outlets together, if one does."""
    tried = crawled(outlets, now)
    began = max((outlet.last_complete_at or outlet.added_at for outlet in outlets), default=now)
    if not tried or now - began < LATELY or any(outlet.last_outcome is not CrawlOutcome.DIED for outlet in tried):
        return
    yield kinds.CRAWLS_DYING.incident(
        CRAWLING,
        f"The crawling process ended in each crawl of the last ten minutes, of {count(len(tried), 'outlet')}",
        evidence={"outlets": ", ".join(outlet.id for outlet in tried[:12])},
    )


def crawled(outlets: Sequence[OutletFacts], now: datetime) -> list[OutletFacts]:
    """The outlets whose last crawl ended lately."""
    return [outlet for outlet in outlets if outlet.last_crawl_at is not None and now - outlet.last_crawl_at < LATELY]

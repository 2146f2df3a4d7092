"""Outlets that list their articles in a feed: RSS, Atom, RDF or JSON Feed."""

from typing import ClassVar

from monitor.model import SourceKind
from spiders.past import PastSpider


class FeedSpider(PastSpider):
    """One conditional request a feed."""

    kind = SourceKind.FEED
    accept: ClassVar[str] = (
        "application/rss+xml,application/atom+xml,application/feed+json;q=0.9,application/xml;q=0.8,*/*;q=0.5"
    )

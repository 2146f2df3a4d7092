"""Outlets that list their articles in a feed: RSS, Atom, RDF or JSON Feed."""

from typing import ClassVar

from monitor.fetch import source_requests
from monitor.model import SourceKind
from spiders.past import PastSpider


class FeedSpider(PastSpider):
    """One conditional request a feed."""

    kind = SourceKind.FEED
    accept: ClassVar[str] = source_requests.ACCEPT[kind]

"""Outlets that list their articles in a news sitemap, or in an index of sitemaps."""

from collections.abc import Iterator
from typing import Any, ClassVar

from monitor.discover import Listing
from monitor.model import Source, SourceKind
from spiders.gaps import GapSpider


class SitemapSpider(GapSpider):
    """A sitemap; of an index, the newest few of its sitemaps too."""

    kind = SourceKind.SITEMAP
    accept: ClassVar[str] = "application/xml,text/xml;q=0.9,*/*;q=0.5"
    most_children: ClassVar[int] = 3
    most_children_back: ClassVar[int] = 60  # of years of months, where a person asks for what was published since a day

    def following(self, listing: Listing, source: Source) -> Iterator[Any]:
        """The newest sitemaps of an index; many of them, if a person asks for the past."""
        yield from super().following(listing, source)
        if self.order.back_to and source.kind is SourceKind.SITEMAP:
            for child in listing.children[SitemapSpider.most_children : SitemapSpider.most_children_back]:
                yield self.listing_request(source, child)

"""Outlets that list their articles in a news sitemap, or in an index of sitemaps."""

from typing import ClassVar

from monitor.model import SourceKind
from spiders.past import PastSpider


class SitemapSpider(PastSpider):
    """A sitemap; of an index, the newest few of its sitemaps too."""

    kind = SourceKind.SITEMAP
    accept: ClassVar[str] = "application/xml,text/xml;q=0.9,*/*;q=0.5"
    most_children: ClassVar[int] = 3

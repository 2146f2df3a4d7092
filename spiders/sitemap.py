"""Outlets that list their articles in a news sitemap, or in an index of sitemaps."""

from typing import ClassVar

from monitor.fetch import source_requests
from monitor.model import SourceKind
from spiders.past import PastSpider


class SitemapSpider(PastSpider):
    """A sitemap; of an index, the newest few of its sitemaps too."""

    kind = SourceKind.SITEMAP
    accept: ClassVar[str] = source_requests.ACCEPT[kind]
    most_children: ClassVar[int] = 3

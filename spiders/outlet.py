"""An outlet as a spider class: the readers of its sources, after a class of its own where there is one.

Those of other kinds come last: a gap may be filled from any listing.
"""

import functools

from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.spider import iter_spider_classes

from monitor.model import Outlet, SourceKind
from spiders.base import OutletSpider
from spiders.feed import FeedSpider
from spiders.section import SectionSpider
from spiders.sitemap import SitemapSpider
from spiders.wordpress import WordpressSpider

READERS: dict[SourceKind, type[OutletSpider]] = {
    SourceKind.FEED: FeedSpider,
    SourceKind.SITEMAP: SitemapSpider,
    SourceKind.SECTION: SectionSpider,
    SourceKind.WORDPRESS: WordpressSpider,
}


@functools.cache
def own_spiders() -> dict[str, type[OutletSpider]]:
    """The classes in spiders/ that are made for one outlet: those with a `name`, which is the outlet's id."""
    modules = walk_modules_iter("spiders")
    classes = {cls for module in modules for cls in iter_spider_classes(module)}
    return {cls.name: cls for cls in classes if issubclass(cls, OutletSpider)}


def spider_class(outlet: Outlet) -> type[OutletSpider]:
    """The class whose spiders crawl this outlet."""
    kinds = dict.fromkeys([*(source.kind for source in outlet.sources), *READERS])
    bases = [READERS[kind] for kind in kinds]
    if own := own_spiders().get(outlet.id):
        bases = [own, *(base for base in bases if not issubclass(own, base))]
    return type(f"{bases[0].__name__}For", tuple(bases), {"name": outlet.id, "outlet": outlet, "__module__": __name__})

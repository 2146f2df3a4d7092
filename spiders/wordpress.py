"""Outlets on WordPress whose REST interface lists their posts, with whole bodies and exact times."""

from typing import ClassVar
from urllib.parse import urlencode

from scrapy import Request

from monitor.model import Source, SourceKind
from spiders.past import PastSpider

_FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt,content,author"


class WordpressSpider(PastSpider):
    """The newest posts, newest first."""

    kind = SourceKind.WORDPRESS
    accept: ClassVar[str] = "application/json"

    def listing_request(self, source: Source, url: str | None = None) -> Request:
        """The posts' address with the parameters that ask for the newest twenty."""
        request = super().listing_request(source, url)
        joint = "&" if "?" in request.url else "?"
        query = urlencode({"per_page": 20, "orderby": "date", "_fields": _FIELDS})
        return request if "per_page=" in request.url else request.replace(url=f"{request.url}{joint}{query}")

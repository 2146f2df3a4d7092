"""Outlets on WordPress whose REST interface lists their posts, with whole bodies and exact times."""

from typing import ClassVar

from monitor.fetch import source_requests
from monitor.model import SourceKind
from spiders.past import PastSpider


class WordpressSpider(PastSpider):
    """The newest posts, newest first."""

    kind = SourceKind.WORDPRESS
    accept: ClassVar[str] = source_requests.ACCEPT[kind]

"""Outlets whose section or front pages are the only list of their articles."""

from typing import ClassVar

from monitor.fetch import source_requests
from monitor.model import SourceKind
from spiders.past import PastSpider


class SectionSpider(PastSpider):
    """A page whose links are judged, by the outlet's pattern or selector where there is one."""

    kind = SourceKind.SECTION
    accept: ClassVar[str] = source_requests.ACCEPT[kind]

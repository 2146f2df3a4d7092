"""Outlets whose section or front pages are the only list of their articles."""

from typing import ClassVar

from monitor.model import SourceKind
from spiders.past import PastSpider


class SectionSpider(PastSpider):
    """A page whose links are judged, by the outlet's pattern or selector where there is one."""

    kind = SourceKind.SECTION
    accept: ClassVar[str] = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"

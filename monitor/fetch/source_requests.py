"""How a source is asked for: its address as it is sent, and the headers of a conditional request."""

import functools
from urllib.parse import urlencode

from scrapy import Request

from monitor.events import Validators
from monitor.fetch import conditional
from monitor.model import SourceKind

ACCEPT = {
    SourceKind.FEED: (
        "application/rss+xml,application/atom+xml,application/feed+json;q=0.9,application/xml;q=0.8,*/*;q=0.5"
    ),
    SourceKind.SITEMAP: "application/xml,text/xml;q=0.9,*/*;q=0.5",
    SourceKind.SECTION: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    SourceKind.WORDPRESS: "application/json",
}
_POSTS = urlencode(
    {
        "per_page": 20,
        "orderby": "date",
        "_fields": "id,date_gmt,modified_gmt,link,title,excerpt,content,author",
    }
)


@functools.lru_cache(maxsize=20_000)  # sources of a process; each is asked for every few minutes
def address(kind: SourceKind, url: str) -> str:
    """The address of a listing as it is sent: escaped, and that of WordPress with what asks for the newest posts."""
    sent: str = Request(url).url
    if kind is not SourceKind.WORDPRESS or "per_page=" in sent:
        return sent
    return f"{sent}{'&' if '?' in sent else '?'}{_POSTS}"


def headers(user_agent: str, accept: str, validators: Validators | None) -> dict[str, str]:
    """The headers of a request that is conditional on these validators.

    One coding, which looks can undo themselves: an answer in another one would cost a crawl each time.
    """
    return {
        "User-Agent": user_agent,
        "Accept": accept,
        "Accept-Encoding": "gzip",
        **conditional.headers(validators),
    }

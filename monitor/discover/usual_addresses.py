"""Where outlets list their articles as a rule, by habit and by robots.txt: what is known without reading a page."""

import re
from collections.abc import Iterable

from monitor.model import Source, SourceKind
from monitor.reading import urls

NEWS_SITEMAP_PATHS = ("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap-news.xml", "/sitemap_google_news.xml",
                      "/googlenews.xml", "/feed/google-latest-news/sitemap-google-news", "/sitemap/news.xml",
                      "/sitemaps/news.xml", "/post_google_news.xml", "/google-news-sitemap.xml",
                      "/arc/outboundfeeds/news-sitemap/?outputType=xml")  # fmt: skip
WORDPRESS_PATH = "wp/v2/posts?per_page=20&_embed=author,wp:term&orderby=date"
_SITEMAP_LINE = re.compile(r"^[ \t]{0,40}sitemap[ \t]{0,40}:[ \t]{0,40}(\S+)", re.IGNORECASE | re.MULTILINE)
_NO_HOST = re.compile(r"^https?:/{3,}", re.IGNORECASE)
_WORDPRESS_FEED = re.compile(r"/feed/(?:(?:rss2?|atom|rdf)/)?(?:\?|$)|[?&]feed=(?:rss2?|atom|rdf)\b")


def sitemaps(home: str, robots: str | None) -> tuple[list[Source], list[Source]]:
    """The sitemaps that a robots.txt names: those of news, and the others."""
    named = listed(robots)
    news = [line for line in named if "news" in line.lower()]
    return _sources(news, home), _sources((line for line in named if line not in news), home)


def usual_news_sitemaps(home: str) -> list[Source]:
    """Where news sitemaps are on many sites, whether or not anything names them; the most usual first."""
    return _sources(NEWS_SITEMAP_PATHS, home)


def usual_posts(feed: str) -> Source | None:
    """Where a WordPress lists its posts, by the address of its feed, if that is one that WordPress gives to feeds."""
    address = urls.fetchable("/wp-json/" + WORDPRESS_PATH, feed) if _WORDPRESS_FEED.search(feed) else None
    return Source(kind=SourceKind.WORDPRESS, url=address) if address else None


def _sources(addresses: Iterable[str], home: str) -> list[Source]:
    """Sitemaps at these addresses."""
    return [Source(kind=SourceKind.SITEMAP, url=url) for address in addresses if (url := urls.fetchable(address, home))]


def listed(robots: str | None) -> list[str]:
    """The addresses of sitemaps that a robots.txt names."""
    # "https:///sitemap.xml" is seen in robots.txt files: the host was forgotten.
    return [_NO_HOST.sub("/", line) for line in _SITEMAP_LINE.findall(robots or "")[:200]]

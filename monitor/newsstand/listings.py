"""How outlets list what they have published: RSS, Atom, JSON Feed, sitemaps, a section page, WordPress' REST API.

Each function takes `Entry` values, newest first, and makes the bytes. They differ on purpose, as real sites do, in
how much they say: whole texts or a line, local zones or UTC, entities in titles.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as xml

from monitor.newsstand.markup import joined, local, to_html
from monitor.newsstand.press import Article, Outlet, Source

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article with its address and its times."""

    article: Article
    url: str
    published_at: datetime
    updated_at: datetime


def rss(outlet: Outlet, home: str, source: Source, entries: Sequence[Entry]) -> bytes:
    """RSS 2.0 with the usual namespaces; the whole text where the source says so."""
    items = []
    for entry in entries:
        article = entry.article
        link = f"{entry.url}?{outlet.tracking}" if outlet.tracking else entry.url
        text = f"<content:encoded><![CDATA[{to_html(article.body)}]]></content:encoded>" if source.content else ""
        items.append(
            f"<item><title>{xml(article.headline)}</title><link>{xml(link)}</link>"
            f'<guid isPermaLink="false">{xml(home)}?p={article.number}</guid>'
            f"<pubDate>{format_datetime(local(entry.published_at, outlet))}</pubDate>"
            f"<dc:creator><![CDATA[{joined(article.byline, outlet.language)}]]></dc:creator>"
            + "".join(f"<category><![CDATA[{tag}]]></category>" for tag in (article.section, *article.tags))
            + f"<description><![CDATA[<p>{escape(article.standfirst, quote=False)}</p>"
            f'<p>The post <a href="{escape(entry.url)}">{escape(article.headline, quote=False)}</a> appeared first on '
            f'<a href="{home}">{escape(outlet.name)}</a>.</p>]]></description>{text}</item>'
        )
    return (
        f'{XML_HEAD}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{xml(outlet.name)}</title><link>{home}</link><description>{xml(outlet.tagline)}</description>"
        f'<language>{outlet.language}</language><atom:link href="{home.rstrip("/")}{source.path}" rel="self" '
        f'type="application/rss+xml"/>{"".join(items)}</channel></rss>'
    ).encode()


def atom(outlet: Outlet, home: str, source: Source, entries: Sequence[Entry]) -> bytes:
    """Atom 1.0."""
    rows = []
    for entry in entries:
        article = entry.article
        authors = "".join(f"<author><name>{xml(name)}</name></author>" for name in article.byline)
        tags = "".join(f'<category term="{escape(tag)}"/>' for tag in article.tags)
        rows.append(
            f"<entry><id>tag:{outlet.id}.example,2019:{article.number}</id>"
            f'<title type="html">{xml(escape(article.headline, quote=False))}</title>'
            f'<link rel="alternate" type="text/html" href="{escape(entry.url)}"/>'
            f"<published>{entry.published_at:%Y-%m-%dT%H:%M:%SZ}</published>"
            f"<updated>{entry.updated_at:%Y-%m-%dT%H:%M:%SZ}</updated>{authors}{tags}"
            f'<summary type="html">{xml(f"<p>{escape(article.standfirst, quote=False)}</p>")}</summary></entry>'
        )
    updated = f"<updated>{entries[0].updated_at:%Y-%m-%dT%H:%M:%SZ}</updated>" if entries else ""
    return (
        f'{XML_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">'
        f"<title>{xml(outlet.name)}</title><subtitle>{xml(outlet.tagline)}</subtitle><id>{home}</id>"
        f'<link href="{home}"/><link rel="self" href="{home.rstrip("/")}{source.path}"/>{updated}{"".join(rows)}</feed>'
    ).encode()


def json_feed(outlet: Outlet, home: str, source: Source, entries: Sequence[Entry]) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"{outlet.id}-{entry.article.number}",
            "url": entry.url,
            "title": entry.article.headline,
            "summary": entry.article.standfirst,
            "content_text": entry.article.standfirst,
            "date_published": local(entry.published_at, outlet).isoformat(),
            "date_modified": local(entry.updated_at, outlet).isoformat(),
            "authors": [{"name": name} for name in entry.article.byline],
            "tags": list(entry.article.tags),
            "language": outlet.language,
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": home,
        "feed_url": home.rstrip("/") + source.path,
        "description": outlet.tagline,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def news_sitemap(outlet: Outlet, entries: Sequence[Entry]) -> bytes:
    """A Google News sitemap."""
    urls = "".join(
        f"<url><loc>{xml(entry.url)}</loc><lastmod>{local(entry.updated_at, outlet).isoformat()}</lastmod><news:news>"
        f"<news:publication><news:name>{xml(outlet.name)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{local(entry.published_at, outlet).isoformat()}</news:publication_date>"
        f"<news:title>{xml(entry.article.headline)}</news:title></news:news></url>\n"
        for entry in entries
    )
    return (
        f'{XML_HEAD}<urlset xmlns="{SITEMAP}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        f"{urls}</urlset>"
    ).encode()


def sitemap_index(home: str, newest: datetime, oldest: datetime) -> bytes:
    """An index of three sitemaps, of which only one is worth reading again."""
    rows = (("sitemap-pages.xml", oldest), ("sitemap-authors.xml", oldest), ("sitemap-news.xml", newest))
    maps = "".join(
        f"<sitemap><loc>{home}{name}</loc><lastmod>{at:%Y-%m-%dT%H:%M:%S+00:00}</lastmod></sitemap>"
        for name, at in rows
    )
    return f'{XML_HEAD}<sitemapindex xmlns="{SITEMAP}">{maps}</sitemapindex>'.encode()


def plain_sitemap(urls: Sequence[str], at: datetime) -> bytes:
    """A sitemap of pages that are not articles."""
    rows = "".join(f"<url><loc>{xml(url)}</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>" for url in urls)
    return f'{XML_HEAD}<urlset xmlns="{SITEMAP}">{rows}</urlset>'.encode()


def wordpress_posts(outlet: Outlet, home: str, entries: Sequence[Entry]) -> bytes:
    """WordPress' `/wp-json/wp/v2/posts`: rendered fields with entities, local and GMT dates, embedded authors."""
    return json.dumps([_post(outlet, home, entry) for entry in entries]).encode()


def _post(outlet: Outlet, home: str, entry: Entry) -> dict[str, object]:
    article = entry.article
    title = escape(article.headline, quote=False).replace("‘", "&#8216;").replace("’", "&#8217;")
    return {
        "id": article.number,
        "date": f"{local(entry.published_at, outlet):%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{entry.published_at:%Y-%m-%dT%H:%M:%S}",
        "guid": {"rendered": f"{home}?p={article.number}"},
        "modified": f"{local(entry.updated_at, outlet):%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{entry.updated_at:%Y-%m-%dT%H:%M:%S}",
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": entry.url,
        "title": {"rendered": title},
        "content": {"rendered": to_html(article.body), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(article.standfirst, quote=False)} [&hellip;]</p>\n", "protected": False},
        "author": 7,
        "categories": [3],
        "tags": [11, 12],
        "_links": {"self": [{"href": f"{home}wp-json/wp/v2/posts/{article.number}"}]},
        "_embedded": {
            "author": [{"id": 7, "name": name} for name in article.byline],
            "wp:term": [
                [{"id": 3, "name": article.section, "taxonomy": "category"}],
                [{"id": 11 + i, "name": tag, "taxonomy": "post_tag"} for i, tag in enumerate(article.tags)],
            ],
        },
    }

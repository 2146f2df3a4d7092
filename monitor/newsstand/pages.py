"""The pages that the outlets serve: `templates/*.html` filled in. Each outlet has its own kind of article page.

Besides articles there are front pages, and what a crawler meets instead of an article: a captcha, a consent wall,
a page that says "not found" with status 200, and a tag with sixty thousand attributes.
"""

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from monitor.newsstand.listings import Entry
from monitor.newsstand.markup import joined, local, spoken, to_html, to_text
from monitor.newsstand.press import Outlet

TEMPLATES = Path(__file__).parent / "templates"
ATTRIBUTES = 60_000  # in one tag: holds a naive lxml for half a minute
RELATED = 5
ALTERNATES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


def article(outlet: Outlet, home: str, entry: Entry, others: Sequence[Entry]) -> bytes:
    """What stands at an article's address: mostly, the article."""
    values = _values(outlet, home, entry, others)
    if entry.article.page == "attributes":
        return _attribute_bomb(values)
    name = outlet.id if entry.article.page == "article" else entry.article.page
    return _template(name).substitute(values).encode(outlet.charset, "xmlcharrefreplace")


def front(outlet: Outlet, title: str, entries: Sequence[Entry]) -> bytes:
    """A front or section page: cards of headlines among the usual furniture."""
    cards = "\n".join(
        f'<div class="card"><h3><a href="{escape(entry.url)}">{escape(entry.article.headline)}</a></h3>'
        f'<p>{escape(entry.article.standfirst)}</p><time datetime="{local(entry.published_at, outlet).isoformat()}">'
        f"{spoken(entry.published_at, outlet)}</time></div>"
        for entry in entries
    )
    alternates = "".join(
        f'<link rel="alternate" type="{ALTERNATES[source.format]}" title="{outlet.name}" href="{source.path}">\n'
        for source in outlet.sources
        if source.format in ALTERNATES
    )
    return (
        _template("front")
        .substitute(
            language=outlet.language,
            title=escape(title),
            name=escape(outlet.name),
            tagline=escape(outlet.tagline),
            alternates=alternates,
            cards=cards,
            year=entries[0].published_at.year if entries else "",
        )
        .encode()
    )


def plain(outlet: Outlet, title: str) -> bytes:
    """An about or privacy page."""
    values = {"language": outlet.language, "name": escape(outlet.name), "title": escape(title)}
    return _template("plain").substitute(values).encode()


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))


def _values(outlet: Outlet, home: str, entry: Entry, others: Sequence[Entry]) -> dict[str, str]:
    text = entry.article
    related = [e for e in others if e.article.id != text.id][:RELATED]
    updated = f"(updated {spoken(entry.updated_at, outlet)})" if text.edited is not None else ""
    persons = [{"@type": "Person", "name": name} for name in text.byline]
    return {
        "headline": escape(text.headline),
        "headline_js": _script(text.headline),
        "standfirst": escape(text.standfirst),
        "standfirst_js": _script(text.standfirst),
        "authors": escape(joined(text.byline, outlet.language)),
        "authors_js": _script(persons),
        "tags": " ".join(
            f'<a rel="tag" href="/tag/{tag.replace(" ", "-").lower()}/">{escape(tag)}</a>' for tag in text.tags
        ),
        "tags_js": _script(list(text.tags)),
        "keywords": escape(", ".join(text.tags)),
        "section": escape(text.section),
        "body": to_html(text.body),
        "words": str(len(to_text(text.body).split())),
        "related": "".join(f'<li><a href="{escape(e.url)}">{escape(e.article.headline)}</a></li>' for e in related),
        "published": local(entry.published_at, outlet).isoformat(),
        "updated": local(entry.updated_at, outlet).isoformat(),
        "published_text": spoken(entry.published_at, outlet),
        "updated_note": updated,
        "image": f"{home}media/{text.slug}.png",
        "number": str(text.number),
        "year": str(entry.published_at.year),
        "url": escape(entry.url),
        "home": home,
        "name": escape(outlet.name),
        "language": outlet.language,
    }


def _script(value: object) -> str:
    """JSON that may stand in a script element."""
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _attribute_bomb(values: dict[str, str]) -> bytes:
    attributes = " ".join(f'a{i}="{i}"' for i in range(ATTRIBUTES))
    return (
        f"<!doctype html><html><head><title>{values['headline']}</title></head><body><h1>{values['headline']}</h1>"
        f"<div {attributes}>{values['body']}</div></body></html>"
    ).encode()

"""The posts of a WordPress site, as its REST interface lists them: whole text, exact times, names and terms."""

from datetime import datetime
from typing import Any

from monitor.discover import earlier_pages, entries
from monitor.discover.entries import FeedEntry, Setting
from monitor.discover.feed_json import load, string
from monitor.discover.feed_xml import ENTRIES_LIMIT
from monitor.discover.listing import Listing, ListingError, one_each
from monitor.discover.plain import one_line
from monitor.model import Outlet
from monitor.reading.encoding import text_of_bytes


def read_posts(body: bytes, url: str, *, content_type: str | None, outlet: Outlet | None, now: datetime) -> Listing:
    """The links of a list of posts.

    Raises:
        ListingError: the body is not a list of posts; where WordPress says why, the text repeats it.
    """
    value = load(text_of_bytes(body, content_type))
    if isinstance(value, dict):
        if "link" not in value:
            said = one_line(string(value, "message")) or "an object without posts"
            raise ListingError(f"the site lists no posts: {said}")
        value = [value]
    if not isinstance(value, list):
        raise ListingError("it is JSON, but no list of posts")
    posts = [
        post for post in value[:ENTRIES_LIMIT] if isinstance(post, dict) and post.get("status", "publish") == "publish"
    ]
    setting = Setting(url=url, home=outlet.home if outlet else url, language=None, now=now)
    links = [link for link in (entries.link_of(_entry(post), setting) for post in posts) if link]
    if value and not links:
        raise ListingError("it is a JSON list, but nothing in it is a post")
    return Listing(kind="wordpress", links=one_each(links, url), next_page=earlier_pages.numbered(url, "page"))


def _entry(post: dict[str, Any]) -> FeedEntry:
    published, modified = string(post, "date_gmt"), string(post, "modified_gmt")
    return FeedEntry(
        link=string(post, "link"),
        guid=_rendered(post, "guid") or string(post, "id"),
        guid_is_link=False,  # ?p=123: the same post under an address that only redirects
        title=_rendered(post, "title"),
        summary=_rendered(post, "excerpt"),
        content=_rendered(post, "content"),
        published=_utc(published) or string(post, "date"),
        updated=_utc(modified) or string(post, "modified"),
        authors=_authors(post),
        tags=_terms(post),
        language=string(post, "lang"),
    )


def _utc(moment: str | None) -> str | None:
    return f"{moment}Z" if moment and not moment.endswith("Z") else moment


def _rendered(post: dict[str, Any], key: str) -> str | None:
    value = post.get(key)
    if isinstance(value, dict):
        return None if value.get("protected") is True else string(value, "rendered")
    return string(post, key)


def _authors(post: dict[str, Any]) -> list[str]:
    embedded = post.get("_embedded")
    people = embedded.get("author") if isinstance(embedded, dict) else None
    names = [string(person, "name") for person in people] if isinstance(people, list) else []
    if not any(names):
        head = post.get("yoast_head_json")
        names = [string(head, "author")]
    return [name for name in names if name]


def _terms(post: dict[str, Any]) -> list[str]:
    embedded = post.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, dict) else None
    terms = [term for group in groups if isinstance(group, list) for term in group] if isinstance(groups, list) else []
    return [name for name in (string(term, "name") for term in terms) if name]

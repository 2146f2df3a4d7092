"""What reading a source returns, and the error when nothing can be read: shared by every parser of this package.

`one_each` is the last step of them all: addresses fit to request, one link per URL key, in listing order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.model import Link
from monitor.reading import urls


class ListingError(ValueError):
    """The body is not a listing that can be read. The text says what is wrong with it, for the person who reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The articles that a source lists.

    `children` are the sitemaps worth reading of an index, newest first, `index` all of them. `next_page` is where
    earlier articles are.
    """

    links: tuple[Link, ...] = ()
    kind: str  # rss atom rdf json sitemap sitemap_index section wordpress
    children: tuple[str, ...] = ()
    index: tuple[Link, ...] = ()
    next_page: str | None = None
    title: str | None = None
    language: str | None = None


def one_each(links: Iterable[Link], base: str) -> tuple[Link, ...]:
    """The links in fetchable form, the first of each URL key; what is not a web address is left out.

    A link that has a key has been made fit by who made it.

    A comment's address is its article's address with a fragment: what the listing says of the comment is not said
    of the article, so only the address is kept.
    """
    kept: dict[str, Link] = {}
    for link in links:
        url, key = link.url, link.key
        if key is None:
            pair = urls.to_request(urls.fetchable(url, base) or "")
            if pair is None:
                continue
            url, key = pair
        if key in kept:
            continue
        if "#comment" in link.url:
            kept[key] = Link(url=url, key=key)
        else:
            kept[key] = link if link.key == key and link.url == url else replace(link, url=url, key=key)
    return tuple(kept.values())

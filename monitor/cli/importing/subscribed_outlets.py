"""The feeds that somebody subscribed to, as outlets: shipped ones to follow, and tables of new ones.

A feed is known by its address, or by its site: that of its home page, else its own. An outlet that the configuration
has or the catalogue ships reads the whole of its site, unless its home page is only a section of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count as count_from
from itertools import takewhile
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor import catalogue
from monitor.cli.importing.imported_items import Destination, ImportedItem, State
from monitor.cli.importing.outlines import Subscription
from monitor.config import Config
from monitor.model import Outlet
from monitor.phrasing import count
from monitor.reading import urls
from monitor.reading.host_names import registrable_domain, without_prefixes
from monitor.text import slug

# Hosts of many publications: two feeds there have nothing in common.
_SHARED = {
    "youtube.com", "reddit.com", "medium.com", "feeds.feedburner.com", "feedburner.com", "feedproxy.google.com",
    "news.google.com", "google.com", "github.com", "feeds2.feedburner.com", "rss.app", "inoreader.com", "feedly.com",
    "nitter.net", "podcasts.apple.com", "anchor.fm", "feeds.megaphone.fm", "feeds.simplecast.com", "rsshub.app",
    "kill-the-newsletter.com", "mastodon.social", "bsky.app", "tumblr.com", "flipboard.com", "openrss.org",
}  # fmt: skip
_FEED_HOSTS = ("feeds.", "feed.", "rss.")
_OFF = "is switched off in the configuration"
_LONGEST_ID = 60  # characters of one that is made from a title


@dataclass(slots=True)
class _Known:
    """The outlets that there are, by the addresses of their sources, and by site."""

    followed: Mapping[str, Outlet]
    by_feed: dict[str, str] = field(default_factory=dict)
    by_site: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # (path of its home page, id)

    @classmethod
    def of(cls, config: Config, tables: Iterable[Mapping[str, Any]]) -> "_Known":
        """Those of the configuration, also where it switches them off, and the shipped ones."""
        known = cls({one.id: one for one in config.outlets})
        shipped = catalogue.entries()
        own = {str(table["id"]): table for table in tables if "home" in table}
        for one in known.followed.values():
            known._add(one.id, one.home, [source.url for source in one.sources])
        for id_, entry in shipped.items():
            home = (
                urljoin(entry.home, "/") if entry.disabled else entry.home
            )  # what stands against it holds for the site
            known._add(id_, home, [source.url for source in (*entry.sources, *entry.spare)])
        for id_, table in own.items():
            known._add(id_, table["home"], [source["url"] for source in table.get("sources", ())])
        return known

    def _add(self, id_: str, home: str, sources: Iterable[str]) -> None:
        for url in sources:
            self.by_feed.setdefault(_key(url), id_)
        places = self.by_site.setdefault(_host(home), [])
        if (place := (urlsplit(home).path.rstrip("/"), id_)) not in places:
            places.append(place)

    def outlet_of(self, feed: Subscription) -> str | None:
        """The id of the outlet that reads this feed, or its site."""
        if found := self.by_feed.get(_key(feed.feed)):
            return found
        site, path = _site(feed), urlsplit(feed.home or feed.feed).path.rstrip("/")
        within = [
            (len(home), id_)
            for home, id_ in self.by_site.get(site, ())
            if (home or site not in _SHARED) and (path == home or path.startswith(f"{home}/"))
        ]
        return max(within)[1] if within else None


def items(
    feeds: Sequence[Subscription], config: Config, raw: Mapping[str, Any], defaults: Mapping[str, Any]
) -> list[ImportedItem]:
    """What becomes of each feed: `raw` are the tables of the file as written, `defaults` hold for new outlets."""
    tables: list[dict[str, Any]] = raw.get(Destination.OUTLET, [])
    known = _Known.of(config, tables)
    there: dict[str, list[Subscription]] = {}
    new: dict[str, list[Subscription]] = {}
    refused = []
    for feed in feeds:
        if id_ := known.outlet_of(feed):
            there.setdefault(id_, []).append(feed)
        elif feed.feed:
            new.setdefault(_group(feed), []).append(feed)
        else:
            refused.append(_refused(feed))
    own = {str(table.get("id")): place for place, table in enumerate(tables)}
    found = [
        _more_sources(tables[own[id_]], own[id_], group, known)
        if id_ in own and "home" in tables[own[id_]]
        else _shipped(id_, group[0].line, known, is_off=id_ in own or f"-{id_}" in raw.get("follow", ()))
        for id_, group in there.items()
    ]
    taken = {*catalogue.entries(), *own}
    added = [_table(group, taken, defaults) for group in new.values()]
    return sorted((*found, *added, *refused), key=lambda item: item.line)


def _shipped(id_: str, line: int, known: _Known, *, is_off: bool) -> ImportedItem:
    """An outlet that is shipped: followed already, to be followed, or switched off by us or in the configuration."""
    entry = catalogue.entries()[id_]
    item = ImportedItem(section=Destination.FOLLOW, name=id_, line=line, remark=f"shipped: {entry.name}")
    if id_ in known.followed:
        item.state = State.SAME
    elif is_off:
        item.state, item.remark = State.SAME, _OFF
    elif entry.disabled:
        item.remark = ""
        item.refuse(f"is shipped switched off: {entry.disabled}")
    return item


def _more_sources(table: Mapping[str, Any], index: int, group: Sequence[Subscription], known: _Known) -> ImportedItem:
    """An outlet of the configuration's own: unchanged, or with feeds that it does not read yet."""
    sources = list(table.get("sources", ()))
    read = {_key(source["url"]) for source in (*sources, *table.get("spare", ()))}
    more = {_key(feed.feed): feed.feed for feed in group if feed.feed and _key(feed.feed) not in read}
    item = ImportedItem(section=Destination.OUTLET, name=str(table["id"]), line=group[0].line, index=index)
    item.state = State.CHANGED if more else State.SAME
    item.remark = f"{count(len(more), 'source')} more: {', '.join(more.values())}" if more else ""
    if not more and table["id"] not in known.followed:
        item.remark = _OFF
    item.entry = {"sources": [*sources, *({"kind": "feed", "url": url} for url in more.values())]}
    return item


def _table(group: Sequence[Subscription], taken: set[str], defaults: Mapping[str, Any]) -> ImportedItem:
    """A new outlet with the feeds of one site."""
    first = group[0]
    id_ = _id(first, taken)
    taken.add(id_)
    homes = {feed.home for feed in group if feed.home}
    parts = urlsplit(next(iter(homes), first.feed))
    root = f"{parts.scheme}://{parts.netloc}/"
    named = _in_common([feed.title.split() for feed in group])
    entry = {
        "id": id_,
        "name": (first.title if len(group) == 1 else named) or _site(first),
        "home": homes.pop() if len(homes) == 1 else first.feed if _site(first) in _SHARED else root,
        "sources": [{"kind": "feed", "url": url} for url in {_key(feed.feed): feed.feed for feed in group}.values()],
    }
    tags = list(dict.fromkeys(tag for feed in group for tag in feed.tags))
    entry |= {"tags": tags} if tags else {}
    item = ImportedItem(section=Destination.OUTLET, name=id_, line=first.line, entry={**entry, **defaults})
    item.remark = str(entry["name"])
    if len(entry["sources"]) > 1:
        item.remark += f": {count(len(entry['sources']), 'source')}"
    return item


def _in_common(titles: Sequence[Sequence[str]]) -> str:
    """The words with which all titles begin."""
    same = takewhile(lambda words: len(set(words)) == 1, zip(*titles, strict=False))
    return " ".join(words[0] for words in same).strip(" -–—:|»·,")


def _refused(feed: Subscription) -> ImportedItem:
    item = ImportedItem(section=Destination.OUTLET, name=feed.title or feed.home or "(no title)", line=feed.line)
    item.refuse(f"is no web address: {feed.written[:80]}" if feed.written else "has no feed (xmlUrl)")
    return item


def _id(feed: Subscription, taken: set[str]) -> str:
    """A short name that is free: by the host, or by the title where the host is of many."""
    site = _site(feed)
    domain = registrable_domain(site.partition(":")[0])
    host = f"{site.removesuffix(domain)} {domain.partition('.')[0]}" if domain else site
    name = (slug(feed.title)[:_LONGEST_ID].strip("-") if site in _SHARED else slug(host)) or "outlet"
    numbered = (f"{name}-{number}" for number in count_from(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _group(feed: Subscription) -> str:
    """What the feeds of one outlet have in common."""
    site = _site(feed)
    return _key(feed.feed) if site in _SHARED else site


def _site(feed: Subscription) -> str:
    """The host of the home page; without one, that of the feed, without what only feeds have in front."""
    if feed.home:
        return _host(feed.home)
    host = _host(feed.feed)
    if host in _SHARED:
        return host
    return next((host.removeprefix(prefix) for prefix in _FEED_HOSTS if host.startswith(prefix)), host)


def _host(url: str) -> str:
    return without_prefixes(urls.host(url))


def _key(url: str) -> str:
    return urls.canonical(url) or url

"""Gaps in what an outlet lists: whether there is one, what else may list its articles, and whether that fills it.

Pure: listings go in, decisions come out. Whoever asks the sources minds the pace.
"""

from collections.abc import Collection, Container, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from monitor.discover import link_times, usual_addresses
from monitor.known_links import known_as
from monitor.listing_gap import SOME, Gap, OpenGap
from monitor.model import Link, Outlet, Source, SourceKind
from monitor.reading import urls

MOST_ASKED = 8  # sources in one crawl, to fill one gap
MOST_TAKEN = 200  # links of one listing that fill a gap
_MOST_MISSING = 10_000  # more is no estimate
_USUAL_SITEMAPS = 4  # addresses of news sitemaps that are tried though nobody names them
_ENOUGH = 0.5  # of what is missing by the pace of what is listed: outlets do not keep an even pace
_MINUTE = timedelta(minutes=1)


def gap_in(links: Sequence[Link], known: Container[str], since: datetime | None, now: datetime) -> Gap | None:
    """The gap before these links, if nothing of them was known; `since` is the last look, None: there was none."""
    keys = keys_of(links)
    if since is None or len(keys) < SOME or any(key in known for key in keys):
        return None
    times = sorted(link.published_at for link in links if link.published_at and link.published_has_time)
    if len(times) < SOME or times[0] <= since:
        return Gap(since=since, until=now)  # its times say nothing about the time between the looks
    span = times[-1] - times[0]
    if span < _MINUTE:  # all at once, which is no pace
        return Gap(since=since, until=times[0])
    missing = int((len(times) - 1) * ((times[0] - since) / span))
    return Gap(since=since, until=times[0], missing=min(max(missing, 1), _MOST_MISSING))


def joins(links: Sequence[Link], gap: OpenGap) -> bool:
    """Whether a listing goes at least as far as to where the one begins that showed the gap."""
    newest = max((link.published_at for link in links if link.published_at), default=None)
    return any(key in gap.seen for key in keys_of(links)) or (newest is not None and newest >= gap.gap.until)


def reaches_back(
    links: Sequence[Link], gap: OpenGap, kind: SourceKind, *, found: int = 0, is_last: bool = False
) -> bool:
    """Whether a listing goes back to the last look; `found` links of the gap were on the pages before it.

    `is_last`: no page is read after it.
    """
    keys = keys_of(links)
    if kind is SourceKind.SECTION:
        return _reaches_back_in_order(keys, gap, found, is_last=is_last)
    oldest = min((at for link in links if link.published_at and (at := link_times.latest(link))), default=None)
    is_old = oldest is not None and oldest <= gap.gap.since
    return any(key in gap.before for key in keys) or (is_old and gap.gap.missing is not None)


def count_between(keys: Iterable[str], gap: OpenGap) -> int:
    """How many are neither of the last look nor of the listing that showed the gap, whatever listed them since."""
    return sum(key not in gap.before and key not in gap.seen for key in keys)


def _reaches_back_in_order(keys: Sequence[str], gap: OpenGap, found: int, *, is_last: bool) -> bool:
    """Pages of sections keep old articles in boxes: there only several old ones in a row count, after new ones.

    Of the new ones there must be about as many as are missing, for a box of what is read most looks the same. Where
    the last page ends with fewer old ones, there must be all that are missing.
    """
    missing = gap.gap.missing
    for place in range(len(keys)):
        following = keys[place : place + SOME]
        if all(key in gap.before for key in following):
            between = found + count_between(keys[:place], gap)
            if len(following) == SOME:
                return between >= _ENOUGH * (missing or 0)
            return is_last and missing is not None and between >= missing
    return False


def within(links: Iterable[Link], gap: Gap) -> list[Link]:
    """The links that may be of the gap's time: those that declare an earlier one are not."""
    return [link for link in links if (link_times.latest(link) or gap.until) >= gap.since][:MOST_TAKEN]


def to_ask(
    outlet: Outlet, of: str, robots: str | None, good: Sequence[Source], done: Collection[str]
) -> tuple[Source, ...]:
    """What may list the articles that a source lost, likeliest first, each once.

    Args:
        outlet: Whose gap it is.
        of: The address of the source that has the gap, which may have earlier pages.
        robots: The robots.txt of the outlet's site, if it is known.
        good: What filled gaps of the outlet before, and what else is known to list much.
        done: Addresses that were asked in vain.
    """
    home = Source(kind=SourceKind.SECTION, url=outlet.home)
    named, others = usual_addresses.sitemaps(outlet.home, robots)
    own = [source for source in outlet.sources if source.url == of]
    others_own = [source for source in outlet.sources if source.url != of]
    news, further = named[:2], [*named[2:], *others]
    usual = usual_addresses.usual_news_sitemaps(outlet.home)[:_USUAL_SITEMAPS]
    every = chain(own, good, others_own, news, _posts(outlet), [home], further[:2], usual)
    found: dict[str, Source] = {}
    for source in every:
        found.setdefault(source.url, source)
    return tuple(source for source in found.values() if source.url not in done)[:MOST_ASKED]


def _posts(outlet: Outlet) -> list[Source]:
    """The posts of a WordPress whose feed is followed, which may not page and whose front page may not name them."""
    if any(source.kind is SourceKind.WORDPRESS for source in outlet.sources):
        return []
    feeds = (one.url for one in outlet.sources if one.kind is SourceKind.FEED and urls.same_site(one.url, outlet.home))
    return [posts for feed in feeds if (posts := usual_addresses.usual_posts(feed))][:1]


def keys_of(links: Iterable[Link]) -> list[str]:
    """The URL keys of links, as orders carry them."""
    return [known_as(key) for link in links if (key := urls.key_of(link))]

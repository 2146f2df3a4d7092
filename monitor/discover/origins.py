"""Which of a listing's links are news, and which were there before anybody looked.

    the outlet's first crawl                              all of it is a seed
    the first reading of a further source of the outlet   a seed, but for what was published since the outlet's last
                                                          look; none where half of it or more is known: then it is a
                                                          source that moved, or lists what another lists
    what fills a gap, or is read in the place of a        news if it was published since the last look, by a time of
    dead source for the first time                        its own, else backfill
    any other reading                                     news

Old news is left to `max_age`, by what the page itself declares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor import listing_gap
from monitor.events import LinksFound
from monitor.model import Link, Origin

_SHARE_KNOWN = 2  # one in so many of its links is known: it lists what another source lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What is known of an outlet and the source that was read. `last` is the end of the last complete crawl.

    `since`: what was published before that is no news, whatever the source.
    """

    outlet_is_seeding: bool
    source_is_seeding: bool
    last: datetime | None
    since: datetime | None


def of_links(found: LinksFound, looks: Looks) -> Iterator[tuple[Origin, list[Link]]]:
    """The links that a source listed, by their origins."""
    links = list(found.links)
    if looks.outlet_is_seeding:
        yield Origin.SEED, links
    elif looks.since is not None:
        yield from _parted(links, looks.since, None, Origin.BACKFILL)
    elif looks.source_is_seeding and not _lists_what_is_known(found):
        yield from _parted(links, looks.last or found.at, found.at, Origin.SEED)
    else:
        yield Origin.LIVE, links


def is_late(found: LinksFound, looks: Looks) -> bool:
    """Whether what was listed may have been there for long: nothing of it was known, and the source was read before."""
    if found.since is not None or found.gap is not None:
        return True
    return not looks.source_is_seeding and listing_gap.is_all_new(listed=found.listed or 0, new=len(found.links))


def _lists_what_is_known(found: LinksFound) -> bool:
    listed = found.listed or len(found.links)
    return listed > len(found.links) and (listed - len(found.links)) * _SHARE_KNOWN >= listed


def _parted(
    links: list[Link], since: datetime, until: datetime | None, other: Origin
) -> Iterator[tuple[Origin, list[Link]]]:
    """What was published in between is news; what was not, or names no time, is not."""
    fresh = [
        link
        for link in links
        if link.published_at
        and link.published_has_time
        and since < link.published_at
        and (until is None or link.published_at <= until)
    ]
    yield Origin.LIVE, fresh
    yield other, [link for link in links if link not in fresh]

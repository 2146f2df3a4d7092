"""A listing that came is read: its links, those of them that are to be read, and how that is reported.

    received -> read -> found -> taken -> the event of what was listed, and the links to be read now
                                              -> article, where the outlet's pages are not to be read

Crawls and looks read listings here, each with the progress of its crawl.
"""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from monitor import discover, error_words, event_size, extract
from monitor.causes import Requested, SourceCause
from monitor.discover import gap_finding
from monitor.discover.sitemaps import PAGES_LIMIT
from monitor.events import ArticleRead, Event, LinkRefused, LinksFound, Order, Parsing, SourceFailed, Validators
from monitor.fetch.crawl_context import Progress
from monitor.fetch.hooks import Hooks
from monitor.fetch.received import KeptReading, Received
from monitor.model import Link, Reading, Refusal, Source, SourceKind
from monitor.refusals import Reason
from spiders import wrong_answers
from spiders.sorting import is_settled, sorted_out

_log = logging.getLogger(__name__)

Read = tuple[discover.Listing, list[Link], list[Link]]  # the listing, its new links, those that are known and changed


class ListingReader:
    """Reads the listings of one crawl: by its order, announcing to its hooks, and noting in its progress.

    `readings` are listings that a look has read, by address; each is used once.
    """

    def __init__(self, order: Order, hooks: Hooks, progress: Progress, readings: dict[str, KeptReading]) -> None:
        self._order, self._hooks, self._progress, self._readings = order, hooks, progress, readings
        self._outlet = order.outlet

    def read(
        self, received: Received, source: Source, address: str, now: datetime, most: int = PAGES_LIMIT
    ) -> Read | SourceFailed:
        """The listing with those of its links that are new or changed, or why it is none."""
        parsing = Parsing(outlet=self._outlet.id, url=address, kind=Requested.SOURCE, source=source.url)
        kept = self._readings.pop(address, None)
        try:
            with self._hooks.parsing(parsing, received.body):
                same = kept.listing_of(received, source) if kept and most == PAGES_LIMIT else None
                listing = same or self.listing(received, source, now, most)
                if listing.links or source.kind is not SourceKind.SECTION:
                    return listing, *sorted_out(self._order.known, self._progress.seen, listing.links, source)
                why = ""
        except discover.ListingError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - a defect of ours costs this source, and no other
            _log.exception("source.parser_fault", extra={"outlet": self._outlet.id, "url": address})
            why = error_words.in_words(error, doing="reading the list")
        with self._hooks.parsing(parsing, received.body):
            cause, said = wrong_answers.cause(received, self._outlet, now)
        return self.failed(source, cause, said or why, 200) if said or why else (listing, [], [])

    def listing(self, received: Received, source: Source, now: datetime, most: int = PAGES_LIMIT) -> discover.Listing:
        """What a listing lists; raises ListingError, as `discover.read_listing` does."""
        return discover.read_listing(
            source.kind,
            received.body,
            received.url,
            content_type=received.content_type,
            language=received.language,
            outlet=self._outlet,
            source=source,
            most=most,
            now=now,
            settled=partial(is_settled, self._order.known, source),
        )

    def found(self, looked: LinksFound, read: Read, address: str, validators: Validators) -> LinksFound:
        """What was found at the address of a source, or of a sitemap that it leads to, as an event."""
        listing, new, changed = read
        # An index that stays the same may lead to sitemaps that do not: it is always read again.
        is_whole = not listing.children and not looked.child
        return replace(
            looked,
            links=tuple(new),
            changed=tuple(changed),
            listed=len(listing.links),
            newest_at=max((link.published_at for link in listing.links if link.published_at), default=None),
            gap=gap_finding.gap_in(listing.links, self._order.known, self._order.looked.get(address), looked.at),
            validators=validators if is_whole else Validators(),
        )

    def taken(self, found: LinksFound) -> tuple[Event, list[Link]]:
        """What a source listed, as far as an event holds it, and the links to be read now: as many as may be."""
        fitting = event_size.fitted(found)
        if not isinstance(fitting, LinksFound):  # too much to be kept: the source failed
            return fitting, []
        progress, links = self._progress, [*found.links, *found.changed]
        if len(links) > progress.pages_left:
            progress.cut = progress.cut or "the page limit of one crawl was reached"
            links = links[: max(progress.pages_left, 0)]
        progress.pages_left -= len(links)
        return fitting, links

    def article(self, link: Link) -> Event:
        """The article of a link as its listing has it, or why it is none."""
        now = datetime.now(UTC)
        with self._hooks.parsing(Parsing(outlet=self._outlet.id, url=link.url), (link.content or "").encode()):
            result = extract.from_listing(link, self._outlet, now=now, repeated=self._order.repeats)
        return self.event_of(link, Reading(result=result), now)

    def event_of(self, link: Link, reading: Reading, now: datetime) -> Event:
        """The event of a link that was read."""
        result = reading.result
        if isinstance(result, Refusal):
            return self.refused(link, result.reason, result.detail)
        return ArticleRead(outlet=self._outlet.id, link=link, article=result, at=now, shortfalls=reading.shortfalls)

    def refused(self, link: Link, reason: Reason, detail: str) -> LinkRefused:
        """The event of a link that is no article."""
        return LinkRefused(outlet=self._outlet.id, link=link, reason=reason, at=datetime.now(UTC), detail=detail[:500])

    def failed(self, source: Source, cause: SourceCause, error: str, status: int | None = None) -> SourceFailed:
        """The event of a source that could not be read."""
        now = datetime.now(UTC)
        return SourceFailed(
            outlet=self._outlet.id, source=source, at=now, cause=cause, error=error[:500], status=status
        )

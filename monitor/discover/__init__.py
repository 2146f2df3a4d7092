"""Which articles exist? Reads what an outlet lists, bytes to links. It fetches nothing and knows no archive.

    read_listing(SourceKind.FEED, body, url, now=now) -> Listing(links, kind, children, title, language)

One link per URL key, in the order of the listing. Whatever the body is, the time is bounded and the only exception
is `ListingError`, which says what is wrong with it.

    segments, habits, cadence           what is learnt of an outlet's week, and when to look at it again
    link_times                          how late an article may have been published
    earlier_pages                       how far back to read
    usual_addresses                     where listings are as a rule, and where robots.txt says
    source_candidates, overlap          where its listings may be, and whether one lists what another listed
    origins                             which links are news, and which were there before
    past, month_archives                what was published since a day
    gap_finding                         what came and went between two looks, and what else may list it
    xml_repair                          packed and ill-formed bodies -> XML for a strict parser
    feeds                               RSS, Atom, JSON Feed: feed_xml, feed_names, feed_values, feed_careful, feed_json
    sitemaps, wordpress                 other listings that machines write
    page, sections, likeness            section pages, and which of their links lead to articles
    page_state, state_links             what such a page lists for its own scripts
    entries, dates, plain               an item of a listing -> a link, its times, its text
    listing                             the result: one link per URL key
    listing_reader                      a body of whichever kind -> a listing

What reads bodies is loaded where it is first asked for: whoever wants the habits of an outlet, as the daemon does,
loads no parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from monitor.discover.earlier_pages import GapFill
from monitor.discover.listing import Listing, ListingError

if TYPE_CHECKING:
    from monitor.discover.listing_reader import read_listing

__all__ = ["GapFill", "Listing", "ListingError", "read_listing"]


def __getattr__(name: str) -> Any:
    if name != "read_listing":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("monitor.discover.listing_reader").read_listing

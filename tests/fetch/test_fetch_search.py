"""A search for another source asks for whole answers, and is known as one however it ends."""

from make import BODY, feed
from website import MISSING, answer

from monitor.causes import CrawlOutcome
from monitor.events import CandidatesFound, Finished, Validators
from monitor.fetch.pace import Pace
from monitor.succession import Search

FRONT = f'<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>{BODY}</body></html>'


def test_a_search_is_not_answered_by_what_was_kept(raw, crawl):
    """The front page is asked for without a condition, also where the archive has its validators."""
    home = f"{raw.base}/"
    raw.answers = {"/": answer(FRONT, "Content-Type: text/html"), "/feed": MISSING}
    known = {address: Validators(etag='"a"') for address in (home, f"{home}feed", f"{home}rss")}

    events = crawl(search=Search(source=feed(home)), validators=known)

    assert not [asked for asked in raw.asked if "if-none-match" in asked.headers]
    (found,) = [event for event in events if isinstance(event, CandidatesFound)]
    assert f"{home}rss" in [candidate.source.url for candidate in found.candidates]


def test_a_search_that_does_not_start_is_no_crawl(raw, crawl):
    """Its outlet is as due as before: no source was read, nor was one to be."""
    stopped = Pace()
    stopped.stop()

    (ended,) = [
        event
        for event in crawl(search=Search(source=feed(f"{raw.base}/")), pace=stopped)
        if isinstance(event, Finished)
    ]

    assert (ended.outcome, ended.searched) == (CrawlOutcome.SHUTDOWN, True)


def test_sources_are_asked_for_a_coding_that_a_look_can_undo(raw, crawl):
    """An answer in another coding would cost a crawl for each look."""
    crawl()

    (asked,) = [asked for asked in raw.asked if asked.path == "/feed"]
    assert asked.headers["accept-encoding"] == "gzip"

"""The cap on an answer's headers, where it begins, and addresses of which the client makes nothing."""

from fetch_raw import PAGE, answer, feed

from monitor.errors import MonitorError
from monitor.events import ArticleRead, Fetched, LinkFailed
from monitor.fetch import failures
from monitor.fetch.connections import HEADER_LIMIT
from monitor.model import Link

LINE = 16_384  # bytes of one header


def page_with_headers(size: int) -> bytes:
    """A page whose header block has about so many bytes, in fields that are each within bounds."""
    return answer(PAGE, *(f"X-{number}: {'y' * (LINE - 9)}" for number in range(size // LINE)))


def of_page(events):
    """What was recorded of the page's requests."""
    return [event for event in events if isinstance(event, Fetched) and event.kind == "page"]


def test_headers_above_the_limit_are_read_if_they_end_soon(raw, crawl):
    """What arrives in one piece with the headers may be body: the cut is at twice the limit."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": page_with_headers(HEADER_LIMIT * 3 // 2)}

    assert [event for event in crawl() if isinstance(event, ArticleRead)]


def test_headers_of_more_than_twice_the_limit_are_refused(raw, crawl):
    """The record says what was wrong with the answer."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": page_with_headers(HEADER_LIMIT * 5 // 2)}

    events = crawl()

    assert [event for event in events if isinstance(event, LinkFailed)]
    assert not [event for event in events if isinstance(event, ArticleRead)]
    assert of_page(events)
    assert all(f"more than {HEADER_LIMIT} bytes of headers" in event.error for event in of_page(events))


def test_a_body_counts_for_nothing(raw, crawl):
    """A page of two megabytes has short headers."""
    page = PAGE.replace(b"</article>", b"</article><!--" + b"x" * (8 * HEADER_LIMIT) + b"-->")
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(page)}

    events = crawl()

    assert [event for event in events if isinstance(event, ArticleRead)]
    assert [event.bytes for event in of_page(events)] == [len(page)]


def test_a_name_that_the_client_cannot_ask_for_is_a_failure_of_its_own(raw, crawl):
    """A host with an empty label is reported with what is wrong with it; the outlet's other pages are read."""
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": answer(PAGE)}

    events = crawl(pending=(Link(url="http://a..b/c"),))

    assert [event.link.url for event in events if isinstance(event, LinkFailed)] == ["http://a..b/c"]
    assert [event.link.url for event in events if isinstance(event, ArticleRead)] == [raw.base + "/a"]
    errors = [event.error for event in events if isinstance(event, Fetched) and event.url.startswith("http://a..b")]
    assert set(errors) == {"the name of a..b has a part that is empty, too long or of characters that no name may have"}


def test_an_error_of_ours_is_said_with_its_hint_if_it_has_one() -> None:
    """And without empty brackets otherwise."""
    assert failures.in_words(MonitorError("the archive is full")) == "the archive is full"
    assert failures.in_words(MonitorError("the archive is full", hint="free some space")) == (
        "the archive is full (free some space)"
    )

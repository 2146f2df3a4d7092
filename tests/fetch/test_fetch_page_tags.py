"""Pages that ask not to be kept: the header and the markup that say so, and the setting that heeds them."""

from dataclasses import replace

import make
import pytest
from fetch_raw import PAGE, answer, feed

from monitor.crawl import Crawls
from monitor.events import ArticleRead
from monitor.fetch.hooks import Hooks
from monitor.fetch.page_tags import asks_not_to_be_kept
from monitor.model import Noarchive

TOKEN = "EntertainmentMonitor"


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        (["noarchive"], True),
        (["nofollow, NoIndex"], True),
        (["none"], True),
        (["entertainmentmonitor: noarchive"], True),
        (["otherbot: nofollow", "noarchive"], True),
        (["unavailable_after: 25 Jun 2030 15:00:00 PST, noarchive"], True),
        (["otherbot: noarchive, noindex"], False),
        (["otherbot: noindex, EntertainmentMonitor: nofollow"], False),
        (["max-snippet: 20", "index, follow"], False),
        ([], False),
    ],
)
def test_the_header_is_read_for_everybody_and_for_us(values: list[str], *, asks: bool) -> None:
    """Directives count that name nobody, or our product."""
    assert asks_not_to_be_kept(values, b"<html>", TOKEN) is asks


@pytest.mark.parametrize(
    ("meta", "asks"),
    [
        ('<meta name="robots" content="index, noarchive">', True),
        ("<META CONTENT='noindex' NAME=Robots>", True),
        ("<meta name=entertainmentmonitor content=none>", True),
        ('<meta name="otherbot" content="noarchive">', False),
        ('<meta name="description" content="noarchive: a film">', False),
        ('<meta property="og:title" content="none">', False),
        ('<meta name="robots" content="max-image-preview:large">', False),
    ],
)
def test_the_markup_is_read_in_any_order_and_quotes(meta: str, *, asks: bool) -> None:
    """Only the element that addresses robots counts."""
    assert asks_not_to_be_kept([], f"<html><head>{meta}</head>".encode(), TOKEN) is asks


@pytest.mark.parametrize(("setting", "kept"), [(Noarchive.KEEP, True), (Noarchive.LISTING, False)])
@pytest.mark.parametrize("by", ["header", "markup"])
async def test_the_outlet_decides_what_is_kept(raw, setting: Noarchive, *, kept: bool, by: str) -> None:
    """By default the text is kept; where the outlet has the wish heeded, only what the listing says."""
    page = answer(PAGE, "X-Robots-Tag: noarchive") if by == "header" else answer(
        PAGE.replace(b"<head>", b'<head><meta name="robots" content="noarchive">')
    )  # fmt: skip
    raw.answers = {"/feed": feed(raw.base + "/a"), "/a": page}
    events = []

    async def keep(event) -> None:
        events.append(event)

    reel = replace(make.outlet("reel", f"{raw.base}/"), noarchive=setting)
    order = make.order(reel, allow=("127.0.0.0/8",), delay=0.0, user_agent=f"{TOKEN}/0.1")
    crawls = Crawls(Hooks(emit=keep))
    await crawls.crawl(order)
    await crawls.close()

    (read,) = [event for event in events if isinstance(event, ArticleRead)]
    assert ("Michael Mann told a podcast" in read.article.body) is kept
    assert read.article.title == ("Heat 2 is next, says Mann" if kept else "Story 0 of today")

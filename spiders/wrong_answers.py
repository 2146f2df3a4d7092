"""What came in the place of a listing: a login, a request for consent, a challenge, a page that says "out of order"."""

from datetime import datetime

from monitor import extract
from monitor.causes import SourceCause
from monitor.fetch.received import Received
from monitor.model import Outlet, Page, Refusal

_BEGINNING = 400  # bytes by which a page for people differs from a listing for machines


def cause(received: Received, outlet: Outlet, now: datetime) -> tuple[SourceCause, str]:
    """Why an answer is no listing, and in words; the most general cause and none, for any other page."""
    head = received.body[:_BEGINNING].lower()
    if b"<!doctype html" not in head and b"<html" not in head and b"<head" not in head:
        return SourceCause.NOT_A_LISTING, ""
    read = extract.read_article(Page(url=received.url, body=received.body), outlet, now=now)
    if not isinstance(read, Refusal) or not read.reason.is_block_page:
        return SourceCause.NOT_A_LISTING, ""
    return SourceCause.OUTAGE if read.reason.is_outage else SourceCause.BLOCK_PAGE, f"{read.reason.seen}: {read.detail}"

"""`/digests/ID`: a digest that was made: where it went, and its page as it went out, which runs nothing here."""

import html
from dataclasses import asdict

from monitor.deliver import mime
from monitor.errors import NotFoundError
from monitor.store import digests, outbox
from monitor.store.outbox import DeliveryRow
from monitor.web.answers import WebAnswer, WebPage
from monitor.web.digest_entries import entries
from monitor.web.visit import Visit

_PLAIN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body><pre style="white-space: pre-wrap">{}</pre></body>'
)


def read(visit: Visit) -> WebAnswer:
    """The digest of that number, with its deliveries."""
    number = visit.id()
    found = digests.past(visit.archive, only=number, limit=1)
    if not found:
        raise NotFoundError(f"there is no digest {number}", hint="/digests has those that were made")
    sent = [row for row, _ in _deliveries(visit, number)]
    return WebAnswer(
        title=f"Digest {found[0].name}",
        rows=[asdict(row) for row in sent],
        values={"digest": found[0], "id": number},
        entries=lambda: [*entries(str(number), digests.said(visit.archive, number))],
    )


def sheet(visit: Visit) -> WebAnswer:
    """What went out, byte for byte as its receiver got it: the page of a mail, or the text of what is none."""
    number = visit.id()
    sent = _deliveries(visit, number)
    if not sent:
        raise NotFoundError(f"digest {number} went to nobody", hint="it had nothing to say")
    row, rendered = sent[0]
    page = mime.page_of(rendered)
    return WebAnswer(title=row.channel, html=page or _PLAIN.format(html.escape(row.channel), html.escape(rendered)))


def _deliveries(visit: Visit, number: int) -> list[tuple[DeliveryRow, str]]:
    found = (outbox.one(visit.archive, each) for each in digests.deliveries(visit.archive, number))
    return [one for one in found if one is not None]


PAGE = WebPage(path="/digests/{id:int}", template="digest.html", read=read, has_feed=True)
SHEET = WebPage(path="/digests/{id:int}/sheet", template="digest.html", read=sheet, has_data=False)

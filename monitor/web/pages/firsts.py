"""`/firsts`: who had stories first, outlets and authors, by how much; who followed and said so; who is credited."""

from monitor.store import outlets
from monitor.views import leaders
from monitor.web.answers import WebAnswer, WebPage
from monitor.web.visit import Visit

_SPANS = {"week": 7, "month": 28, "quarter": 91}


def read(visit: Visit) -> WebAnswer:
    """The outlets; authors stand next to them."""
    span = visit.text("since") if visit.text("since") in _SPANS else "week"
    found = leaders.of(visit.archive, _SPANS[span], visit.now)
    first = [(row["outlet"], row["stories"]) for row in found.outlets if row["stories"]]
    known = outlets.names(visit.archive, [row["outlet_id"] for row in found.outlets])
    return WebAnswer(
        title="Firsts",
        rows=found.outlets,
        values={"stories": found.stories, "authors": found.authors, "days": _SPANS[span]},
        shown={"span": span, "spans": list(_SPANS), "first": first, "known": known},
    )


PAGE = WebPage(path="/firsts", template="firsts.html", nav="Firsts", read=read)

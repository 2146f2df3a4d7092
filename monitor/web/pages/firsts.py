"""`/firsts`: who had stories first, outlets and authors, by how much; who followed and said so; who is credited."""

from datetime import UTC, datetime
from typing import Any

from monitor.phrasing import count
from monitor.store import outlets
from monitor.views import leaders
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_SPANS = {"week": 7, "month": 28, "quarter": 91}


def read(visit: Visit) -> WebAnswer:
    """The outlets; authors stand next to them."""
    span = visit.text("since") if visit.text("since") in _SPANS else "week"
    found = leaders.of(visit.archive, _SPANS[span], visit.now)
    first = [(row["outlet"], row["stories"]) for row in found.outlets if row["stories"]]
    known = outlets.names(visit.archive, [row["outlet_id"] for row in found.outlets])
    today = visit.now.astimezone(visit.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    return WebAnswer(
        title="Firsts",
        rows=found.outlets,
        entries=[
            _entry(row, span, today, has_page=row["outlet_id"] in known) for row in found.outlets if row["stories"]
        ],
        values={"stories": found.stories, "authors": found.authors, "days": _SPANS[span]},
        shown={"span": span, "spans": list(_SPANS), "first": first, "known": known},
    )


def _entry(row: dict[str, Any], span: str, today: datetime, *, has_page: bool) -> WebEntry:
    """An outlet, one entry for it, which is another each day."""
    credited = f", credited by {count(row['credits'], 'article')}" if row["credits"] else ""
    return WebEntry(
        id=f"firsts:{span}:{row['outlet_id']}",
        title=f"{row['outlet']}: {count(row['stories'], 'first')} in a {span}",
        at=today,
        text=f"Followed by {row['picked_up_by']}, of which {row['credited_by']} said so{credited}.",
        path=f"/outlet/{row['outlet_id']}" if has_page else "/firsts",
    )


PAGE = WebPage(path="/firsts", template="firsts.html", nav="Firsts", read=read, has_feed=True)

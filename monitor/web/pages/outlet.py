"""`/outlet/ID`: one outlet: its hours, how soon and how much of it is here, its last reads and why each was refused."""

from statistics import median_low
from typing import Any
from urllib.parse import quote

from monitor.phrasing import count
from monitor.views import outlet_page
from monitor.views.stat_rows import STEPS
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def read(visit: Visit) -> WebAnswer:
    """The outlet of that id; rows are its last reads."""
    outlet = visit.path["id"]
    found = outlet_page.of(visit.archive, outlet, visit.now, visit.zone)
    busiest = outlet_page.busiest(found["hours"])
    articles = [day["articles"] for day in found["days"]]
    usual = median_low(articles[:-1])
    reads = outlet_page.reads(visit.archive, outlet)
    return WebAnswer(
        title=found["outlet"],
        rows=reads,
        entries=[_entry(outlet, row) for row in reads],
        values=found,
        shown={
            "delays": {step: (found[f"{step}_minutes"], found[f"{step}_minutes_p95"]) for step in STEPS},
            "days_said": f"{count(sum(articles), 'article')} in {len(articles)} days, {usual} on a usual day",
            "usual": usual,
            "hours_said": f"busiest on {_DAYS[busiest[0]]} at {busiest[1]} h" if busiest else "nothing in four weeks",
            "zone_name": visit.now.astimezone(visit.zone).tzname(),
            "source_rows": [row | {"address": row["url"]} for row in found["source_list"]],
        },
    )


def _entry(outlet: str, row: dict[str, Any]) -> WebEntry:
    """A read; a page that is read again comes again."""
    why = ": ".join(said for said in (row["why"], row["detail"]) if said)
    return WebEntry(
        id=f"read:{outlet}:{row['at']:%Y%m%dT%H%M%SZ}:{quote(row['url'], safe='')}",
        title=row["title"] or row["url"],
        at=row["at"],
        text=f"{row['state']}: {why}" if why else row["state"],
        url=row["url"],
    )


PAGE = WebPage(path="/outlet/{id}", template="outlet.html", read=read, has_feed=True)

"""`/outlets`: each followed outlet: when it is looked at, how soon its articles are here, what is wrong or lost."""

from typing import Any

from monitor.views import outlet_health
from monitor.web.answers import WebAnswer, WebEntry, WebPage
from monitor.web.page_templates import span
from monitor.web.visit import Visit

_SORTS = {"trouble": "trouble first", "name": "by name", "delay": "slowest first", "articles": "most articles first"}


def read(visit: Visit) -> WebAnswer:
    """All outlets, in the order that is asked for; feeds have the incidents."""
    sort = visit.text("sort") if visit.text("sort") in _SORTS else "trouble"
    health = outlet_health.of_all(visit.archive, visit.now)
    rows = sorted(health.rows, key=lambda row: _place(row, sort))
    listed, missing = sum(row["listed"] for row in rows), sum(row["missing"] for row in rows)
    held = sum((row["listed"] + row["missing"]) * (row["held"] or 0) for row in rows)
    middles = sorted(row["read_minutes"] for row in rows if row["read_minutes"] is not None)
    return WebAnswer(
        title="Outlets",
        rows=rows,
        entries=[
            WebEntry(
                id=f"incident:{one.id}",
                title=one.detail,
                at=one.opened_at,
                path=f"/outlet/{one.outlet}" if one.outlet else "/outlets",
            )
            for one in health.incidents
        ],
        values={"days": health.days, "gaps": health.gaps, "incidents": health.incidents},
        shown={
            "sort": sort,
            "sorts": list(_SORTS.items()),
            "listed": listed,
            "held": round(held / (listed + missing)) if listed else 0,
            "read": span(middles[len(middles) // 2]) if middles else "",
            "names": {row["outlet_id"]: row["outlet"] for row in rows},
        },
    )


def _place(row: dict[str, Any], sort: str) -> tuple[float, str]:
    name = row["outlet"].casefold()
    match sort:
        case "delay":
            return (-(row["read_minutes"] or 0), name)
        case "articles":
            return (-row["articles"], name)
        case "name":
            return (0, name)
        case _:
            return (-len(row["problems"]) - row["incidents"], name)


PAGE = WebPage(path="/outlets", template="outlets.html", nav="Outlets", read=read, has_feed=True)

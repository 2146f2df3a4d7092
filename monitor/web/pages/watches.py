"""`/watches`: what is looked for, how much each finds, and a trial of a new one before it is added."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from monitor.config import toml_edit
from monitor.model import Watch
from monitor.phrasing import count
from monitor.store import watches
from monitor.store.queries import watch_counts
from monitor.web import trial
from monitor.web.answers import Moved, WebAnswer, WebEntry, WebPage
from monitor.web.visit import Visit

_WEEK = timedelta(days=7)


def read(visit: Visit) -> WebAnswer:
    """The watches by name; below them the trial of a new one, if one is being tried."""
    week = watch_counts.since_then(visit.archive, visit.now - _WEEK)
    configured = {one.id: one for one in visit.config.watches}
    rows = [_row(one, configured.get(one.id), week.get(one.id, 0)) for one in watches.listing(visit.archive)]
    known = {row["id"] for row in rows}
    rows += [_new(one) for one in configured.values() if one.id not in known]
    words = trial.Words.of_address(visit)
    name = " ".join(visit.text("name").split())[:100]
    tried = None
    if words.query:
        tried = trial.of(visit, Watch(id="", name=name or "new watch", query=words.query), words)
    return WebAnswer(
        title="Watches",
        rows=sorted(rows, key=lambda row: (row["state"] == "removed", row["name"].casefold())),
        entries=[_entry(row) for row in rows if row["last_hit_at"]],
        shown={"words": words, "name": name, "tried": tried},
    )


def add(visit: Visit) -> Moved:
    """Write a new watch into the configuration."""
    words = trial.Words.of_form(visit)
    name = " ".join(visit.sent("name").split())[:100]
    trial.refuse_flawed(words.on(Watch(id="", name=name, query=words.query)))
    entry: dict[str, Any] = {"name": name, "query": words.query}
    entry |= {key: list(queries) for key, queries in words.lists.items() if queries}
    toml_edit.append(visit.config.path, "watch", entry)
    return Moved(to="/watches", said=f"{name} is added; a running daemon takes it within seconds")


def _row(one: watches.WatchRow, configured: Watch | None, week: int) -> dict[str, Any]:
    now = configured or one
    return {
        "id": one.id,
        "name": now.name,
        "query": now.query,
        "alert": now.alert,
        "state": "removed" if configured is None else "paused" if configured.paused else "active",
        "week": week,
        "hits": one.hits,
        "last_hit_at": one.last_hit_at,
    }


def _new(one: Watch) -> dict[str, Any]:
    none_yet = {"state": "not in use yet", "week": 0, "hits": 0, "last_hit_at": None}
    return {"id": one.id, "name": one.name, "query": one.query, "alert": one.alert, **none_yet}


def _entry(row: dict[str, Any]) -> WebEntry:
    """A watch, at its last hit."""
    return WebEntry(
        id=f"watch:{row['id']}",
        title=row["name"],
        at=row["last_hit_at"],
        text=f"{count(row['week'], 'hit')} in seven days, {row['hits']:,} in all.",
        path=f"/watch/{quote(row['id'])}",
    )


PAGE = WebPage(path="/watches", template="watches.html", nav="Watches", read=read, acts={"add": add}, has_feed=True)

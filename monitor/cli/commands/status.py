"""`monitor status`: is the daemon alive, which outlets are reached, what waits to be sent, what is wrong."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from monitor.causes import CrawlOutcome
from monitor.cli import daemon_state, output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import FAILED, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import now
from monitor.observations import SourceState
from monitor.phrasing import count
from monitor.store import gaps, incidents, outbox, outlets, sources
from monitor.store.archive import Archive
from monitor.store.outlets import OutletRow
from monitor.store.queries import delays, history
from monitor.views import readable, what_fails

_COLUMNS = (
    Column("outlet", minimum=12),
    Column("last_read"),
    Column("outcome", priority=1),
    Column("new", priority=2, title="last new"),
    Column("articles", priority=3, numeric=True),
    Column("waiting", priority=4, numeric=True),
    Column("week_held_percent", priority=5, title="held %", numeric=True),
    Column("week_read_after", priority=6, title="after min", numeric=True),
)
_MARGIN = 12  # columns of the words before what is said
_CUT = (
    "the last crawl was cut short, at its page limit or because the host asked us to back off; "
    "the rest is read in the next one"
)
_DAY = timedelta(days=1)
_LATE = timedelta(minutes=15)  # an outlet that is due for so long is not being looked at


@click.command()
@listing(limit=1000)
@click.pass_obj
def status(given: Given, *, wanted: Listing) -> None:
    """How the daemon, the outlets, the sources and the deliveries are.

    Of each outlet, for the last seven days: the share of what it listed that is in the archive (`held`), and the
    minutes from publication to reading in the median (`after`).

    With --quiet it prints nothing and ends with 1 if the daemon is not running or not working: a health check.
    """
    with given.archive() as archive:
        if given.quiet:  # asked every minute by whoever supervises the daemon: no more than that is looked up
            if not (daemon_state.of(archive.path) and _is_working(outlets.listing(archive), now())):
                stop(FAILED)
            return
        report = _facts(archive, given.path())
    if wanted.as_json:
        output.json_object(report)
        return
    if not wanted.as_csv:
        _heading(report)
    output.show(report["outlets"], _COLUMNS, wanted, below="problems")


def _heading(report: dict[str, Any]) -> None:
    """What is to be known before the outlets: the daemon, the archive, what is sent, what is wrong."""
    at = now()
    waiting = ", ".join(f"{count} {state}" for state, count in report["deliveries"].items()) or "none"
    output.line(f"daemon      {'running (process ' + report['daemon'] + ')' if report['daemon'] else 'not running'}")
    if report["config_refused"]:
        since = readable.short_time(report["config_refused_at"], at)
        output.line(f"changed     monitor.toml was not taken over at {since}: {report['config_refused']}", hang=_MARGIN)
    if report["paused"]:
        output.line(f"paused      {', '.join(report['paused'])} (in monitor.toml)", hang=_MARGIN)
    output.line(f"archive     {report['archive']} ({report['bytes'] / 1e6:.1f} MB)", hang=_MARGIN)
    output.line(f"deliveries  {waiting}", hang=_MARGIN)
    if report["delay"]:
        output.line(f"delay       {_delay(report['delay'])}", hang=_MARGIN)
    if report["gaps"]:
        output.line(f"gaps        {_gaps(report['gaps'])}", hang=_MARGIN)
    for problem in report["channels"]:
        output.line(f"channel     {problem}", hang=_MARGIN)
    for incident in report["incidents"]:
        since = readable.short_time(incident["opened_at"], at)
        output.line(f"incident    {incident['kind']}: {incident['detail']} (since {since})", hang=_MARGIN)
    output.line("")


def _measured_delay(archive: Archive, at: datetime) -> dict[str, Any] | None:
    """How soon the newest articles were read after the time that they declare, in minutes."""
    measured = delays.overall(archive)
    if measured is None:
        return None
    median, most, articles = measured
    minute = timedelta(minutes=1)
    busy = delays.promise(archive, at)
    return {
        "median": round(median / minute, 1),
        "p95": round(most / minute, 1),
        "articles": articles,
        "busy_outlets": busy.outlets if busy else 0,
        "busy_median": round(busy.spread.median / minute, 1) if busy else None,
        "busy_promised": delays.PROMISED / minute,
        "busy_holds": busy.holds if busy else None,
    }


def _delay(measured: dict[str, Any]) -> str:
    busy = ""
    if measured["busy_median"] is not None:
        held = "within" if measured["busy_holds"] else "more than"
        busy = f"; {measured['busy_median']:g} for busy outlets, {held} the {measured['busy_promised']:g} aimed at"
    return (
        f"{measured['median']:g} minutes from publication to reading in the median, "
        f"at most {measured['p95']:g} in 95 % of the newest {count(int(measured['articles']), 'article')}{busy} "
        "(monitor stats --by delays)"
    )


def _gaps(found: Sequence[dict[str, Any]]) -> str:
    """How many there were, and what became of them."""
    states = Counter(gap["state"] for gap in found)
    said = {"filled": "filled", "open": "being filled", "unfilled": "not filled"}
    parts = ", ".join(f"{states[state]} {words}" for state, words in said.items() if states[state])
    return f"{count(len(found), 'gap')} between two looks in the last day: {parts} (monitor stats --by gaps)"


def _facts(archive: Archive, config: Path) -> dict[str, Any]:
    rows, in_trouble = outlets.listing(archive), sources.in_trouble(archive)
    at = now()
    daemon = daemon_state.of(archive.path)
    late, written = _late(rows, at), _written(config)
    return {
        "archive": str(archive.path),
        "bytes": archive.path.stat().st_size,
        "daemon": daemon.process if daemon else None,
        "config_refused": daemon.refused if daemon else None,
        "config_refused_at": daemon.refused_at if daemon else None,
        "paused": [str(table.get("id")) for table in _tables(written, "outlet") if table.get("paused") is True],
        "working": _is_working(rows, at),
        "late": late,
        "deliveries": outbox.counts(archive),
        "delay": _measured_delay(archive, at),
        "gaps": [asdict(row) | {"state": row.state} for row in gaps.listing(archive, since=at - _DAY)],
        "incidents": [asdict(incident) for incident in incidents.listing(archive, open_only=True)],
        "channels": [
            text for one in history.channels(archive, _channels(written)) if (text := what_fails.of_channel(one, at))
        ],
        "outlets": [_row(row, in_trouble.get(row.id, ()), at) for row in rows],
    }


def _late(rows: Sequence[OutletRow], at: datetime) -> list[str]:
    """The outlets that are due for long and not being looked at."""
    return [row.id for row in rows if row.next_check_at and row.next_check_at < at - _LATE and not _is_paused(row, at)]


def _is_working(rows: Sequence[OutletRow], at: datetime) -> bool:
    """Whether at least one outlet is looked at when it is due."""
    return not rows or len(_late(rows, at)) < len(rows)


def _row(row: OutletRow, states: Sequence[SourceState], at: datetime) -> dict[str, Any]:
    problems = [_CUT] if row.last_outcome == CrawlOutcome.CUT else []
    if row.paused_until and row.paused_until > at:
        problems.append(f"paused until {readable.short_time(row.paused_until, at)}")
    problems += [what_fails.state_of(state, at) for state in states]
    return {
        "outlet": row.name,
        "outlet_id": row.id,
        "last_read": row.last_success_at,
        "last_crawl_at": row.last_crawl_at,
        "outcome": row.last_outcome,
        "next_check_at": row.next_check_at,
        "new": row.last_new_at,
        "articles": row.articles,
        "waiting": row.links_waiting,
        "week_listed": row.week_listed,
        "week_held_percent": None if row.week_held_percent is None else round(row.week_held_percent),
        "week_read_after": row.week_read_after,
        "week_read_after_p95": row.week_read_after_p95,
        "sources": row.sources,
        "sources_failing": row.sources_failing,
        "incidents": row.incidents,
        "problems": problems,
        "replaced": [
            {"source": state.source.url, "by": state.successor.source.url, "since": state.successor.since}
            for state in states
            if state.successor
        ],
    }


def _is_paused(row: OutletRow, at: datetime) -> bool:
    return row.paused_until is not None and row.paused_until > at


def _written(config: Path) -> dict[str, Any] | None:
    """The file as it is written, without checking it, which takes time; None: it cannot be read."""
    try:
        return tomllib.loads(config.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):  # `monitor check` says what is wrong with it
        return None


def _channels(written: dict[str, Any] | None) -> list[str] | None:
    """The names of the channels in the file; None: it cannot be read."""
    return None if written is None else [str(table.get("name")) for table in _tables(written, "channel")]


def _tables(written: dict[str, Any] | None, name: str) -> list[dict[str, Any]]:
    tables = (written or {}).get(name)
    return [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []

"""`monitor status`: is the daemon alive, which outlets are reached, what waits to be sent, what is wrong."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from monitor.cli import daemon_state, free_disk, output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import FAILED, stop
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import now
from monitor.phrasing import count
from monitor.store import gaps, incidents, outbox, outlets, sources
from monitor.store.archive import Archive
from monitor.store.queries import history
from monitor.views import outlet_rows, readable, what_fails

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
_DAY = timedelta(days=1)


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
            if not _is_well(archive):
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
    output.line(f"daemon      {_daemon(report)}", hang=_MARGIN)
    if report["config_refused"]:
        since = readable.short_time(report["config_refused_at"], at)
        output.line(f"changed     monitor.toml was not taken over at {since}: {report['config_refused']}", hang=_MARGIN)
    if report["paused"]:
        output.line(f"paused      {', '.join(report['paused'])} (in monitor.toml)", hang=_MARGIN)
    output.line(f"archive     {report['archive']} ({report['bytes'] / 1e6:.1f} MB)", hang=_MARGIN)
    if report["disk_free"] < free_disk.SCARCE:
        output.line(f"disk        {_room(report['disk_free'])}", hang=_MARGIN)
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


def _is_well(archive: Archive) -> bool:
    """Whether a daemon runs, and looks at the outlets; one that starts may not have got to them."""
    at, daemon = now(), daemon_state.of(archive.path)
    return daemon is not None and (daemon.is_getting_on(at) or outlet_rows.is_working(outlets.standing(archive), at))


def _daemon(report: dict[str, Any]) -> str:
    if not report["daemon"]:
        return "not running"
    running = f"running (process {report['daemon']})"
    starting = report["starting"]
    if starting is None:
        return running
    if not starting["of"]:
        return f"{running}, and starting"
    return (
        f"{running}, and starting: {starting['articles']:,} of about {starting['of']:,} articles of the last days are "
        "read, by which new ones are grouped; until then these wait, and all else goes on"
    )


def _room(free: int) -> str:
    """What little room on the disk means."""
    if free < free_disk.NONE:
        return "is full: nothing is stored until there is room"
    return f"{free / 2**20:,.0f} MB are free: when it is full, nothing is stored until there is room"


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
    late, written = outlet_rows.late(rows, at), _written(config)
    return {
        "archive": str(archive.path),
        "bytes": archive.path.stat().st_size,
        "disk_free": free_disk.free(archive.path),
        "daemon": daemon.process if daemon else None,
        "starting": asdict(daemon.starting) if daemon and daemon.starting else None,
        "config_refused": daemon.refused if daemon else None,
        "config_refused_at": daemon.refused_at if daemon else None,
        "paused": [str(table.get("id")) for table in _tables(written, "outlet") if table.get("paused") is True],
        "working": outlet_rows.is_working(rows, at),
        "late": late,
        "deliveries": outbox.counts(archive),
        "delay": outlet_rows.delay(archive, at),
        "gaps": [asdict(row) | {"state": row.state} for row in gaps.listing(archive, since=at - _DAY)],
        "incidents": [asdict(incident) for incident in incidents.listing(archive, open_only=True)],
        "channels": [
            text for one in history.channels(archive, _channels(written)) if (text := what_fails.of_channel(one, at))
        ],
        "outlets": [outlet_rows.row(row, in_trouble.get(row.id, ()), at) for row in rows],
    }


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

"""`monitor person`: whom messages are for, what waits for their time, and a trial message to them."""

import asyncio
from datetime import datetime
from typing import Any

import click

from monitor import waking_hours
from monitor.cli import output, trial_message
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import FAILED, Noun, stop
from monitor.cli.named_person import chosen, left_waiting
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import now
from monitor.config import Config
from monitor.desk import holding
from monitor.digest import person_rules
from monitor.errors import ArchiveMissingError
from monitor.person import EVERY_DAY, HeldBy, Person
from monitor.store import held, snoozes
from monitor.store.archive import Archive
from monitor.views import readable

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COLUMNS = (
    Column("name", minimum=8),
    Column("state", minimum=10),
    Column("opens_at", priority=2, title="alerts from"),
    Column("waiting", numeric=True),
    Column("today", numeric=True),
    Column("watches", priority=1, numeric=True),
    Column("timezone", priority=3, title="zone"),
    Column("channels", priority=4, minimum=12),
)


@click.group(cls=Noun)
def person() -> None:
    """Persons: list, show, test."""


@person.command("list")
@listing(limit=1000)
@click.pass_obj
def list_persons(given: Given, *, wanted: Listing) -> None:
    """The persons of the configuration: whether they may be alerted now, and what waits for their time."""
    config, at = given.loaded(need_secrets=False), now()
    try:
        with given.archive() as archive:
            rows = [_row(one, at, archive) for one in config.persons]
            gone = [*left_waiting(config, archive)]
    except ArchiveMissingError:
        rows, gone = [_row(one, at, None) for one in config.persons], []
    output.show(rows, _COLUMNS, wanted)
    for sentence in gone:
        output.say(sentence)


@person.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="As JSON")
@click.pass_obj
def show(given: Given, *, name: str, as_json: bool) -> None:
    """One person: their watches, hours and limits, what waits, and what is silent for them."""
    config, at = given.loaded(), now()
    one = chosen(config, name)
    try:
        with given.archive() as archive:
            shown = _row(one, at, archive) | _rules(one, config) | _kept(one, archive, at)
    except ArchiveMissingError:
        shown = _row(one, at, None) | _rules(one, config) | {"held": [], "snoozed": []}
    if as_json:
        output.json_object(shown)
        return
    for key, value in shown.items():
        if value not in (None, [], ()) and key not in {"held", "snoozed"}:
            output.line(f"{key.replace('_', ' '):<13} {readable.visible(value)}", hang=14)
    for row in shown["held"]:
        out = readable.visible(row["expected_at"])
        output.line(f"{'waits':<13} {row['title']} ({', '.join(row['watches'])}; goes out {out})", hang=14)
    for row in shown["snoozed"]:
        what = row["watch"] or f"story {row['story']}"
        output.line(f"{'silent':<13} {what}, until {readable.visible(row['until'])}", hang=14)


@person.command()
@click.argument("name")
@click.pass_obj
def test(given: Given, *, name: str) -> None:
    """Send a trial message to a person now, on each of their channels, whatever their hours.

    It is marked as one and is not kept. Ends with 1 if a channel could not be reached.
    """
    config = given.loaded(need_secrets=True)
    one = chosen(config, name)
    failed = False
    for channel in config.channels:
        if channel.name in one.channels:
            failed |= not asyncio.run(trial_message.sent(channel, config, now()))
    if failed:
        stop(FAILED)


def _row(one: Person, at: datetime, archive: Archive | None) -> dict[str, Any]:
    closed = waking_hours.closed(one, at)
    today = holding.sent_today(archive, one, at) if archive else 0
    is_full = closed is None and person_rules.held_by(one, today, at) is HeldBy.PER_DAY
    return {
        "name": one.name,
        "id": one.id,
        "state": {HeldBy.QUIET: "quiet hours", HeldBy.DAY_OFF: "day off", None: "day full" if is_full else "open"}[
            closed
        ],
        "opens_at": waking_hours.next_day(one, at) if is_full else waking_hours.opens_at(one, at) if closed else None,
        "waiting": len(held.waiting(archive, one.id)) if archive else 0,
        "today": today,
        "watches": len(one.watches),
        "timezone": one.timezone,
        "channels": list(one.channels),
    }


def _rules(one: Person, config: Config) -> dict[str, Any]:
    return {
        "watches": [watch.name for watch in config.watches if watch.id in one.watches],
        "alert": one.alert.value,
        "quiet": str(one.quiet) if one.quiet else None,
        "working_days": [_DAYS[day] for day in sorted(one.days)] if one.days != EVERY_DAY else None,
        "max_per_day": one.max_per_day,
        "min_tier": one.min_tier,
        "digests": [plan.name for plan in config.digests if plan.person == one.id],
    }


def _kept(one: Person, archive: Archive, at: datetime) -> dict[str, Any]:
    """What waits for the person, and what is silent for them."""
    return {
        "held": [
            {
                "title": row.data["lead"]["title"],
                "url": row.data["lead"]["url"],
                "watches": list(row.data["person"]["watches"]),
                "by": row.by.value,
                "held_at": row.held_at,
                "expected_at": holding.expected(archive, one, row, at),
            }
            for row in held.waiting(archive, one.id)
        ],
        "snoozed": [
            {"watch": silent.watch, "story": silent.story, "until": silent.until, "for": silent.person}
            for silent in snoozes.lasting(archive, at)
            if silent.person in {None, one.id} and (silent.watch is None or silent.watch in one.watches)
        ],
    }

"""Asking the sources of outlets once, and, where one is not well, looking for another in its place.

Several outlets at the same time, each host at its pace; outlets are begun in their order, so that who is interrupted,
or has no more time, can go on after the last one that was asked.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

import click

from monitor.cli.outlet import probing
from monitor.cli.outlet.probing import ProbedSource
from monitor.config import Config
from monitor.fetch.pace import Pace
from monitor.model import Outlet
from monitor.phrasing import count
from monitor.succession import Candidate, line_with

GOOD = "good"
AT_ONCE = 8  # outlets that are asked at the same time: they wait for their hosts, not for this machine

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was asked: a row for each source, and the outlets for which there was no more time."""

    rows: tuple[Row, ...]
    left: tuple[str, ...] = ()
    last: str | None = None  # the last outlet before the first that was not asked


def ask_all(
    chosen: Sequence[Outlet], config: Config | None, now: datetime, *, seconds: float | None, quiet: bool
) -> Answered:
    """Ask the sources of these outlets; no outlet is begun after so many `seconds`.

    A row says `good`, or what speaks against the source; `instead` is the address of another source of the outlet that
    is good, where one is not, and `line` what to write into the configuration for it.
    """
    found: dict[str, list[Row]] = {}
    say = _progress(len(chosen)) if not quiet and sys.stderr.isatty() and len(chosen) > 1 else None

    async def work() -> None:
        pace, waiting = Pace(), list(reversed(chosen))
        deadline = None if seconds is None else time.monotonic() + seconds

        async def take() -> None:
            while waiting and (deadline is None or time.monotonic() < deadline):
                one = waiting.pop()
                found[one.id] = await _rows(one, config, now, pace)
                if say is not None:
                    say(one, found[one.id])

        await asyncio.gather(*(take() for _ in range(AT_ONCE)))

    try:
        asyncio.run(work())
    except KeyboardInterrupt:
        click.echo("interrupted: what was asked until now is below", err=True)
    done = [one for one in chosen if one.id in found]
    asked = list(takewhile(lambda one: one.id in found, chosen))  # several at once: one after them may be done before
    return Answered(
        rows=tuple(row for one in done for row in found[one.id]),
        left=tuple(one.id for one in chosen if one.id not in found),
        last=asked[-1].id if asked else None,
    )


async def _rows(one: Outlet, config: Config | None, now: datetime, pace: Pace) -> list[Row]:
    answers = await probing.asked(one, one.sources, config, pace) if one.sources else []
    bad = [each for each in answers if each.verdict(now) != GOOD]
    better = None
    if bad and not probing.unreached(answers):
        better = await probing.instead(one, bad[0].source, config, pace)
    return [_row(one, each, better if each in bad else None, now) for each in answers]


def _row(one: Outlet, answer: ProbedSource, better: Candidate | None, now: datetime) -> Row:
    row: Row = {"outlet": one.id, "finding": answer.verdict(now), "url": answer.source.url}
    if better is None:
        return row | {"instead": None, "line": None}
    named = f"{better.source.kind.value} {better.source.url}"
    return row | {
        "finding": f"{row['finding']}; good in its place: {named}",
        "instead": better.source.url,
        "line": line_with(one.sources, answer.source.url, better.source),
    }


def _progress(expected: int) -> Callable[[Outlet, list[Row]], None]:
    done: list[str] = []

    def say(one: Outlet, rows: list[Row]) -> None:
        done.append(one.id)
        bad = sum(row["finding"] != GOOD for row in rows)
        verdict = f"{bad} of {count(len(rows), 'source')} not well" if bad else "well"
        click.echo(f"{len(done)}/{expected} {one.name}: {verdict if rows else 'has no sources'}", err=True)

    return say

"""Asking the sources of outlets once, and, where one is not well, looking for another in its place."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from monitor import catalogue
from monitor.cli.outlet import probing
from monitor.cli.outlet.probing import ProbedSource
from monitor.config import Config
from monitor.model import Outlet, Source

GOOD = "good"
_TRIED = 8  # other addresses of an outlet that are asked


def asked(chosen: Sequence[Outlet], config: Config | None, now: datetime, *, quiet: bool) -> Iterator[dict[str, Any]]:
    """A row for each source of the outlets, one outlet after the other; `good`, or what speaks against it.

    `instead` is the address of another source of the outlet that is good, where one is not.
    """
    for number, one in enumerate(chosen, 1):
        if not quiet and sys.stderr.isatty() and len(chosen) > 1:
            click.echo(f"{number}/{len(chosen)} {one.name}", err=True)
        found = probing.ask(one, one.sources, config) if one.sources else []
        bad = [each for each in found if each.verdict(now) != GOOD]
        better = _instead(one, config, now) if bad and not probing.unreached(found) else None
        for each in found:
            row = {"outlet": one.id, "finding": each.verdict(now), "url": each.source.url, "instead": None}
            if each in bad and better is not None:
                row |= {"finding": f"{row['finding']}; good in its place: {better.source.kind} {better.source.url}"}
                row |= {"instead": better.source.url}
            yield row


def _instead(one: Outlet, config: Config | None, now: datetime) -> ProbedSource | None:
    """The first good source among the spare addresses of a shipped outlet and those that its front page names."""
    known = {source.url for source in one.sources}
    entry = catalogue.entries().get(one.id)
    spare = [Source(kind=each.kind, url=each.url, select=each.select) for each in entry.spare] if entry else []
    others = [source for source in (*spare, *probing.guess(one, config)) if source.url not in known]
    tried = list({source.url: source for source in others}.values())[:_TRIED]
    answers = probing.ask(one, tried, config) if tried else []
    return next((each for each in answers if each.verdict(now) == GOOD), None)

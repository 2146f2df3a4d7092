"""`monitor doctor`: what could keep the monitor from working, part by part, each with what to do."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.commands import check
from monitor.cli.doctor.examinations import (
    BAD,
    OK,
    WARN,
    Finding,
    Soundness,
    archive,
    calendar,
    channel,
    disk,
    grouping,
    machine,
    names,
)
from monitor.cli.entry import FAILED, stop
from monitor.cli.output import Listing, listing
from monitor.config import Config, secrets
from monitor.errors import MonitorError
from monitor.store.file import integrity, tidying

_PATIENCE = 20.0  # seconds for all that asks the network; the whole ends within 30


@click.command()
@click.option("--offline", is_flag=True, help="Ask nothing over the network")
@click.option("--full", "--thorough", "thorough", is_flag=True, help="Read every page of the archive, however large")
@click.option("--repair", is_flag=True, help="Rebuild the full-text index, adopt articles that others added")
@listing(limit=1000)
@click.pass_obj
def doctor(given: Given, *, offline: bool, thorough: bool, repair: bool, wanted: Listing) -> None:
    """Check the machine, the configuration, the archive and the channels.

    Mail servers are greeted and logged in to, webhooks' hosts are connected to; nothing is sent. Ends with 1 if
    something is bad.
    """
    found = [*machine(), grouping()]
    config, problem = _config(given)
    found += problem
    if config:
        if repair:
            _repair(given)
        found += [*_of_config(given.path(), config), *disk(config.archive_path), *archive(config, thorough=thorough)]
        found += [] if offline else _of_network(config)
    found.sort(key=lambda finding: list(Soundness).index(finding.verdict))
    output.show([finding.row() for finding in found], ("part", "verdict", "detail"), wanted)
    if any(finding.verdict == BAD for finding in found):
        stop(FAILED)


def _config(given: Given) -> tuple[Config | None, list[Finding]]:
    try:
        return given.loaded(need_secrets=True), []
    except MonitorError as error:
        found = [Finding("configuration", BAD, line) for line in error.message.splitlines()]
    try:
        return given.loaded(), found  # only secrets are missing: the rest can be looked at
    except MonitorError:
        return None, found


def _of_config(path: Path, config: Config) -> Iterator[Finding]:
    problems, warnings = check.findings(path, config)
    for text in problems:
        yield Finding("configuration", BAD, text)
    for text in (*config.warnings, *warnings):
        yield Finding("configuration", WARN, text)
    if not problems:
        yield Finding("configuration", OK, check.summary(path, config))


def _of_network(config: Config) -> list[Finding]:
    """Each question in a thread of its own, all within one time limit."""
    pool = ThreadPoolExecutor(max_workers=8)
    asked: dict[str, Future[Finding]] = {"names": pool.submit(names, config)}
    for one in config.channels:
        asked[f"channel {one.name}"] = pool.submit(channel, one, config.network.allow)
    for watch in config.watches:
        if watch.calendar and "://" in watch.calendar and not secrets.is_unread(watch.calendar):
            asked[f"calendar of {watch.name}"] = pool.submit(calendar, watch, config)
    found: list[Finding] = []
    for part, future in asked.items():
        try:
            found.append(future.result(timeout=_PATIENCE))
        except FutureTimeoutError:
            found.append(Finding(part, BAD, f"did not answer within {_PATIENCE:.0f} seconds"))
    pool.shutdown(wait=False, cancel_futures=True)
    return found


def _repair(given: Given) -> None:
    with given.archive(read_only=False) as opened:
        integrity.repair_fts(opened)
        adopted = tidying.adopt(opened)
    output.say(f"the full-text index is rebuilt; {adopted} articles adopted")

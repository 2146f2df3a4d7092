"""`monitor check`: the whole configuration, its queries with their tests, its selectors. Nothing is fetched or sent."""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor import catalogue, config
from monitor.cli.command_context import Given
from monitor.cli.entry import USAGE, stop
from monitor.cli.output import json_object, line, paragraphs, say
from monitor.cli.watch.named_watch import measured
from monitor.config import Config
from monitor.config.suggest import did_you_mean
from monitor.errors import ConfigError
from monitor.match import check_watch, flaws, named_outlets
from monitor.match.advice.lint import Rates
from monitor.model import Policy, Watch
from monitor.phrasing import count


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Problems and warnings as one JSON object")
@click.option("--strict", is_flag=True, help="Warnings count as problems")
@click.pass_obj
def check(given: Given, *, as_json: bool, strict: bool) -> None:
    """Check the configuration, its queries and their tests.

    Prints every problem with its line, and ends with 2 if there is one. With an archive, it also says which words
    stand in most of the newest articles.
    """
    path = given.path()
    try:
        loaded = config.load(path, given.env)
    except ConfigError as error:
        found = _in_watches(path, config.sound_watches(path), None)
        more = [text for text, is_warning in found if not is_warning]
        problems = config.in_order([*error.problems, *more])
        if not as_json:
            raise ConfigError(problems, path=path, hint=error.hint) from error
        json_object({"problems": problems, "warnings": []})
        stop(USAGE)
    problems, warnings = findings(path, loaded, measured(given, loaded.watches))
    warnings = [*loaded.warnings, *warnings]
    if as_json:
        json_object({"problems": problems, "warnings": warnings})
    else:
        paragraphs(problems, err=True)
        for text in warnings:
            say(f"warning: {text}")
        if not problems:
            line(summary(path, loaded))
    if problems or (strict and warnings):
        stop(USAGE)


def findings(path: Path, loaded: Config, rates: Rates | None = None) -> tuple[list[str], list[str]]:
    """What is wrong, and what is odd, in a configuration that loads: its queries and channels.

    `rates` are those of the words of its watches, where there is an archive.
    """
    texts = [*_in_watches(path, list(enumerate(loaded.watches)), rates), *_in_channels(path, loaded)]
    texts += [*_in_outlets(path, loaded), *_in_calendars(path, loaded)]
    texts += [(f"templates: {text}", False) for text in _in_templates(loaded)]
    return [text for text, is_warning in texts if not is_warning], [text for text, is_warning in texts if is_warning]


def _in_watches(path: Path, placed: list[tuple[int, Watch]], rates: Rates | None) -> Iterator[tuple[str, bool]]:
    for index, watch in placed:
        if wrong := flaws(watch):
            for option, text in wrong:
                yield f"{path}:{config.line_of(path, ('watch', index, option))}: watch.{option}: {text}", False
            continue
        where = f"{path}:{config.line_of(path, ('watch', index, 'query'))}: watch.query: "
        checked = check_watch(watch, rates)
        yield from ((where + text, False) for text in checked.problems)
        yield from ((where + text, True) for text in checked.warnings)


def _in_channels(path: Path, loaded: Config) -> Iterator[tuple[str, bool]]:
    for index, channel in enumerate(loaded.channels):
        for text in channel.flaws():
            line = config.line_of(path, ("channel", index, "secret"))
            yield f"{path}:{line}: channel.{channel.name}: {text}", True


def _in_outlets(path: Path, loaded: Config) -> Iterator[tuple[str, bool]]:
    """Outlets that a query names and nobody knows: it would find nothing, and nobody would hear why."""
    known = {*catalogue.entries(), *(outlet.id for outlet in loaded.outlets)}
    for index, watch in enumerate(loaded.watches):
        for option, name in () if flaws(watch) else named_outlets(watch):
            if name not in known:
                where = f"{path}:{config.line_of(path, ('watch', index, option))}: watch.{option}: "
                yield f'{where}no outlet has the id "{name}".{did_you_mean(name, known)}', True


def _in_calendars(path: Path, loaded: Config) -> Iterator[tuple[str, bool]]:
    """What is odd in the calendars of watches that are files; an address is asked by `monitor doctor`."""
    for index, watch in enumerate(loaded.watches):
        if watch.calendar is None or "://" in watch.calendar:
            continue
        from monitor.cli import calendar_trial  # noqa: PLC0415  only who has one pays for it

        read = calendar_trial.read(watch.calendar, loaded)
        for text in [f"cannot be read: {read.error}"] if read.error else read.notes:
            yield f"{path}:{config.line_of(path, ('watch', index, 'calendar'))}: watch.calendar: {text}", True


def _in_templates(loaded: Config) -> list[str]:
    """What is wrong with a person's own pages; messages have ours until it is right."""
    if loaded.templates is None:
        return []
    from monitor.digest import template_trial  # noqa: PLC0415  only who has some pays for it

    return template_trial.faults(loaded.templates)


def summary(path: Path, loaded: Config) -> str:
    """What the configuration amounts to, in a few words."""
    feed_only = sum(outlet.policy is Policy.FEED for outlet in loaded.outlets)
    instant = sum(watch.alert == "instant" for watch in loaded.watches)
    of_them = f" ({feed_only} read by {'its feed' if feed_only == 1 else 'their feeds'} alone)" if feed_only else ""
    return (
        f"OK, {path}: {count(len(loaded.outlets), 'outlet')}{of_them}, "
        f"{count(len(loaded.watches), 'watch', 'watches')} ({instant} instant), "
        f"{count(len(loaded.channels), 'channel')}, {count(len(loaded.digests), 'digest')}; "
        f"archive {loaded.archive_path}"
    )

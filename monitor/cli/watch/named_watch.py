"""What commands on watches share: the watch that is named, and what the archive's newest articles say of its words."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import click

from monitor.cli.command_context import Given
from monitor.config.suggest import watch_of
from monitor.errors import ArchiveError, QuerySyntaxError
from monitor.match.advice.lint import Rates, measure, terms
from monitor.match.prepare import Prepared, prepare
from monitor.model import Watch
from monitor.store import articles

_NEWEST = 2_000  # articles in which words are counted
_LOOKS = 400_000  # words times articles: two seconds or so, whatever the number of watches


def chosen(given: Given, name: str | None, query: str | None = None) -> Watch:
    """The watch of that name or id, with another query if one is given; without a name, one of that query alone."""
    if name is None:
        if query is None:
            raise click.UsageError("give the NAME of a watch, or --query")
        return Watch(id="", name=query, query=query)
    one = watch_of(given.loaded().watches, name)
    return replace(one, query=query) if query else one


def measured(given: Given, watches: Sequence[Watch]) -> Rates | None:
    """The rates of the watches' words in the newest articles; None without an archive, or with too many words."""
    prepared: list[Prepared] = []
    for watch in watches:
        with suppress(QuerySyntaxError):  # reported by `check_watch`
            prepared.append(prepare(watch))
    words = {term for one in prepared for term in terms(one)}
    with suppress(ArchiveError), given.archive() as archive:
        limit = min(_NEWEST, _LOOKS // max(1, len(words)))
        return measure(prepared, articles.newest(archive, limit))
    return None

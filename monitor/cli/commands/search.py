"""`monitor search`: the archive, in the language of the watches."""

from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE, now
from monitor.store.queries import search as store
from monitor.views import found_articles
from monitor.views.found_articles import Narrowing

_COLUMNS = (
    Column("id", numeric=True),
    Column("reported_at", title="reported"),
    Column("outlet", minimum=12),
    Column("story", priority=1, numeric=True),
    Column("title", minimum=28, wish=44, link="url"),
    Column("url", priority=2, luxury=True),
)


# -word excludes a word: no short options here, not even -h.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option("--outlet", help="In this outlet: its name or id")
@click.option("--lang", help="In this language, such as en")
@click.option("--since", type=SINCE, help="Reported since then: 24h, 7d, a date")
@click.option("--until", type=SINCE, help="Reported before then; a date itself is not included")
@listing(limit=20)
@click.pass_obj
def search(given: Given, /, *, query: tuple[str, ...], wanted: Listing, **narrowed: Any) -> None:
    """Search the archive, newest first.

    The QUERY is in the language of the watches: "Heat 2" OR (Heat NEAR/8 "Michael Mann"), title:strike, -football.
    """
    narrowing = Narrowing(language=narrowed.pop("lang"), **narrowed)
    with given.archive() as archive:
        found = found_articles.found(archive, " ".join(query), narrowing, now(), wanted.limit)
    if found.is_wordless:
        days = found_articles.LOOKED_THROUGH.days
        output.say(f"a query without a plain word: only the last {days} days are looked through")
    if found.is_cut:
        output.say(
            f"the newest {store.SCAN_LIMIT:,} articles that may be meant were looked at; older ones, if any, were not: "
            "--until looks farther back, a rarer word finds fewer"
        )
    output.show((output.briefly(row, wanted) for row in found.rows), _COLUMNS, wanted, below="snippet")

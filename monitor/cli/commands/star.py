"""`monitor star`: the best coverage, chosen by a person."""

from dataclasses import asdict

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.cli.stored_article import stored_article, watch_id
from monitor.cli.time_options import now
from monitor.cli.who import by_option
from monitor.errors import NotFoundError
from monitor.store import stars

_COLUMNS = (
    Column("article_id", title="article", numeric=True),
    Column("at", title="since"),
    Column("by", priority=1, minimum=8),
    Column("watch", priority=2, minimum=10),
    Column("outlet", priority=3, minimum=12),
    Column("title", minimum=28, wish=44, link="url"),
)


@click.command()
@click.argument("url", metavar="[URL|ID]", required=False)
@click.option("--watch", metavar="NAME", help="As coverage of this watch alone  [default: of each that found it]")
@click.option("--undo", is_flag=True, help="Take the star back")
@by_option()
@listing(limit=100)
@click.pass_obj
def star(given: Given, *, url: str | None, watch: str | None, undo: bool, by: str, wanted: Listing) -> None:
    """Choose an article as the best coverage. Without one, list what is chosen.

    `monitor report` shows what has a star first, `hits`, `story` and `explain` show who gave it and when, and `monitor
    prune` keeps it. A star that is taken back leaves nothing.
    """
    if url is None:
        if undo:
            raise click.UsageError("--undo needs an article")
        with given.archive() as archive:
            known = watch_id(archive, watch) if watch else None
            output.show(map(asdict, stars.listing(archive, watch=known, limit=wanted.limit)), _COLUMNS, wanted)
        return
    with given.archive(read_only=False) as archive, archive.transaction():
        article = stored_article(archive, url)
        of = watch_id(archive, watch) if watch else None
        whose = f" as coverage of {watch}" if watch else ""
        if undo:
            if not stars.remove(archive, article.id, of):
                raise NotFoundError(f"article {article.id} has no star{whose}", hint="`monitor star` lists them")
            say(f"article {article.id} has no star any more{whose}")
            return
        is_new = stars.add(archive, article.id, of, by, now())
    say(f"article {article.id} {'has' if is_new else 'had'} a star{whose}; `--undo` takes it back")

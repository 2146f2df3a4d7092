"""`monitor note`: what a person says of an article."""

from dataclasses import asdict

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing, say
from monitor.cli.stored_article import NUMBER, stored_article
from monitor.cli.time_options import now
from monitor.cli.who import by_option
from monitor.errors import NotFoundError
from monitor.store import notes
from monitor.store.archive import Archive
from monitor.views import remarks

_COLUMNS = (
    Column("id", numeric=True, title="note"),
    Column("article_id", priority=1, title="article", numeric=True),
    Column("at", title="written"),
    Column("by", priority=2, minimum=8),
    Column("text", minimum=28, wish=60, link="url"),
    Column("title", priority=3, minimum=28, link="url"),
)
_HISTORY = (
    Column("id", numeric=True, title="note"),
    Column("at", title="written"),
    Column("by", priority=2, minimum=8),
    Column("state"),
    Column("ended_at", priority=3, title="ended"),
    Column("ended_by", priority=4),
    Column("text", minimum=28, wish=60),
)


@click.command()
@click.argument("url", metavar="[URL|ID]", required=False)
@click.argument("text", required=False)
@click.option("--edit", type=NUMBER, metavar="NOTE", help="Let TEXT take the place of this note")
@click.option("--remove", type=NUMBER, metavar="NOTE", help="Take this note away")
@by_option()
@listing(limit=100)
@click.pass_obj
def note(  # noqa: PLR0913 - an option each
    given: Given, *, url: str | None, text: str | None, edit: int | None, remove: int | None, by: str, wanted: Listing
) -> None:
    """Write a TEXT to an article. Without one, its notes and what stood there before; without an article, all notes.

    Who wrote it and when stands with it. What is edited or removed stays in the history. `hits`, `story`, `explain`,
    `monitor report` and `monitor export notes` show what stands, and `monitor prune` keeps its article.
    """
    if edit is not None and remove is not None:
        raise click.UsageError("--edit and --remove are two things: do one at a time")
    if url is None:
        if edit is not None or remove is not None:
            raise click.UsageError("name the article of the note")
        with given.archive() as archive:
            output.show(map(asdict, notes.listing(archive, wanted.limit)), _COLUMNS, wanted)
        return
    is_written = text is not None or remove is not None
    if (text is None) and edit is not None:
        raise click.UsageError("--edit needs the new TEXT")
    with given.archive(read_only=not is_written) as archive:
        article = stored_article(archive, url).id
        if not is_written:
            written = remarks.history(notes.history(archive, article))
            output.show(written, _HISTORY, wanted)
        elif remove is not None:
            _remove(archive, article, remove, by, text)
        else:
            _write(archive, article, text or "", edit, by)


def _write(archive: Archive, article: int, text: str, edit: int | None, by: str) -> None:
    if not text.strip():
        raise click.UsageError("an empty note says nothing; --remove NOTE takes one away")
    if len(text) > notes.LONGEST:
        raise click.UsageError(f"a note has {notes.LONGEST:,} characters at most")
    number = notes.write(archive, article, text.strip(), by, now(), replaces=edit)
    if number is None:
        raise _missing(article, edit)
    say(f"note {number} to article {article}, by {by}")


def _remove(archive: Archive, article: int, number: int, by: str, text: str | None) -> None:
    if text is not None:
        raise click.UsageError("--remove takes no TEXT; --edit NOTE puts another in its place")
    known = notes.get(archive, number)
    if known is None or known.article_id != article or not notes.remove(archive, number, by, now()):
        raise _missing(article, number)
    say(f"note {number} is removed; `monitor note {article}` shows what it said")


def _missing(article: int, number: int | None) -> NotFoundError:
    return NotFoundError(
        f"article {article} has no note {number} that stands", hint=f"`monitor note {article}` lists them"
    )

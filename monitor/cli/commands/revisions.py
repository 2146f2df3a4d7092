"""`monitor revisions`: which articles were revised, or how one was, sentence by sentence."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import EMPTY, stop
from monitor.cli.output import Listing, listing
from monitor.cli.stored_article import stored_article
from monitor.cli.time_options import SINCE
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.store.queries import revised_articles
from monitor.store.queries.revised_articles import RevisedArticle
from monitor.views import readable

_COLUMNS = (
    Column("article_id", title="article", numeric=True),
    Column("at", title="revised"),
    Column("kinds", minimum=10),
    Column("outlet", priority=1, minimum=12),
    Column("new_title", title="title", minimum=28, wish=44, link="url"),
    Column("old_title", priority=2, minimum=28, luxury=True),
)


@click.command()
@click.argument("url", metavar="[URL|ID]", required=False)
@click.option("--since", type=SINCE, help="Revised since then: 24h, 7d, a date")
@click.option("--polish", is_flag=True, help="Also where spelling alone changed")
@listing(limit=20)
@click.pass_obj
def revisions(given: Given, *, url: str | None, since: datetime | None, polish: bool, wanted: Listing) -> None:
    """Which articles were revised, newest first; or, of one, each revision with the sentences that changed.

    An article that a watch found is read again on a clock that slows down; see `reread` in the configuration.
    The kinds: retraction, gone (two looks in a row found no page), correction, name_added, name_removed, number_added,
    number_removed (in sentences with a watch's words), headline, update, typo.
    """
    with given.archive() as archive:
        if url is None:
            found = revised_articles.recent(archive, since, limit=wanted.limit, polish=polish)
            output.show(map(_row, found), _COLUMNS, wanted, below="url")
            return
        _one(archive, stored_article(archive, url), since, wanted)


def _one(archive: Archive, stored: StoredArticle, since: datetime | None, wanted: Listing) -> None:
    """The last revisions of one article, in order of time."""
    found = revised_articles.recent(archive, since, limit=wanted.limit, polish=True, article=stored.id)
    rows = [_row(one) for one in reversed(list(found))]
    if wanted.as_json or wanted.as_csv or wanted.in_full:
        output.show(rows, _COLUMNS, wanted)
        return
    output.line(stored.article.title, hang=0)
    output.line(f"article {stored.id}: {stored.article.url}", hang=2)
    if not rows:
        output.line("no revision is known")
        if wanted.fail_empty:
            stop(EMPTY)
    for row in rows:
        output.paragraphs(_shown(row, styled=output.is_styled(sys.stdout)))


def _shown(row: dict[str, Any], *, styled: bool) -> Iterator[str]:
    yield ""
    yield f"{readable.visible(row['at'])}  {', '.join(row['kinds'])}"
    for name in ("added", "removed"):
        if row[name]:
            yield f"  {name}: {readable.visible(row[name])}"
    for change in row["sentences"]:
        for sign, text in (("-", change["before"]), ("+", change["after"])):
            if text:
                yield f"  {sign} {output.marked(text, (), styled=styled)}"


def _row(one: RevisedArticle) -> dict[str, Any]:
    return {
        "article_id": one.article_id,
        "at": one.revision.at,
        "kinds": [kind.value for kind in one.revision.kinds],
        "outlet": one.outlet_name,
        "outlet_id": one.outlet,
        "old_title": one.revision.old_title if one.revision.old_title != one.revision.new_title else None,
        "new_title": one.revision.new_title,
        "added": list(one.revision.added),
        "removed": list(one.revision.removed),
        "sentences": [{"before": each.before, "after": each.after} for each in one.revision.sentences],
        "url": one.url,
    }

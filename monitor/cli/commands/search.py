"""`monitor search`: the archive, in the language of the watches."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.output import Listing, listing
from monitor.cli.time_options import SINCE, now
from monitor.match import look
from monitor.match.query.fts5 import translate
from monitor.model import Article, Hit
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.queries import search as store
from monitor.store.queries.search import SearchResult
from monitor.views import hit_rows

_LOOKED_THROUGH = timedelta(days=30)  # for a query without a word to look up, which reads each article
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
@click.option("--outlet", metavar="ID", help="In this outlet")
@click.option("--lang", help="In this language, such as en")
@click.option("--since", type=SINCE, help="Reported since then: 24h, 7d, a date")
@click.option("--until", type=SINCE, help="Reported before then; a date itself is not included")
@listing(limit=20)
@click.pass_obj
def search(given: Given, /, *, query: tuple[str, ...], wanted: Listing, **narrowed: Any) -> None:
    """Search the archive, newest first.

    The QUERY is in the language of the watches: "Heat 2" OR (Heat NEAR/8 "Michael Mann"), title:strike, -football.
    """
    text = " ".join(query)
    match = translate(text)

    hits: dict[str, Hit] = {}
    looked = 0

    def accepts(article: Article) -> bool:
        nonlocal looked
        looked += 1
        hit = look(text, article)
        if hit:
            hits[article.url] = hit
        return hit is not None

    narrowed["language"] = narrowed.pop("lang")
    with given.archive() as archive:
        if match is None:
            rows = _looked_through(archive, accepts, wanted.limit, narrowed)
        else:
            rows = store.search(archive, match, accept=accepts, limit=wanted.limit, **narrowed)
            if looked >= store.SCAN_LIMIT and len(rows) < wanted.limit:
                output.say(
                    f"the newest {looked:,} articles that may be meant were looked at; older ones, if any, were not: "
                    "--until looks farther back, a rarer word finds fewer"
                )
        shown = (output.briefly(_row(row, hits.get(row.report.url, row)), wanted) for row in rows)
        output.show(shown, _COLUMNS, wanted, below="snippet")


def _looked_through(archive: Archive, accepts: Any, limit: int, narrowed: dict[str, Any]) -> list[SearchResult]:
    """The newest articles that a query without a word to look up accepts."""
    since: datetime = narrowed["since"] or now() - _LOOKED_THROUGH
    if narrowed["since"] is None:
        output.say(f"a query without a plain word: only the last {_LOOKED_THROUGH.days} days are looked through")
    found = [stored.id for stored in articles.recent(archive, since) if accepts(stored.article)]
    rows = store.by_ids(archive, found)
    return sorted(_narrow(rows, narrowed), key=store.age)[:limit]


def _narrow(rows: list[SearchResult], narrowed: dict[str, Any]) -> Iterator[SearchResult]:
    for row in rows:
        fits = narrowed["outlet"] in {None, row.report.outlet} and narrowed["language"] in {None, row.report.language}
        reported, since, until = row.report.reported, narrowed["since"], narrowed["until"]
        if fits and not (since and reported.is_before(since)) and (until is None or reported.is_before(until)):
            yield row


def _row(row: SearchResult, why: SearchResult | Hit) -> dict[str, Any]:
    return {
        "id": row.report.article_id,
        **hit_rows.report(row.report),
        "snippet": why.snippet,
        "snippet_marks": why.snippet_marks,
        "story": row.story_id,
    }

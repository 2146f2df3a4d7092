"""Values made for the archive's tests: an outlet, its source, links, articles, a watch, a hit."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import Article, Hit, Link, Mark, Outlet, Source, SourceKind, Watch, WatchKind
from monitor.store import articles, outlets, stories, watches
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

FEED = Source(kind=SourceKind.FEED, url="https://joblo.example/feed")
JOBLO = Outlet(id="joblo", name="JoBlo", home="https://joblo.example/", sources=(FEED,), tags=("film",))
COLLIDER = Outlet(id="collider", name="Collider", home="https://collider.example/")
HEAT = Watch(id="heat-2", name="Heat 2", query='"Heat 2"', kind=WatchKind.FILM, ids={"imdb": "tt0000017"})
HIT = Hit(
    watch="heat-2",
    marks=(Mark(field="title", start=0, end=6, text="Heat 2"),),
    snippet="Heat 2 is on",
    snippet_marks=((0, 6),),
)


def link(number: int = 1, **fields: Any) -> Link:
    """A link of JoBlo."""
    return Link(url=f"https://joblo.example/{number}", **fields)


def article(number: int = 1, **fields: Any) -> Article:
    """An article of JoBlo, unless another outlet is given."""
    given = {
        "url": f"https://joblo.example/{number}",
        "outlet": "joblo",
        "title": f"Heat 2 is on, part {number}",
        "body": "Michael Mann returns.\n\nThe cameras roll in spring.",
        "published_at": NOW - HOUR,
        **fields,
    }
    return Article(**given)


def new(number: int = 1, *, found_at: datetime = NOW, story: int | None = None, **fields: Any) -> NewArticle:
    """That article, ready to be stored."""
    copy_of = fields.pop("copy_of", None)
    made = article(number, **fields)
    return NewArticle(
        article=made,
        url_key=made.url,
        content_hash=f"hash-{number}",
        found_at=found_at,
        story_id=story,
        copy_of=copy_of,
    )


def join(archive: Archive, story: int, number: int) -> None:
    """Make an article that is stored part of a story, as one that arrives is."""
    archive.execute("update articles set story_id = ? where id = ?", (story, number))
    stories.joined(archive, story, NOW)


def add_all(archive: Archive, batch: Iterable[NewArticle]) -> list[int]:
    """Store many articles in one transaction; their ids."""
    with archive.transaction():
        return [articles.add(archive, each) for each in batch]


def populate(archive: Archive) -> int:
    """Two outlets, one watch, one story with one article; the article's id."""
    outlets.sync(archive, [JOBLO, COLLIDER], NOW)
    watches.sync(archive, [HEAT], NOW)
    story = stories.open(archive, "Heat 2 is on", NOW)
    return articles.add(archive, new(story=story))


def found(archive: Archive, word: str) -> list[int]:
    """The ids of the articles that the full-text index has for a word."""
    rows = archive.rows("select rowid from articles_fts where articles_fts match ? order by rowid", (word,))
    return [row[0] for row in rows]


def dump(archive: Archive) -> list[tuple[Any, ...]]:
    """Every row of every table, to tell whether anything changed."""
    tables = archive.rows(
        "select name from sqlite_schema where type = 'table' and name not like 'articles_fts%' order by name"
    )
    return [(table[0], *row) for table in tables for row in archive.rows(f'select * from "{table[0]}"')]  # noqa: S608

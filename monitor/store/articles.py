"""The articles and their revisions. Row ids are in order of arrival, which makes a date a range of row ids."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.model import Article, Origin
from monitor.report_time import ReportTime, Witness
from monitor.revised import Revision, RevisionKind, SentenceChange
from monitor.store import stories
from monitor.store.archive import Archive
from monitor.store.codec.article_rows import COLUMNS, article_of, columns_of
from monitor.store.codec.json_columns import dump, load
from monitor.store.codec.records import record
from monitor.store.codec.report_rows import report_time
from monitor.store.codec.timestamps import moment, stamp
from monitor.story import PlacementReason, Role

_PAGE = 500  # articles read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article as it is to be stored. `url_key` is `urls.canonical` of its final address."""

    article: Article
    url_key: str
    content_hash: str
    found_at: datetime
    origin: Origin = Origin.LIVE
    story_id: int | None = None
    copy_of: int | None = None
    role: Role | None = None
    placed: PlacementReason | None = None
    witness: Witness | None = None  # of its link


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article of the archive. `url_key` and `content_hash` are None where another program added it."""

    id: int
    article: Article
    story_id: int | None
    copy_of: int | None
    role: Role | None
    placed: PlacementReason | None
    content_hash: str | None
    found_at: datetime
    origin: Origin
    url_key: str | None
    reported: ReportTime
    revised_at: datetime | None
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """A text that an article had before, and what the next one changed. Without `kinds`: nothing that it says."""

    title: str
    standfirst: str | None
    body: str
    authors: tuple[str, ...]
    content_hash: str | None
    changes: tuple[str, ...]
    replaced_at: datetime
    kinds: tuple[RevisionKind, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def find(archive: Archive, url_key: str) -> StoredArticle | None:
    """The article of a URL key."""
    row = archive.row("select * from articles where url_key = ?", (url_key,))
    return _stored(row) if row else None


def of_text(archive: Archive, outlet_id: str, content_hash: str) -> StoredArticle | None:
    """The first article of this outlet with these words in its title and body."""
    row = archive.row(
        "select * from articles where content_hash = ? and outlet_id = ? order by id limit 1", (content_hash, outlet_id)
    )
    return _stored(row) if row else None


def get(archive: Archive, article_id: int) -> StoredArticle | None:
    """The article of an id."""
    row = archive.row("select * from articles where id = ?", (article_id,))
    return _stored(row) if row else None


def get_many(archive: Archive, ids: Iterable[int]) -> list[StoredArticle]:
    """The articles of these ids, in the order of the ids; those that are not there are left out."""
    rows = archive.rows(
        "select articles.* from json_each(?) as wanted join articles on articles.id = wanted.value order by wanted.key",
        (dump(list(ids)),),
    )
    return [_stored(row) for row in rows]


def in_story(archive: Archive, story_id: int) -> list[StoredArticle]:
    """The articles of a story, in order of arrival."""
    return [_stored(row) for row in archive.rows("select * from articles where story_id = ? order by id", (story_id,))]


def add(archive: Archive, new: NewArticle) -> int:
    """Store an article as part of its story; its id. If its URL key is there already, the id is that one's.

    In that case nothing changes.
    """
    with archive.transaction():
        rows = archive.rows(f"{_INSERT} returning id", _values(new))
        if not rows:
            return int(archive.value("select id from articles where url_key = ?", (new.url_key,)))
        if new.story_id is not None:
            stories.grown(archive, new.story_id, int(rows[0]["id"]), new.found_at)
    return int(rows[0]["id"])


def tell_review(archive: Archive, article_id: int, *, is_review: bool) -> None:
    """Keep whether an article is a review."""
    archive.execute(
        "update articles set is_review = :is where id = :id and is_review is not :is",
        {"is": int(is_review), "id": article_id},
    )


def reviews_among(archive: Archive, ids: Iterable[int]) -> dict[int, bool | None]:
    """Whether each of these articles is a review; None: nobody has looked."""
    rows = archive.rows(
        "select id, is_review from articles where id in (select value from json_each(?))", (dump(list(ids)),)
    )
    return {row["id"]: None if row["is_review"] is None else bool(row["is_review"]) for row in rows}


def revise(  # noqa: PLR0913, PLR0917 - what is revised, by what, when
    archive: Archive,
    article_id: int,
    article: Article,
    content_hash: str,
    changes: Sequence[str],
    now: datetime,
    *,
    revision: Revision | None = None,
) -> bool:
    """Replace an article's text and keep the old one. False, and nothing changed, if it has that text already."""
    with archive.transaction():
        if not _keep(archive, article_id, content_hash, changes, now, revision):
            return False
        columns = {**columns_of(article), "content_hash": content_hash, "revised_at": stamp(now)}
        # Who published it and under which address is settled when it arrives.
        del columns["outlet_id"], columns["url"]
        assignments = ", ".join(f"{name} = :{name}" for name in columns)
        archive.execute(f"update articles set {assignments} where id = :id", {**columns, "id": article_id})
    return True


def _keep(  # noqa: PLR0917 - a row's columns
    archive: Archive, article_id: int, unlike: str, changes: Sequence[str], now: datetime, revision: Revision | None
) -> bool:
    """Keep the present text of an article as an earlier one, unless its hash is the one that it must be unlike."""
    kept = archive.execute(
        """
        insert into revisions (
          article_id, title, standfirst, authors, published_at, updated_at, content_hash, body,
          changes, kinds, sentences, added, removed, replaced_at
        )
        select
          id, title, standfirst, authors, published_at, updated_at, content_hash, body,
          :changes, :kinds, :sentences, :added, :removed, :now
        from articles where id = :id and content_hash is not :hash
        """,
        {
            "id": article_id,
            "hash": unlike,
            "changes": dump(list(changes)),
            "kinds": dump([kind.value for kind in revision.kinds] if revision else []),
            "sentences": dump(revision.sentences if revision else ()),
            "added": dump(revision.added if revision else ()),
            "removed": dump(revision.removed if revision else ()),
            "now": stamp(now),
        },
    )
    return kept > 0


def gone(archive: Archive, article_id: int, now: datetime) -> Revision | None:
    """Keep that an article's page is not there any more; its text stays. None: it is not in the archive."""
    stored = get(archive, article_id)
    if stored is None:
        return None
    title = stored.article.title
    revision = Revision(at=now, kinds=(RevisionKind.GONE,), old_title=title, new_title=title)
    _keep(archive, article_id, "", (), now, revision)
    return revision


def revisions(archive: Archive, article_id: int) -> list[EarlierText]:
    """The earlier texts of an article, oldest first."""
    rows = archive.rows("select * from revisions where article_id = ? order by id", (article_id,))
    return [record(EarlierText, row) for row in rows]


def as_it_was(article: Article, text: EarlierText) -> Article:
    """An article with a text that it had before."""
    return replace(article, title=text.title, standfirst=text.standfirst, body=text.body, authors=text.authors)


def recent(
    archive: Archive, since: datetime | None = None, until: datetime | None = None, *, match: str | None = None
) -> Iterator[StoredArticle]:
    """The articles found in this time (None: all), in order of arrival. What is added meanwhile comes too.

    `match` is a full-text expression: only what it finds is read.
    """
    first = first_id_since(archive, since) if since else 1
    last = first - 1
    source, number = _FOUND if match else ("articles where", "articles.id")
    while True:
        rows = archive.rows(
            f"""
            select articles.* from {source} {number} > :last
            and found_at >= :since and (:until is null or found_at <= :until) order by {number} limit +:page
            """,
            {"last": last, "since": stamp(since) or "", "until": stamp(until), "page": _PAGE, "match": match},
        )
        if not rows:
            return
        for row in rows:
            yield _stored(row)
        last = rows[-1]["id"]


# Ordered by the index's own row id, so that each page begins where the last one ended.
_FOUND = (
    "articles_fts cross join articles on articles.id = articles_fts.rowid where articles_fts match :match and",
    "articles_fts.rowid",
)


def newest(archive: Archive, limit: int) -> list[Article]:
    """The articles that arrived last, the newest first."""
    return [article_of(row) for row in archive.rows("select * from articles order by id desc limit +?", (limit,))]


def watched_since(archive: Archive) -> datetime | None:
    """When the first article came in that no first crawl and no search of the past brought; None: none did."""
    row = archive.row("select found_at from articles where origin = 'live' order by id limit 1")
    return moment(row["found_at"]) if row else None


def by_outlet(archive: Archive, since: datetime) -> list[tuple[str, str, int]]:
    """Each outlet's id and name, and how many articles of it were found since then."""
    rows = archive.rows(
        """
        select id, name, coalesce(found.articles, 0) as articles
        from outlets left join (
          select outlet_id, count(*) as articles from articles indexed by articles_by_day
          where substr(found_at, 1, 10) >= :day and found_at >= :since group by outlet_id
        ) as found on found.outlet_id = outlets.id
        order by id
        """,
        {"day": stamp(since)[:10], "since": stamp(since)},
    )
    return [(row["id"], row["name"], row["articles"]) for row in rows]


def older(archive: Archive, since: datetime) -> tuple[int, datetime | None]:
    """How many articles were found before then, and the beginning of the day on which the first was."""
    newer = sum(number for _, _, number in by_outlet(archive, since))
    number = int(archive.value("select count(*) from articles")) - newer
    first = archive.value("select min(substr(found_at, 1, 10)) from articles") if number else None
    return number, moment(f"{first}T00:00:00Z") if first else None


def first_id_since(archive: Archive, since: datetime) -> int:
    """An id that no article found since then lies below: the lowest of any day of arrival from that day on.

    Days may be out of order in the file, as after an import of old articles, so each day is looked at: two steps in
    an index a day.
    """
    found = archive.value(
        """
        with recursive days (day) as (
          select (select min(substr(found_at, 1, 10)) from articles where substr(found_at, 1, 10) >= :day)
          union all
          select (select min(substr(found_at, 1, 10)) from articles where substr(found_at, 1, 10) > days.day)
          from days where days.day is not null
        )
        select min((select min(id) from articles where substr(found_at, 1, 10) = days.day)) from days
        """,
        {"day": stamp(since)[:10]},
    )
    if found is None:
        found = archive.value("select coalesce(max(id), 0) + 1 from articles")
    return int(found)


_INSERT = f"""
insert into articles ({", ".join(COLUMNS)}) values ({", ".join("?" for _ in COLUMNS)})
on conflict (url_key) do nothing
"""


def _values(new: NewArticle) -> tuple[Any, ...]:
    """The values of `COLUMNS`, in that order: binding by name costs a third of an insert."""
    named = columns_of(new.article)
    named["url_key"] = new.url_key
    named["content_hash"] = new.content_hash
    named["found_at"] = stamp(new.found_at)
    reported = ReportTime.of(
        new.article.published_at,
        has_time=new.article.published_has_time,
        found_at=new.found_at,
        witness=new.witness,
    )
    named["listed_at"] = stamp(new.witness.listed_at) if new.witness else None
    named["absent_at"] = stamp(new.witness.absent_at) if new.witness else None
    named["reported_at"] = stamp(reported.at)
    named["reported_day"] = reported.day.isoformat() if reported.day else None
    named["origin"] = new.origin.value
    named["story_id"] = new.story_id
    named["copy_of"] = new.copy_of
    named["role"] = new.role.value if new.role else None
    named["placement"] = dump(new.placed) if new.placed else None
    return tuple(map(named.__getitem__, COLUMNS))


def _stored(row: Any) -> StoredArticle:
    return record(
        StoredArticle,
        row,
        article=article_of(row),
        placed=load(row["placement"], PlacementReason, None),
        reported=report_time(row["reported_at"] or row["found_at"], row["reported_day"]),
        witness=record(Witness, row) if row["listed_at"] else None,
    )

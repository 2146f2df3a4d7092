"""Which articles are read again, when, and what the last look at each found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.model import Link
from monitor.rereading import DueReread, LookOutcome, PageReread
from monitor.store import links
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """An article's clock. `next_at` None: it has run out. `missing`: looks in a row that found no page."""

    article_id: int
    begun_at: datetime
    next_at: datetime | None
    looks: int
    looked_at: datetime | None
    outcome: LookOutcome | None
    detail: str | None
    missing: int
    gone_at: datetime | None
    followed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An article, or an address that is still to be read, that a person follows. `pages`: those that are kept."""

    article_id: int | None
    url: str
    outlet: str
    title: str | None
    followed_at: datetime
    next_at: datetime | None
    looks: int
    looked_at: datetime | None
    outcome: LookOutcome | None
    gone_at: datetime | None
    revisions: int
    pages: int


def begin(archive: Archive, article_id: int, now: datetime, next_at: datetime | None) -> None:
    """Start the clock of an article; one that runs goes on."""
    if next_at is not None:
        archive.execute(
            "insert or ignore into rereadings (article_id, begun_at, next_at) values (?, ?, ?)",
            (article_id, stamp(now), stamp_up(next_at)),
        )


def follow(archive: Archive, article_id: int, now: datetime) -> None:
    """A person follows an article: its page is read at the next look, whole, and then by the clock from its beginning.

    One that is followed already goes on as it did.
    """
    archive.execute(
        """
        insert into rereadings (article_id, begun_at, next_at, followed_at) values (:article, :now, :now, :now)
        on conflict (article_id) do update set
          begun_at = excluded.begun_at, next_at = excluded.next_at, followed_at = excluded.followed_at,
          etag = null, last_modified = null, digest = null
        where rereadings.followed_at is null
        """,
        {"article": article_id, "now": stamp(now)},
    )


def follow_link(archive: Archive, url_key: str, now: datetime) -> None:
    """A person follows the article that a link is to become."""
    archive.execute(
        "update links set followed_at = coalesce(followed_at, ?) where url_key = ? and state != 'stored'",
        (stamp(now), url_key),
    )


def arrived(archive: Archive, url_key: str | None, article_id: int, now: datetime) -> None:
    """A link became an article: follow it, if a person follows the link."""
    taken = archive.execute(
        "update links set followed_at = null where url_key = ? and followed_at is not null", (url_key,)
    )
    if taken:
        follow(archive, article_id, now)


def unfollow(archive: Archive, article_id: int | None, url_key: str | None) -> bool:
    """A person follows it no more; False if nobody did. The pages that are kept stay, as does the clock of a hit."""
    of_link = archive.execute("update links set followed_at = null where url_key = ? and followed_at > ''", (url_key,))
    of_article = archive.execute(
        """
        update rereadings set
          followed_at = null,
          next_at = iif(exists (select 1 from hits where hits.article_id = rereadings.article_id), next_at, null)
        where article_id = ? and followed_at is not null
        """,
        (article_id,),
    )
    return of_link + of_article > 0


def followed(archive: Archive, limit: int) -> list[Followed]:
    """What is followed, the latest first."""
    rows = archive.rows(
        """
        select article_id, url, outlet_id as outlet, title, followed_at, next_at, looks, looked_at, outcome, gone_at,
          (select count(*) from revisions where revisions.article_id = rereadings.article_id) as revisions,
          (select count(*) from page_records where page_records.article_id = rereadings.article_id) as pages
        from rereadings join articles on articles.id = article_id where followed_at is not null
        union all
        select null, url, outlet_id, title, followed_at, next_at, 0, tried_at, null, null, 0, 0
        from links where followed_at is not null
        order by followed_at desc, url limit +?
        """,
        (limit,),
    )
    return [record(Followed, row) for row in rows]


def due(archive: Archive, outlet_id: str, now: datetime, limit: int) -> tuple[DueReread, ...]:
    """The articles of an outlet that are to be read again now, the longest waiting first."""
    rows = archive.rows(
        """
        select rereadings.*, articles.url, articles.title
        from rereadings cross join articles on articles.id = article_id
        where next_at <= :now and outlet_id = :outlet order by next_at limit +:limit
        """,
        {"now": stamp(now), "outlet": outlet_id, "limit": limit},
    )
    return tuple(
        DueReread(
            article=row["article_id"],
            link=_link(archive, row),
            etag=row["etag"],
            last_modified=row["last_modified"],
            digest=row["digest"],
            keep=row["followed_at"] is not None,
        )
        for row in rows
    )


def of(archive: Archive, article_id: int) -> Rereading | None:
    """The clock of an article; None: it is not read again."""
    row = archive.row("select * from rereadings where article_id = ?", (article_id,))
    return record(Rereading, row) if row else None


def looked(archive: Archive, event: PageReread, *, next_at: datetime | None, missing: int, gone: bool) -> None:
    """Keep what a look found. One without an answer, or that found no article, leaves the validators as they were."""
    archive.execute(
        """
        update rereadings set
          looks = looks + 1, looked_at = :at, next_at = :next, outcome = :outcome, detail = :detail, missing = :missing,
          gone_at = iif(:gone, coalesce(gone_at, :at), null),
          etag = iif(:read, :etag, etag), last_modified = iif(:read, :modified, last_modified),
          digest = iif(:read, :digest, digest)
        where article_id = :article and coalesce(looked_at, '') < :at
        """,
        {
            "at": stamp(event.at),
            "next": stamp_up(next_at),
            "outcome": event.outcome.value,
            "detail": note(event.detail) or None,
            "missing": missing,
            "gone": gone,
            "read": event.outcome in {LookOutcome.READ, LookOutcome.UNCHANGED},
            "etag": event.etag,
            "modified": event.last_modified,
            "digest": event.digest,
            "article": event.article,
        },
    )


def stop(archive: Archive, article_id: int, detail: str) -> None:
    """Read an article never again: its page hung the parser."""
    archive.execute(
        "update rereadings set next_at = null, outcome = 'refused', detail = ? where article_id = ?",
        (note(detail), article_id),
    )


def _link(archive: Archive, row: Any) -> Link:
    """The address by which the article was found first, as its listing had it."""
    known = links.of_article(archive, row["article_id"])
    if not known:
        return Link(url=row["url"])
    first = known[0]
    return Link(url=first.url, key=first.url_key, title=first.title, published_at=first.published_at)

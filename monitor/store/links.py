"""The links: what was listed, what is still to be read, and what became of the rest.

    found -> stored | refused | quarantined | given_up          refused -> stored, when a block page is gone

A link stays `found` until its article is stored or it is settled otherwise, so a crash reads again and never skips.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from monitor.known_links import LONG_KEY, KnownLinks, known_as, mark
from monitor.model import Link, LinkState, Origin, Source
from monitor.reading import urls
from monitor.refusals import Reason
from monitor.report_time import Witness
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import moment, stamp, stamp_up

_PAST = 60  # links of the past read in one crawl by itself: a minute or two, so that news is not kept waiting
_MARKED = 500  # links whose listing may still change: what the longest feeds hold


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """All that is known of a link."""

    id: int
    url_key: str
    url: str
    outlet: str
    source: str | None  # address of the source that listed it first
    origin: Origin
    state: LinkState
    title: str | None
    published_at: datetime | None
    found_at: datetime
    attempts: int
    tried_at: datetime | None
    next_at: datetime | None
    reason: str | None
    detail: str | None
    article_id: int | None
    pruned_at: datetime | None
    late: bool  # it may have been listed for long before it was seen
    absent_at: datetime | None
    followed_at: datetime | None

    @property
    def witness(self) -> Witness | None:
        """What is known of its appearance; None: no source listed it."""
        return Witness(listed_at=self.found_at, absent_at=self.absent_at) if self.source is not None else None


def known(archive: Archive, outlet_id: str, limit: int = 20_000, most: int = 1 << 30) -> KnownLinks:
    """The URL keys of the outlet's newest links, whatever their state, and of those that it shares with others.

    The newest ones that became articles come with the `mark` of their listing, so that a changed headline is seen. At
    most `limit` links of each kind, or less: as many as have room in `most` bytes of JSON.
    """
    marked = archive.rows(
        """
        select url_key, links.title, sources.url as source_url
        from links join sources on sources.id = source_id
        where links.outlet_id = :outlet and state = 'stored' order by links.id desc limit +:marked
        """,
        {"outlet": outlet_id, "marked": min(_MARKED, limit)},
    )
    # SQLite writes the keys of thousands of links as JSON in a third of the time that their rows take.
    (row,) = archive.rows(
        """
        select json_group_object(url_key, '') filter (where length(url_key) <= :short) as short,
               json_group_array(url_key) filter (where length(url_key) > :short) as long
        from (
          select * from (select url_key from links where outlet_id = :outlet order by id desc limit +:limit)
          union all
          select * from (
            select url_key from listed_too join links on links.id = link_id
            where listed_too.outlet_id = :outlet order by link_id desc limit +:limit
          )
        )
        """,
        {"outlet": outlet_id, "limit": limit, "short": LONG_KEY},
    )
    marks = {known_as(key): "" for key in msgspec.json.decode(row["long"])}
    marks |= {known_as(each["url_key"]): mark(each["source_url"], each["title"]) for each in marked}
    found = KnownLinks.joined(row["short"].encode(), msgspec.json.encode(marks))
    return found if len(found.json) <= most or limit <= 1 else known(archive, outlet_id, limit // 2, most)


def pending(archive: Archive, outlet_id: str, now: datetime, *, force: bool = False, limit: int = 500) -> list[Link]:
    """Links to be read: found and due, and block pages to look at again. News first, the newest; `force` waits not."""
    rows = archive.rows(
        """
        select * from (
          select *, row_number() over (partition by origin = 'backfill' order by id desc) as place from links
          where outlet_id = :outlet and (state = 'found' or next_at is not null)
            and (:force or coalesce(next_at, '') <= :now)
        )
        where :force or origin != 'backfill' or place <= :past order by origin = 'backfill', id desc limit +:limit
        """,
        {"outlet": outlet_id, "now": stamp(now), "force": force, "past": _PAST, "limit": limit},
    )
    return [_link(row) for row in rows]


def add(  # noqa: PLR0913, PLR0917 - an event's parts, in its order
    archive: Archive,
    outlet_id: str,
    source: Source | None,
    links: Iterable[Link],
    origin: Origin,
    now: datetime,
    *,
    late: bool = False,
) -> int:
    """Keep what a source listed; how many were new. A link that is known keeps its state and its first outlet.

    `late`: nothing else that it listed was known, so these may have been there for long.
    """
    rows = [row | {"late": late} for link in links if (row := _new_row(link, outlet_id, source, origin, now))]
    with archive.transaction():
        added = archive.execute_many(_INSERT, rows)
        if added < len(rows):
            archive.execute(
                """
                insert or ignore into listed_too (outlet_id, link_id)
                select :outlet, id from links
                where url_key in (select value from json_each(:keys)) and outlet_id != :outlet
                """,
                {"outlet": outlet_id, "keys": dump([row["key"] for row in rows])},
            )
    return added


def ensure(archive: Archive, outlet_id: str, link: Link, now: datetime, *, origin: Origin = Origin.LIVE) -> None:
    """Have a row for a link that no source listed: read manually, or named by the death of a process."""
    if row := _new_row(link, outlet_id, None, origin, now):
        archive.execute(_INSERT, row | {"late": False})


def stored(archive: Archive, link: Link, article_id: int, now: datetime) -> None:
    """The link became an article."""
    archive.execute(
        """
        update links set
          state = 'stored', article_id = :article, tried_at = :now,
          next_at = null, reason = null, detail = null, listing = null
        where url_key = :key and (article_id is not :article or next_at is not null)
        """,
        {"article": article_id, "now": stamp(now), "key": urls.key_of(link)},
    )


def retitled(archive: Archive, link: Link, now: datetime) -> None:
    """Its outlet lists a stored link under another title: its page is to be read again."""
    archive.execute(
        """
        update links set title = :title, listing = :listing, next_at = :now
        where url_key = :key and state = 'stored' and title is not :title and pruned_at is null
        """,
        {"title": link.title, "listing": dump(link), "now": stamp(now), "key": urls.key_of(link)},
    )


def read_again(archive: Archive, link: Link) -> bool:
    """A stored link was read again, with whatever success: once is enough. False if it is not stored."""
    key = urls.key_of(link)
    reread = "update links set next_at = null, listing = null where url_key = ? and state = 'stored'"
    return archive.execute(reread, (key,)) > 0


def refused(
    archive: Archive,
    link: Link,
    reason: Reason,
    detail: str,
    now: datetime,
    *,
    recheck_at: datetime | None = None,
) -> None:
    """The link was read and is not an article; a block page is read again at `recheck_at`. A stored link stays stored.

    Refusals in a row are counted as attempts; the same refusal twice is one.
    """
    archive.execute(
        """
        update links set
          attempts = iif(state = 'refused', attempts, 0) + 1,
          state = 'refused', reason = :reason, detail = :detail, tried_at = :now, next_at = :recheck,
          listing = iif(:recheck is null, null, listing)
        where url_key = :key and (state in ('found', 'given_up') or (state = 'refused' and tried_at is not :now))
        """,
        {
            "reason": reason.value,
            "detail": note(detail),
            "now": stamp(now),
            "recheck": stamp_up(recheck_at),
            "key": urls.key_of(link),
        },
    )


def failed(
    archive: Archive,
    link: Link,
    error: str,
    now: datetime,
    *,
    next_at: datetime | None,
    reason: Reason = Reason.NETWORK,
) -> None:
    """The link could not be read; `next_at` None: given up, for this reason. The same failure twice is one."""
    archive.execute(
        """
        update links set
          state = iif(:next is null, 'given_up', state),
          reason = iif(:next is null, :reason, reason),
          attempts = attempts + 1, detail = :error, tried_at = :now, next_at = :next
        where url_key = :key and state in ('found', 'refused')
          and (coalesce(tried_at, '') < :now or (tried_at = :now and detail is not :error))
        """,
        {
            "reason": reason.value,
            "error": note(error),
            "now": stamp(now),
            "next": stamp_up(next_at),
            "key": urls.key_of(link),
        },
    )


def put_off(archive: Archive, link: Link, until: datetime) -> None:
    """Read the link at that time; what befell it was no attempt."""
    parameters = (stamp_up(until), urls.key_of(link))
    archive.execute("update links set next_at = ? where url_key = ? and state in ('found', 'refused')", parameters)


def quarantined(archive: Archive, link: Link, reason: Reason, detail: str, now: datetime) -> None:
    """The page hung or killed the parser: it is never read again by itself. A stored link stays stored."""
    archive.execute(
        """
        update links set
          state = 'quarantined', reason = :reason, detail = :detail, tried_at = :now, next_at = null, listing = null
        where url_key = :key and state not in ('stored', 'quarantined')
        """,
        {
            "reason": reason.value,
            "detail": note(detail),
            "now": stamp(now),
            "key": urls.key_of(link),
        },
    )


def reopen(archive: Archive, url: str) -> bool:
    """Read a page once more that became no article, because a person asked; False if there is none to read."""
    changed = archive.execute(
        """
        update links set state = 'found', reason = null, detail = null, next_at = null, attempts = 0
        where url_key = ? and state != 'stored'
        """,
        (urls.canonical(url),),
    )
    return changed > 0


def next_due(archive: Archive, outlet_id: str) -> datetime | None:
    """When the outlet's next unread link is due, which may have been already; None: none waits."""
    at: str | None = archive.value(
        """
        select min(coalesce(next_at, found_at)) from links
        where outlet_id = ? and (state = 'found' or next_at is not null)
        """,
        (outlet_id,),
    )
    return moment(at)


def find(archive: Archive, url: str) -> LinkRow | None:
    """All that is known of an address."""
    return of(archive, Link(url=url))


def of(archive: Archive, link: Link) -> LinkRow | None:
    """All that is known of a link."""
    row = archive.row(
        """
        select links.*, sources.url as source_url from links left join sources on sources.id = source_id
        where url_key = ?
        """,
        (urls.key_of(link),),
    )
    return _row(row) if row else None


def of_article(archive: Archive, article_id: int) -> list[LinkRow]:
    """The links that led to an article: redirects and spellings included."""
    rows = archive.rows(
        """
        select links.*, sources.url as source_url from links left join sources on sources.id = source_id
        where article_id = ? order by links.id
        """,
        (article_id,),
    )
    return [_row(row) for row in rows]


_INSERT = """
insert into links (url_key, url, outlet_id, source_id, origin, title, published_at, listing, late, found_at)
values (
  :key, :url, :outlet, (select id from sources where outlet_id = :outlet and url = :source),
  :origin, :title, :published, :listing, :late, :found
)
on conflict (url_key) do nothing
"""


def _new_row(link: Link, outlet_id: str, source: Source | None, origin: Origin, now: datetime) -> dict[str, Any] | None:
    key = urls.key_of(link)
    if key is None:
        return None
    return {
        "key": key,
        "url": link.url,
        "outlet": outlet_id,
        "source": source.url if source else None,
        "origin": origin.value,
        "title": link.title,
        "published": stamp(link.published_at),
        "listing": dump(link),
        "found": stamp(now),
    }


def _link(row: Any) -> Link:
    if row["listing"]:
        link: Link = msgspec.json.decode(row["listing"].encode(), type=Link)
        return replace(link, key=row["url_key"])
    return Link(url=row["url"], key=row["url_key"], title=row["title"], published_at=moment(row["published_at"]))


def _row(row: Any) -> LinkRow:
    return record(LinkRow, row, outlet=row["outlet_id"], source=row["source_url"])

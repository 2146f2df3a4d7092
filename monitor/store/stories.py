"""The stories: which articles belong to one event, and who reported it first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from monitor.store import outlet_credits
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.report_rows import COLUMNS, REPORTED, report_of
from monitor.store.codec.timestamps import stamp
from monitor.story import Report, Story

# The next number of a story or a thread: none is used again, also where what had it was merged or pruned.
_UNUSED = """
1 + max(
  coalesce((select max(id) from stories), 0),
  coalesce((select max(id) from threads), 0),
  coalesce((select max(id) from story_aliases), 0)
)
"""


def open(archive: Archive, title: str, now: datetime) -> int:  # noqa: A001 - stories.open reads as a sentence
    """Open a story; its id. Its first article brings the outlet that reported it.

    Its number is one that no thread has, for a thread is numbered by its first story. It is found as the row is
    written: between two statements another process may take it.
    """
    rows = archive.rows(
        f"insert into stories (id, title, opened_at, updated_at) values ({_UNUSED}, :title, :now, :now) returning id",
        {"title": title, "now": stamp(now)},
    )
    return int(rows[0]["id"])


def unused(archive: Archive) -> int:
    """The next number of a story or a thread; it is taken by what is written in the same transaction."""
    found: int = archive.value(f"select {_UNUSED}")
    return found


# The article by which a story was first reported: not a release, and not its text, where there is any other.
_FIRST = """
with releases as (
  select articles.id, copy_of from articles join outlets on outlets.id = outlet_id
  where story_id = :story and outlets.kind = 'press'
)
select one.id, one.outlet_id, coalesce(one.reported_at, one.found_at) as reported_at
from articles as one join outlets on outlets.id = one.outlet_id
where one.story_id = :story
order by outlets.kind = 'press', (
  coalesce(one.copy_of, 0) in (select id from releases)
  or coalesce(one.copy_of, one.id) in (select copy_of from releases where copy_of is not null)
), 3, one.id limit 1
"""


# The figures of a story with its first article alone, as most stories stay: no others need to be counted.
_OPENED = """
update stories set
  updated_at = max(stories.updated_at, :now),
  article_count = 1,
  outlet_count = outlets.kind <> 'press',
  copy_count = one.copy_of is not null,
  first_article_id = one.id,
  first_reported_by = one.outlet_id,
  first_reported_at = coalesce(one.reported_at, one.found_at)
from articles as one join outlets on outlets.id = one.outlet_id
where stories.id = :story and article_count = 0 and first_reported_by is null and one.story_id = :story
  and not exists (select 1 from articles as other where other.story_id = :story and other.id <> one.id)
"""


# Of a story, the article that was reported last of those that report by themselves and that nobody repeats; not
# `:article`. It is one of an outlet's own, whatever a release says.
_UNREPEATED = """(
  select own.id from articles as own
  where own.story_id = :story and own.id <> :article and own.copy_of is null and own.role is not 'mention'
    and (select kind from outlets where outlets.id = own.outlet_id) is not 'press'
    and not exists (select 1 from articles as copied where copied.copy_of = own.id)
  order by own.reported_at desc limit 1
)"""
_FEW = 64  # articles are counted as fast

# The figures of a story with one article more, where that cannot be the first: it was reported after the first, and has
# its text, or that is no text of a release, for an article that nobody repeats is none either, and would go before.
# The newest are looked at first, so what is read does not grow with the story.
_GROWN = f"""
update stories set
  updated_at = max(stories.updated_at, :now),
  article_count = article_count + 1,
  copy_count = copy_count + (one.copy_of is not null),
  outlet_count = outlet_count + ((
    select other.id from articles as other
    where other.story_id = :story and other.outlet_id = one.outlet_id and other.id <> one.id
    order by other.reported_at desc limit 1
  ) is null)
from
  articles as one join outlets on outlets.id = one.outlet_id,
  articles as first join outlets as whose on whose.id = first.outlet_id
where stories.id = :story and one.id = :article and one.story_id = :story
  and first.id = stories.first_article_id and first.story_id = :story
  and article_count >= :few and article_count % :few > 0
  and outlets.kind <> 'press' and whose.kind <> 'press'
  and (coalesce(one.reported_at, one.found_at), one.id) > (coalesce(first.reported_at, first.found_at), first.id)
  and (one.copy_of in (first.id, first.copy_of) or {_UNREPEATED} is not null)
"""


def grown(archive: Archive, story_id: int, article_id: int, now: datetime) -> None:
    """A new article joined the story: its figures go on, or are counted again where they may not.

    Every so often they are counted in any case, so that they are right again if another program wrote articles.
    """
    known = {"story": story_id, "article": article_id, "now": stamp(now), "few": _FEW}
    if not archive.execute(_GROWN, known):
        joined(archive, story_id, now)


def joined(archive: Archive, story_id: int, now: datetime) -> None:
    """Articles joined the story, or left it: its figures are counted again from its articles.

    Who publishes releases is no outlet among those that report, and is first only where nobody else has the story; next
    to last are those that repeat a release. Where that changes which outlet was the first, the change is kept, but for
    that of a release.
    """
    known = {"story": story_id, "now": stamp(now)}
    if archive.execute(_OPENED, known):
        return
    first = archive.value("select first_reported_by from stories where id = ?", (story_id,))
    archive.execute(
        f"""
        update stories set
          updated_at = max(updated_at, :now),
          article_count = tally.articles,
          outlet_count = tally.outlets,
          copy_count = tally.copies,
          first_article_id = first.id,
          first_reported_by = first.outlet_id,
          first_reported_at = first.reported_at
        from
          (
            select count(*) as articles, count(distinct iif(outlets.kind = 'press', null, outlet_id)) as outlets,
              count(copy_of) as copies
            from articles join outlets on outlets.id = outlet_id where story_id = :story
          ) as tally
          left join (
            {_FIRST}
          ) as first
        where stories.id = :story
        """,
        known,
    )
    if first is not None:
        archive.execute(
            """
            insert into first_changes (story_id, was, became, changed_at)
            select stories.id, :was, first_reported_by, :now from stories join outlets on outlets.id = :was
            where stories.id = :story and first_reported_by <> :was and outlets.kind <> 'press'
            """,
            known | {"was": first},
        )


def title(archive: Archive, story_id: int) -> str:
    """The title of a story that is there."""
    return str(archive.value("select title from stories where id = ?", (story_id,)))


def size(archive: Archive, story_id: int) -> int:
    """How many articles a story has."""
    return int(archive.value("select article_count from stories where id = ?", (story_id,)) or 0)


def get(archive: Archive, story_id: int) -> Story | None:
    """A story with its articles; for a merged one the story that it is part of now."""
    return get_many(archive, [story_id]).get(story_id)


def around(archive: Archive, story_id: int, article_id: int, *, with_others: bool) -> Story | None:
    """A story with no more of its articles than a decision on one of them asks for, and without credits.

    These are the article, the one whose text it repeats and, `with_others`, one by which another outlet reports it
    by itself. All of them, as `get` has them, where there is no such one that nobody repeats.
    """
    of = {"story": story_id, "article": article_id}
    other = archive.value(f"select {_UNREPEATED}", of) if with_others else None
    row = archive.row("select * from stories where id = ?", (story_id,))
    if row is None or (with_others and other is None):
        return get(archive, story_id)
    rows = archive.rows(
        f"""
        select {COLUMNS} from articles join outlets on outlets.id = articles.outlet_id
        where articles.id in (:article, (select copy_of from articles where id = :article), :other)
          and +articles.story_id = :story
        order by {REPORTED}, articles.id
        """,
        {**of, "other": other},
    )
    return record(Story, row, reports=tuple(map(report_of, rows)), credits={}, follows=None)


def get_many(archive: Archive, ids: Iterable[int]) -> dict[int, Story]:
    """The stories of these numbers, as `get` has each; those that there are not are left out."""
    asked = archive.rows(
        """
        select asked.value as asked, stories.* from json_each(?) as asked
        join stories on stories.id
          = coalesce((select story_id from story_aliases where story_aliases.id = asked.value), asked.value)
        """,
        (dump(list(ids)),),
    )
    rows = archive.rows(
        f"""
        select {COLUMNS}, articles.story_id as of_story from articles join outlets on outlets.id = articles.outlet_id
        where articles.story_id in (select value from json_each(?)) order by {REPORTED}, articles.id
        """,
        (dump([row["id"] for row in asked]),),
    )
    reports: dict[int, list[Report]] = defaultdict(list)
    for row in rows:
        reports[row["of_story"]].append(report_of(row))
    credited = outlet_credits.of_articles(archive, (one.article_id for of in reports.values() for one in of))
    return {
        row["asked"]: record(
            Story,
            row,
            reports=tuple(reports[row["id"]]),
            credits={
                one.article_id: credited[one.article_id] for one in reports[row["id"]] if one.article_id in credited
            },
            follows=None,
        )
        for row in asked
    }

"""Pruning: stories that ended long ago go, with their articles, hits and messages; their links stay known.

A story stays whole while anything of it is of use: an article, a hit or a join of the time that is kept, a verdict, a
star or a note of a person, coverage that they added, or a message that was not sent. Articles that another program
added, without a story, are left alone. Each step is a small transaction, so that whoever else writes waits for
milliseconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp

# Messages before :cutoff of no story, that were sent or given up: digests, notices on incidents, and those of alerts
# that had waited. These stay until their articles have gone: a person knows what they were sent of a story.
_OLD_MESSAGES = """
from messages
where created_at < :cutoff and story_id is null and not exists (
  select 1 from deliveries where message_id = messages.id and state in ('queued', 'sending', 'failed')
) and not exists (
  select 1 from held where message_id = messages.id{staying}
)
"""
_NOT_OF_ENDED = " and article_id not in (select id from articles where story_id in (select id from ended))"
_STEP = 100  # stories in one transaction: some 200 articles, 50 ms
_SENT_STEP = 500  # messages

# The stories up to :cutoff of which nothing is of use any more. Ids are in order of opening.
_ENDED = """
from stories
where id > :after and opened_at < :cutoff and updated_at < :cutoff
  and not exists (
    select 1 from articles where articles.story_id = stories.id
      and (articles.found_at >= :cutoff or coalesce(articles.revised_at, '') >= :cutoff)
  )
  and not exists (select 1 from hits where hits.story_id = stories.id and hits.found_at >= :cutoff)
  and not exists (
    select 1 from articles join verdicts on verdicts.article_id = articles.id where articles.story_id = stories.id
  )
  and not exists (
    select 1 from articles join stars on stars.article_id = articles.id where articles.story_id = stories.id
  )
  and not exists (
    select 1 from articles join notes on notes.article_id = articles.id
    where articles.story_id = stories.id and notes.ended_at is null
  )
  and not exists (
    select 1 from articles join links on links.article_id = articles.id
    join added_coverage on added_coverage.url_key = links.url_key
    where articles.story_id = stories.id and added_coverage.removed_at is null
  )
  and not exists (
    select 1 from articles join added_coverage on added_coverage.url_key = articles.url_key
    where articles.story_id = stories.id and added_coverage.removed_at is null
  )
  and not exists (
    select 1 from articles join rereadings on rereadings.article_id = articles.id
    where articles.story_id = stories.id and rereadings.followed_at is not null
  )
  and not exists (
    select 1 from articles join held on held.article_id = articles.id
    where articles.story_id = stories.id and held.message_id is null
  )
  and not exists (
    select 1 from messages join deliveries on deliveries.message_id = messages.id
    where messages.story_id = stories.id and deliveries.state in ('queued', 'sending', 'failed')
  )
"""
# What points to an article or a story, in the order in which it can go. :ids are articles, :stories stories.
_ARTICLES = "select value from json_each(:ids)"
_STORIES = "select value from json_each(:stories)"
_NUMBERS = f"{_STORIES} union all select id from story_aliases where story_id in ({_STORIES})"  # also of what they were
_OF_NUMBERS = f"story_id in ({_NUMBERS}) or other_story in ({_NUMBERS})"
_THREADS = "select value from json_each(:threads)"
_EMPTY = f"select id from threads where id in ({_THREADS}) and story_count = 0"
_GONE = f"select id from threads where id in ({_EMPTY}) or merged_into in ({_EMPTY})"
_OF_EMPTY = f"thread_id in ({_GONE}) or other_thread in ({_GONE})"
_HITS = f"delete from hits where article_id in ({_ARTICLES})"
_MESSAGES = f"delete from messages where story_id in ({_STORIES})"
_DELETIONS = (
    f"delete from revisions where article_id in ({_ARTICLES})",
    f"delete from rereadings where article_id in ({_ARTICLES})",
    f"delete from held where article_id in ({_ARTICLES})",
    f"delete from notes where article_id in ({_ARTICLES})",
    f"delete from snoozes where story_id in ({_STORIES})",
    f"delete from suppressed where article_id in ({_ARTICLES})",
    f"delete from credits where article_id in ({_ARTICLES})",
    f"delete from passages where article_id in ({_ARTICLES}) or of_article in ({_ARTICLES})",
    f"""
    delete from reader_marks
    where login_id in (select id from reader_logins)
      and hit_id in (select id from hits where article_id in ({_ARTICLES}))
    """,
    _HITS,
    f"update hits set story_id = null where story_id in ({_STORIES})",
    f"delete from shortfalls where link_id in (select id from links where article_id in ({_ARTICLES}))",
    # The key of the article too, which an address that was never listed may lead to.
    f"""
    insert into links (url_key, url, outlet_id, origin, state, found_at, pruned_at)
    select url_key, url, outlet_id, origin, 'stored', found_at, :now from articles
    where id in ({_ARTICLES}) and url_key is not null
    on conflict (url_key) do nothing
    """,
    f"""
    update links set article_id = null, pruned_at = :now, listing = null, next_at = null
    where article_id in ({_ARTICLES})
    """,
    f"update articles set copy_of = null where copy_of in ({_ARTICLES}) and id not in ({_ARTICLES})",
    f"""
    delete from deliveries where message_id in (select id from messages where story_id in ({_STORIES}))
    """,
    # An article that was split off may have a story of its own now, and its message be of this one.
    f"delete from held where message_id in (select id from messages where story_id in ({_STORIES}))",
    _MESSAGES,
    f"update messages set article_id = null where article_id in ({_ARTICLES})",
    f"""
    delete from story_terms where (term, story_id) in (
      select term.key, story_id from story_subjects, json_each(about, '$.terms') as term
      where story_id in ({_STORIES})
    )
    """,
    f"delete from story_subjects where story_id in ({_STORIES})",
    f"delete from story_links where story_id in ({_STORIES}) or to_story in ({_STORIES})",
    f"delete from first_changes where story_id in ({_STORIES})",
    f"delete from moves where undoes in (select id from moves where {_OF_NUMBERS})",
    f"delete from moves where {_OF_NUMBERS}",
    f"delete from story_aliases where story_id in ({_STORIES})",
    # :threads are those of the stories. An alias goes with the thread that it leads to.
    f"""
    update threads set story_count = story_count - (
      select count(*) from stories where thread_id = threads.id and id in ({_STORIES})
    )
    where id in ({_THREADS})
    """,
    f"delete from stories where id in ({_STORIES})",
    f"delete from thread_subjects where thread_id in ({_EMPTY})",
    f"update thread_moves set undoes = null where undoes in (select id from thread_moves where {_OF_EMPTY})",
    f"delete from thread_moves where {_OF_EMPTY}",
    f"delete from threads where merged_into in ({_EMPTY})",
    f"delete from threads where id in ({_EMPTY})",
    f"delete from articles where id in ({_ARTICLES})",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or would go. `last` is the story up to which was looked; None: that was all."""

    stories: int = 0
    articles: int = 0
    hits: int = 0
    messages: int = 0
    last: int | None = None


def count(archive: Archive, cutoff: datetime) -> Pruned:
    """What `step` after `step` would prune now."""
    row = archive.row(
        f"""
        with ended as (select id, article_count {_ENDED})
        select count(*) as stories, coalesce(sum(article_count), 0) as articles,
          (select count(*) from hits where story_id in (select id from ended)) as hits,
          (select count(*) from messages where story_id in (select id from ended))
            + (select count(*) {_OLD_MESSAGES.format(staying=_NOT_OF_ENDED)}) as messages
        from ended
        """,
        {"after": 0, "cutoff": stamp(cutoff)},
    )
    return Pruned(**{name: row[name] for name in ("stories", "articles", "hits", "messages")})


def step(archive: Archive, cutoff: datetime, now: datetime, *, after: int = 0) -> Pruned:
    """Prune some stories that come after `after`, in one transaction."""
    with _unchecked(archive), archive.transaction():
        found = archive.rows(
            f"select id {_ENDED} order by id limit +:limit", {"after": after, "cutoff": stamp(cutoff), "limit": _STEP}
        )
        stories = [row["id"] for row in found]
        if not stories:
            return Pruned(messages=_old_messages(archive, cutoff))
        of_stories = {"stories": dump(stories)}
        rows = archive.rows(f"select id from articles where story_id in ({_STORIES})", of_stories)
        of_threads = archive.rows(f"select distinct thread_id from stories where id in ({_STORIES})", of_stories)
        of_stories["threads"] = dump([row["thread_id"] for row in of_threads if row["thread_id"] is not None])
        known = {**of_stories, "ids": dump([row["id"] for row in rows]), "now": stamp(now)}
        gone = {statement: archive.execute(statement, known) for statement in _DELETIONS}
    return Pruned(
        stories=len(stories), articles=len(rows), hits=gone[_HITS], messages=gone[_MESSAGES], last=stories[-1]
    )


def _old_messages(archive: Archive, cutoff: datetime) -> int:
    """Messages of no story that were sent, or given up, before the cutoff: they are long. How many."""
    rows = archive.rows(
        f"select id {_OLD_MESSAGES.format(staying='')} limit +:limit", {"cutoff": stamp(cutoff), "limit": _SENT_STEP}
    )
    ids = {"ids": dump([row["id"] for row in rows])}
    archive.execute("delete from deliveries where message_id in (select value from json_each(:ids))", ids)
    return archive.execute("delete from messages where id in (select value from json_each(:ids))", ids)


@contextmanager
def _unchecked(archive: Archive) -> Iterator[None]:
    """Without SQLite's check of references, which would look through whole tables for each row that goes.

    All that points to such a row goes with it; a test compares.
    """
    archive.rows("pragma foreign_keys = off")
    try:
        yield
    finally:
        archive.rows("pragma foreign_keys = on")

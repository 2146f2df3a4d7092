"""The indexes and triggers, each with the call that it serves, in the file's schema too.

What a table declares unique is not repeated: `sources.of` and `links.find` live on those.

The triggers keep `articles_fts` equal to `articles` whoever writes: a row that sqlite-utils inserts is found at
once. A batch of our own skips the insert trigger and indexes its rows by one statement, which is twice as fast.
"""

INDEXES = (
    """create index links_by_outlet
  -- links.known(): the newest keys of an outlet, index only
  on links (outlet_id, id, url_key)""",
    """create index links_to_read
  -- links.pending(): what is to be read; stored links, nearly all, are not in it
  on links (outlet_id, next_at) where state = 'found' or next_at is not null""",
    """create index links_by_article
  -- explain: from an article to the links that led to it
  on links (article_id) where article_id is not null""",
    """create unique index fetches_once
  -- fetches.add() twice changes nothing; fetches.of_url() for explain
  on fetches (url, fetched_at, kind, coalesce(status, 0))""",
    """create index fetches_by_outlet
  -- fetches.recent(): the latest answers to one outlet
  on fetches (outlet_id, fetched_at)""",
    """create index articles_by_day
  -- articles.first_id_since(): the first row of each day of arrival
  on articles (substr(found_at, 1, 10))""",
    """create index articles_by_outlet
  -- history.arrivals(), the outlet_health view: the articles of an outlet, by time of report
  on articles (outlet_id, coalesce(reported_at, found_at))""",
    """create index articles_by_story
  -- stories.get(), stories.join(): the articles of a story in order of report
  on articles (story_id, reported_at) where story_id is not null""",
    """create index revisions_by_article
  -- articles.revisions()
  on revisions (article_id)""",
    """create index hits_by_time
  -- hits.recent(), hits.in_window(), the latest_hits view: newest first
  on hits (found_at)""",
    """create index hits_by_watch
  -- hits.recent(watch=), the coverage of one watch
  on hits (watch_id, found_at)""",
    """create index hits_by_story
  -- hits.recent(story=), stories.join()
  on hits (story_id)""",
    """create index hits_by_article
  -- hits.of_article(), stories.join()
  on hits (article_id)""",
    """create index messages_by_story
  -- outbox.alerted(): what was said before on a story to a watch
  on messages (story_id, watch_id) where story_id is not null""",
    """create unique index deliveries_once
  -- outbox.enqueue(): one delivery a receiver
  on deliveries (message_id, channel, coalesce(recipient, ''))""",
    """create index deliveries_due
  -- outbox.claim(): what is due; sent and dead deliveries, nearly all, are not in it
  on deliveries (next_at) where state in ('queued', 'failed', 'sending')""",
    """create index deliveries_by_state
  -- outbox.listing(): by state
  on deliveries (state)""",
    """create unique index incidents_open
  -- incidents.open(): at most one is open for a kind and subject
  on incidents (kind, subject) where closed_at is null""",
)

_NEW = "new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled"
_OLD = "'delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags, old.respelled"
_INTO = "articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled)"
_FROM = "articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags, respelled)"

TRIGGERS = (
    f"""create trigger articles_inserted
  -- every insert but those of a batch, which indexes itself
after insert on articles when not exists (select 1 from bulk_load) begin
  insert into {_INTO} values ({_NEW});
end""",
    f"""create trigger articles_deleted
  -- the words of a deleted article are found no more
after delete on articles begin
  insert into {_FROM} values ({_OLD});
end""",
    f"""create trigger articles_changed
  -- only when text changes: joining a story does not touch the index
after update of id, title, standfirst, body, authors, section, tags, respelled on articles begin
  insert into {_FROM} values ({_OLD});
  insert into {_INTO} values ({_NEW});
end""",
)

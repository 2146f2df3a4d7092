"""The indexes and triggers, each with the call that it serves. What is declared unique in a table is not repeated.

The triggers keep `articles_fts` equal to `articles` whoever writes: a row that sqlite-utils inserts is found at
once. A batch of our own skips the insert trigger and indexes its rows by one statement, which is twice as fast.
"""

INDEXES = (
    # sources.of(outlet): unique (outlet_id, url) serves it. links.known(): the newest keys of an outlet, index only.
    "create index links_by_outlet on links (outlet_id, id, url_key)",
    # links.pending(): what is to be read; stored links, nearly all of them, are not in it.
    "create index links_to_read on links (outlet_id, next_at) where state = 'found' or next_at is not null",
    # explain: from an article to the links that led to it.
    "create index links_by_article on links (article_id) where article_id is not null",
    # fetches.add() twice changes nothing; fetches.of_url() for explain.
    "create unique index fetches_once on fetches (url, fetched_at, kind, coalesce(status, 0))",
    # fetches.recent(): the latest answers to one outlet.
    "create index fetches_by_outlet on fetches (outlet_id, fetched_at)",
    # articles.first_id_since(): the first row of each day of arrival, which turns a date into a row id.
    "create index articles_by_day on articles (substr(found_at, 1, 10))",
    # search.search(outlet=), the outlet_health view: the articles of an outlet, newest first.
    "create index articles_by_outlet on articles (outlet_id)",
    # stories.get(), stories.join(): the articles of a story in order of report.
    "create index articles_by_story on articles (story_id, reported_at) where story_id is not null",
    # articles.revisions().
    "create index revisions_by_article on revisions (article_id)",
    # hits.recent(), hits.in_window(), the latest_hits view: newest first.
    "create index hits_by_time on hits (found_at)",
    # hits.recent(watch=), the coverage of one watch.
    "create index hits_by_watch on hits (watch_id, found_at)",
    # hits.recent(story=), stories.join().
    "create index hits_by_story on hits (story_id)",
    # hits.of_article(), stories.join().
    "create index hits_by_article on hits (article_id)",
    # outbox.alerted(): what was said before on a story to a watch.
    "create index messages_by_story on messages (story_id, watch_id) where story_id is not null",
    # outbox.enqueue(): one delivery a receiver.
    "create unique index deliveries_once on deliveries (message_id, channel, coalesce(recipient, ''))",
    # outbox.claim(): what is due; sent and dead deliveries, nearly all of them, are not in it.
    "create index deliveries_due on deliveries (next_at) where state in ('queued', 'failed', 'sending')",
    # outbox.listing(): by state.
    "create index deliveries_by_state on deliveries (state)",
    # incidents.open(): at most one is open for a kind and subject.
    "create unique index incidents_open on incidents (kind, subject) where closed_at is null",
)

_NEW = "new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags"
_OLD = "'delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags"
_INTO = "articles_fts (rowid, title, standfirst, body, authors, section, tags)"
_FROM = "articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags)"

TRIGGERS = (
    # Every insert but those of a batch.
    f"""create trigger articles_inserted after insert on articles when not exists (select 1 from bulk_load) begin
  insert into {_INTO} values ({_NEW});
end""",
    f"""create trigger articles_deleted after delete on articles begin
  insert into {_FROM} values ({_OLD});
end""",
    # Only when text changes: joining a story must not touch the index.
    f"""create trigger articles_changed
after update of id, title, standfirst, body, authors, section, tags on articles begin
  insert into {_FROM} values ({_OLD});
  insert into {_INTO} values ({_NEW});
end""",
)

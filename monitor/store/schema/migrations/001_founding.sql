-- All tables, indexes, triggers and views of the first version.
-- Published: this file is never edited (see README.md next to it).

create table outlets (
  -- Publications that are followed, or once were.
  id text primary key not null,              -- slug, as in the configuration
  name text not null,                        -- for people
  home text not null,                        -- address of the front page
  language text,                             -- BCP 47 tag; null: not stated
  policy text not null default 'page'        -- page: articles are read; feed: only what the listing says
    check (policy in ('page', 'feed')),
  tags text not null default '[]',           -- JSON array of text
  followed integer not null default 1,       -- 0: no longer in the configuration; what it published stays here
  added_at text not null,                    -- when it was first followed
  seeded_at text,                            -- when its first crawl was complete; null: the next crawl is a seed
  next_check_at text,                        -- when it is due; null: at once
  last_crawl_at text,                        -- end of the last crawl; null: never crawled
  last_outcome text,                         -- of the last crawl: finished shutdown held failed
  last_complete_at text,                     -- end of the last crawl that read all it meant to; null: none did
  last_success_at text,                      -- when one of its sources was last read; null: never
  paused_until text,                         -- not crawled before; null: not paused
  strikes integer not null default 0,        -- crawls in a row that hung or killed the reader
  last_strike_at text                        -- null: none since it was followed
) strict;

create table sources (
  -- Places where an outlet lists its articles.
  id integer primary key,                    -- in order of first mention
  outlet_id text not null references outlets (id), -- whose it is
  kind text not null                         -- feed sitemap section wordpress
    check (kind in ('feed', 'sitemap', 'section', 'wordpress')),
  url text not null,                         -- address, as configured
  link_css text,                             -- CSS of the links on a section page; null: the general rule
  followed integer not null default 1,       -- 0: no longer in the configuration, or the child of a sitemap index
  etag text,                                 -- ETag of the last body; null: none came
  last_modified text,                        -- Last-Modified of the last body; null: none came
  body_digest text,                          -- hash of the last body; null: never read
  last_checked_at text,                      -- last attempt, good or bad; null: never
  last_success_at text,                      -- last time it was read or not modified; null: never
  last_new_at text,                          -- last time it listed something new; null: never
  last_status integer,                       -- HTTP status of the last failure; null: none came, or it was read
  last_error text,                           -- of the last attempt; null: it succeeded
  failures integer not null default 0,       -- attempts in a row that failed
  items_listed integer,                      -- at the last reading that was not "not modified"; null: never read
  items_new integer,                         -- of those, how many were new
  newest_at text,                            -- newest publication time that the listing ever stated
  readings text not null default '[]',       -- JSON array of the last 24 readings, oldest first: [time, listed, new]
  unique (outlet_id, url)
) strict;

create table hosts (
  -- What is remembered of a host, so that it is a guest's memory and not a process's.
  host text primary key not null,            -- name, with its port if that is not the usual one
  robots_status integer,                     -- HTTP status of its robots.txt; null: no answer, or never asked
  robots_body text,                          -- the file as it came; null: never asked
  robots_at text,                            -- when it was asked for; null: never
  held_until text                            -- it asked for peace until then (Retry-After); null: it did not
) strict, without rowid;

create table links (
  -- Addresses that sources listed, and what became of each.
  id integer primary key,                    -- in order of discovery
  url_key text not null unique,              -- canonical form of the address: the identity of a link
  url text not null,                         -- address as it is requested
  outlet_id text not null references outlets (id),  -- the outlet that listed it first
  source_id integer references sources (id), -- where it was listed first; null: read without a listing
  origin text not null                       -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  state text not null default 'found'        -- found: to be read; the others are final until a person or a recheck
    check (state in ('found', 'stored', 'refused', 'quarantined', 'given_up')),
  title text,                                -- as listed; null: not stated
  published_at text,                         -- as listed; null: not stated
  listing text,                              -- JSON: all that the listing said; null once it is not needed
  found_at text not null,                    -- when it was first listed
  attempts integer not null default 0,       -- readings that failed
  tried_at text,                             -- last attempt to read it; null: none
  next_at text,                              -- not read before; null: at once if found, else never again
  reason text,                               -- why it is refused, quarantined or given up
  detail text,                               -- more on the reason, or the last error
  article_id integer references articles (id)  -- null: no article came of it
) strict;

create table listed_too (
  -- Links that an outlet lists although another listed them first: not read a second time.
  outlet_id text not null references outlets (id), -- the outlet that lists it too
  link_id integer not null references links (id), -- the link
  primary key (outlet_id, link_id)
) strict, without rowid;

create table fetches (
  -- Requests and their answers, kept for 14 days.
  id integer primary key,                    -- in order of arrival
  outlet_id text not null,                   -- on whose behalf
  url text not null,                         -- as requested
  kind text not null,                        -- source page robots
  fetched_at text not null,                  -- when it was asked for
  status integer,                            -- HTTP status; null: no answer
  bytes integer not null default 0,          -- of the body, as it came
  seconds real not null default 0,           -- from request to the end of the answer
  error text                                 -- null: an answer came
) strict;

create table articles (
  -- Published pieces, as clean text. Row ids are in order of arrival.
  id integer primary key,                    -- in order of arrival: a date is a range of ids
  url text not null,                         -- address that was read in the end
  url_key text unique,                       -- its canonical form: the identity; null: added by hand
  canonical_url text,                        -- as the page declares, within its own site; null: not declared
  outlet_id text not null references outlets (id), -- the outlet that published it
  title text not null,                       -- as the page states
  standfirst text,                           -- null: none
  authors text not null default '[]',        -- JSON array of names
  published_at text,                         -- as the page states; null: not stated
  published_has_time integer not null default 1,  -- 0: the page states a day alone
  published_zone text,                       -- offset that the page stated, such as -08:00; null: UTC or none
  updated_at text,                           -- as the page states; null: not stated
  reported_at text,                          -- when it counts as reported: published_at if that can be, else found_at
  found_at text not null default (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))  -- when it was read
    check (found_at glob '????-??-??T??:??:??Z'),
  language text,                             -- BCP 47 tag; null: unknown
  section text,                              -- null: not stated
  tags text not null default '[]',           -- JSON array of text
  image text,                                -- address of the leading picture; null: none
  kind text not null default 'news',         -- news review liveblog video gallery opinion
  paywalled integer not null default 0,      -- 1: only the free part was read
  origin text not null default 'backfill'    -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  story_id integer references stories (id),  -- null: of no story
  copy_of integer references articles (id),  -- the article whose text this repeats; null: its own text
  content_hash text,                         -- of the folded title and body; null: added by hand
  revised_at text,                           -- when its last revision was read; null: never revised
  respelled text,                            -- words for the full text in plain letters; null: it has them as they are
  body text not null default ''              -- paragraphs, one empty line apart; last, for it is long
) strict;

create table revisions (
  -- Earlier texts of articles that changed; the present text is in articles.
  id integer primary key,                    -- in order of replacement
  article_id integer not null references articles (id), -- the article that had this text
  title text not null,                       -- as it was
  standfirst text,                           -- as it was; null: none
  authors text not null default '[]',        -- JSON array of names
  published_at text,                         -- as it was stated; null: not stated
  updated_at text,                           -- as it was stated; null: not stated
  content_hash text,                         -- of this text; null: not known
  body text not null,                        -- as it was
  changes text not null default '[]',        -- JSON array: what the next text changed (headline body byline ...)
  replaced_at text not null                  -- when the next text was read
) strict;

create table stories (
  -- Articles on one event.
  id integer primary key,                    -- in order of opening
  title text not null,                       -- of the article that opened it
  first_article_id integer references articles (id),    -- earliest report; null: not joined by any yet
  first_reported_by text references outlets (id),       -- its outlet
  first_reported_at text,                    -- when it was reported
  article_count integer not null default 0,  -- copies included
  outlet_count integer not null default 0,   -- outlets with an article of any kind
  copy_count integer not null default 0,     -- articles that repeat another's text
  opened_at text not null,                   -- when its first article was taken in
  updated_at text not null                   -- when an article last joined
) strict;

create table watches (
  -- Named queries.
  id text primary key not null,              -- slug of the name
  name text not null,                        -- for people
  query text not null,                       -- in the query language
  definition text not null,                  -- JSON: the whole watch, as configured
  alert text not null default 'instant',     -- instant digest
  active integer not null default 1,         -- 0: no longer in the configuration; its hits stay here
  fingerprint text not null,                 -- hash of all that decides what it finds
  matched_fingerprint text,                  -- with which the archive was matched; differs: still to be matched
  matched_at text,                           -- when the archive was matched; null: never
  added_at text not null,                    -- when it was first configured
  changed_at text not null                   -- when what it finds last changed
) strict;

create table hits (
  -- Watches found in articles, each pair once.
  id integer primary key,                    -- in order of arrival
  watch_id text not null references watches (id), -- the watch that found
  article_id integer not null references articles (id), -- the article that was found
  story_id integer references stories (id),  -- the article's story
  origin text not null                       -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  field text not null default 'body',        -- where the first mark stands
  snippet text not null default '',          -- some words around it
  snippet_marks text not null default '[]',  -- JSON array of [start, end] in the snippet
  marks text not null default '[]',          -- JSON array of {field, start, end, text}
  found_at text not null,                    -- when the archive took it in
  unique (watch_id, article_id)
) strict;

create table digests (
  -- Windows for which a digest was made; one row a window, whatever the clock does.
  id integer primary key,                    -- in order of making
  name text not null,                        -- of the digest, as configured
  window_start text not null,                -- first moment that it covers
  window_end text not null,                  -- first moment that it does not cover
  last_hit_id integer not null default 0,    -- newest hit when it was made: later ones belong to the next
  created_at text not null,                  -- when it was made
  unique (name, window_end)
) strict;

create table messages (
  -- Things to send. A receiver that drops ids it knows sees each once.
  id text primary key not null,              -- stable: the same cause makes the same id
  type text not null,                        -- story.opened story.updated digest incident.opened incident.closed
  watch_id text references watches (id),     -- null: not of one watch
  story_id integer references stories (id),  -- null: not of one story
  digest_id integer references digests (id), -- null: not a digest
  incident_id integer references incidents (id), -- null: not on an incident
  data text not null default '{}',           -- JSON: what the message says
  created_at text not null                   -- when its cause was stored
) strict;

create table deliveries (
  -- The sending of a message to a channel, or to one recipient of it.
  id integer primary key,                    -- in order of creation
  message_id text not null references messages (id), -- what is sent
  channel text not null,                     -- name, as configured
  recipient text,                            -- null: the channel has one receiver
  state text not null default 'queued'       -- failed: to be tried again at next_at; dead: given up
    check (state in ('queued', 'sending', 'sent', 'failed', 'dead')),
  attempts integer not null default 0,       -- begun, the present one included
  next_at text,                              -- when it is due; null: never
  lease_until text,                          -- while sending: when the sender counts as lost
  maybe_sent integer not null default 0,     -- 1: an attempt ended without an answer, so it may have arrived
  last_error text,                           -- null: none
  rendered text not null,                    -- as it goes out, byte for byte the same at each attempt
  created_at text not null,                  -- when the message was written
  sent_at text                               -- null: not sent
) strict;

create table incidents (
  -- Things wrong with a source, an outlet or a channel. At most one is open for a kind and subject.
  id integer primary key,                    -- in order of opening
  kind text not null,                        -- what is wrong, in one word
  subject text not null,                     -- id or address of what is wrong
  outlet_id text,                            -- null: not of one outlet
  detail text not null,                      -- one sentence for people
  evidence text not null default '{}',       -- JSON object of text
  opened_at text not null,                   -- when it was found
  last_seen_at text not null,                -- when it was last found to be so
  closed_at text                             -- null: open
) strict;

create table bulk_load (
  -- Holds a row only inside the transaction of a batch, which indexes its articles by one statement.
  on_duty integer primary key                -- always 1
) strict;

create virtual table articles_fts using fts5 (
  title, standfirst, body, authors, section, tags, respelled,
  content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);

create index links_by_outlet
  -- links.known(): the newest keys of an outlet, index only
  on links (outlet_id, id, url_key);

create index links_to_read
  -- links.pending(): what is to be read; stored links, nearly all, are not in it
  on links (outlet_id, next_at) where state = 'found' or next_at is not null;

create index links_by_article
  -- explain: from an article to the links that led to it
  on links (article_id) where article_id is not null;

create unique index fetches_once
  -- fetches.add() twice changes nothing; fetches.of_url() for explain
  on fetches (url, fetched_at, kind, coalesce(status, 0));

create index fetches_by_outlet
  -- fetches.recent(): the latest answers to one outlet
  on fetches (outlet_id, fetched_at);

create index articles_by_day
  -- articles.first_id_since(): the first row of each day of arrival
  on articles (substr(found_at, 1, 10));

create index articles_by_outlet
  -- history.arrivals(), the outlet_health view: the articles of an outlet, by time of report
  on articles (outlet_id, coalesce(reported_at, found_at));

create index articles_by_story
  -- stories.get(), stories.join(): the articles of a story in order of report
  on articles (story_id, reported_at) where story_id is not null;

create index revisions_by_article
  -- articles.revisions()
  on revisions (article_id);

create index hits_by_time
  -- hits.recent(), hits.in_window(), the latest_hits view: newest first
  on hits (found_at);

create index hits_by_watch
  -- hits.recent(watch=), the coverage of one watch
  on hits (watch_id, found_at);

create index hits_by_story
  -- hits.recent(story=), stories.join()
  on hits (story_id);

create index hits_by_article
  -- hits.of_article(), stories.join()
  on hits (article_id);

create index messages_by_story
  -- outbox.alerted(): what was said before on a story to a watch
  on messages (story_id, watch_id) where story_id is not null;

create unique index deliveries_once
  -- outbox.enqueue(): one delivery a receiver
  on deliveries (message_id, channel, coalesce(recipient, ''));

create index deliveries_due
  -- outbox.claim(): what is due; sent and dead deliveries, nearly all, are not in it
  on deliveries (next_at) where state in ('queued', 'failed', 'sending');

create index deliveries_by_state
  -- outbox.listing(): by state
  on deliveries (state);

create unique index incidents_open
  -- incidents.open(): at most one is open for a kind and subject
  on incidents (kind, subject) where closed_at is null;

create trigger articles_inserted
  -- every insert but those of a batch, which indexes itself
after insert on articles when not exists (select 1 from bulk_load) begin
  insert into articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled) values (new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled);
end;

create trigger articles_deleted
  -- the words of a deleted article are found no more
after delete on articles begin
  insert into articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags, respelled) values ('delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags, old.respelled);
end;

create trigger articles_changed
  -- only when text changes: joining a story does not touch the index
after update of id, title, standfirst, body, authors, section, tags, respelled on articles begin
  insert into articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags, respelled) values ('delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags, old.respelled);
  insert into articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled) values (new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled);
end;

create view latest_hits as
  -- Hits, newest first.
select
  watches.name as watch,                     -- name of the watch
  outlets.name as outlet,                    -- name of the outlet
  articles.title,                            -- of the article
  articles.url,                              -- of the article
  articles.published_at,                     -- as the page states
  hits.found_at,                             -- when the archive took it in
  hits.snippet,                              -- some words around the first mark
  hits.story_id,                             -- its story
  hits.origin,                               -- live seed backfill replay
  hits.id as hit_id                          -- row of hits
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
order by hits.found_at desc, hits.id desc;

create view story_timeline as
  -- Articles of each story, in order of report.
select
  articles.story_id,                         -- the story
  stories.title as story,                    -- its title
  row_number() over (
    partition by articles.story_id order by articles.reported_at, articles.id
  ) as place,                                -- 1: first reported
  outlets.name as outlet,                    -- name of the outlet
  articles.title,                            -- of the article
  articles.url,                              -- of the article
  articles.reported_at,                      -- when it counts as reported
  articles.published_at,                     -- as the page states
  articles.found_at,                         -- when it was read
  articles.copy_of,                          -- the article whose text it repeats; null: its own text
  articles.id as article_id                  -- row of articles
from articles
join stories on stories.id = articles.story_id
join outlets on outlets.id = articles.outlet_id
order by articles.story_id desc, place;

create view outlet_health as
  -- Outlets that are followed, and how they fare.
select
  outlets.id as outlet_id,                   -- row of outlets
  outlets.name as outlet,                    -- name of the outlet
  outlets.last_crawl_at,                     -- end of the last crawl
  outlets.last_outcome,                      -- of the last crawl
  outlets.last_success_at,                   -- when a source of it was last read
  outlets.next_check_at,                     -- when it is due
  outlets.paused_until,                      -- not crawled before
  (select count(*) from sources where outlet_id = outlets.id and followed) as sources,  -- followed
  (select count(*) from sources where outlet_id = outlets.id and followed and failures > 0)
    as sources_failing,                      -- whose last attempt failed
  (select last_error from sources where outlet_id = outlets.id and followed and failures > 0
    order by last_checked_at desc limit 1) as last_error,  -- of a failing source
  (select max(last_new_at) from sources where outlet_id = outlets.id) as last_new_at,  -- when something new was listed
  (select count(*) from articles where outlet_id = outlets.id) as articles,  -- in the archive
  (select count(*) from links where outlet_id = outlets.id and state = 'found') as links_waiting,  -- to be read
  (select count(*) from incidents where outlet_id = outlets.id and closed_at is null) as incidents  -- open
from outlets
where outlets.followed
order by outlets.id;

create view coverage_by_day as
  -- What each watch found, by day of report.
select
  substr(coalesce(articles.reported_at, articles.found_at), 1, 10) as day,  -- UTC
  watches.name as watch,                     -- name of the watch
  count(*) as articles,                      -- copies included
  count(distinct articles.outlet_id) as outlets,  -- that reported
  count(distinct hits.story_id) as stories   -- that it found
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
group by day, hits.watch_id
order by day desc, articles desc;

pragma application_id = 1296979026;

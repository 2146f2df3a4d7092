"""The tables, as they are created. The comments stay in the file's own schema: `sqlite-utils schema` shows them.

A column says what it holds and what null means. Names that end in `_at` are times in UTC (`2026-11-22T08:00:00Z`),
columns that hold JSON say so. `docs/reference/archive.md` is generated from this text and checked against it.
"""

OUTLETS = """
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
) strict
"""

SOURCES = """
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
) strict
"""

HOSTS = """
create table hosts (
  -- What is remembered of a host, so that it is a guest's memory and not a process's.
  host text primary key not null,            -- name, with its port if that is not the usual one
  robots_status integer,                     -- HTTP status of its robots.txt; null: no answer, or never asked
  robots_body text,                          -- the file as it came; null: never asked
  robots_at text,                            -- when it was asked for; null: never
  held_until text                            -- it asked for peace until then (Retry-After); null: it did not
) strict, without rowid
"""

LINKS = """
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
) strict
"""

LISTED_TOO = """
create table listed_too (
  -- Links that an outlet lists although another listed them first: not read a second time.
  outlet_id text not null references outlets (id), -- the outlet that lists it too
  link_id integer not null references links (id), -- the link
  primary key (outlet_id, link_id)
) strict, without rowid
"""

FETCHES = """
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
) strict
"""

ARTICLES = """
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
) strict
"""

REVISIONS = """
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
) strict
"""

STORIES = """
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
) strict
"""

WATCHES = """
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
) strict
"""

HITS = """
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
) strict
"""

DIGESTS = """
create table digests (
  -- Windows for which a digest was made; one row a window, whatever the clock does.
  id integer primary key,                    -- in order of making
  name text not null,                        -- of the digest, as configured
  window_start text not null,                -- first moment that it covers
  window_end text not null,                  -- first moment that it does not cover
  last_hit_id integer not null default 0,    -- newest hit when it was made: later ones belong to the next
  created_at text not null,                  -- when it was made
  unique (name, window_end)
) strict
"""

MESSAGES = """
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
) strict
"""

DELIVERIES = """
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
) strict
"""

INCIDENTS = """
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
) strict
"""

BULK_LOAD = """
create table bulk_load (
  -- Holds a row only inside the transaction of a batch, which indexes its articles by one statement.
  on_duty integer primary key                -- always 1
) strict
"""

VERDICTS = """
create table verdicts (
  -- What a person said of a watch and an article; it stays when the watch, the article or the hit changes.
  watch_id text not null references watches (id), -- the watch that found
  article_id integer not null references articles (id), -- the article that was found
  is_right integer not null                  -- 1: the watch should find it; 0: it should not
    check (is_right in (0, 1)),
  judged_at text not null,                   -- when it was said, or said otherwise
  primary key (watch_id, article_id)
) strict, without rowid
"""

SHORTFALLS = """
create table shortfalls (
  -- What the last reading of a link's page should have given and did not; its article was made all the same.
  link_id integer not null references links (id), -- whose page
  part text not null,                        -- body drop title byline date: of the outlet's rule; text: of the page
  css text,                                  -- the rule's selector; null: no text by any means
  gave text not null,                        -- what it gave
  instead text not null,                     -- what the article has in its place
  read_at text not null,                     -- when the page was read
  primary key (link_id, part)
) strict, without rowid
"""

# No comment inside: sqlite-utils looks for "using fts5" right after the name. Triggers hold it equal to articles.
ARTICLES_FTS = """
create virtual table articles_fts using fts5 (
  title, standfirst, body, authors, section, tags, respelled,
  content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
)
"""

# What the founding migration makes.
TABLES = (
    OUTLETS,
    SOURCES,
    HOSTS,
    LINKS,
    LISTED_TOO,
    FETCHES,
    ARTICLES,
    REVISIONS,
    STORIES,
    WATCHES,
    HITS,
    DIGESTS,
    MESSAGES,
    DELIVERIES,
    INCIDENTS,
    BULK_LOAD,
    ARTICLES_FTS,
)

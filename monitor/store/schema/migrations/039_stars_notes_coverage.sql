-- What people say of articles: stars and notes; and the coverage that they add by hand.
-- Published: this file is never edited (see README.md next to it).

create table stars (
  -- Articles that a person chose as the best coverage.
  article_id integer not null references articles (id), -- the article
  watch_id text not null default '',         -- of which watch; '': of each that found it
  starred_by text not null,                  -- who, by name
  starred_at text not null,                  -- when
  primary key (article_id, watch_id)
) strict, without rowid;

create table notes (
  -- What people wrote of articles. An edit is a row of its own, and a text that was replaced or removed stays.
  id integer primary key,                    -- in order of writing
  article_id integer not null references articles (id), -- the article
  text text not null,                        -- as written
  written_by text not null,                  -- who, by name
  written_at text not null,                  -- when
  replaces integer references notes (id),    -- the note of which this is a later text; null: of none
  ended_by text,                             -- who replaced or removed it; null: it stands
  ended_at text                              -- when; null: it stands
) strict;

create index notes_by_article
  -- notes.of_articles(): those of an article
  on notes (article_id);

create table added_coverage (
  -- Coverage that a person added to a watch by hand: of an address, or of print and broadcast.
  id integer primary key,                    -- in order of adding
  watch_id text not null references watches (id), -- whose coverage it is
  medium text not null                       -- web print broadcast
    check (medium in ('web', 'print', 'broadcast')),
  url text,                                  -- where it can be read; null: nowhere on the web
  url_key text,                              -- canonical form of that; null: none
  title text,                                -- as the person wrote it; null: its page says it
  outlet text,                               -- name of the outlet, as written; null: that of its page
  published_at text,                         -- a time, or a day alone; null: its page says it
  quote text,                                -- what is to be quoted; null: what its page says of the watch
  added_by text not null,                    -- who, by name
  added_at text not null,                    -- when
  removed_by text,                           -- who took it back; null: it counts
  removed_at text                            -- when; null: it counts
) strict;

create index added_coverage_by_key
  -- pruning: whether an article was added
  on added_coverage (url_key) where url_key is not null;

create unique index added_coverage_once
  -- added_coverage.add(): an address counts once for a watch
  on added_coverage (watch_id, url_key) where url_key is not null and removed_at is null;

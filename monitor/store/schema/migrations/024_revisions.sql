-- What a revision did: its kinds, the sentences that changed, the watched names and numbers that came and went. And
-- which articles are read again, when, and what the last look found.
-- Published: this file is never edited (see README.md next to it).

alter table revisions add column kinds text not null default '[]' /* JSON array, the weightiest first: retraction gone correction name_added name_removed number_added number_removed headline update typo; empty: before version 0.2, or nothing that is said */;
alter table revisions add column sentences text not null default '[]' /* JSON array of {before, after}: what changed, an empty text where a sentence was added or removed */;
alter table revisions add column added text not null default '[]' /* JSON array: names and numbers that came in sentences with a watch's words */;
alter table revisions add column removed text not null default '[]' /* JSON array: names and numbers that went from such sentences */;

create table rereadings (
  -- Articles that are read again on a clock that slows down: a watch hit them, or a person follows them.
  article_id integer primary key references articles (id), -- the article
  begun_at text not null,                    -- when the clock started
  next_at text,                              -- when its page is looked at again; null: never
  looks integer not null default 0,          -- looks that were taken
  looked_at text,                            -- the last one; null: none yet
  outcome text,                              -- what that found: unchanged read missing refused failed; null: none yet
  detail text,                               -- of a look that failed or was refused, for people
  missing integer not null default 0,        -- looks in a row that found no page (HTTP 404, 410)
  gone_at text,                              -- when two in a row had found none; null: it is there, as far as is known
  etag text,                                 -- what makes the next request conditional
  last_modified text,                        -- the same
  digest text,                               -- hash of the page's bytes
  followed_at text                           -- since when a person follows it; null: nobody does
) strict;

create index rereadings_by_next
  -- rereadings.due(): what is to be looked at
  on rereadings (next_at) where next_at is not null;

create index rereadings_by_followed
  -- the articles that a person follows
  on rereadings (followed_at) where followed_at is not null;

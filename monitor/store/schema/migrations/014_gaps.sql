-- What may have come and gone between two looks at a source: from when to when, and what filled it.
-- Published: this file is never edited (see README.md next to it).

create table gaps (
  -- Times of which a source lists nothing any more, and of which nothing was known when it was looked at again.
  id integer primary key,                    -- in order of discovery
  outlet_id text not null references outlets (id), -- whose source it is
  source_url text not null,                  -- address of the source
  begins_at text not null,                   -- the last look before it
  ends_at text not null,                     -- the oldest time listed after it; where none is listed, seen_at
  seen_at text not null,                     -- the look that showed it
  missing integer,                           -- articles that may be in it, by the pace of those listed; null: not known
  asked text not null default '{}',          -- JSON object: addresses that were asked, each with how often without an answer, 0 if it answered
  tries integer not null default 0,          -- crawls that ended while it was open
  filled_by text,                            -- address of the listing that goes back to begins_at; null: none does
  filled_kind text,                          -- its kind: feed sitemap section wordpress
  closed_at text,                            -- when it was filled, or given up; null: it is being filled
  unique (outlet_id, source_url, begins_at)
) strict;

create index gaps_open
  -- gaps.to_fill(): what is to be filled
  on gaps (outlet_id) where closed_at is null;

alter table links add column gap_id integer references gaps (id) /* the gap that it was found in; null: none */;

create index links_by_gap
  -- gaps.listing(): what was found of a gap
  on links (gap_id) where gap_id is not null;

-- Counts by day: pages that look back over weeks add up some thousand small rows, not a hundred thousand articles.
-- Published: this file is never edited (see README.md next to it).

create table counted_days (
  -- Days that are counted in outlet_days and first_days; others are counted when they are asked for.
  day text primary key not null,             -- UTC
  counted_at text not null                   -- when: after its end, and again while what belongs to it may change
) strict, without rowid;

create table outlet_days (
  -- What each outlet listed as news on a day, and how soon it was seen; one row a day and outlet that had anything.
  day text not null,                         -- UTC, by when it was listed; of articles, by when they were reported
  outlet_id text not null references outlets (id), -- whose
  articles integer not null,                 -- reported that day, duplicates included
  listed integer not null,                   -- links that were listed as news
  held integer not null,                     -- of these: became articles
  unread integer not null,                   -- of these: could not be read
  listed_after text not null,                -- JSON array: seconds from publication to listing, rising
  read_after text not null,                  -- JSON array: seconds from publication to reading, rising
  sent_after text not null,                  -- JSON array: seconds from publication to the alert, rising
  primary key (day, outlet_id)
) strict, without rowid;

create table first_days (
  -- Stories of several outlets that were opened on a day, by who had them first.
  day text not null,                         -- UTC
  outlet_id text not null references outlets (id), -- who had them first
  author text not null,                      -- of the first articles; '': all of the outlet's, signed or not
  stories integer not null,                  -- so many
  leads text not null,                       -- JSON array: seconds until the second outlet's report, one a story
  picked_up_by integer not null,             -- outlets that followed within four days, in all these stories
  credited_by integer not null,              -- of these: said so
  primary key (day, outlet_id, author)
) strict, without rowid;

create index links_lost
  -- lost_links.between(): what was given up in a digest's window
  on links (tried_at) where state in ('refused', 'given_up', 'quarantined') and next_at is null;

create index stories_shared
  -- attribution.followed(): the stories of several outlets, by when they were opened
  on stories (opened_at) where outlet_count > 1;

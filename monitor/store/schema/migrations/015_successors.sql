-- Sources that change: how long they have been elsewhere or without dates, and what is read in the place of dead ones.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column moved_since text /* since when permanent redirects lead to moved_to; null: they do not, or it is not known */;

alter table sources add column undated_readings integer not null default 0 /* readings in a row that gave no item a date, of a source that used to give dates */;

alter table sources add column search_due integer not null default 0 /* 1: another source in its place is to be looked for now */;

alter table sources add column searched_at text /* when one was last looked for; null: never, or it was not needed since */;

alter table sources add column searches integer not null default 0 /* how often one was looked for since it was last in order */;

alter table sources add column candidates text not null default '[]' /* JSON array: the addresses that were asked the last time, and what each lists */;

alter table sources add column front text not null default '[]' /* JSON array: the first links of the front page, as it was then, as hashes */;

alter table sources add column front_new integer /* of these, how many were new since the search before; null: there was none */;

alter table sources add column replaces integer references sources (id) /* the configured source in whose place it is read; null: it is configured itself, or not read */;

alter table sources add column replaces_since text /* since when; null: see replaces */;

create index sources_by_replaced
  -- successors.of(), the outlet_health view: what is read in the place of a source
  on sources (replaces) where replaces is not null;

create index articles_by_text
  -- articles.of_text(): an outlet's article that comes again under another address
  on articles (content_hash, outlet_id) where content_hash is not null;

drop view outlet_health;

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
  (select count(*) from sources where outlet_id = outlets.id and followed and replaces is null)
    as sources,                              -- followed, as configured
  (select count(*) from sources where outlet_id = outlets.id and followed and failures > 0
    and not exists (select 1 from sources as other where other.replaces = sources.id and other.failures = 0))
    as sources_failing,                      -- whose last attempt failed, and that no other is read in the place of
  (select last_error from sources where outlet_id = outlets.id and followed and failures > 0
    and not exists (select 1 from sources as other where other.replaces = sources.id and other.failures = 0)
    order by last_checked_at desc limit 1) as last_error,  -- of a failing source
  (select max(last_new_at) from sources where outlet_id = outlets.id) as last_new_at,  -- when something new was listed
  (select count(*) from articles where outlet_id = outlets.id) as articles,  -- in the archive
  (select count(*) from links where outlet_id = outlets.id and state = 'found') as links_waiting,  -- to be read
  (select count(*) from incidents where outlet_id = outlets.id and closed_at is null) as incidents  -- open
from outlets
where outlets.followed
order by outlets.id;

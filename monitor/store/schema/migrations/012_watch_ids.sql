-- What a watch is about, and its ids in databases, with each hit.
-- Published: this file is never edited (see README.md next to it).

alter table watches add column kind text /* film person show album game; null: not stated */;
alter table watches add column ids text /* JSON object: ids of what is watched, by database; null: none */;

drop view latest_hits;

create view latest_hits as
  -- Hits, newest first.
select
  watches.name as watch,                     -- name of the watch
  outlets.name as outlet,                    -- name of the outlet
  articles.title,                            -- of the article
  articles.url,                              -- of the article
  iif(articles.published_has_time, articles.published_at,
    date(articles.published_at, coalesce(articles.published_zone, '+00:00')))
    as published_at,                         -- as the page states: a time, or a day alone
  hits.found_at,                             -- when the archive took it in
  hits.snippet,                              -- some words around the first mark
  hits.story_id,                             -- its story
  hits.origin,                               -- live seed backfill replay
  hits.id as hit_id,                         -- row of hits
  hits.watch_id,                             -- row of watches
  articles.outlet_id,                        -- row of outlets
  hits.article_id,                           -- row of articles
  hits.field,                                -- where the first mark stands
  stories.title as story,                    -- title of its story
  articles.authors,                          -- JSON array of names
  coalesce(articles.reported_day, articles.reported_at, articles.found_at)
    as reported,                             -- when it counts as reported: a time, or a day alone
  watches.kind as watch_kind,                -- film person show album game; null: not stated
  watches.ids as watch_ids                   -- JSON object: ids of what is watched, by database; null: none
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
left join stories on stories.id = hits.story_id
order by hits.found_at desc, hits.id desc;

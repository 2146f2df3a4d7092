-- A page that states a day alone is of that day in every zone: the day is kept, and the views show it.
-- Published: this file is never edited (see README.md next to it).

alter table articles add column reported_day text /* the day alone, where that is all the page states; null: reported_at is exact */;

update articles
set
  reported_day = date(published_at, coalesce(published_zone, '+00:00')),
  reported_at = min(strftime('%Y-%m-%dT%H:%M:%SZ', published_at, '+1 day', '-1 second'), found_at)
where published_has_time = 0
  and published_at >= '1995-01-01'
  and published_at <= strftime('%Y-%m-%dT%H:%M:%SZ', found_at, '+14 hours');

update articles set reported_at = found_at where published_at < '1995-01-01';

update stories
set first_reported_at = (select reported_at from articles where articles.id = first_article_id)
where first_article_id is not null;

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
    as reported                              -- when it counts as reported: a time, or a day alone
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
left join stories on stories.id = hits.story_id
order by hits.found_at desc, hits.id desc;

drop view story_timeline;

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
  articles.reported_at,                      -- the moment that it counts from
  iif(articles.published_has_time, articles.published_at,
    date(articles.published_at, coalesce(articles.published_zone, '+00:00')))
    as published_at,                         -- as the page states: a time, or a day alone
  articles.found_at,                         -- when it was read
  articles.copy_of,                          -- the article whose text it repeats; null: its own text
  articles.id as article_id,                 -- row of articles
  coalesce(articles.reported_day, articles.reported_at, articles.found_at)
    as reported                              -- when it counts as reported: a time, or a day alone
from articles
join stories on stories.id = articles.story_id
join outlets on outlets.id = articles.outlet_id
order by articles.story_id desc, place;

drop view coverage_by_day;

create view coverage_by_day as
  -- What each watch found, by day of report.
select
  coalesce(articles.reported_day, substr(coalesce(articles.reported_at, articles.found_at), 1, 10)) as day,  -- UTC
  watches.name as watch,                     -- name of the watch
  count(*) as articles,                      -- copies included
  count(distinct articles.outlet_id) as outlets,  -- that reported
  count(distinct hits.story_id) as stories   -- that it found
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
group by day, hits.watch_id
order by day desc, articles desc;

"""The views: what a person wants to read, flat and with names, in any tool that opens SQLite."""

LATEST_HITS = """
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
order by hits.found_at desc, hits.id desc
"""

STORY_TIMELINE = """
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
order by articles.story_id desc, place
"""

OUTLET_HEALTH = """
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
order by outlets.id
"""

COVERAGE_BY_DAY = """
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
order by day desc, articles desc
"""

VIEWS = (LATEST_HITS, STORY_TIMELINE, OUTLET_HEALTH, COVERAGE_BY_DAY)

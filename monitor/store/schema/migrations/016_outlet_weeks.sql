-- How much of what an outlet lists is in the archive, and how soon: of its last week, and week by week.
-- Published: this file is never edited (see README.md next to it).

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
  (select count(*) from incidents where outlet_id = outlets.id and closed_at is null) as incidents,  -- open
  (select count(*) from links
    where outlet_id = outlets.id and (origin = 'live' or gap_id is not null)
      and id > coalesce((
        select id from links as old
        where found_at <= (select strftime('%Y-%m-%dT%H:%M:%SZ', max(last_crawl_at), '-7 days') from outlets)
        order by id desc limit 1
      ), 0)
  ) as week_listed,                          -- links listed as news in the last seven days
  (select round(100.0 * sum(state = 'stored') / (count(*) + coalesce((
      select sum(max(missing - (select count(*) from links as found where gap_id = gaps.id), 1)) from gaps
      where outlet_id = outlets.id and closed_at is not null and filled_by is null and missing is not null
        and seen_at > (select strftime('%Y-%m-%dT%H:%M:%SZ', max(last_crawl_at), '-7 days') from outlets)
    ), 0)), 1) from links
    where outlet_id = outlets.id and (origin = 'live' or gap_id is not null)
      and id > coalesce((
        select id from links as old
        where found_at <= (select strftime('%Y-%m-%dT%H:%M:%SZ', max(last_crawl_at), '-7 days') from outlets)
        order by id desc limit 1
      ), 0)
  ) as week_held_percent,                    -- of these, and of what may be missing in gaps: that became articles
  (select round(max(minutes, 0), 1) from (
    select minutes, row_number() over (order by minutes) as place, count(*) over () as number from (
      select (julianday(articles.found_at) - julianday(articles.published_at)) * 1440 as minutes
      from links join articles on articles.id = article_id
      where links.outlet_id = outlets.id and (links.origin = 'live' or gap_id is not null) and published_has_time
        and links.id > coalesce((
          select id from links as old
          where found_at <= (select strftime('%Y-%m-%dT%H:%M:%SZ', max(last_crawl_at), '-7 days') from outlets)
          order by id desc limit 1
        ), 0)
    ) where minutes <= 2880
  ) where place = number / 2 + 1) as week_read_after,                      -- minutes from publication to reading, in the median
  (select round(max(minutes, 0), 1) from (
    select minutes, row_number() over (order by minutes) as place, count(*) over () as number from (
      select (julianday(articles.found_at) - julianday(articles.published_at)) * 1440 as minutes
      from links join articles on articles.id = article_id
      where links.outlet_id = outlets.id and (links.origin = 'live' or gap_id is not null) and published_has_time
        and links.id > coalesce((
          select id from links as old
          where found_at <= (select strftime('%Y-%m-%dT%H:%M:%SZ', max(last_crawl_at), '-7 days') from outlets)
          order by id desc limit 1
        ), 0)
    ) where minutes <= 2880
  ) where place = min(number * 95 / 100 + 1, number)) as week_read_after_p95                   -- minutes that 95 % of them did not exceed
from outlets
where outlets.followed
order by outlets.id;

create view outlet_weeks as
  -- Outlets by week: how much of what they listed as news is in the archive, and how soon it was.
with listed as (
  select
    links.outlet_id,
    date(links.found_at, 'weekday 0', '-6 days') as week,
    links.state = 'stored' as held,
    (julianday(links.found_at) - julianday(articles.published_at)) * 1440 as listed_after,
    (julianday(articles.found_at) - julianday(articles.published_at)) * 1440 as read_after
  from links
  left join articles on articles.id = links.article_id and articles.published_has_time
  where links.origin = 'live' or links.gap_id is not null
),
-- What was listed two days after its publication is old, not late.
credible as (
  select outlet_id, week, held,
    case when listed_after <= 2880 then max(listed_after, 0) end as listed_after,
    case when read_after <= 2880 then max(read_after, 0) end as read_after
  from listed
),
placed as (
  select *,
    row_number() over (partition by outlet_id, week order by listed_after nulls last) as listed_place,
    count(listed_after) over (partition by outlet_id, week) as listed_count,
    row_number() over (partition by outlet_id, week order by read_after nulls last) as read_place,
    count(read_after) over (partition by outlet_id, week) as read_count
  from credible
),
lost as (
  select outlet_id, date(seen_at, 'weekday 0', '-6 days') as week, sum(
    max(missing - (select count(*) from links where gap_id = gaps.id), 1)
  ) as missing
  from gaps
  where closed_at is not null and filled_by is null and missing is not null
  group by outlet_id, week
)
select
  placed.outlet_id,                          -- row of outlets
  placed.week,                               -- its Monday, UTC
  count(*) as listed,                        -- links that it listed as news
  coalesce(lost.missing, 0) as missing,      -- articles that may be missing in gaps that nothing filled
  round(100.0 * sum(held) / (count(*) + coalesce(lost.missing, 0)), 1) as held_percent,  -- of both: became articles
  round(max(case when listed_place = listed_count / 2 + 1 then listed_after end), 1)
    as listed_after,                         -- minutes from publication to listing, in the median
  round(max(case when listed_place = min(listed_count * 95 / 100 + 1, listed_count) then listed_after end), 1)
    as listed_after_p95,                     -- that 95 % did not exceed
  round(max(case when read_place = read_count / 2 + 1 then read_after end), 1)
    as read_after,                           -- minutes from publication to reading, in the median
  round(max(case when read_place = min(read_count * 95 / 100 + 1, read_count) then read_after end), 1)
    as read_after_p95                        -- that 95 % did not exceed
from placed
left join lost on lost.outlet_id = placed.outlet_id and lost.week = placed.week
group by placed.outlet_id, placed.week
order by placed.week desc, placed.outlet_id;

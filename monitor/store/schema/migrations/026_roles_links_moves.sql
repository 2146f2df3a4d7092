-- Roles of articles with their evidence, links between stories, merges and splits, and corrections of who was first.
-- Published: this file is never edited (see README.md next to it).

alter table articles add column role text /* what it does in its story: own copy updated-copy contains comment mention; null: stored before there were roles */;

alter table articles add column placement text /* JSON object: why it is in its story: the terms that tie it, and of one that opened a story the nearest other and what kept it apart; null: not known */;

create table passages (
  -- The evidence of a role: the longest passages that an article shares, word for word, with the one whose text it has.
  article_id integer not null references articles (id),  -- the later article
  place integer not null,                    -- 1: comes first in it
  of_article integer not null references articles (id),  -- the earlier one
  text text not null,                        -- as the later article has it, cut after 300 characters
  words integer not null,                    -- of the whole passage
  primary key (article_id, place)
) strict, without rowid;

create index passages_by_source
  -- pruning: the passages of an article that goes
  on passages (of_article);

create table story_links (
  -- What a story is to an earlier one of its thread: the nearest of them when it opened.
  story_id integer not null references stories (id),  -- the later story
  to_story integer not null references stories (id),  -- the earlier one
  kind text not null,                        -- follows reaction review contradicts
  terms text not null default '[]',          -- JSON array: the strongest terms that both are about
  linked_at text not null,                   -- when the later one opened
  primary key (story_id, to_story)
) strict, without rowid;

create index story_links_by_earlier
  -- what came of a story
  on story_links (to_story);

create table moves (
  -- Merges and splits of stories, in order. A person's are kept by all that comes later.
  id integer primary key,                    -- in order
  kind text not null,                        -- merge split
  moved_by text not null,                    -- person program
  story_id integer not null,                 -- merge: the story that stays; split: the one that is left
  other_story integer not null,              -- merge: the one that is part of it now; split: the one that was opened
  other_title text not null,                 -- title of that one
  other_opened_at text not null,             -- when that one was opened
  articles text not null,                    -- JSON array: ids of the articles that were moved
  messages text not null default '[]',       -- JSON array: ids of the messages that were moved with them
  undoes integer references moves (id),      -- the move that this one takes back; null: none
  moved_at text not null                     -- when
) strict;

create index moves_by_story
  -- the moves of a story
  on moves (story_id);

create index moves_by_other
  -- the same, of the other one
  on moves (other_story);

create table story_aliases (
  -- Numbers of stories that were merged: each leads to the story that its articles are in now.
  id integer primary key,                    -- the number that a person may hold
  story_id integer not null references stories (id)  -- the story
) strict;

create index story_aliases_by_story
  -- the numbers that lead to a story
  on story_aliases (story_id);

create table first_changes (
  -- Stories of which an earlier report turned up: those who were notified of another outlet as the first are corrected.
  id integer primary key,                    -- in order
  story_id integer not null references stories (id),  -- the story
  was text not null references outlets (id), -- the outlet that counted as the first,
  became text not null references outlets (id),  -- and the one that does since then
  changed_at text not null                   -- when
) strict;

create index first_changes_by_time
  -- those of a digest's window
  on first_changes (changed_at);

create index first_changes_by_story
  -- pruning: those of a story that goes
  on first_changes (story_id);

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
    as published_at,                         -- as the page declares: a time, or a day alone
  articles.found_at,                         -- when it was read
  articles.copy_of,                          -- the article whose text it repeats; null: its own text
  articles.id as article_id,                 -- row of articles
  coalesce(articles.reported_day, articles.reported_at, articles.found_at)
    as reported,                             -- when it counts as reported: a time, or a day alone
  articles.role                              -- own copy updated-copy contains comment mention; null: not known
from articles
join stories on stories.id = articles.story_id
join outlets on outlets.id = articles.outlet_id
order by articles.story_id desc, place;

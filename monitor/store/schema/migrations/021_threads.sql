-- Threads: the stories on one saga, for ever. Stories that were opened before have none.
-- Published: this file is never edited (see README.md next to it).

create table threads (
  -- Stories on one saga: the rights, the casting, the shoot and the trailer of one film.
  id integer primary key,                    -- that of its first story
  title text not null,                       -- of its first story
  opened_at text not null,                   -- when its first story was opened
  updated_at text not null,                  -- when a story was last opened in it
  story_count integer not null default 0,    -- stories that are in the archive; 0: merged
  merged_into integer references threads (id) -- the thread that its stories are part of now; null: it stands for itself
) strict;

alter table stories add column thread_id integer references threads (id) /* its thread; null: opened before there were threads */;

create index stories_by_thread
  -- the stories of a thread
  on stories (thread_id, id) where thread_id is not null;

create index threads_by_merged
  -- the threads that were merged into one
  on threads (merged_into) where merged_into is not null;

create view threads_timeline as
  -- Stories of each thread, in order of opening: one line a story, with who was first.
select
  stories.thread_id,                         -- the thread
  threads.title as thread,                   -- its title
  row_number() over (
    partition by stories.thread_id order by stories.opened_at, stories.id
  ) as place,                                -- 1: opened first
  stories.opened_at,                         -- when the story was opened
  stories.title,                             -- of the story
  outlets.name as first_reported_by,         -- name of the outlet that reported it first
  stories.first_reported_at,                 -- when it was reported
  stories.outlet_count,                      -- outlets with an article of any kind
  stories.article_count,                     -- duplicates included
  stories.id as story_id                     -- row of stories
from stories
join threads on threads.id = stories.thread_id
left join outlets on outlets.id = stories.first_reported_by
order by stories.thread_id desc, place;

-- Merges and splits of threads, so that a person can make them and take them back.
-- Published: this file is never edited (see README.md next to it).

create table thread_moves (
  -- Merges and splits of threads, in order. A person's are kept by all that comes later.
  id integer primary key,                    -- in order
  kind text not null,                        -- merge split
  moved_by text not null,                    -- person program
  thread_id integer not null,                -- merge: the thread that stays; split: the one that is left
  other_thread integer not null,             -- merge: the one that is part of it now; split: the one that was made
  stories text not null,                     -- JSON array: ids of the stories that were moved
  apart text not null default '[]',          -- split, JSON array: threads that the one that was made is kept apart from
  aliases text not null default '[]',        -- JSON array: threads that led to the one that was merged
  links text not null default '[]',          -- JSON array: rows of story_links between the two, which a split took away
  undoes integer references thread_moves (id), -- the move that this one takes back; null: none
  moved_at text not null                     -- when
) strict;

create index thread_moves_by_thread
  -- the moves of a thread
  on thread_moves (thread_id);

create index thread_moves_by_other
  -- the same, of the other one
  on thread_moves (other_thread);

create index thread_moves_by_undone
  -- whether a move was taken back
  on thread_moves (undoes) where undoes is not null;

create index thread_moves_of_persons
  -- what later merges must keep apart; the last one, which a running daemon follows
  on thread_moves (id) where moved_by = 'person';

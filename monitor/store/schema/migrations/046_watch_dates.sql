-- Dates of watches: embargoes of the configuration, and what calendars say; which articles are reviews.
-- Published: this file is never edited (see README.md next to it).

create table watch_calendars (
  -- Calendars that watches name, as they were last read.
  name text primary key not null,            -- a path, or a host with a hash of the address, which may be secret
  etag text,                                 -- of the last answer; null: it had none
  last_modified text,                        -- the same
  digest text,                               -- hash of what was last read; null: nothing was
  tried_at text,                             -- when it was last tried; null: never
  read_at text,                              -- when it was last read, or found unchanged; null: never
  next_at text not null,                     -- when it is read next
  failures integer not null default 0,       -- in a row
  error text,                                -- why it could not be read; null: it could
  notes text not null default '[]'           -- JSON: what in it was not taken as it is written
) strict;

create table watch_dates (
  -- Dates of a watch. One that a calendar moves keeps its row, one that it drops or cancels stays and says so.
  watch_id text not null references watches (id), -- whose date
  calendar text not null,                    -- name of the calendar; '': monitor.toml
  uid text not null,                         -- of the event there, with its day where it repeats
  title text not null,                       -- as the calendar has it
  begins_at text not null,                   -- when; of a day alone its beginning
  on_day text,                               -- the day, where no hour is said
  lifts_at text,                             -- an embargo, which lifts then; null: none
  sequence integer not null default 0,       -- of the event, as its calendar counts changes
  was text not null default '[]',            -- JSON: when it was to be before, the first one first
  changed_at text not null,                  -- when it was added, moved, dropped, cancelled or found again
  cancelled_at text,                         -- since when its calendar calls it cancelled
  gone_at text,                              -- since when its calendar has it no more
  primary key (watch_id, calendar, uid)
) strict, without rowid;

create index watch_dates_lifts
  -- hits: whether a review is early; watch_dates.lifts()
  on watch_dates (watch_id, lifts_at) where lifts_at is not null;

alter table articles add column is_review integer /* 1: a review, by its page or its headline; null: no watch found it since this is kept */;

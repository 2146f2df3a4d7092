-- Persons: whose a message is, which watches it names, what waits for their time, and what they do not want to hear.
-- Published: this file is never edited (see README.md next to it).

alter table messages add column person_id text /* whom it is for, as configured; null: no person, its channels alone */;
alter table messages add column watch_ids text /* JSON list: all watches that it names, the first is watch_id; null: that alone */;

create index messages_by_person
  -- outbox.alone(): how many alerts a person had today
  on messages (person_id, created_at) where person_id is not null;

create table held (
  -- Alerts that are due and wait for their person's time; then all that waits is one message.
  id integer primary key,                    -- in order of decision
  person_id text not null,                   -- whose, as configured
  article_id integer not null references articles (id), -- the article that brought it about
  watch_ids text not null,                   -- JSON list: the watches that it names, the first is its own
  outlet_id text not null references outlets (id), -- of the article
  alert_id text not null,                    -- the id of the message that it would have been, without the archive's
  type text not null,                        -- story.opened or story.updated
  data text not null,                        -- JSON: what that message would have said
  held_by text not null                      -- why it waits
    check (held_by in ('quiet', 'day_off', 'per_day')),
  held_at text not null,                     -- since when
  message_id text references messages (id)   -- the message in which it went out; null: it waits
) strict;

create index held_waiting
  -- held.waiting(): what waits for a person
  on held (person_id) where message_id is null;

create index held_by_article
  -- held.of_article(), held.of_person(): what was to be sent about an article, and of its story
  on held (article_id);

create index held_by_message
  -- leases.claim(): the stories of a message of held alerts
  on held (message_id) where message_id is not null;

create table snoozes (
  -- Watches and stories that are silent until a time, because a person said so.
  id integer primary key,                    -- in order of making
  watch_id text references watches (id),     -- null: it is of a story
  story_id integer,                          -- number of a story then, which may be part of another now; null: of a watch
  person_id text,                            -- for whom, as configured; null: for everybody
  until text not null,                       -- alerts come again from then on
  made_at text not null,                     -- when
  check ((watch_id is null) <> (story_id is null))
) strict;

create unique index snoozes_once
  -- snoozes.begin(): one of each thing and person
  on snoozes (coalesce(watch_id, ''), coalesce(story_id, 0), coalesce(person_id, ''));

create table suppressed_of_persons (
  -- Alerts that were not sent. Without a row: what is not live (see hits.origin), or decided by version 0.1.0.
  article_id integer not null references articles (id), -- the article that came in, or was revised
  watch_id text not null references watches (id),  -- whose alert it would have been
  decided_at text not null,                  -- when
  person_id text not null default '',        -- whom it would have been for; '': no person, the watch's channels
  reason text not null,                      -- see monitor/story.py, Suppression
  facts text not null,                       -- JSON object: what the reason was decided by
  primary key (article_id, watch_id, decided_at, person_id)
) strict, without rowid;

insert into suppressed_of_persons (article_id, watch_id, decided_at, reason, facts)
select article_id, watch_id, decided_at, reason, facts from suppressed;

drop table suppressed;

alter table suppressed_of_persons rename to suppressed;

create index suppressed_in_floods
  -- suppressed.in_flood(): the alerts held lately
  on suppressed (decided_at) where reason = 'flood';

create trigger counted_suppressed
  -- monitor_alerts_suppressed_total: each alert that was not sent
after insert on suppressed begin
  insert into counters values ('alerts_suppressed', json_object('reason', new.reason), 1)
  on conflict (name, labels) do update set value = value + 1;
end;

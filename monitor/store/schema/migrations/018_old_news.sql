-- Old is not news: which sources are past their first reading, what was found late, and how many alerts an outlet had.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column seeded_at text /* when the first crawl that read it was complete; null: what it lists is a seed */;

alter table links add column late integer not null default 0 /* 1: seen in or after a gap, so it may have been listed for long */;

alter table hits add column old integer not null default 0 /* 1: older than max_age when it was listed, so no news */;

alter table messages add column outlet_id text references outlets (id) /* whose article brought the alert about; null: no alert, or of an earlier version */;

update sources set seeded_at = last_success_at
where last_success_at is not null and outlet_id in (select id from outlets where seeded_at is not null);

create index messages_by_outlet
  -- outbox.alerts_of(): the alerts of an outlet in an hour
  on messages (outlet_id, created_at) where outlet_id is not null;

create index suppressed_in_floods
  -- suppressed.in_flood(): the alerts held lately
  on suppressed (decided_at) where reason = 'flood';

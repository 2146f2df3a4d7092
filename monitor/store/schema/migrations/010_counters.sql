-- Counters that only rise, for monitoring: counted by triggers, in the transaction of what they count.
-- Published: this file is never edited (see README.md next to it).

create table counters (
  -- What happened how often since the archive has this table. Pruning takes nothing away from it.
  name text not null,                        -- crawls requests articles pages_refused messages alerts_suppressed deliveries incidents
  labels text not null,                      -- JSON object: which of them
  value integer not null,                    -- how many
  primary key (name, labels)
) strict, without rowid;

create trigger counted_crawls
  -- monitor_crawls_total: each end of a crawl
after update of last_outcome on outlets when new.last_outcome is not null begin
  insert into counters values ('crawls', json_object('outcome', new.last_outcome), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_requests
  -- monitor_requests_total: each request and its answer
after insert on fetches begin
  insert into counters values (
    'requests', json_object('kind', new.kind, 'status', coalesce((new.status / 100) || 'xx', 'none')), 1
  ) on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_articles
  -- monitor_articles_total: each new article
after insert on articles begin
  insert into counters values ('articles', json_object('outlet', new.outlet_id, 'origin', new.origin), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_refusals
  -- monitor_pages_refused_total: each page that became no article
after update of state on links
when new.state in ('refused', 'quarantined', 'given_up') and new.state is not old.state begin
  insert into counters values ('pages_refused', json_object('reason', coalesce(new.reason, 'unknown')), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_messages
  -- monitor_messages_total: each alert, digest and notice that was written
after insert on messages begin
  insert into counters values ('messages', json_object('type', new.type), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_suppressed
  -- monitor_alerts_suppressed_total: each alert that was not sent
after insert on suppressed begin
  insert into counters values ('alerts_suppressed', json_object('reason', new.reason), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_deliveries
  -- monitor_deliveries_total: each attempt that ended, by how
after update of state on deliveries when new.state in ('sent', 'failed', 'dead') begin
  insert into counters values ('deliveries', json_object('channel', new.channel, 'outcome', new.state), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

create trigger counted_incidents
  -- monitor_incidents_total: each incident that was opened
after insert on incidents begin
  insert into counters values ('incidents', json_object('kind', new.kind), 1)
    on conflict (name, labels) do update set value = value + 1;
end;

-- What a chat calls a message that it took, so that what follows can be a reply to it.
-- Published: this file is never edited (see README.md next to it).

alter table deliveries add column receipt text /* the receiver's own name for it, for replies; null: it gave none */;

create index messages_by_incident
  -- the messages on one incident, for a reply to the first
  on messages (incident_id) where incident_id is not null;

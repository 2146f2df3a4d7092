-- What people were sent in digests is found without a look at all messages that were ever written, which are long.
-- Published: this file is never edited (see README.md next to it).

create index messages_by_digest
  -- notified.earlier(), sent_stories.last_sent(): the messages of digests, and when they were made
  on messages (digest_id, created_at) where digest_id is not null;

-- How a channel fares, which is asked every minute, without reading every message that was ever sent.
-- Published: this file is never edited (see README.md next to it).

create index deliveries_by_channel
  -- history.channels(): what each channel has not sent, and when it last took a message
  on deliveries (channel, state, sent_at);

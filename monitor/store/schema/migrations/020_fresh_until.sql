-- Sources whose server says for how long its answer is fresh.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column fresh_until text /* until when its last answer is fresh, by Cache-Control or Expires; null: it does not say */;

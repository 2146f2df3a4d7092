-- A digest holds the edits that came after those of the one before, whatever the clock did since: as it does for hits.
-- Published: this file is never edited (see README.md next to it).

alter table digests add column last_revision_id integer /* newest revision when it was made: later ones belong to the next; null: not known */;

create index revisions_by_time
  -- edited_hits.in_window(): the revisions of a digest's window
  on revisions (replaced_at);

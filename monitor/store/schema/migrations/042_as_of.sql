-- Sources whose listing came from a cache: what it does not list may have been published since it was made.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column as_of text /* of when its newest listing was at the latest: when it was asked for, less its age in caches; null: not known */;

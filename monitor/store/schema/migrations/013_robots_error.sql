-- Why a host gave no robots.txt: for the next crawls, which do not ask it again at once, and say why they read nothing.
-- Published: this file is never edited (see README.md next to it).

alter table hosts add column robots_error text /* why no answer to its robots.txt came; null: one came, or it is not known */;

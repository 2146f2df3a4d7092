-- Why a source failed, as a value, and where its permanent redirects lead.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column last_cause text /* why the last attempt failed: no_answer http_status not_a_listing robots ...; null: it succeeded, or is not known */;

alter table sources add column moved_to text /* where permanent redirects led at the last reading, if that is another host; null: nowhere */;

alter table sources add column moved_readings integer not null default 0 /* readings in a row that were led there */;

update sources set last_cause = 'robots' where last_error like '%robots.txt of % bars %';

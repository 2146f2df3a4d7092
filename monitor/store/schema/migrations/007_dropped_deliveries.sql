-- That a person gave a delivery up is a column, not a sentence in its last error.
-- Published: this file is never edited (see README.md next to it).

alter table deliveries add column dropped_at text /* when a person gave it up; null: nobody did */;

update deliveries
set dropped_at = created_at, last_error = null
where state = 'dead' and last_error = 'dropped by hand';

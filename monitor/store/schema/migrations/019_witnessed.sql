-- When an article was seen to appear: first listed, and the last look at its source that did not list it.
-- Published: this file is never edited (see README.md next to it).

alter table links add column absent_at text /* the last look at its source that did not list it; null: none did */;
alter table articles add column listed_at text /* when it was first seen in a listing; null: in none, or before version 0.2 */;
alter table articles add column absent_at text /* the last look at its source without it; null: it was there at the first */;

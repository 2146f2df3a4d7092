-- What a merge changes besides the places of articles, so that taking it back leads to what was.
-- Published: this file is never edited (see README.md next to it).

alter table moves add column before text /* merge: JSON object of what else was before: links of both stories, changes of the first of the one that is part of the other now, and what its articles copied; null: not kept */;

-- How likely the title of an article is right, as the choice among what its page shows and declares says.
-- Published: this file is never edited (see README.md next to it).

alter table articles add column title_confidence real /* 0 to 1: how likely its title is right; null: not known */;

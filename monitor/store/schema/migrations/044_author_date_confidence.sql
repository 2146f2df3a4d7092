-- How likely the authors and the day of an article are right, as the rules or the choice among what its page shows say.
-- Published: this file is never edited (see README.md next to it).

alter table articles add column author_confidence real /* 0 to 1: how likely the first of its authors is right; null: not known */;
alter table articles add column date_confidence real /* 0 to 1: how likely the day of its publication is right; null: not known */;

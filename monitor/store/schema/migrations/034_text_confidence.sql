-- How likely the text of an article is right and whole, as the learned judgement of its reading says.
-- Published: this file is never edited (see README.md next to it).

alter table articles add column text_confidence real /* 0 to 1: how likely its body is right and whole; null: not known */;

-- Articles may be pruned: their links stay known, so that nothing old is news again.
-- Published: this file is never edited (see README.md next to it).

alter table links add column pruned_at text /* when its article was pruned with its story; null: it was not */;

create index articles_by_copy
  -- pruning: the articles that repeat one that goes
  on articles (copy_of) where copy_of is not null;

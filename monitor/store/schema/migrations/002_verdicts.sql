-- What people say of hits.
-- Published: this file is never edited (see README.md next to it).

create table verdicts (
  -- What a person said of a watch and an article; it stays when the watch, the article or the hit changes.
  watch_id text not null references watches (id), -- the watch that found
  article_id integer not null references articles (id), -- the article that was found
  is_right integer not null                  -- 1: the watch should find it; 0: it should not
    check (is_right in (0, 1)),
  judged_at text not null,                   -- when it was said, or said otherwise
  primary key (watch_id, article_id)
) strict, without rowid;

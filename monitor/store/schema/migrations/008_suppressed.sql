-- Why a watch that is concerned by an article sent nothing at once: the decision as it was made, for `explain`.
-- Published: this file is never edited (see README.md next to it).

create table suppressed (
  -- Alerts that were not sent. Without a row: what is not live (see hits.origin), or decided by version 0.1.0.
  article_id integer not null references articles (id), -- the article that came in, or was revised
  watch_id text not null references watches (id),  -- whose alert it would have been
  decided_at text not null,                  -- when
  reason text not null,                      -- digest no_hit duplicate updates same_outlet known not_named no_news headline_early headline_late
  facts text not null,                       -- JSON object: what the reason was decided by
  primary key (article_id, watch_id, decided_at)
) strict, without rowid;

-- Who had it from whom: the outlets that articles name as sources of their reports.
-- Published: this file is never edited (see README.md next to it).

create table credits (
  -- Outlets that an article names as sources of its report, each once, as its last reading has them.
  article_id integer not null references articles (id), -- which article
  outlet_id text not null,                   -- whom it credits: an outlet of the catalogue or of yours
  sentence text not null,                    -- the sentence that says so
  credited_by text not null,                 -- words name link agency: by what it is known
  primary key (article_id, outlet_id)
) strict, without rowid;

create index credits_by_outlet
  -- who credits an outlet: for queries of your own
  on credits (outlet_id, article_id);

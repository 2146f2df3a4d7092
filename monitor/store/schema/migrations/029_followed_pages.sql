-- Articles that a person follows, and where the bytes of their pages are kept.
-- Published: this file is never edited (see README.md next to it).

alter table links add column followed_at text /* since when a person follows the article that it is to become; null: nobody does */;

create table page_records (
  -- Pages of followed articles, as they came: one row a record of a WARC file in the folder ARCHIVE.pages.
  id integer primary key,                    -- in order of keeping
  article_id integer not null,               -- the article; it may have been pruned since
  url text not null,                         -- the address that was asked for
  taken_at text not null,                    -- when it came
  status integer not null,                   -- the HTTP status
  digest text not null,                      -- sha256: of the page's bytes, as the record's WARC-Payload-Digest says it
  bytes integer not null,                    -- of the page
  file text not null,                        -- name of the WARC file
  offset integer not null,                   -- where the record begins in it
  length integer not null                    -- bytes of the record, as gzip
) strict;

create index page_records_by_article
  -- page_records.of(): the pages of an article
  on page_records (article_id);

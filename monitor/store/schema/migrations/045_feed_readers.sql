-- Feed readers on phones, by the Google Reader API: who logged in, and what they read. And which article a message is of.
-- Published: this file is never edited (see README.md next to it).

alter table messages add column article_id integer references articles (id) /* the article that brought it about; null: none, or of before this was kept */;

create index messages_by_article
  -- reader_streams.page(): whether an alert was made of an article; pruning
  on messages (article_id) where article_id is not null;

create table reader_logins (
  -- The names under which feed readers logged in. Each has its own marks of what was read.
  id integer primary key,                    -- in order of the first log-in; never given again
  name text not null collate nocase unique,  -- as given at the log-in, or as a proxy named them
  secret text not null,                      -- 64 hexadecimal digits, random; a new one ends all log-ins of that name
  began_at text not null,                    -- when they first logged in: what is older by a day is read
  logged_in_at text not null                 -- when they last did
) strict;

create table reader_marks (
  -- What a login read, or wants to keep unread. Without a mark: unread, if it is live and of the last thirty days.
  login_id integer not null references reader_logins (id), -- whose
  hit_id integer not null references hits (id), -- the item
  is_read integer not null check (is_read in (0, 1)), -- 0: it is to stay unread, however old
  marked_at text not null,                   -- when
  primary key (login_id, hit_id)
) strict, without rowid;

create index reader_marks_unread
  -- reader_streams.page(): what a login keeps unread, which is little
  on reader_marks (login_id, hit_id) where is_read = 0;

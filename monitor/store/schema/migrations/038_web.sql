-- The pages of `monitor web`: who is logged in, and the key by which links in mails are signed.
-- Published: this file is never edited (see README.md next to it).

create table web_sessions (
  -- The browsers that are logged in to the pages.
  session text primary key,       -- SHA-256 of the cookie: who reads the archive cannot log in by it
  password text not null,         -- SHA-256 of the hash of the password: another password ends the session
  began_at text not null,         -- when they logged in
  ends_at text not null           -- when they have to do so again
) strict;

create table web_keys (
  -- One row: the key that signs forms of the pages, and links in mails.
  only_one integer primary key check (only_one = 1), -- always 1
  secret text not null            -- 64 hexadecimal digits, random; a new one makes all signed links invalid
) strict;

insert into web_keys (only_one, secret) values (1, lower(hex(randomblob(32))));

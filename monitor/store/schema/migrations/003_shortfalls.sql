-- What pages did not yield that they should.
-- Published: this file is never edited (see README.md next to it).

create table shortfalls (
  -- What the last reading of a link's page should have given and did not; its article was made all the same.
  link_id integer not null references links (id), -- whose page
  part text not null,                        -- body drop title byline date: of the outlet's rule; text: of the page
  css text,                                  -- the rule's selector; null: no text by any means
  gave text not null,                        -- what it gave
  instead text not null,                     -- what the article has in its place
  read_at text not null,                     -- when the page was read
  primary key (link_id, part)
) strict, without rowid;

-- Paragraphs that outlets repeat: what stands in articles of several threads is none of any.
-- Published: this file is never edited (see README.md next to it).

create table outlet_repeats (
  -- Paragraphs at the ends of an outlet's texts, in 512 places each; one seen once gives its place to the next.
  outlet_id text not null references outlets (id), -- whose paragraph
  place integer not null,                    -- the last nine bits of its mark
  mark integer not null,                     -- hash of its letters and digits
  begins text not null,                      -- its first characters
  thread integer not null,                   -- the newest thread in whose articles it stood
  threads integer not null,                  -- in how many it stood, one after the other; from three on it is left out
  seen_at text not null,                     -- when it last came with an article
  primary key (outlet_id, place)
) strict, without rowid;

alter table articles add column left_out text not null default '[]' /* JSON: marks of paragraphs that its outlet repeats and its body lacks */;

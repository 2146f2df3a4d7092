-- Words in our own letters, for articles that were kept before yeh, kaf, apostrophes and voiced kana were one spelling.
-- Published: this file is never edited (see README.md next to it).

update articles set respelled = replace(replace(respelled, char(0x6cc), char(0x64a)), char(0x6a9), char(0x643))
where id in (select rowid from articles_fts where articles_fts match 'respelled : respelled')
  and respelled glob '*[' || char(0x6cc, 0x6a9) || ']*';

-- Letters that stand for an apostrophe separate words.
update articles set respelled = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    replace(replace(respelled, char(0x2b9), ' '), char(0x2ba), ' '), char(0x2bd), ' '), char(0x2be), ' '),
    char(0x2bf), ' '), char(0x2c8), ' '), char(0x2ca), ' '), char(0x2cb), ' '), char(0x2ee), ' '), char(0x7f4), ' '),
    char(0x7f5), ' '), char(0xa78c), ' ')
where id in (select rowid from articles_fts where articles_fts match 'respelled : respelled')
  and respelled glob
    '*[' || char(0x2b9, 0x2ba, 0x2bd, 0x2be, 0x2bf, 0x2c8, 0x2ca, 0x2cb, 0x2ee, 0x7f4, 0x7f5, 0xa78c) || ']*';

-- Half-width kana and the mark after them are one letter: a pair at a time, then marks that belong to none.
with recursive
  marks (mark, plain, voiced) as (
    values (char(0x3099), 'ウカキクケコサシスセソタチツテトハヒフヘホワヲ', 'ヴガギグゲゴザジズゼゾダヂヅデドバビブベボヷヺ'),
           (char(0x309a), 'ハヒフヘホ', 'パピプペポ')
  ),
  pairs (pair, letter, place) as (
    select substr(plain, value, 1) || ' ' || mark, substr(voiced, value, 1), row_number() over ()
    from marks, (with recursive upto (value) as (select 1 union all select value + 1 from upto where value < 23)
                 select value from upto)
    where value <= length(plain)
  ),
  spelled (id, words, place) as (
    select id, respelled, 0 from articles
    where id in (select rowid from articles_fts where articles_fts match 'respelled : respelled')
      and respelled glob '*[' || char(0x3099, 0x309a) || ']*'
    union all
    select id, replace(words, pair, letter), pairs.place from spelled join pairs on pairs.place = spelled.place + 1
  )
update articles set respelled = replace(replace(spelled.words, ' ' || char(0x3099), ''), ' ' || char(0x309a), '')
from spelled
where spelled.id = articles.id and spelled.place = (select max(place) from pairs);

-- Words in our own letters, for articles that were kept before an accent on æ, ø and their like was one on a, e and o.
-- Published: this file is never edited (see README.md next to it).

update articles set respelled = replace(replace(replace(replace(replace(replace(replace(
    respelled, 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'ð', 'd'), 'ħ', 'h'), 'ı', 'i'), char(0x2bc), ' ')
where id in (select rowid from articles_fts where articles_fts match 'respelled : respelled')
  and respelled glob '*[æœøðħı' || char(0x2bc) || ']*';

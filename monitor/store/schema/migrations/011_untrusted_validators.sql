-- Sources whose server says "not modified" although there is something new.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column untrusted_at text /* since when its ETag and Last-Modified are not believed; null: they are */;

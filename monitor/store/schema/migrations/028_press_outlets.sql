-- Outlets that publish releases: newsrooms of companies, festivals and academies, and the wires that carry their texts.
-- Published: this file is never edited (see README.md next to it).

alter table outlets add column kind text not null default 'news' /* news: it reports; press: it publishes releases of its own, or of those who pay for it */;

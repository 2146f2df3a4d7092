-- Sources that lately brought no answer: when one line after the other fails, it is our own network.
-- Published: this file is never edited (see README.md next to it).

alter table sources add column unanswered_at text /* when an attempt last brought no answer, or one that a gateway can make up; kept when it answers again; null: never */;

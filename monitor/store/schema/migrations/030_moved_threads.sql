-- The thread that a merged story was of, so that an undo leads back to it.
-- Published: this file is never edited (see README.md next to it).

alter table moves add column other_thread integer /* merge: the thread of the story that is part of another now; null: it had none */;

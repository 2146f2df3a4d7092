-- What stories and threads are about, so that a story finds its thread however old that is, and nothing is held in memory.
-- Published: this file is never edited (see README.md next to it).

create table story_terms (
  -- By which terms later stories find a story of their thread: the twenty strongest of its first article.
  term text not null,                        -- a word, or a name of two, casefolded
  story_id integer not null references stories (id),  -- its story
  primary key (term, story_id)
) strict, without rowid;

create table story_subjects (
  -- What the first article of a story was about, when it opened.
  story_id integer primary key references stories (id),  -- its story
  about text not null                        -- JSON object: weights of terms, strongest first, and of the headline's
) strict;

create table thread_subjects (
  -- What the articles of a thread are about together. A thread of one article is what that is about.
  thread_id integer primary key references threads (id),  -- its thread
  about text not null                        -- JSON object, as in story_subjects: sums over the articles
) strict;

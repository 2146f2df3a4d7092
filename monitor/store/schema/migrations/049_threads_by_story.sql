-- The threads of several stories by their newest one, so that they are listed without a look at those of one story.
-- Published: this file is never edited (see README.md next to it).

create index threads_by_story
  -- threads of several stories, by when the newest was opened
  on threads (updated_at, id) where story_count > 1;

"""Which thread a story is of: decided when it opens, and by a merge as it grows. In the caller's transaction."""

from monitor.desk.context import Context
from monitor.store import sagas


def place(context: Context, article_id: int, story_id: int, *, is_new: bool) -> None:
    """Keep the thread of a new article's story; `is_new`: the article opened it.

    A story of before there were threads has none, and gets none.
    """
    if is_new or sagas.of(context.archive, story_id) is not None:
        context.stories.thread(article_id)

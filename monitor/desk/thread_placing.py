"""Which thread a story is of: decided when it opens, and by a merge as it grows. In the caller's transaction."""

from datetime import datetime

from monitor.desk.context import Context
from monitor.store import sagas


def place(context: Context, article_id: int, story_id: int, now: datetime, *, is_new: bool) -> None:
    """Keep the thread of a new article's story; `is_new`: the article opened it.

    A story of before there were threads has none, and gets none.
    """
    known = None if is_new else sagas.of(context.archive, story_id)
    if known is None and not is_new:
        return
    thread, merge = context.stories.thread(article_id, known)
    if is_new:
        sagas.join(context.archive, story_id, thread, now)
    if merge is not None:
        sagas.merge(context.archive, merge.part, merge.whole)

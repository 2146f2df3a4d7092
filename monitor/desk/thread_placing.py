"""Which thread a story is of, and what it is to the nearest earlier one of it: decided when it opens.

A merge of threads may follow as it grows. In the caller's transaction.
"""

from monitor import dedupe
from monitor.desk.context import Context
from monitor.model import Article
from monitor.store import sagas, stories, story_links


def place(context: Context, article: Article, article_id: int, story_id: int, *, is_new: bool) -> None:
    """Keep the thread of a new article's story; `is_new`: the article opened it.

    A story of before there were threads has none, and gets none.
    """
    if not is_new and sagas.of(context.archive, story_id) is None:
        return
    threaded, facts = context.stories.thread(article_id)
    if is_new and threaded.nearest is not None:
        earlier = stories.title(context.archive, threaded.nearest)
        kind = dedupe.link_kind(article.title, facts, earlier)
        story_links.keep(context.archive, story_id, threaded.nearest, kind, threaded.terms)

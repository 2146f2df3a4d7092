"""What an article that comes shows of those that were there: two stories are one, two texts are one, whose text it is.

Or that brief articles are of another story than theirs.

In the caller's transaction. A merge takes the messages on either story along, so nobody is alerted again of what he had
of one of them; a person may take it back (`monitor story ID --undo`), and then the two are kept apart.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor import dedupe
from monitor.dedupe import Placement
from monitor.desk import moving
from monitor.desk.arrival import ArticlesMoved
from monitor.desk.context import Context
from monitor.model import Article
from monitor.store import articles, shared_passages, stories, text_groups
from monitor.story_moves import MovedBy


def merge(context: Context, placement: Placement, now: datetime) -> None:
    """Make one of the stories that an article, which is not stored yet, shows to be one."""
    for part in placement.merged:
        assert placement.story is not None  # what is part of nothing is not merged
        moving.join(context.archive, part, placement.story, now, MovedBy.PROGRAM)
        context.stories.merge(part, placement.story)


def regroup(context: Context, placement: Placement, now: datetime) -> tuple[int | None, ArticlesMoved]:
    """Move the articles that an article, which is not stored yet, shows to be of other stories.

    The number of the story that it opens with some of them (None: it opens none with any), and what was
    moved.
    """
    opened: int | None = None
    touched: set[int] = set()
    articles_moved: set[int] = set()
    for moved in placement.moved:
        to = moved.to
        for left, ids in moved.articles:
            there = moving.part(context.archive, left, ids, to, now)
            if there is not None:
                to, listed = there
                touched |= {left, to}
                articles_moved.update(listed)
                stored = articles.get_many(context.archive, listed)
                context.stories.move([(one.id, one.copy_of) for one in stored], to)
        opened = to if moved.is_of_new else opened
    return opened, ArticlesMoved(stories=frozenset(touched), articles=frozenset(articles_moved))


def settle_text(context: Context, article_id: int, same: Sequence[int], now: datetime) -> None:
    """One group of an article and those whose text it has, with where that is from as its origin."""
    of = [article_id, *same]
    origin = text_groups.origin(context.archive, of)
    if origin is None or (len(same) == 1 and origin == same[0]):  # as it was placed
        return
    for story in text_groups.close(context.archive, of, origin):
        stories.joined(context.archive, story, now)
    context.stories.close_text(of, origin)
    for copied in articles.get_many(context.archive, [number for number in same if number != origin]):
        keep_passages(context, copied.article, copied.id, origin)


def keep_passages(context: Context, article: Article, article_id: int, text_of: int) -> None:
    """Keep what an article has word for word of the one whose text it repeats or holds."""
    source = articles.get(context.archive, text_of)
    if source is not None:
        found = dedupe.same_words(article.body, source.article.body)
        shared_passages.keep(context.archive, article_id, text_of, found)

"""What the articles of a digest bring to their stories, and which of them were edited since.

What an alert said of an article, or why there was none, counts; where nobody decided, as for watches that alert by
digest, the same rules are asked here, within the story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor import novelty
from monitor.desk.context import Context
from monitor.digest import news_kinds
from monitor.digest.changes import Brought, Edit
from monitor.digest.digest_window import Window
from monitor.model import Article, Watch
from monitor.news import NewsKind, Tidings
from monitor.revised import Revision, RevisionKind
from monitor.store import articles, outlet_credits, suppressed
from monitor.store.articles import StoredArticle
from monitor.store.digests import DigestRow
from monitor.store.queries import edited_hits, sent_stories
from monitor.store.queries.edited_hits import EditedHit
from monitor.story import Story, StoryHit, Suppressed, Suppression

_COMPARED = 20  # earlier articles of a story, the newest
_UNDECIDED = frozenset({Suppression.DIGEST, Suppression.PAUSED, Suppression.NOT_LIVE, Suppression.FLOOD})
_TAKEN_BACK = frozenset({RevisionKind.CORRECTION, RevisionKind.RETRACTION})


def brought(
    context: Context, chosen: Sequence[Watch], found: Sequence[StoryHit], stories: Mapping[int, Story], now: datetime
) -> dict[int, Brought]:
    """What the articles of these hits bring, by article; those that bring nothing are left out."""
    ids = {report.url: report.article_id for story in stories.values() for report in story.reports}
    alerted = sent_stories.alerted_news(context.archive, stories, [watch.id for watch in chosen])
    news = {ids[one.url]: Brought(kind=one.kind, fact=one.fact, was=one.was) for one in alerted if one.url in ids}
    said = {article for article, one in news.items() if one.kind is not NewsKind.CONFIRMED}  # which may bring facts too
    wanted = {hit.report.article_id: hit for hit in found if hit.report.is_own and not hit.old}
    decided = suppressed.of_articles(context.archive, wanted)
    said |= {article for article, one in decided if one.why.reason not in _UNDECIDED and article not in news}
    for article, hit in wanted.items():
        story = stories.get(hit.story or 0)
        if story is not None and article not in said and (more := _read(context, hit, story, now)) is not None:
            news[article] = more
    return news


def _read(context: Context, hit: StoryHit, story: Story, now: datetime) -> Brought | None:
    """What an article brings to a story that other articles reported before."""
    before = [
        report.article_id
        for report in story.reports
        if report.is_own and report.reported.at <= hit.report.reported.at and report.article_id != hit.report.article_id
    ]
    if not before:
        return None
    *earlier, own = articles.get_many(context.archive, [*before[-_COMPARED:], hit.report.article_id])
    tidings = _tidings(context, own, earlier, hit)
    if tidings.account.denial is not None:
        return Brought(kind=NewsKind.DENIAL, fact=tidings.account.denial)
    if news_kinds.muted(tidings, now) or news_kinds.weight(tidings.fresh) < news_kinds.ENOUGH:
        return None
    news = news_kinds.developed(tidings, now)
    return None if isinstance(news, Suppressed) else Brought(kind=news.kind, fact=news.fact)


def _tidings(context: Context, own: StoredArticle, earlier: Sequence[StoredArticle], hit: StoryHit) -> Tidings:
    outlet = context.outlets.get(own.article.outlet)
    names = (outlet.name, *outlet.aliases) if outlet else (own.article.outlet,)
    known = {one.article.outlet for one in earlier}
    given = outlet_credits.of_articles(context.archive, [own.id]).get(own.id, ())
    account = novelty.account(own.article, hit.marks, names, [one for one in given if one.outlet in known])
    texts = [one.article for one in earlier]
    return Tidings(
        account=account,
        owner=context.owner(own.article.outlet),
        outlet=own.article.outlet,
        fresh=novelty.fresh(account, texts, [novelty.outline(text) for text in texts]),
    )


def edits(context: Context, chosen: Iterable[Watch], of: Window, after: DigestRow | None) -> Iterator[Edit]:
    """The articles that were corrected, taken back, or given a headline that says something else, the last of each.

    `after` is the digest that was made before the one of this window.
    """
    last: dict[tuple[int, NewsKind], Edit] = {}
    watches = [watch.id for watch in chosen]
    for one in edited_hits.in_window(context.archive, watches, of.start, of.end, after=after):
        if edit := _edit(context, one):
            last[one.article_id, edit.kind] = edit
    yield from last.values()


def _edit(context: Context, one: EditedHit) -> Edit | None:
    revision = one.revision
    is_taken_back = not _TAKEN_BACK.isdisjoint(revision.kinds)
    if not is_taken_back and not (RevisionKind.HEADLINE in revision.kinds and _turns(context, one)):
        return None
    was, now = _change(revision) if is_taken_back else (revision.old_title, revision.new_title)
    return Edit(
        kind=NewsKind.CORRECTION if is_taken_back else NewsKind.HEADLINE,
        story=one.story,
        title=revision.new_title,
        url=one.url,
        outlet_name=one.outlet_name,
        at=revision.at,
        was=was,
        now=now,
        watches=one.watches,
    )


def _turns(context: Context, one: EditedHit) -> bool:
    """Whether a new headline says something else: polish is no news."""
    stored = articles.get(context.archive, one.article_id)
    if stored is None:
        return False
    after: Article = replace(stored.article, title=one.revision.new_title)
    before = replace(stored.article, title=one.revision.old_title)
    return novelty.turned(before, after) or bool(novelty.retitled(after, before, ()))


def _change(revision: Revision) -> tuple[str, str]:
    """The sentence that was replaced and the one in its place; else the notice alone."""
    for change in revision.sentences:
        if change.before and change.after:
            return change.before, change.after
    notice = next((change.after for change in revision.sentences if change.after), "")
    return "", notice

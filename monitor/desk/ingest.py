"""An article comes in: match -> dedupe -> store -> alert, in the caller's transaction.

known and unchanged   its link is settled
known and changed     a revision; watches are asked again
new                   a place among the stories, its hits, and the alerts that are due
"""

from dataclasses import replace
from datetime import datetime

from monitor import dedupe
from monitor.desk import alerting
from monitor.desk.arrival import Arrival
from monitor.desk.context import Bench
from monitor.events import ArticleRead
from monitor.model import Article, Hit, Origin
from monitor.reading import urls
from monitor.store import articles, hits, links, outlets, shortfalls, stories
from monitor.store.articles import NewArticle, StoredArticle


def take(bench: Bench, event: ArticleRead, now: datetime) -> int:
    """Take in what a page said; the number of messages that came of it."""
    article = event.article
    if event.outlet not in bench.outlets:  # no longer followed
        return 0
    key = urls.canonical(article.canonical_url or article.url) or urls.canonical(event.link.url)
    if key is None:
        return 0
    links.add(bench.archive, event.outlet, None, [event.link], Origin.LIVE, event.at)  # of a crawl by hand
    article = replace(article, url=urls.shown(article.url) or article.url)
    stored = _find(bench, event, key)
    if stored is None:
        return _add(bench, event, article, key, now)
    links.stored(bench.archive, event.link, stored.id, event.at)
    shortfalls.keep(bench.archive, event.link, event.shortfalls, event.at)
    return _revise(bench, stored, article, event.at, now) if stored.article.outlet == article.outlet else 0


def _find(bench: Bench, event: ArticleRead, key: str) -> StoredArticle | None:
    stored = articles.find(bench.archive, key)
    if stored is None and (link := links.find(bench.archive, event.link.url)) and link.article_id:
        return articles.get(bench.archive, link.article_id)
    return stored


def _add(bench: Bench, event: ArticleRead, article: Article, key: str, now: datetime) -> int:
    archive = bench.archive
    origin = links.origin_of(archive, event.link) or Origin.LIVE
    doc, placement = bench.stories.place(article, None, event.at)
    story_id = placement.story or stories.open(archive, article.title, event.at)
    article_id = articles.add(
        archive,
        NewArticle(
            article=article,
            url_key=key,
            content_hash=dedupe.content_hash(article),
            found_at=event.at,
            origin=origin,
            story_id=story_id,
            copy_of=placement.copy_of,
        ),
    )
    stories.join(archive, story_id, article_id, event.at, copy_of=placement.copy_of)
    links.stored(archive, event.link, article_id, event.at)
    shortfalls.keep(archive, event.link, event.shortfalls, event.at)
    bench.stories.add(doc, article_id, story_id, copy_of=placement.copy_of)
    arrival = Arrival(article_id=article_id, story_id=story_id, origin=origin, relation=placement.relation)
    return _match(bench, article, arrival, now)


def _revise(bench: Bench, stored: StoredArticle, article: Article, read_at: datetime, now: datetime) -> int:
    changes = dedupe.changes(stored.article, article)
    if not changes or stored.story_id is None:
        return 0
    revised = articles.revise(bench.archive, stored.id, article, dedupe.content_hash(article), changes, read_at)
    if not revised:
        return 0
    bench.stories.replace(article, stored.id, stored.story_id, stored.found_at)
    seeded_at = outlets.state(bench.archive, article.outlet).seeded_at
    arrival = Arrival(
        article_id=stored.id,
        story_id=stored.story_id,
        # What is old may change today: a revision that was read after the first crawl is live.
        origin=Origin.LIVE if seeded_at and read_at > seeded_at else stored.origin,
        relation="joined" if stored.copy_of is None else "copy",
        changes=changes,
        old_title=stored.article.title if "headline" in changes else None,
    )
    return _match(bench, article, arrival, now)


def _match(bench: Bench, article: Article, arrival: Arrival, now: datetime) -> int:
    """Keep the hits, and alert: the watches that hit, and those that already told of this story."""
    found: list[Hit] = bench.matcher.match(article)
    for hit in found:
        hits.add(bench.archive, hit, arrival.article_id, arrival.story_id, arrival.origin, now)
    return alerting.send_due(bench, arrival, [hit.watch for hit in found], now)

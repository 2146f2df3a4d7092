"""An article comes in: match -> dedupe -> store -> alert, in the caller's transaction.

known and unchanged   its link is settled
known and changed     a revision; watches are asked again
pruned                its link is settled: what is old enough to have been deleted is no news
known, moved          the same words of the same outlet under another address: its link is settled, too
new                   a place among the stories, its hits, and the alerts that are due
"""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor import credit, dedupe, novelty, repeats
from monitor.dedupe import Document, Placement
from monitor.desk import alerting, followed, gap_events, late_moves, regrouped, second_looks, thread_placing
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.tidings import Edition
from monitor.digest import news_rules
from monitor.events import ArticleRead
from monitor.model import Article, Hit, Link, Origin
from monitor.reading import urls
from monitor.report_time import ReportTime
from monitor.store import (
    articles,
    hits,
    links,
    outlet_credits,
    outlet_repeats,
    outlets,
    pruned_links,
    rereadings,
    sagas,
    shortfalls,
    stories,
)
from monitor.store.articles import NewArticle, StoredArticle
from monitor.store.links import LinkRow
from monitor.story import PlacementReason, Relation

_A_TEXT = 200  # characters: shorter ones (a crossword's, a gallery's) are the same each day


def article_read(context: Context, event: ArticleRead, now: datetime) -> int:
    """Ingest what a page said; the number of messages that followed."""
    if event.outlet not in context.outlets:  # no longer followed
        return 0
    link_key = urls.key_of(event.link)
    link = event.link if event.link.key == link_key else replace(event.link, key=link_key)
    key = _key(event.article, link)
    if key is None:
        return 0
    article, url = event.article, urls.without_tracking(event.article.url)
    if url and url != article.url:
        article = replace(article, url=url)
    known = links.of(context.archive, link)
    if known is None:
        links.ensure(context.archive, event.outlet, link, event.at)
    stored = articles.find(context.archive, key)
    if stored is None and known is not None and known.article_id is not None:
        stored = articles.get(context.archive, known.article_id)
    if stored is not None:
        _settle(context, event, (link, known), stored.id)
        return _revise(context, stored, article, event.at, now) if stored.article.outlet == article.outlet else 0
    if _is_pruned(context, key, link, known):
        pruned_links.led_to(context.archive, link, event.at)
        return 0
    doc = Document.of(article, None, event.at)
    text = dedupe.content_hash(doc)
    again = _same_text(context, article, text)
    if again is not None:
        _settle(context, event, (link, known), again)
        return 0
    arrival = _add(context, article, doc, (key, text), known)
    _settle(context, event, (link, known), arrival.article_id)
    made = _match(context, Edition(article=article, at=event.at), arrival, now)
    return made + regrouped.send_due(context, arrival.regrouped.stories, now, arrival.regrouped.articles)


def _key(article: Article, link: Link) -> str | None:
    """The identity of an article: the key of its final address, or of its link where that has none."""
    address = article.canonical_url or article.url
    return link.key if address == link.url else urls.canonical(address) or link.key


def _origin(context: Context, article: Article, known: LinkRow | None) -> Origin:
    """That of its link; what filled a gap without a time of its own is as young as its page says."""
    if known is None:
        return Origin.LIVE
    published_at = article.published_at if article.published_has_time else None
    is_late = known.origin is Origin.BACKFILL and gap_events.is_news(context.archive, known.id, published_at)
    return Origin.LIVE if is_late else known.origin


def _same_text(context: Context, article: Article, text: str) -> int | None:
    """The outlet's article with the same title and body, word for word; if these are short, of the same time too.

    `text`: its content hash.
    """
    stored = articles.of_text(context.archive, article.outlet, text)
    if stored is None:
        return None
    is_long = len(article.body) >= _A_TEXT
    is_of_same_time = article.published_at is not None and article.published_at == stored.article.published_at
    return stored.id if is_long or is_of_same_time else None


def _is_pruned(context: Context, key: str, link: Link, known: LinkRow | None) -> bool:
    """Whether an article of this key, or the link's, was pruned. What is known of the link tells of its own."""
    if known is not None and known.pruned_at is not None:
        return True
    return key != link.key and pruned_links.is_pruned(context.archive, key)


def _settle(context: Context, event: ArticleRead, linked: tuple[Link, LinkRow | None], article_id: int) -> None:
    """The link led to an article. With it comes what was known of it before: of one that is new there is no more."""
    link, known = linked
    links.stored(context.archive, link, article_id, event.at)
    if known is not None and known.followed_at is not None:
        rereadings.arrived(context.archive, link.key, article_id, event.at)
    if event.shortfalls or (known is not None and known.tried_at is not None):
        shortfalls.keep(context.archive, link, event.shortfalls, event.at)


def _add(context: Context, article: Article, doc: Document, keys: tuple[str, str], link: LinkRow | None) -> Arrival:
    """Store a new article at its place among the stories. `keys`: of its URL and its text. `link`: as it was listed."""
    found_at, origin = doc.found_at, _origin(context, article, link)
    placement = context.stories.place(doc)
    opened_with, regrouped_now = late_moves.regroup(context, placement, found_at)
    late_moves.merge(context, placement, found_at)
    story_id = placement.story or opened_with or stories.open(context.archive, article.title, found_at)
    article_id = articles.add(
        context.archive,
        NewArticle(
            article=article,
            url_key=keys[0],
            content_hash=keys[1],
            found_at=found_at,
            origin=origin,
            story_id=story_id,
            copy_of=placement.copy_of,
            role=placement.role,
            placed=_placed(placement),
            witness=link.witness if link else None,
        ),
    )
    context.stories.add(doc, article_id, story_id, copy_of=placement.copy_of)
    if placement.text_of is not None:
        late_moves.keep_passages(context, article, article_id, placement.text_of)
    thread_placing.place(context, article, article_id, story_id, is_new=placement.story is None)
    if credited := credit.find(article, context.outlet_names):
        outlet_credits.keep(context.archive, article_id, credited)
    _keep_repeats(context, article, story_id, found_at)
    if placement.copy_of is not None:
        late_moves.settle_text(context, article_id, (placement.copy_of, *placement.same_text), found_at)
    return Arrival(
        article_id=article_id,
        story_id=story_id,
        origin=origin,
        relation=placement.relation,
        age=_age(article, link.found_at if link else found_at),
        is_late=link.late if link else False,
        regrouped=regrouped_now,
    )


def _keep_repeats(context: Context, article: Article, story_id: int, found_at: datetime) -> None:
    """Count the paragraphs that the outlet may repeat. Copies and follow-ups are of one thread, and count once."""
    thread = sagas.of(context.archive, story_id) or story_id
    ends = repeats.candidates(article.body, article.title)
    outlet_repeats.keep(context.archive, article.outlet, thread, ends, found_at)
    if article.left_out:
        outlet_repeats.seen(context.archive, article.outlet, article.left_out, found_at)


def _placed(placement: Placement) -> PlacementReason:
    """Why an article is where it is, as it is kept. A duplicate's evidence are its passages."""
    if placement.relation.is_copy:
        return PlacementReason()
    nearest = placement.nearest if placement.story is None else None
    return PlacementReason(terms=placement.because, nearest=nearest, conflict=placement.conflict if nearest else None)


def _age(article: Article, listed_at: datetime) -> timedelta:
    """How long before it was listed, or read again, an article was published."""
    reported = ReportTime.of(article.published_at, found_at=listed_at, has_time=article.published_has_time)
    return reported.age_at(listed_at)


def _revise(context: Context, stored: StoredArticle, article: Article, read_at: datetime, now: datetime) -> int:
    # What one of the two readings left out as repeated is no change of the text.
    known = {*stored.article.left_out, *article.left_out}
    article, former = (repeats.apart(one, known) for one in (article, stored.article))
    stored = replace(stored, article=former)
    changes = dedupe.changes(stored.article, article)
    if not changes or stored.story_id is None:
        return 0
    revision = dedupe.revision(stored.article, article, _watched(context, stored.article, article), read_at)
    doc = Document.of(article, stored.id, stored.found_at)
    text = dedupe.content_hash(doc)
    if not articles.revise(context.archive, stored.id, article, text, changes, read_at, revision=revision):
        return 0
    outlet_credits.keep(context.archive, stored.id, credit.find(article, context.outlet_names))
    if stored.copy_of is not None:  # whom it signs may be whose text it is
        late_moves.settle_text(context, stored.id, (stored.copy_of,), read_at)
    context.stories.replace(doc, stored.story_id)
    seeded_at = outlets.state(context.archive, article.outlet).seeded_at
    arrival = Arrival(
        article_id=stored.id,
        story_id=stored.story_id,
        # What is old may change today: a revision that was read after the first crawl is live.
        origin=Origin.LIVE if seeded_at and read_at > seeded_at else stored.origin,
        relation=Relation.JOINED if stored.copy_of is None else Relation.COPY,
        age=_age(article, read_at),
        changes=changes,
        revision=revision,
        old_title=stored.article.title if "headline" in changes else None,
        edited_at=stored.revised_at,
    )
    edition = Edition(article=article, at=read_at, before=stored.article)
    # Whom a watch's message reaches is not sent another on the same revision.
    return _match(context, edition, arrival, now) or followed.send(context, stored.id, stored.story_id, revision, now)


def _watched(context: Context, *readings: Article) -> set[str]:
    """The words that watches find in any of these readings."""
    return {mark.text for article in readings for hit in context.matcher.match(article) for mark in hit.marks}


def _match(context: Context, edition: Edition, arrival: Arrival, now: datetime) -> int:
    """Keep the hits, and alert: the watches that hit, and those that already caused a message on this story."""
    found: list[Hit] = context.matcher.match(edition.article)
    if found:
        articles.tell_review(context.archive, arrival.article_id, is_review=novelty.is_review(edition.article))
    new = [hit.watch for hit in found if _keep(context, hit, arrival, now)]
    second_looks.begin(context, edition.article.outlet, arrival, [hit.watch for hit in found], now)
    if len(new) < len(found):
        arrival = replace(arrival, known_to=frozenset(hit.watch for hit in found) - frozenset(new))
    return alerting.send_due(context, arrival, edition, {hit.watch: hit.marks for hit in found}, now)


def _keep(context: Context, hit: Hit, arrival: Arrival, now: datetime) -> bool:
    """Keep a hit; False if it was there."""
    limit = news_rules.limit_of(context.watches[hit.watch], context.config.max_age)
    number = hits.add(
        context.archive,
        hit,
        arrival.article_id,
        arrival.story_id,
        arrival.origin,
        now,
        old=news_rules.is_old(arrival.age, limit),
    )
    return number is not None

"""What an article brings to a watch: its account, and what of that no earlier article of the watch's saga has.

All of it is made from the archive, so a restart forgets nothing and reports nothing again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import catalogue, novelty
from monitor.desk import sent_before
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.digest import person_rules
from monitor.digest.message import STORY_OPENED
from monitor.model import Article, Mark, Watch
from monitor.news import Earlier, NewsKind, Tidings
from monitor.person import Person
from monitor.store import articles, hits, outlet_credits, sagas
from monitor.store.alerts_made import LedAlert
from monitor.store.articles import StoredArticle
from monitor.story import CreditedBy

BACK = timedelta(days=60)  # a saga whose last news is older begins again
_SAYS_SO = frozenset({CreditedBy.WORDS, CreditedBy.AGENCY})  # a link or a name alone may be background
_MOST = 60  # earlier articles of a watch that are compared: the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An article as it was read `at` a time. `before`: its earlier text, where it changed."""

    article: Article
    at: datetime
    before: Article | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A watch that is concerned by an article, and where it was found there, if it was; for a person, or for none."""

    watch: Watch
    marks: Sequence[Mark] = ()
    person: Person | None = None


def of(context: Context, arrival: Arrival, edition: Edition, concern: Concern) -> Tidings:
    """The tidings of an article for a watch, or for a person who has it."""
    article, before = edition.article, edition.before
    archive, watch, marks = context.archive, concern.watch, concern.marks
    stored = _earlier(context, arrival, edition, concern)
    known = {one.article.outlet for one in stored}
    found = outlet_credits.of_articles(archive, [arrival.article_id]).get(arrival.article_id, ())
    credited = [credit for credit in found if credit.outlet in known]  # what nobody here reported is not repeated
    added = novelty.added(article, before) if before else ()
    account = novelty.account(article, marks, _names(context, article.outlet), credited, added)
    texts = [one.article for one in stored] + ([before] if before else [])
    outlines = [novelty.outline(one) for one in texts]
    notice, was = novelty.correction(article, before) if before else (None, None)
    return Tidings(
        account=replace(account, is_passing=account.is_passing or _is_common_word(watch, marks)),
        owner=context.owner(article.outlet),
        outlet=article.outlet,
        fresh=novelty.fresh(account, texts, outlines),
        earlier=tuple(_described(context, arrival, concern, [*stored, *_as_it_was(context, arrival, before)])),
        credited=tuple(credit.outlet for credit in credited),
        from_others=tuple(_name(context, credit.outlet) for credit in found if credit.by in _SAYS_SO),
        denied=account.denial if account.denial in added else None,
        turned=before is not None and novelty.turned(before, article),
        retitled=novelty.retitled(article, before, texts) if before else (),
        notice=notice,
        was=was,
    )


def _is_common_word(watch: Watch, marks: Sequence[Mark]) -> bool:
    """Whether the watch's name stands there as a word like any other: "the tide" is not "Tide"."""
    return bool(marks) and all(mark.text.islower() and mark.text not in watch.query for mark in marks)


def _names(context: Context, outlet: str) -> tuple[str, ...]:
    known = context.outlets.get(outlet)
    return (known.name, *known.aliases) if known else (outlet,)


def _name(context: Context, outlet: str) -> str:
    known = context.outlets.get(outlet) or catalogue.load().get(outlet)
    return known.name if known else outlet


def _earlier(context: Context, arrival: Arrival, edition: Edition, concern: Concern) -> Sequence[StoredArticle]:
    """The watch's other articles of these weeks, in order of arrival.

    For a person also those of the story that another of their watches found; not those of which they are not alerted.
    """
    archive, person, since = context.archive, concern.person, edition.at - BACK
    found = set(hits.articles_of(archive, concern.watch.id, since, _MOST))
    if person is not None:
        found |= set(hits.articles_in_story(archive, arrival.story_id, person.watches, since, _MOST))
    stored = articles.get_many(archive, sorted(found - {arrival.article_id}))
    if person is None or person.min_tier is None:
        return stored
    return [one for one in stored if person_rules.counts(person, context.tier(one.article.outlet))]


def _as_it_was(context: Context, arrival: Arrival, before: Article | None) -> Iterable[StoredArticle]:
    """The article itself with its earlier text, where it changed."""
    own = articles.get(context.archive, arrival.article_id) if before else None
    if own is not None and before is not None:
        yield replace(own, article=before)


def _described(
    context: Context, arrival: Arrival, concern: Concern, stored: Sequence[StoredArticle]
) -> Iterable[Earlier]:
    archive = context.archive
    stories = {one.story_id for one in stored if one.story_id is not None} | {arrival.story_id}
    threads = sagas.of_stories(archive, stories)
    alerted = {one.url: _kind(one) for one in sent_before.leads(context, concern.watch, concern.person, stories)}
    mine = threads.get(arrival.story_id)
    for one in stored:
        text = one.article
        said = novelty.outline(text)
        in_thread = one.story_id == arrival.story_id or (mine is not None and threads.get(one.story_id or 0) == mine)
        yield Earlier(
            article_id=one.id,
            outlet=text.outlet,
            owner=context.owner(text.outlet),
            story=one.story_id,
            in_thread=in_thread,
            found_at=one.found_at,
            genre=said.genre,
            steps=said.steps,
            subjects=said.subjects,
            alerted=alerted.get(text.url),
        )


def _kind(alert: LedAlert) -> NewsKind:
    """The kind; messages from before there were kinds opened or confirmed."""
    if alert.kind in set(NewsKind):
        return NewsKind(alert.kind)
    return NewsKind.OPENED if alert.type == STORY_OPENED else NewsKind.CONFIRMED

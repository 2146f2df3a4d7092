"""The alerts of one person: what their watches find in an article is one message, now or when their time comes."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from monitor.desk import developments, holding, sent_before
from monitor.desk.context import Context
from monitor.desk.developments import Development
from monitor.desk.tidings import Concern
from monitor.digest import alert_rules, person_rules
from monitor.digest.alert_facts import AlertFacts
from monitor.digest.message import STORY_OPENED
from monitor.digest.person_rules import Combined, Decision
from monitor.model import Watch
from monitor.news import NewsKind
from monitor.person import Person
from monitor.store import held, suppressed
from monitor.story import StoryHit, Suppressed, Suppression


def send_due(context: Context, news: Development, person: Person, watches: Sequence[Watch]) -> int:
    """Send, or hold, the one alert of these watches that is due to a person, or keep why none is; how many messages.

    What waited until now goes out first.
    """
    mine = [watch for watch in watches if watch.id in person.watches]
    if not mine:
        return 0
    made = holding.release(context, person, news.now)
    earlier = sent_before.of_stories(context, mine[0], person, [news.story.id])
    concerned = [watch for watch in mine if watch.id in news.marks or earlier]
    not_wanted = person_rules.unwanted(person, context.tier(news.edition.article.outlet))
    known = {
        watch.id: developments.facts(
            context, news, Concern(watch=watch, marks=news.marks.get(watch.id, ()), person=person), earlier
        )
        for watch in concerned
        if not_wanted is None
    }
    decisions = [(watch, not_wanted or _decide(context, known[watch.id], person)) for watch in concerned]
    one = person_rules.combined(decisions)
    for watch, decision in decisions:
        if isinstance(decision, Suppressed) and (one is None or watch not in one.watches):
            suppressed.keep(
                context.archive,
                decision,
                article=news.arrival.article_id,
                watch=watch.id,
                now=news.now,
                person=person.id,
            )
    if one is None:
        return made
    facts, alert = developments.worded(context, news, known[one.watches[0].id], one.alert)
    facts = replace(facts, hits=_hits(context, news, one))
    return made + _send(context, facts, person, replace(one, alert=alert))


def _decide(context: Context, facts: AlertFacts, person: Person) -> Decision:
    """The alert that is due to the person for one of their watches, or why there is none."""
    decision = developments.decide(context, facts, person)
    if isinstance(decision, Suppressed):
        return decision
    if decision.kind is NewsKind.HEADLINE and held.waits(context.archive, person.id, facts.article_id):
        return Suppressed(reason=Suppression.NOT_NAMED)  # the alert that waits goes out with the last headline
    return person_rules.only_first(person, is_open=alert_rules.is_open(facts)) or decision


def _send(context: Context, facts: AlertFacts, person: Person, one: Combined) -> int:
    """Put the alert into the outbox, or among what waits for the person's time; how many messages that made."""
    today = holding.sent_today(context.archive, person, facts.now)
    reason = person_rules.held_by(person, today, facts.now)
    decided = one.alert
    if reason is None and alert_rules.is_open(facts) and not _was_opened(context, facts, person):
        facts, decided = replace(facts, earlier=()), replace(decided, type=STORY_OPENED)
    facts = sent_before.with_followed(context, facts, person)
    alert = alert_rules.compose(facts, decided, person=person, others=one.watches[1:])
    if reason is not None:
        holding.hold(context, alert, reason)
        return 0
    return holding.post(context, person, alert, facts.now)


def _was_opened(context: Context, facts: AlertFacts, person: Person) -> bool:
    """Whether a message that opened the story went out, and does not wait: the watch that made it may be snoozed."""
    waits = {one.alert_id for one in held.waiting(context.archive, person.id)}
    return alert_rules.opening([one for one in facts.earlier if one.id not in waits]) is not None


def _hits(context: Context, news: Development, one: Combined) -> tuple[StoryHit, ...]:
    """The hits of all its watches; where two are the same words of an article, the first of them."""
    first, *others = (developments.hits_of(context, news, watch) for watch in one.watches)
    found, said = list(first), {(hit.report.article_id, hit.snippet) for hit in first}
    for hit in itertools.chain(*others):
        if (hit.report.article_id, hit.snippet) not in said:
            said.add((hit.report.article_id, hit.snippet))
            found.append(hit)
    return tuple(found)

"""New headlines that wait while editors polish, and what is sent when they have settled. None is dropped.

An article whose headline changes soon after a message, or after another edit, may change again. So its alert waits
(`news_rules.polishing`), as a row of `suppressed` with the moment until which it does. Then the last headline is
compared with the one that people were sent, not with the ones in between.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor import dedupe
from monitor.desk import sent_before
from monitor.desk.arrival import Arrival
from monitor.desk.context import Context
from monitor.desk.tidings import Concern, Edition
from monitor.digest import news_rules
from monitor.digest.alert_facts import Alert, AlertFacts
from monitor.model import Article, Origin, Watch
from monitor.person import Person
from monitor.store import articles, suppressed
from monitor.store.articles import StoredArticle
from monitor.store.suppressed import WaitingEdit
from monitor.story import Relation, SentMessage, Suppressed, Suppression

_KEPT = timedelta(days=1)  # what waited when a daemon stopped longer ago is in the digest alone


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledEdit:
    """The edits of an article for which watches waited, of a person or of none, as one: from what was sent to now."""

    watches: Sequence[Watch]
    person: Person | None
    arrival: Arrival
    edition: Edition


def waiting(context: Context, now: datetime) -> dict[tuple[int, str, str], WaitingEdit]:
    """What waits, by article, watch and person; read from the archive once."""
    if context.waiting is None:
        found = suppressed.waiting(context.archive, now - _KEPT)
        context.waiting = {(one.article, one.watch, one.person): one for one in found}
    return context.waiting


def waiting_since(context: Context, arrival: Arrival, finding: Concern, now: datetime) -> datetime | None:
    """Since when a headline of this article waits; None: none does."""
    if not arrival.changes:
        return None
    person = finding.person.id if finding.person else ""
    known = waiting(context, now).get((arrival.article_id, finding.watch.id, person))
    return known.since if known else None


def decided(context: Context, facts: AlertFacts, decision: Alert | Suppressed, person: Person | None) -> None:
    """Keep in mind what a decision on an edit means for a headline that waits: it does, goes on to, or was sent."""
    if not facts.changes:
        return
    there, key = waiting(context, facts.now), (facts.article_id, facts.watch.id, person.id if person else "")
    if not isinstance(decision, Suppressed):
        there.pop(key, None)
    elif decision.reason is Suppression.HEADLINE_EARLY:
        since, until = (datetime.fromisoformat(decision.facts[name]) for name in ("since", "until"))
        there[key] = WaitingEdit(article=key[0], watch=key[1], person=key[2], since=since, until=until)
    elif key in there:  # polish of the same headline
        until = min(facts.now + news_rules.POLISH, there[key].since + news_rules.LONGEST_POLISH)
        there[key] = replace(there[key], until=until)


def settled(context: Context, now: datetime) -> Iterator[SettledEdit]:
    """The edits whose time has come, one an article and receiver; they wait no longer.

    One that waits since a moment that is still to come does so by a clock that was set back.
    """
    there = waiting(context, now)
    due: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for key in [key for key, one in there.items() if not one.since <= now < one.until]:
        due[key[0], key[2]].append(key[1])
        suppressed.settled(context.archive, there.pop(key), now)
    people = {person.id: person for person in context.config.persons}
    for (article, name), waited in due.items():
        watches = [context.watches[watch] for watch in waited if watch in context.watches]
        for group in [watches] if name in people else [[watch] for watch in watches] if not name else []:
            edit = _as_one(context, article, group, people.get(name), now)
            if edit is not None:
                yield edit


def _as_one(
    context: Context, article_id: int, watches: Sequence[Watch], person: Person | None, now: datetime
) -> SettledEdit | None:
    """What changed since the last message on the article; None: nothing that anybody could be sent."""
    stored = articles.get(context.archive, article_id)
    if stored is None or stored.story_id is None or not watches:
        return None
    sent = sent_before.of_stories(context, watches[0], person, [stored.story_id])
    before = _as_sent(context, stored, sent)
    changes = dedupe.changes(before, stored.article) if before else ()
    if before is None or not changes:
        return None
    arrival = Arrival(
        article_id=stored.id,
        story_id=stored.story_id,
        origin=Origin.LIVE,
        relation=Relation.JOINED if stored.copy_of is None else Relation.COPY,
        known_to=frozenset(watch.id for watch in watches),
        changes=changes,
        old_title=before.title if "headline" in changes else None,
        has_settled=True,
    )
    edition = Edition(article=stored.article, at=now, before=before)
    return SettledEdit(watches=watches, person=person, arrival=arrival, edition=edition)


def _as_sent(context: Context, stored: StoredArticle, messages: Sequence[SentMessage]) -> Article | None:
    """The article as it was when a message last named it; None: it has not changed since, or none did."""
    sent = [message.at for message in messages if stored.article.url in message.urls]
    later = [text for text in articles.revisions(context.archive, stored.id) if sent and text.replaced_at > sent[-1]]
    return articles.as_it_was(stored.article, later[0]) if later else None

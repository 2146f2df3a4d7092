"""What those whom an alert is for were sent before: whether a story is open to them, and what is news, hangs on it."""

from collections.abc import Iterable
from dataclasses import replace

from monitor.desk.context import Context
from monitor.digest.alert_facts import AlertFacts
from monitor.model import Watch
from monitor.person import Person
from monitor.store import alerts_made, notified
from monitor.store.alerts_made import LedAlert, Recipient
from monitor.store.notified import Audience
from monitor.story import SentMessage


def of_stories(context: Context, watch: Watch, person: Person | None, stories: Iterable[int]) -> list[SentMessage]:
    """What a person was sent of these stories, or is to be, by any watch; for no person, the watch's channels."""
    return alerts_made.to(context.archive, _recipient(context, watch, person), stories)


def leads(context: Context, watch: Watch, person: Person | None, stories: Iterable[int]) -> list[LedAlert]:
    """The same, of each the article that it was about, and its kind."""
    return alerts_made.led(context.archive, _recipient(context, watch, person), stories)


def with_followed(context: Context, facts: AlertFacts, person: Person | None) -> AlertFacts:
    """The facts of a story of which nothing was sent yet, with the earlier one that it follows, of those that were."""
    if facts.earlier:
        return facts
    watches, channels = ((), person.channels) if person else ((facts.watch.id,), facts.watch.to)
    audience = Audience(watches=watches, channels=channels, until=facts.now)
    follows = notified.earlier(context.archive, facts.story.id, audience)
    return replace(facts, story=replace(facts.story, follows=follows))


def _recipient(context: Context, watch: Watch, person: Person | None) -> Recipient:
    there = tuple(one.id for one in context.config.persons)
    if person is None:
        return Recipient(channels=watch.to, persons=there, watch=watch.id)
    return Recipient(channels=person.channels, persons=there, person=person.id)

"""What becomes of an alert for one person: sent, held until their time, not wanted, or one with those of other watches.

not wanted   snoozed; of a weaker tier than `min_tier`; an update where they want openings alone; digests alone
one message  what several of their watches find in an article, or in the articles of one story, is decided once
held         in quiet hours, on days off, and beyond `max_per_day`; what waits goes out as one message when their time
             comes, before anything later does

Pure: what they had, what waits and what is snoozed comes in. Digests are scheduled by the person, and are not held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor import waking_hours
from monitor.digest.alert_facts import Alert
from monitor.model import Watch
from monitor.news import NewsKind
from monitor.person import HeldBy, Person, PersonAlert, Snooze, Waiting
from monitor.story import Suppressed, Suppression

# Of what several watches say of one article, the first of these.
_WEIGHTIEST = (
    NewsKind.DENIAL,
    NewsKind.CORRECTION,
    NewsKind.CONFIRMED,
    NewsKind.DEVELOPMENT,
    NewsKind.HEADLINE,
    NewsKind.OPENED,
)
# A watch with one of these has no part in the message of another one.
_APART = frozenset({Suppression.SNOOZED, Suppression.NO_HIT, Suppression.MENTION})

Decision = Alert | Suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The one alert of several watches, the one that makes it first."""

    watches: tuple[Watch, ...]
    alert: Alert


def snoozed(person: Person | None, watch: Watch, snoozes: Iterable[Snooze], now: datetime) -> Suppressed | None:
    """Whether a watch is silent by these snoozes, of its story or of it: for a person, or for the channels of none."""
    mine = [one for one in snoozes if one.person in {None, person and person.id} and one.watch in {None, watch.id}]
    lasting = [one for one in mine if one.until > now]
    if not lasting:
        return None
    facts = {"until": max(one.until for one in lasting).isoformat()}
    if all(one.watch is None for one in lasting):
        facts["of"] = "story"  # of which the article may turn out not to be
    return Suppressed(reason=Suppression.SNOOZED, facts=facts)


def unwanted(person: Person, tier: int) -> Suppressed | None:
    """Why the person does not want alerts on an article of an outlet of this tier; None: they do."""
    if person.alert is PersonAlert.DIGEST:
        return Suppressed(reason=Suppression.DIGEST, facts={"person": person.name})
    if not counts(person, tier):
        return Suppressed(reason=Suppression.TIER, facts={"tier": str(tier), "min_tier": str(person.min_tier)})
    return None


def counts(person: Person, tier: int) -> bool:
    """Whether an outlet of this tier may alert the person."""
    return person.min_tier is None or tier <= person.min_tier


def only_first(person: Person, *, is_open: bool) -> Suppressed | None:
    """Why an article of a story that the person heard of is no alert; None: it may be."""
    return Suppressed(reason=Suppression.FIRST) if is_open and person.alert is PersonAlert.FIRST else None


def combined(decisions: Sequence[tuple[Watch, Decision]]) -> Combined | None:
    """The one alert that these decisions of a person's watches come to; None: none of them is due."""
    due = [(watch, decision) for watch, decision in decisions if isinstance(decision, Alert)]
    if not due:
        return None
    first, alert = min(due, key=lambda one: _WEIGHTIEST.index(one[1].kind))
    others = [
        watch
        for watch, decision in decisions
        if watch.id != first.id and not (isinstance(decision, Suppressed) and decision.reason in _APART)
    ]
    return Combined(watches=(first, *others), alert=alert)


def held_by(person: Person, today: int, now: datetime) -> HeldBy | None:
    """Why an alert that is due now waits; None: it goes out. `today`: the alerts that the person had this day."""
    if (closed := waking_hours.closed(person, now)) is not None:
        return closed
    is_full = person.max_per_day is not None and today >= person.max_per_day
    return HeldBy.PER_DAY if is_full else None


def due(person: Person, waiting: Iterable[Waiting], today: int, now: datetime) -> list[Waiting]:
    """What no longer has to wait: all that, as soon as the person may be alerted, but for what their day is full of."""
    if waking_hours.closed(person, now) is not None:
        return []
    day, is_full = waking_hours.day_of(person, now), held_by(person, today, now) is HeldBy.PER_DAY
    return [
        one
        for one in waiting
        if not (is_full and one.by is HeldBy.PER_DAY and waking_hours.day_of(person, one.held_at) == day)
    ]


def silent_until(person: Person, watches: Iterable[str], snoozes: Iterable[Snooze]) -> datetime | None:
    """Until when snoozes, of a story or of these watches of it, all of them, silence an alert; None: they do not."""
    mine = [one for one in snoozes if one.person in {None, person.id}]
    of_story = [one.until for one in mine if one.story is not None]
    of_watches = [max((one.until for one in mine if one.watch == watch), default=None) for watch in watches]
    asleep = [until for until in of_watches if until is not None]
    return max([*of_story, *([min(asleep)] if asleep and len(asleep) == len(of_watches) else [])], default=None)


def expected(person: Person, one: Waiting, now: datetime, silent: datetime | None = None) -> datetime:
    """When an alert that waits goes out, as far as that is known now; `silent`: until when it is snoozed."""
    if one.by is HeldBy.PER_DAY and waking_hours.day_of(person, one.held_at) == waking_hours.day_of(person, now):
        first = waking_hours.next_day(person, now)
    else:
        first = waking_hours.opens_at(person, now)
    return first if silent is None or silent <= first else waking_hours.opens_at(person, silent)

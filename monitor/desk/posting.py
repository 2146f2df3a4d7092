"""Messages into the outbox, deliveries out of it, outcomes back in. Nothing is sent here."""

import logging
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from monitor import health, waking_hours
from monitor.config import Config
from monitor.deliver import Channel, Kind, Outcome, Outgoing, Settled, brake, retry
from monitor.deliver.kinds import kind_of
from monitor.desk.context import Context
from monitor.digest import payload
from monitor.digest.imprint import Imprint
from monitor.digest.message import IncidentNotice, Message, StoryAlert
from monitor.digest.render import Rendering
from monitor.model import Watch
from monitor.signed_links import SignedLinks
from monitor.store import channels, identity, leases, outbox, web_sessions
from monitor.store.archive import Archive
from monitor.store.leases import ClaimedDelivery
from monitor.store.outbox import MessageTopic, NewMessage

LEASE = timedelta(minutes=3)  # longer than any attempt: connecting, sending and reading are bounded by 30 s each
_log = logging.getLogger(__name__)
_NOTHING = MessageTopic()
FOLLOWED = Watch(id="followed", name="Followed article", query="")  # stands for the wish to follow; no watch is it
_RNG = random.Random()  # noqa: S311 - jitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery under lease, with its channel as configured and what is to go out."""

    delivery: ClaimedDelivery
    channel: Channel
    outgoing: Outgoing


def topic(alert: StoryAlert) -> MessageTopic:
    """What an alert is about: the watch that makes it, and for a person all that it names."""
    return MessageTopic(
        watch=None if alert.watch == FOLLOWED else alert.watch.id,
        story=alert.story.id,
        article=alert.lead.article_id,
        outlet=alert.lead.outlet,
        person=alert.person,
        watches=tuple(watch.id for watch in alert.watches) if alert.person is not None else (),
    )


def post(
    context: Context,
    message: Message,
    to: Iterable[str],
    now: datetime,
    about: MessageTopic = _NOTHING,
    *,
    versions: Mapping[str, Message] | None = None,
) -> int:
    """Put a message into the outbox for these channels; 1, or 0 if its id was there. Rendered here, exactly once.

    Its id gets the archive's, for the receivers; in here the id without it would do. `versions` are what some channels,
    by name, get in its place: the same message, worded for them.
    """
    message = _named(context, message)
    new = NewMessage(
        id=message.id,
        type=message.type,
        data=payload.data(message),
        **asdict(about),
    )
    forms = _forms(context, message)  # each form is made once, for all channels and recipients
    own = {name: _forms(context, _named(context, version)) for name, version in (versions or {}).items()}
    addressed = [
        (name, recipient, rendered)
        for name in to
        if name in context.channels
        for recipient, rendered in context.channels[name].render(own.get(name, forms))
    ]
    return int(outbox.enqueue(context.archive, new, addressed, now, not_before=_hours(context, message, now)))


def _hours(context: Context, message: Message, now: datetime) -> dict[str, datetime]:
    """When a notice may leave by the channels of persons who are not to be alerted now: it is rarely worth a night."""
    kind = health.KINDS.get(message.incident.kind) if isinstance(message, IncidentNotice) else None
    if not isinstance(message, IncidentNotice) or (kind is not None and kind.wakes):
        return {}
    return {
        channel: waking_hours.opens_at(person, now)
        for person in context.config.persons
        if waking_hours.closed(person, now) is not None
        for channel in person.channels
    }


def _named(context: Context, message: Message) -> Message:
    """The message under the id by which it leaves, and so the one that it follows."""
    message = replace(message, id=identity.own(context.archive, message.id))
    if isinstance(message, IncidentNotice) and message.thread:
        return replace(message, thread=identity.own(context.archive, message.thread))
    return message


def _forms(context: Context, message: Message) -> Rendering:
    """The message's forms, with whose monitor this is in its foot, and pages of a person's own, if there are any."""
    forms = Rendering(
        message=message, imprint=imprint(context.config, context.archive), templates=context.config.templates
    )
    if forms.fault:
        _log.error("template.failed", extra={"id": message.id, "error": forms.fault})
    return forms


def imprint(config: Config, archive: Archive) -> Imprint:
    """Whose monitor this is, as each message says in its foot; and its pages, where people find them."""
    base = config.web.public_url
    return Imprint(
        contact=config.feedback,
        archive=str(config.archive_path.absolute()),
        pages=SignedLinks(base=base, key=web_sessions.key(archive)) if base else None,
        has_persons=bool(config.persons),
    )


def adopt(context: Context) -> None:
    """Keep what the configured channels are: one whose settings changed is used again. Who sends nothing knows none."""
    if not context.config.has_secrets:
        return
    channels.configure(context.archive, {name: (kind_of(one), one.mark) for name, one in context.channels.items()})


def claim(context: Context, now: datetime, limit: int, names: Iterable[str] | None = None) -> list[Claim]:
    """Deliveries that are due on channels that are configured, under lease; `names` None: on all of these.

    A channel that took nothing is left alone until its next trial, which is one delivery.
    """
    wanted = [name for name in context.channels if names is None or name in set(names)]
    brakes = {name: grip.brake for name, grip in channels.grips(context.archive, wanted).items() if grip.brake}
    free = [name for name in wanted if name not in brakes]
    trials = [name for name, brake in brakes.items() if brake.until is not None and brake.until <= now]
    if not free and not trials:
        return []
    claimed = leases.claim(context.archive, now, limit, LEASE, channels=free, trials=trials)
    return [
        Claim(
            delivery=delivery,
            channel=context.channels[delivery.channel],
            outgoing=Outgoing(
                message_id=delivery.message_id,
                type=delivery.type,
                recipient=delivery.recipient,
                rendered=delivery.rendered,
                created_at=delivery.created_at,
                attempts=delivery.attempts - 1,
                reply_to=delivery.reply_to,
            ),
        )
        for delivery in claimed
    ]


def settle(context: Context, claimed: Claim, outcome: Outcome, now: datetime) -> Settled:
    """Keep the outcome of an attempt, and what it says of the channel."""
    delivery, archive = claimed.delivery, context.archive
    with archive.transaction():
        before = channels.grip(archive, delivery.channel)
        grip = brake.after(before, delivery.id, outcome, now, _RNG)
        if grip != before:
            channels.keep(archive, delivery.channel, grip)
        if before.brake is not None and grip.brake is None:
            leases.make_due(archive, delivery.channel, brake.DOUBTS, now)
        if outcome.kind is Kind.SENT:
            leases.sent(archive, delivery.id, now, outcome.receipt)
            return Settled()
        if grip.brake is not None:
            leases.wait(archive, delivery.id, now=now, error=outcome.error, maybe_sent=outcome.maybe_sent)
            return Settled(brake=grip.brake)
        if again := retry.next_attempt(delivery.attempts, outcome, now, _RNG):
            leases.retry(archive, delivery.id, next_at=again, error=outcome.error, maybe_sent=outcome.maybe_sent)
            return Settled(next_at=again)
        leases.dead(archive, delivery.id, outcome.error)
        return Settled(is_given_up=True)


def give_back(context: Context, claims: Iterable[Claim]) -> None:
    """End the leases of what was not tried."""
    leases.give_back(context.archive, [claim.delivery.id for claim in claims])


def expire(context: Context, now: datetime) -> None:
    """Give up what has waited for its channel for longer than it is of use."""
    braked = [name for name, grip in channels.grips(context.archive, context.channels).items() if grip.brake]
    if braked:
        outbox.expire(context.archive, braked, now - brake.WAITS)

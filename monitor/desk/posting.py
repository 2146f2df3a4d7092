"""Messages into the outbox, deliveries out of it, outcomes back in. Nothing is sent here."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.deliver import Channel, Kind, Outcome, Outgoing, retry
from monitor.desk.context import Context
from monitor.digest import payload
from monitor.digest.message import Message
from monitor.digest.render import Rendering
from monitor.store import outbox
from monitor.store.outbox import ClaimedDelivery, NewMessage

LEASE = timedelta(minutes=3)  # longer than any attempt: connecting, sending and reading are bounded by 30 s each
_RNG = random.Random()  # noqa: S311 - jitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery under lease, with its channel as configured and what is to go out."""

    delivery: ClaimedDelivery
    channel: Channel
    outgoing: Outgoing


def post(  # noqa: PLR0913 - what a message is about, each of its own kind
    context: Context,
    message: Message,
    to: Iterable[str],
    now: datetime,
    *,
    watch: str | None = None,
    story: int | None = None,
    digest: int | None = None,
    incident: int | None = None,
    outlet: str | None = None,
) -> int:
    """Put a message into the outbox for these channels; 1, or 0 if its id was there. Rendered here, exactly once."""
    new = NewMessage(
        id=message.id,
        type=message.type,
        watch=watch,
        story=story,
        digest=digest,
        incident=incident,
        outlet=outlet,
        data=payload.data(message),
    )
    forms = Rendering(message=message)  # each form is made once, for all channels and recipients
    addressed = [
        (name, recipient, rendered)
        for name in to
        if name in context.channels
        for recipient, rendered in context.channels[name].render(forms)
    ]
    return int(outbox.enqueue(context.archive, new, addressed, now))


def claim(context: Context, now: datetime, limit: int, channels: Iterable[str] | None = None) -> list[Claim]:
    """Deliveries that are due on channels that are configured, under lease; `channels` None: on all of these."""
    wanted = tuple(name for name in context.channels if channels is None or name in set(channels))
    claimed = outbox.claim(context.archive, now, limit, LEASE, channels=wanted)
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
            ),
        )
        for delivery in claimed
    ]


def settle(context: Context, claimed: Claim, outcome: Outcome, now: datetime) -> datetime | None:
    """Keep the outcome of an attempt. Returns when it is tried again; None: it was sent, or is given up."""
    delivery = claimed.delivery
    if outcome.kind is Kind.SENT:
        outbox.sent(context.archive, delivery.id, now)
        return None
    if again := retry.next_attempt(delivery.attempts, outcome, now, _RNG):
        outbox.retry(context.archive, delivery.id, next_at=again, error=outcome.error, maybe_sent=outcome.maybe_sent)
        return again
    outbox.dead(context.archive, delivery.id, outcome.error)
    return None

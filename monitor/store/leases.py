"""Who sends takes a lease first; what came of the attempt ends it.

A lease that runs out means that the sender died, so the delivery is due again and may have arrived.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump, note
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp, stamp_up

# The earlier deliveries to the same receiver on the story or incident of a message (`messages`, `{of}`), also those of
# alerts that had waited: by its few messages. The other way, by all that waits, would make a claim cost the square of
# the queue.
_EARLIER = """
messages as earlier cross join deliveries as before on before.message_id = earlier.id
where (
    (earlier.story_id = messages.story_id and earlier.watch_id = messages.watch_id)
    or (earlier.story_id = messages.story_id and +earlier.person_id = messages.person_id)
    or earlier.incident_id = messages.incident_id
    or earlier.id in (
      select held.message_id from articles join held on held.article_id = articles.id
      where articles.story_id = messages.story_id and held.person_id = messages.person_id
    )
  )
  and before.channel = {of}.channel and before.recipient is {of}.recipient and before.id < {of}.id
"""

# `turn` is the place in the queue of the channel: digests come after what is urgent.
_CLAIM = f"""
update deliveries set
  maybe_sent = max(maybe_sent, state = 'sending'),
  state = 'sending', attempts = attempts + 1, lease_until = :until
where id in (
  select id from (
    select due.id, due.channel, row_number() over (
      partition by due.channel
      order by
        due.channel in (select value from json_each(:trials)) and due.id <= coalesce(channels.suspect_id, 0),
        messages.digest_id is not null, due.id
    ) as turn
    from deliveries as due join messages on messages.id = due.message_id
    left join channels on channels.name = due.channel
    where due.state in ('queued', 'failed', 'sending')
      and iif(due.state = 'sending', due.lease_until, due.next_at) <= :now
      and (
        :all or due.channel in (select value from json_each(:channels))
        or due.channel in (select value from json_each(:trials))
      )
      and not exists (
        select 1 from {_EARLIER.format(of="due")} and before.state in ('queued', 'failed', 'sending')
      )
  )
  where turn = 1 or channel not in (select value from json_each(:trials))
  order by turn, id limit +:limit
)
returning id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDelivery:
    """A delivery under lease. `attempts` counts this one; `maybe_sent`: an earlier one may have arrived."""

    id: int
    message_id: str
    type: str
    channel: str
    recipient: str | None
    rendered: str
    attempts: int
    created_at: datetime
    maybe_sent: bool
    reply_to: str | None  # the receipt of the first message on the same story or incident there


def claim(
    archive: Archive,
    now: datetime,
    limit: int,
    lease: timedelta,
    *,
    channels: Sequence[str] | None = None,
    trials: Sequence[str] = (),
) -> list[ClaimedDelivery]:
    """Take up to `limit` deliveries that are due, for as long as `lease`: a channel's alerts first, then the oldest.

    The channels take turns, so a long queue on one does not hold up the others. `channels` None: all of them. Of those
    in `trials` one each, and not that which failed last if there is another. What follows up on an earlier message
    waits for that one.
    """
    parameters = {
        "now": stamp(now),
        "until": stamp_up(now + lease),
        "limit": limit,
        "all": channels is None,
        "channels": dump(list(channels or ())),
        "trials": dump(list(trials)),
    }
    with archive.transaction():
        taken = archive.rows(_CLAIM, parameters)
        rows = archive.rows(
            f"""
            select deliveries.*, messages.type, (
              select before.receipt from {_EARLIER.format(of="deliveries")} and before.receipt is not null
              order by before.id limit 1
            ) as reply_to
            from json_each(?) as taken
            join deliveries on deliveries.id = taken.value join messages on messages.id = message_id
            order by messages.digest_id is not null, deliveries.id
            """,
            (dump([row["id"] for row in taken]),),
        )
    return [record(ClaimedDelivery, row) for row in rows]


def give_back(archive: Archive, ids: Iterable[int]) -> int:
    """End the lease of these, of which none was tried; how many."""
    return archive.execute(
        """
        update deliveries set
          state = iif(last_error is null, 'queued', 'failed'), attempts = attempts - 1, lease_until = null
        where id in (select value from json_each(?)) and state = 'sending'
        """,
        (dump(list(ids)),),
    )


def sent(archive: Archive, delivery_id: int, now: datetime, receipt: str | None = None) -> None:
    """It arrived: final. `receipt`: what its receiver calls it."""
    archive.execute(
        """
        update deliveries set
          state = 'sent', sent_at = :now, next_at = null, lease_until = null, last_error = null, maybe_sent = 0,
          receipt = :receipt
        where id = :id and state != 'sent'
        """,
        {"now": stamp(now), "id": delivery_id, "receipt": receipt},
    )


def retry(archive: Archive, delivery_id: int, *, next_at: datetime, error: str, maybe_sent: bool = False) -> None:
    """It failed for now. `maybe_sent`: the connection ended before the answer."""
    archive.execute(
        """
        update deliveries set
          state = 'failed', next_at = :next, lease_until = null, last_error = :error,
          maybe_sent = max(maybe_sent, :maybe)
        where id = :id and state = 'sending'
        """,
        {"next": stamp_up(next_at), "error": note(error), "maybe": maybe_sent, "id": delivery_id},
    )


def wait(archive: Archive, delivery_id: int, *, now: datetime, error: str, maybe_sent: bool = False) -> None:
    """Its channel takes nothing: it stays due, and the attempt does not count, for it says nothing of this one."""
    archive.execute(
        """
        update deliveries set
          state = 'failed', next_at = :now, lease_until = null, last_error = :error, attempts = attempts - 1,
          maybe_sent = max(maybe_sent, :maybe)
        where id = :id and state = 'sending'
        """,
        {"now": stamp(now), "error": note(error), "maybe": maybe_sent, "id": delivery_id},
    )


def make_due(archive: Archive, channel: str, attempts: int, now: datetime) -> None:
    """A channel takes messages again: what failed there fewer times than that is due, and the oldest goes first."""
    archive.execute(
        """
        update deliveries set next_at = :now
        where channel = :channel and state = 'failed' and next_at > :now and attempts < :attempts
        """,
        {"channel": channel, "attempts": attempts, "now": stamp(now)},
    )


def dead(archive: Archive, delivery_id: int, error: str) -> None:
    """It is given up; `requeue` brings it back."""
    archive.execute(
        """
        update deliveries set state = 'dead', next_at = null, lease_until = null, last_error = :error
        where id = :id and state = 'sending'
        """,
        {"error": note(error), "id": delivery_id},
    )


def overtaken(archive: Archive, ids: Iterable[int]) -> list[int]:
    """Which of these, that wait or were given up, a later message to the same receiver on their matter has overtaken.

    What was given up holds up no later one; so whoever sends it after all sends it out of its order.
    """
    rows = archive.rows(
        f"""
        with
          asked(id) as (select value from json_each(:ids)),
          matters as (
            select story_id, incident_id from asked
            join deliveries on deliveries.id = asked.id join messages on messages.id = message_id
          )
        select distinct before.id from messages join deliveries as late on late.message_id = messages.id
        cross join {_EARLIER.format(of="late")}
          and late.state in ('sent', 'sending') and before.state in ('queued', 'failed', 'dead')
          and before.id in (select id from asked)
          and messages.rowid in (
            select rowid from messages where story_id in (select story_id from matters)
            union select rowid from messages where incident_id in (select incident_id from matters)
          )
        order by before.id
        """,
        {"ids": dump(list(ids))},
    )
    return [row["id"] for row in rows]


def release_all(archive: Archive, now: datetime) -> int:
    """Make due what an earlier daemon was sending when it ended: it may have arrived. How many."""
    return archive.execute(
        """
        update deliveries set state = 'failed', maybe_sent = 1, next_at = :now, lease_until = null,
          attempts = attempts - 1
        where state = 'sending'
        """,
        {"now": stamp(now)},
    )

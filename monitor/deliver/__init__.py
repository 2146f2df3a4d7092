"""Hand it over, surely: one rendered delivery to one channel, and its result.

    deliveries = channel.render(forms)                      the exact texts, one for each recipient
    outcome = await send(channel, outgoing, now=now)        never raises for what a receiver does
    next_at = retry.next_attempt(attempts, outcome, now, rng)   None: give up
    grip = brake.after(grip, delivery, outcome, now, rng)       whether the channel is used at all

The rooms: channel (what every kind offers), kinds (the index of them), a module a kind (mail, webhook, slack,
discord, teams, ntfy, telegram, feed, file, apprise) with what it needs (mime and smtp_session; signature, http_post and
http_line; chat_text), outcome, threads, kept_sessions, retry, brake.
It keeps nothing but conversations that rest: the outbox, its leases and its states are the archive's.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.deliver.channel import TIMEOUT, Attempt, Channel
from monitor.deliver.kept_sessions import KeptSessions
from monitor.deliver.outcome import Blame, Kind, Outcome, Outgoing, Settled

_PING = timedelta(seconds=10)
_SMALLER = 8  # times that a message is halved: of a megabyte four kilobytes are left
_LEAVING = timedelta(seconds=3)

__all__ = [
    "Attempt",
    "Blame",
    "Channel",
    "KeptSessions",
    "Kind",
    "Outcome",
    "Outgoing",
    "Settled",
    "leave",
    "ping",
    "send",
]


async def send(
    channel: Channel,
    outgoing: Outgoing,
    *,
    now: datetime,
    allow: Sequence[str] = (),
    timeout: timedelta = TIMEOUT,  # noqa: ASYNC109  it bounds the steps of SMTP too, which run in a thread
    kept: KeptSessions | None = None,
) -> Outcome:
    """Try once to hand a delivery over. `allow` are private networks that a webhook may reach.

    What is refused for its size was not taken: it is made smaller and tried again at once, under its id.
    """
    attempt = Attempt(now=now, allow=tuple(allow), timeout=timeout, kept=kept)
    outcome = await channel.send(outgoing, attempt)
    for _ in range(_SMALLER):
        if not outcome.is_too_large or (text := channel.smaller(outgoing.rendered)) is None:
            break
        outgoing = replace(outgoing, rendered=text)
        outcome = await channel.send(outgoing, attempt)
    return outcome


async def leave(kept: KeptSessions) -> None:
    """End the conversations that are kept, as politely as a few seconds allow."""
    import asyncio  # noqa: PLC0415  only who sends pays for it

    from monitor.deliver import threads  # noqa: PLC0415  as above

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LEAVING.total_seconds()):
            await threads.run(kept.close, name="leaving")


async def ping(url: str, *, now: datetime, allow: Sequence[str] = ()) -> Outcome:
    """Post nothing to an address, once, so that whoever is there knows that we live."""
    from monitor.deliver import http_post  # noqa: PLC0415  aiohttp: only who sends pays for it

    return await http_post.post(url, b"", Attempt(now=now, allow=tuple(allow), timeout=_PING))

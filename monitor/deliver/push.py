"""Any service that Apprise reaches; needs the optional library, and a URL of the owner's own."""

import asyncio
import json
from datetime import timedelta

from monitor.deliver.outcome import SENT, Kind, Outcome, Outgoing, failed
from monitor.model import AppriseChannel


async def send(channel: AppriseChannel, outgoing: Outgoing, *, limit: timedelta) -> Outcome:
    """Hand the message to Apprise, which tells no more than whether it worked."""
    try:
        import apprise  # noqa: PLC0415  optional
    except ImportError:
        return failed(Kind.REFUSED, "Apprise is not installed: pip install 'entertainment-monitor[apprise]'")
    service = apprise.Apprise()
    if not service.add(channel.url):
        return failed(Kind.REFUSED, f"Apprise does not understand the URL of channel {channel.name!r}")
    message = json.loads(outgoing.rendered)
    try:
        async with asyncio.timeout(limit.total_seconds()):
            taken = await service.async_notify(title=message["title"], body=message["body"])
    except TimeoutError:
        return failed(Kind.TEMPORARY, f"no answer in {limit.seconds} s", maybe_sent=True)
    except (OSError, TypeError) as error:  # TypeError: what Apprise raises for content that it cannot send
        return failed(Kind.TEMPORARY, f"Apprise: {type(error).__name__}", maybe_sent=True)
    return (
        SENT if taken else failed(Kind.TEMPORARY, "Apprise could not hand it over; its log says why", maybe_sent=True)
    )

"""The channels, as an index: which code hands over which kind."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.deliver import file, mail, push, webhook
from monitor.deliver.outcome import Outcome, Outgoing
from monitor.model import AppriseChannel, Channel, FileChannel, MailChannel, WebhookChannel

TIMEOUT = timedelta(seconds=30)


async def send(
    channel: Channel,
    outgoing: Outgoing,
    *,
    now: datetime,
    allow: Sequence[str] = (),
    timeout: timedelta = TIMEOUT,  # noqa: ASYNC109  it bounds the steps of SMTP too, which run in a thread
) -> Outcome:
    """Try once to hand a delivery over. `allow` are private networks that a webhook may reach."""
    match channel:
        case MailChannel():
            return await mail.send(channel, outgoing, limit=timeout)
        case WebhookChannel():
            return await webhook.send(channel, outgoing, now=now, allow=tuple(allow), limit=timeout)
        case FileChannel():
            return await file.send(channel, outgoing)
        case AppriseChannel():
            return await push.send(channel, outgoing, limit=timeout)

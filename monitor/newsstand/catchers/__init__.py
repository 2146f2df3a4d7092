"""Where the demo's and the tests' messages arrive: a mail server and a webhook receiver on loopback.

Both write what they accept into a folder, one file a message, and misbehave on request: refuse a share, be down for
a while, or accept and then drop the connection before saying so, which leaves the sender in doubt. They relay
nothing and understand no more of SMTP and HTTP than honest clients need.

`mails` takes a message by the conversation of `smtp`, `webhooks` takes one by HTTP; `catcher` is what they share.
"""

from monitor.newsstand.catchers.catcher import Faults
from monitor.newsstand.catchers.mails import Mail, MailCatcher
from monitor.newsstand.catchers.webhooks import Hook, WebhookCatcher

__all__ = ["Faults", "Hook", "Mail", "MailCatcher", "WebhookCatcher"]

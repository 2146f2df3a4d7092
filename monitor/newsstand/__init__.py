"""A small press of our own: invented outlets that publish over time, and catchers for what is sent.

It is the outside world of the demo and of many tests: real sockets on loopback, real HTTP and SMTP, pages as
real sites make them, traps included. It imports nothing else of this product and only the standard library,
so that it can judge the product without sharing its mistakes. It is not a general web or mail server.

`press` is what the outlets publish, by the time of `clock`; `site` says which bytes stand at which address: the lists
of `listings` and the `pages`, both written with `markup`. `stand` runs the sites over `serving`, the HTTP server.
`catchers` take what a monitor sends, and `expected` says what that should be. A `listener` holds an address open.
"""

from monitor.newsstand.catchers import Faults, Hook, Mail, MailCatcher, WebhookCatcher
from monitor.newsstand.expected import Expectations
from monitor.newsstand.press import Press
from monitor.newsstand.stand import Newsstand, Visit

__all__ = ["Expectations", "Faults", "Hook", "Mail", "MailCatcher", "Newsstand", "Press", "Visit", "WebhookCatcher"]

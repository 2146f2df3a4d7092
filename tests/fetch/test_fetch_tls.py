import asyncio

import make
import pytest
from certificates import certificate, serving
from fetch_raw import PAGE, answer, feed
from website import Site

from monitor.crawl import alone
from monitor.events import ArticleRead, SourceFailed
from monitor.fetch.hooks import Hooks


@pytest.fixture
def secure(tmp_path):
    """A site with a certificate that nobody vouches for; its address."""
    with Site(tls=serving(certificate(tmp_path))) as site:
        site.answers = {"/feed": feed(site.base + "/a"), "/a": answer(PAGE)}
        yield site.base


def read(base, *, verify_tls):
    """The events of a crawl of the server."""
    events = []

    async def keep(event):
        events.append(event)

    outlet = make.outlet("reel", base + "/", verify_tls=verify_tls)
    order = make.order(outlet, allow=("127.0.0.0/8",), delay=0.0, user_agent="M/1")
    asyncio.run(alone(order, Hooks(emit=keep)))
    return events


def test_a_certificate_that_nobody_vouches_for_is_refused(secure):
    """By default nothing is read over a connection whose other end is not proven."""
    events = read(secure, verify_tls=True)

    assert [event for event in events if isinstance(event, SourceFailed)]
    assert not [event for event in events if isinstance(event, ArticleRead)]


def test_an_outlet_may_be_read_without_proof_if_its_entry_says_so(secure):
    """`verify_tls = false` is for one outlet, and it is read."""
    events = read(secure, verify_tls=False)

    assert [event for event in events if isinstance(event, ArticleRead)]

"""A worker in this process, with a real child, against the database and outlets on loopback addresses."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from pathlib import Path

import make
import pytest
from dispatch_farm import LEASE, Kept, until

from monitor.events import ArticleRead, Death


@pytest.fixture
def working(farm):
    """A worker and an archive's side of the cluster that keeps what it is reported."""

    @asynccontextmanager
    async def start(kept, stop):
        from monitor.dispatch import Cluster
        from monitor.dispatch.cluster_worker import work

        cluster = Cluster(kept, farm.url, lease=LEASE)
        await cluster.start()
        worker = asyncio.ensure_future(work(farm.url, stop, lease=LEASE))
        try:
            yield cluster
        finally:
            stop.set()
            await worker
            kept.acknowledge()
            await cluster.stop(1)

    return start


@pytest.fixture
def order(site):
    """A crawl of the outlet at 127.0.0.2."""
    reel = make.outlet("reel", site.home("127.0.0.2"))
    return make.order(reel, delay=0.02, allow=("127.0.0.0/8",), user_agent="Test/1")


def children() -> list[int]:
    """The processes that this one started."""
    return [int(word) for word in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


async def test_a_child_that_dies_costs_its_crawl_only(site, order, working):
    """The crawling process is killed: its death is reported, and the same worker carries out the next order."""
    site.slow = 0.1
    kept, before = Kept(), children()

    async with working(kept, asyncio.Event()) as cluster:
        await cluster.submit(order)
        await until(lambda: len(site.read()) > 1)
        child = next(pid for pid in children() if pid not in before)
        os.kill(child, signal.SIGKILL)
        await until(lambda: kept.ends)
        await cluster.submit(order)
        await until(lambda: len(kept.ends) > 1)

    assert kept.ends == [("reel", "died"), ("reel", "finished")]
    assert [event.outlets for event in kept.events if isinstance(event, Death)] == [("reel",)]


async def test_a_worker_that_is_stopped_ends_its_crawls_in_order(farm, site, order, working):
    """What was read arrives, the crawl is reported as one that was cut, and nothing is left in the queue."""
    site.pages, site.slow = 20, 0.1
    kept = Kept()

    stop = asyncio.Event()
    async with working(kept, stop) as cluster:
        await cluster.submit(order)
        await until(lambda: len(site.read()) > 3)
        stop.set()
        await until(lambda: kept.ends)

    assert kept.ends == [("reel", "shutdown")]
    assert len([event for event in kept.events if isinstance(event, ArticleRead)]) >= 3
    assert farm.rows("select count(*) from procrastinate_jobs") == [(0,)]
    assert farm.rows("select count(*) from procrastinate_workers") == [(0,)]


async def test_an_order_that_is_not_understood_fails(farm, working):
    """An order of another version is reported as a failed crawl; the worker goes on."""
    kept = Kept()

    async with working(kept, asyncio.Event()) as cluster:
        await cluster._db.post("reel", "reel.example", b"no order")
        await until(lambda: kept.ends)

    assert kept.ends == [("reel", "failed")]

"""The archive's side of a cluster against its database, without workers; what crosses between the two."""

import asyncio
import logging
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import make
import pytest
from dispatch_farm import Kept, until

from monitor import events
from monitor.errors import AlreadyRunningError, ClusterError
from monitor.events import Death, Fetched, Order

NOW = datetime(2024, 1, 5, 10, tzinfo=UTC)
QUICK = 0.6  # seconds: a lease whose upkeep comes ten times a second
WAITING = "select count(*) from procrastinate_jobs where status = 'todo'"
INBOX = "select count(*) from monitor_inbox"


def order(name: str = "reel", host: str = "reel.example") -> Order:
    return make.order(make.outlet(name, f"https://{host}/"))


def fetched(url: str) -> Fetched:
    return Fetched(outlet="reel", url=url, kind="page", at=NOW)


@pytest.fixture
def node(farm):
    """Start an archive's side of the cluster."""

    @asynccontextmanager
    async def start(kept=None, lease=QUICK):
        from monitor.dispatch import Cluster

        cluster = Cluster(kept or Kept(), farm.url, lease=lease)
        await cluster.start()
        try:
            yield cluster
        finally:
            await cluster.stop(0.3)

    return start


@pytest.fixture
def db(farm):
    """Open the database as a worker does."""

    def make():
        from monitor.dispatch.cluster import ClusterDb

        return ClusterDb(farm.url)

    return make


def row_of(event, job=None):
    from monitor.dispatch.cluster import InboxRow

    return InboxRow(events.encode(event).decode(), getattr(event, "outlet", None), job)


class TestInbox:
    async def test_what_was_not_ingested_is_handed_on_again(self, farm, node, db):
        """A daemon ends before it has written what it took: the next one gets it, in order, and then it is gone."""
        first, second = Kept(), Kept()
        sent = [fetched("https://reel.example/1"), fetched("https://reel.example/2")]

        async with db() as worker, node(first):
            await worker.append([row_of(event) for event in sent])
            await until(lambda: len(first.events) == 2)
        assert farm.rows(INBOX) == [(2,)]
        async with node(second):
            await until(lambda: len(second.events) == 2)
            second.acknowledge()

        assert second.events == first.events == sent
        assert farm.rows(INBOX) == [(0,)]

    async def test_what_was_ingested_is_not_handed_on_twice(self, farm, node, db):
        """However long it takes to be ingested, a line is handed on once by one daemon."""
        kept = Kept()

        async with db() as worker, node(kept):
            for number in range(5):
                await worker.append([row_of(fetched(f"https://reel.example/{number}"))])
                await until(lambda number=number: len(kept.events) == number + 1)
            kept.acknowledge()
            await until(lambda: farm.rows(INBOX) == [(0,)])

        assert len(kept.events) == 5

    def test_a_line_that_is_not_understood_does_not_hold_up_the_rest(self, farm, node, db, caplog):
        """Of another version, or by another hand: it is logged and dropped."""
        kept = Kept()
        farm.rows('insert into monitor_inbox (told) values (\'{"event": "Nonsense", "data": 1}\'), (\'((\')')

        async def work() -> None:
            async with db() as worker, node(kept):
                await worker.append([row_of(fetched("https://reel.example/1"))])
                await until(lambda: kept.events)
                kept.acknowledge()

        with caplog.at_level(logging.ERROR):
            asyncio.run(work())

        assert [record.message for record in caplog.records] == ["cluster.not_understood"] * 2
        assert farm.rows(INBOX) == [(0,)]

    async def test_deaths_travel_too(self, node, db):
        """What a supervisor on another machine says of its child arrives whole."""
        kept = Kept()
        death = Death(hung=True, outlet="reel", url="https://reel.example/x", outlets=("reel",), stack="File é", at=NOW)

        async with db() as worker, node(kept):
            await worker.append([row_of(death)])
            await until(lambda: kept.events)

        assert kept.events == [death]

    def test_a_child_cannot_tell_of_deaths(self):
        """A crawl is not believed when it speaks as its supervisor does."""
        line = events.encode(Death(hung=True, outlet=None, url=None, outlets=(), stack="", at=NOW))

        with pytest.raises(ValueError, match="Death"):
            events.decode(line)


class TestOrders:
    async def test_an_outlet_waits_once(self, farm, node):
        """A second order for it is taken for the first."""
        async with node() as cluster:
            assert await cluster.submit(order())
            assert await cluster.submit(order())
            assert await cluster.submit(order("other"))
            assert farm.rows(WAITING) == [(2,)]

    async def test_orders_that_nobody_began_are_withdrawn_at_the_end(self, farm, node):
        """They would be stale when the next daemon comes, which makes them anew."""
        async with node() as cluster:
            await cluster.submit(order())

        assert farm.rows(WAITING) == [(0,)]

    async def test_crawls_under_way_survive_the_daemon(self, farm, node):
        """The next daemon waits for a crawl that the last one ordered, and orders no second one."""
        farm.rows("insert into procrastinate_workers default values")

        async with node(lease=30) as cluster:
            await cluster.submit(order())
            farm.rows("update procrastinate_jobs set status = 'doing', worker_id = 1")
        async with node(lease=30) as cluster:
            assert await cluster.submit(order())
            assert farm.rows(WAITING) == [(0,)]

    async def test_an_order_that_is_gone_is_reported_as_a_death(self, farm, node):
        """Whatever became of it, the outlet is ordered anew."""
        kept = Kept()

        async with node(kept) as cluster:
            await cluster.submit(order())
            farm.rows("delete from procrastinate_jobs")
            await until(lambda: kept.ends)

        assert kept.ends == [("reel", "died")]

    async def test_an_outlet_that_costs_three_workers_waits_like_one_that_failed(self, farm, node):
        """An order that ends every worker must not go round for ever."""
        kept = Kept()

        async with node(kept) as cluster:
            for number in range(3):
                await cluster.submit(order())
                farm.rows("update procrastinate_jobs set status = 'doing', worker_id = null")
                await until(lambda number=number: len(kept.ends) == number + 1)
                # Until it is buried, its host is taken: a second order of it could not be "doing" too.
                await until(lambda: not farm.rows("select id from procrastinate_jobs"))
                kept.acknowledge()

        assert [outcome for _, outcome in kept.ends] == ["died", "died", "failed"]

    async def test_a_worker_that_lost_its_order_is_not_heard(self, farm, node, db):
        """What it still tells of a crawl that is another's by now is refused, and so it knows."""
        from monitor.dispatch.cluster import Job

        farm.rows("insert into procrastinate_workers default values")

        async with db() as worker, node(lease=30) as cluster:
            await cluster.submit(order())
            farm.rows("update procrastinate_jobs set status = 'doing', worker_id = 1")
            job = farm.rows("select id from procrastinate_jobs")[0][0]
            event = fetched("https://reel.example/1")
            assert await worker.append([row_of(event, Job(job, 1, "reel", b""))])
            assert not await worker.append([row_of(event), row_of(event, Job(job, 2, "reel", b""))])

        assert farm.rows(INBOX) == [(1,)]


class TestStart:
    async def test_one_daemon_works_with_a_cluster(self, node):
        """A second one would take the first one's events into another archive."""
        async with node():
            with pytest.raises(AlreadyRunningError):
                async with node():
                    pass

    def test_a_database_is_set_up_by_a_command(self, farm, node):
        """The error names it; it makes what is missing, and a second time changes nothing."""
        farm.rows("drop table monitor_inbox")

        async def work() -> None:
            async with node():
                pass

        with pytest.raises(ClusterError, match="monitor cluster setup"):
            asyncio.run(work())
        assert farm.command("setup").returncode == 0
        assert farm.command("setup").returncode == 0
        asyncio.run(work())

    def test_a_database_that_cannot_be_reached(self, postgres_folder):
        """The error says so, with a hint and without the password."""
        from monitor.dispatch import Cluster

        async def work() -> None:
            await Cluster(Kept(), f"postgresql://monitor:hunter2@/nosuch?host={postgres_folder}").start()

        with pytest.raises(ClusterError, match="cannot be used") as caught:
            asyncio.run(work())
        assert "hunter2" not in str(caught.value)

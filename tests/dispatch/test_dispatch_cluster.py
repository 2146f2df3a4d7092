"""The cluster as a whole: real workers, a real database, outlets on loopback addresses."""

import asyncio
import itertools
import json
import signal
from collections import Counter
from collections.abc import Callable

import dispatch_postgres as postgres
import pytest
from dispatch_farm import LEASE

from monitor import config, jobs
from monitor.desk import Desk
from monitor.jobs import Jobs
from monitor.store.archive import Archive

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")


@pytest.fixture
def monitor(farm, site, tmp_path, monkeypatch):
    """Write a configuration that follows these outlets, and run its jobs until something holds."""

    def run(outlets: dict[str, str], holds: Callable[[Archive], bool], meanwhile=lambda: None, lease=LEASE):
        from monitor.dispatch import Cluster

        text = "".join(
            f'[[outlet]]\nid = "{name}"\nname = "{name}"\nhome = "{home}"\n'
            f'sources = [{{ kind = "feed", url = "{home}feed" }}]\n'
            for name, home in outlets.items()
        )
        (tmp_path / "monitor.toml").write_text(
            '[crawl]\ndelay = "20ms"\npoll = "1s"\n[network]\nallow = "127.0.0.0/8"\n'
            '[cluster]\nurl = "${MONITOR_CLUSTER}"\n[[watch]]\nname = "Report"\nquery = "report"\n' + text
        )
        loaded = config.load(tmp_path / "monitor.toml", {"MONITOR_CLUSTER": farm.url})
        monkeypatch.setattr(jobs, "make", lambda config, on_event, _: Cluster(on_event, config.cluster, lease=lease))
        asyncio.run(_daemon(loaded, holds, meanwhile))
        return Archive.open(loaded.archive_path, read_only=True)

    async def _daemon(loaded, holds, meanwhile):
        desk = Desk.open(loaded)
        work = Jobs(desk, loaded)
        await work.start()
        try:
            async with asyncio.timeout(45):
                while not await work.on_desk(holds, desk.context.archive):
                    await work.crawl_due()
                    meanwhile()
                    await asyncio.sleep(0.1)
        except TimeoutError:
            pytest.fail(farm.tail())
        finally:
            await work.stop(8)

    return run


def count(archive: Archive, query: str) -> int:
    return next(iter(archive.rows(query)))[0]


def articles(archive: Archive) -> int:
    return count(archive, "select count(*) from articles")


def test_an_order_is_crawled_by_a_worker_on_another_machine(farm, site, monitor):
    """What `monitor cluster work` reads is in the archive, the inbox is empty, and the worker ends in order."""
    worker = farm.real_worker()
    done = "select count(*) from outlets where last_outcome = 'finished'"

    archive = monitor({"reel": site.home(HOSTS[0])}, lambda archive: count(archive, done) == 1, lease=30)

    assert {row[0] for row in archive.rows("select url from articles")} == {
        f"{site.home(HOSTS[0])}{number}" for number in range(site.pages)
    }
    assert farm.rows("select count(*) from monitor_inbox") == [(0,)]
    told = {row["part"]: row for row in json.loads(farm.command("status", "--json").stdout)}
    assert told["worker 1"]["state"] == "works"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert farm.rows("select count(*) from procrastinate_workers") == [(0,)]


def settled(archive: Archive) -> bool:
    return count(archive, "select count(*) from outlets where last_outcome is not 'finished'") == 0


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_doubles_nothing(farm, site, monitor):
    """Kill -9 of a worker amid three crawls: every article is there once, and none that had arrived is read again."""
    site.pages, site.slow = 6, 0.12
    worker = farm.worker()
    outlets = {f"outlet-{host[-1]}": site.home(host) for host in HOSTS}
    killed = []

    def kill() -> None:
        if not killed and len(site.read()) > 6:
            killed.append(True)
            worker.send_signal(signal.SIGKILL)
            farm.worker()

    archive = monitor(outlets, lambda archive: articles(archive) == 18 and settled(archive), kill)

    asked = Counter(site.read())
    assert worker.wait(10) == -signal.SIGKILL
    assert len(asked) == 18
    assert sum(asked.values()) <= 18 + 6  # of each outlet: the page that was asked for, and one on its way to us
    assert set(site.most_at_once.values()) == {1}
    assert count(archive, "select count(distinct url_key) from articles") == 18
    assert count(archive, "select count(*) from hits") == 18
    assert count(archive, "select count(*) from revisions") == 0


def test_a_host_is_crawled_by_one_worker_at_a_time(farm, site, monitor):
    """Two outlets of one host and two workers: the second crawl begins when the first has ended."""
    site.pages, site.slow = 4, 0.1
    farm.worker(at_once=1)
    farm.worker(at_once=1)
    farm.until(lambda: farm.rows("select count(*) from procrastinate_workers") == [(2,)])
    outlets = {"first": site.home(HOSTS[0], "a"), "second": site.home(HOSTS[0], "b")}

    monitor(outlets, lambda archive: articles(archive) == 8)

    assert site.most_at_once == {HOSTS[0]: 1}
    assert len(list(itertools.groupby(path.split("/")[1] for _, path in site.read()))) == 2


@pytest.mark.slow
def test_a_database_that_restarts_is_waited_for(farm, site, monitor):
    """PostgreSQL crashes amid a crawl: the daemon and the worker go on by themselves, and nothing is lost."""
    site.pages, site.slow = 6, 0.1
    farm.worker()
    restarted = []

    def restart() -> None:
        if not restarted and len(site.read()) > 3:
            restarted.append(True)
            postgres.restart(farm.folder)

    archive = monitor({"reel": site.home(HOSTS[0])}, lambda archive: articles(archive) == 6, restart)

    assert restarted
    assert count(archive, "select count(distinct url_key) from articles") == 6

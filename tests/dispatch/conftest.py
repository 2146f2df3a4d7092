"""An empty database for each test, workers as processes, outlets on loopback addresses."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import dispatch_postgres as postgres
import pytest
from dispatch_farm import Farm
from dispatch_site import Outlets


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """A running server whose database is set up, or the reason why there is none."""
    pytest.importorskip("procrastinate", reason="the extra `cluster` is not installed")
    pytest.importorskip("psycopg", reason="the extra `cluster` is not installed")
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.server() as folder:
        asyncio.run(_set_up(_url(folder)))
        yield folder


@pytest.fixture
def farm(postgres_folder: str, tmp_path: Path) -> Iterator[Farm]:
    """An empty database, set up, and no worker yet."""
    farm = Farm(_url(postgres_folder), postgres_folder, tmp_path / "workers.log")
    farm.rows(
        "truncate procrastinate_jobs, procrastinate_workers, procrastinate_events, procrastinate_periodic_defers, "
        "monitor_orders, monitor_inbox restart identity"
    )
    yield farm
    for process in farm.workers:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait(10)


@pytest.fixture
def site() -> Iterator[Outlets]:
    """Outlets that answer."""
    with Outlets() as outlets:
        yield outlets


def _url(folder: str) -> str:
    return f"postgresql://postgres@/postgres?host={folder}"


async def _set_up(url: str) -> None:
    from monitor.dispatch.cluster import ClusterDb

    async with ClusterDb(url) as db:
        await db.set_up()

"""`monitor cluster`: the workers of a cluster, and the database through which they are given orders."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from monitor import logs
from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import Noun
from monitor.cli.output import Listing, listing
from monitor.errors import ClusterError, UserError

if TYPE_CHECKING:
    from monitor.dispatch.cluster import ClusterDb

T = TypeVar("T")
_COLUMNS = (
    Column("part"),
    Column("state", minimum=16),
    Column("count", numeric=True),
    Column("since", priority=1),
)
_EXTRA = "pip install 'entertainment-monitor[cluster]'"


@click.group(cls=Noun)
def cluster() -> None:
    """Crawl on several machines: work, status, setup.

    The database is that of [cluster] in the configuration, or of --url or $MONITOR_CLUSTER, where no configuration is
    needed.
    """


def _where(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--url", envvar="MONITOR_CLUSTER", help="The database; better by $MONITOR_CLUSTER, if it holds a password"
    )(command)


@cluster.command()
@_where
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Child processes")
@click.pass_obj
def work(given: Given, *, url: str | None, processes: int) -> None:
    """Crawl for the daemon of another machine, until SIGTERM or Ctrl-C.

    Needs no archive. Stopping it ends its crawls in order, within twenty seconds; the daemon orders them again.
    """
    address = _address(given, url)
    logs.to_stderr(logging.DEBUG if given.verbose else logging.ERROR if given.quiet else logging.INFO)
    try:
        from monitor.dispatch.cluster_worker import work as carry_on  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise _missing(error) from error

    async def run() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await carry_on(address, stop, processes=processes)

    asyncio.run(run())


@cluster.command()
@_where
@listing(limit=1000)
@click.pass_obj
def status(given: Given, *, url: str | None, wanted: Listing) -> None:
    """The workers, the orders that wait, and what is not yet in the archive."""
    rows = _with(_address(given, url), _rows)
    output.show(rows, _COLUMNS, wanted)


@cluster.command()
@_where
@click.pass_obj
def setup(given: Given, *, url: str | None) -> None:
    """Make the database's tables; those that are there stay as they are."""

    async def make(db: "ClusterDb") -> None:
        await db.set_up()

    _with(_address(given, url), make)
    output.say("the cluster's database is set up")


def _address(given: Given, url: str | None) -> str:
    address = url or given.loaded(need_secrets=True).cluster
    if address is None:
        raise UserError("no cluster is configured", hint="[cluster] url, --url or $MONITOR_CLUSTER names its database")
    return address


def _with(address: str, call: Callable[["ClusterDb"], Awaitable[T]]) -> T:
    try:
        from monitor.dispatch.cluster import ClusterDb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise _missing(error) from error

    async def run() -> T:
        async with ClusterDb(address) as db:
            return await call(db)

    return asyncio.run(run())


def _missing(error: ImportError) -> ClusterError:
    return ClusterError(f"{error.name} is not installed", hint=_EXTRA)


async def _rows(db: "ClusterDb") -> list[dict[str, Any]]:
    from monitor.dispatch.cluster import LEASE  # noqa: PLC0415 - an extra

    await db.check()
    counts, workers = await db.counts(), await db.workers(LEASE)
    return [
        {"part": "orders", "state": "waiting", "count": counts.waiting},
        {"part": "orders", "state": "under way", "count": counts.running},
        {"part": "inbox", "state": "not yet in the archive", "count": counts.untaken, "since": counts.oldest_at},
        *(
            {
                "part": f"worker {worker.id}",
                "state": "works" if worker.alive else "gave no sign of life",
                "count": worker.crawls,
                "since": worker.last_heartbeat,
            }
            for worker in workers
        ),
    ]

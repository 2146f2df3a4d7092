"""The database of a cluster: orders go out through procrastinate's queue, events come back through our inbox.

    post -> job (lock: the host, queueing lock: the outlet) -> serve: a worker's crawl
         -> append -> inbox -> take -> drop

The only importer of procrastinate and psycopg. It says what is in the database and never what that means:
`coordinator` is the archive's side of it, `cluster_worker` a worker's. Everything here may raise ClusterError: the
database cannot be used.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from psycopg import rows
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from monitor.dispatch import cluster_sql as sql
from monitor.dispatch.cluster_sql import TASK
from monitor.errors import AlreadyRunningError, ClusterError

LEASE = 30.0  # seconds without a sign of life that take a worker's crawls from it
QUEUE = "crawls"
_POLL = 2.0  # seconds: how long an order can wait after its host has become free
_CONNECTIONS = 4
_PATIENCE = 10.0  # seconds for a connection
_LEADER = 0x6D6F6E69  # the advisory lock of the daemon that reads the inbox
# A machine that is lost says nothing: the kernel must notice before the lease has run out.
_DEFAULTS = {
    "application_name": "monitor",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": "15000",
}


@dataclass(frozen=True, slots=True)
class Job:
    """An order that a worker has to carry out, and the worker that it is given to."""

    id: int
    worker: int
    outlet: str
    order: bytes


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A line for the inbox. Without a job it is taken from anyone."""

    line: str
    outlet: str | None = None
    job: Job | None = None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as the database knows it."""

    id: int
    last_heartbeat: datetime
    crawls: int
    alive: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Orders that wait and that are carried out; events that are not yet in the archive."""

    waiting: int
    running: int
    untaken: int
    oldest_at: datetime | None


class ClusterDb:
    """One cluster's database. Open it with `async with`, in the loop that uses it."""

    def __init__(self, url: str) -> None:
        with _guarded():
            self._address = make_conninfo("", **{**_DEFAULTS, **conninfo_to_dict(url)})
        self._connector = procrastinate.PsycopgConnector(
            conninfo=self._address, min_size=1, max_size=_CONNECTIONS, timeout=_PATIENCE
        )
        self._app = procrastinate.App(connector=self._connector)
        self._jobs = self._app.job_manager
        self._task = self._app.task(name=TASK, queue=QUEUE, pass_context=True)(self._run)
        self._crawl: Callable[[Job], Awaitable[None]] | None = None

    async def open(self) -> None:
        """Connect."""
        with _guarded():
            # First by a single connection: a pool would try for long, and keep the reason to itself.
            await (await psycopg.AsyncConnection.connect(self._address)).close()
            await self._app.open_async()

    async def close(self) -> None:
        """Disconnect."""
        with suppress(ClusterError), _guarded():
            await self._app.close_async()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def set_up(self) -> None:
        """Make the tables that are not there."""
        if (await self._rows("select current_setting('server_encoding') as encoding"))[0]["encoding"] != "UTF8":
            raise ClusterError("the database is not in UTF-8", hint="create database monitor encoding 'UTF8' ...")
        with _guarded():
            if not await self._jobs.check_connection_async():
                await self._app.schema_manager.apply_schema_async()
        await self._rows(sql.TABLES)

    async def check(self) -> None:
        """Raise ClusterError if the tables are not there."""
        if (await self._rows("select to_regclass('monitor_inbox') as there"))[0]["there"] is None:
            raise ClusterError("the cluster's database has no tables yet", hint="`monitor cluster setup` makes them")

    async def post(self, outlet: str, host: str, order: bytes) -> None:
        """Queue an order. One that already waits for the outlet stays instead."""
        with suppress(AlreadyEnqueued), _guarded():
            async with self._connector.pool.connection() as connection:
                waiting = self._task.configure(lock=host, queueing_lock=outlet, connection=connection)
                job = await waiting.defer_async()
                await connection.execute("insert into monitor_orders (job, body) values (%s, %b)", (job, order))

    async def withdraw(self) -> None:
        """Take back the orders that no worker has begun."""
        await self._rows(
            "delete from procrastinate_jobs where task_name = %(task)s and status = 'todo' returning id", task=TASK
        )

    async def under_way(self) -> set[str]:
        """The outlets that are being crawled, or of which something is in the inbox."""
        return {row["outlet"] for row in await self._rows(sql.UNDER_WAY, task=TASK)}

    async def lost(self, outlets: Collection[str]) -> list[str]:
        """Those of the outlets for which there is no order and nothing in the inbox."""
        return [row["outlet"] for row in await self._rows(sql.LOST, outlets=list(outlets), task=TASK)]

    async def stalled(self, lease: float) -> list[tuple[int, str]]:
        """Job and outlet of the crawls whose worker gave no sign of life for `lease` seconds."""
        with _guarded():
            jobs = await self._jobs.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=lease)
        return [(job.id, job.queueing_lock) for job in jobs if job.id is not None and job.queueing_lock]

    async def bury(self, job: int) -> None:
        """End a job that nobody works on, so that its host is free."""
        with _guarded():
            await self._jobs.finish_job_by_id_async(job, Status.FAILED, delete_job=True)

    async def forget_workers(self, lease: float) -> None:
        """Drop the workers that gave no sign of life for `lease` seconds: should one come back, it finds out."""
        with _guarded():
            await self._jobs.prune_stalled_workers(lease)

    async def is_alive(self, worker: int, lease: float) -> bool:
        """Whether the database still counts this worker as alive."""
        return any(row.id == worker and row.alive for row in await self.workers(lease))

    async def workers(self, lease: float) -> list[WorkerRow]:
        """The workers that are known."""
        return [WorkerRow(**row) for row in await self._rows(sql.WORKERS, lease=lease)]

    async def counts(self) -> Counts:
        """How much is queued."""
        return Counts(**(await self._rows(sql.COUNTS, task=TASK))[0])

    async def append(self, rows: Sequence[InboxRow]) -> bool:
        """Append to the inbox, all or none; False: nothing was, for one is of an order that is another's now."""
        lines = [
            {
                "outlet": row.outlet,
                "told": row.line,
                "job": row.job and row.job.id,
                "worker": row.job and row.job.worker,
            }
            for row in rows
        ]
        with _guarded():
            async with self._connector.pool.connection() as connection, connection.cursor() as cursor:
                await cursor.executemany(sql.APPEND, lines)
                if cursor.rowcount < len(lines):
                    await connection.rollback()
                    return False
                await cursor.execute("notify monitor_inbox")
        return True

    async def take(self, limit: int, besides: Collection[int]) -> list[tuple[int, str]]:
        """The oldest lines of the inbox, without those named. A crawl's are in their order."""
        query = "select id, told from monitor_inbox where id <> all(%(besides)s::bigint[]) order by id limit %(limit)s"
        taken = await self._rows(query, besides=list(besides), limit=limit)
        return [(row["id"], row["told"]) for row in taken]

    async def drop(self, numbers: Collection[int]) -> None:
        """Drop lines of the inbox: they are in the archive."""
        if numbers:
            query = "delete from monitor_inbox where id = any(%(numbers)s::bigint[]) returning id"
            await self._rows(query, numbers=list(numbers))

    async def lock(self) -> "LeaderLock":
        """Become the daemon that reads the inbox.

        Raises:
            AlreadyRunningError: another daemon is.
        """
        with _guarded():
            connection = await psycopg.AsyncConnection.connect(self._address, autocommit=True)
            taken = await connection.execute("select pg_try_advisory_lock(%s, hashtext(current_schema()))", (_LEADER,))
            if (await taken.fetchone() or (False,))[0]:
                await connection.execute("listen monitor_inbox")
                return LeaderLock(connection)
            await connection.close()
        raise AlreadyRunningError(
            "another daemon works with this cluster", hint="an archive has a cluster, thus a database, of its own"
        )

    async def serve(self, crawl: Callable[[Job], Awaitable[None]], *, at_once: int, lease: float) -> None:
        """Work: carry orders out with `crawl`, until cancelled; then those that are under way end first.

        It returns by itself where the sign of life failed.
        """
        self._crawl = crawl
        with _guarded():
            await self._app.run_worker_async(
                queues=[QUEUE],
                concurrency=at_once,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=lease / 6,
                stalled_worker_timeout=lease,
                fetch_job_polling_interval=min(_POLL, lease / 6),
            )

    async def _run(self, context: procrastinate.JobContext) -> None:
        job = context.job
        assert self._crawl is not None
        assert job.id is not None
        found = await self._rows("select body from monitor_orders where job = %(job)s", job=job.id)
        body = found[0]["body"] if found else b""
        await self._crawl(Job(job.id, job.worker_id or 0, job.queueing_lock or "", body))

    async def _rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        with _guarded():
            async with self._connector.pool.connection() as connection:
                cursor = connection.cursor(row_factory=rows.dict_row)
                await cursor.execute(query.encode(), values)
                return await cursor.fetchall() if cursor.description else []


class LeaderLock:
    """The right to read the inbox, which one daemon has. It is lost with its connection."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    async def wait(self, seconds: float) -> None:
        """Return when something new is in the inbox, at the latest after `seconds`."""
        with _guarded():
            async for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                pass

    async def close(self) -> None:
        """Leave the inbox to others."""
        with suppress(ClusterError), _guarded():
            await self._connection.close()


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, ConnectorException) as error:
        cause = error.__cause__ if isinstance(error, ConnectorException) and error.__cause__ else error
        raise ClusterError(
            f"the cluster's database cannot be used: {' '.join(str(cause).split())[:500]}",
            hint="is it there, and may this machine reach it? `monitor cluster status` tries",
        ) from error

"""A worker that is taken for dead sooner than a real one: `python dispatch_worker.py URL LEASE ORDERS_AT_ONCE`."""

import asyncio
import logging
import signal
import sys

from monitor.dispatch import cluster_worker


async def main() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    cluster_worker.AT_ONCE = int(sys.argv[3])
    await cluster_worker.work(sys.argv[1], stop, lease=float(sys.argv[2]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main())

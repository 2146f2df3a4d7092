"""How fast the pages answer on a large archive, next to Datasette on the same file, and what they cost the desk.

    python bench/web.py ARCHIVE [--rounds 60] [--seconds 60] [--only pages|desk]

ARCHIVE is one of `web_archive.py`, counted by day as the daemon does (that is done first). Each page is asked for in
turn with Datasette's like page, both from servers of their own: milliseconds until the last byte, the median and the
95th percentile, after three that do not count; and the processor time of our server alone, which other programs on the
machine do not lengthen. Then a desk ingests articles of a watch on a copy of that archive, one every tenth of a second,
for some seconds alone and for some while the pages, with the lower priority that the daemon gives them, are asked for
20 times a second, and so on in turn: from the event to the commit with its alert in the outbox, by the clock and by the
processor time of the desk.
"""

import argparse
import contextlib
import functools
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import make
from web_archive import END, WATCHES

from monitor import config
from monitor.desk import Desk
from monitor.store import day_counts
from monitor.store.archive import Archive

LIKE = {  # our page: what shows the like there; "{story}" is one of the archive
    "/": "/archive/latest_hits?_size=60&_nocount=1&_nofacet=1",
    "/?since=week": "/archive/latest_hits?_size=100&_nocount=1&_nofacet=1",
    "/story/{story}": "/archive/story_timeline?story_id={story}&_nocount=1&_nofacet=1",
    "/outlets": "/archive/outlet_health?_size=200&_nocount=1&_nofacet=1",
    "/outlet/outlet-0": "/archive/links?outlet_id=outlet-0&_sort_desc=id&_size=20&_nocount=1&_nofacet=1",
    "/firsts": "/archive/credits?_size=100&_nocount=1&_nofacet=1",
    "/firsts?since=month": "",
    "/dates": "",
    "/deliveries": "/archive/deliveries?_sort_desc=id&_size=50&_nocount=1&_nofacet=1",
    "/digests": "/archive/digests?_sort_desc=id&_size=30&_nocount=1&_nofacet=1",
    "/digests/next/sheet": "",
    "/outlets.json": "/archive/outlet_health.json?_size=200&_nocount=1&_nofacet=1",
    "/reader/api/0/unread-count": "",
    "/reader/api/0/stream/items/ids?xt=user/-/state/com.google/read&n=10000": "",
    "/reader/api/0/stream/contents?n=125": "/archive/latest_hits.json?_size=125&_nocount=1&_nofacet=1",
}
PROXY = {"Remote-User": "bench"}  # the server takes this for a proxy: feed readers need somebody who says who they are
# The digest of the archive, of all its watches.
DIGEST = '[[digest]]\nname = "morning"\nschedule = "0 8 * * *"\n' + "".join(
    f'[[watch]]\nid = "watch-{number}"\nname = "Watch {number}"\nquery = "film"\nto = []\n' for number in range(WATCHES)
)
WARM = 3
EVERY = 0.1  # seconds between two articles of the desk
ASKED = 20  # requests a second
TURNS = 8  # of each, alone and read
SERVER = """
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
import uvicorn
from monitor import config
from monitor.config.web_schema import Web
from monitor.web.access import Access
from monitor.web.application import Application
from monitor.web.web_setting import WebSetting
from monitor.web.archives import Archives
path, archive, port, now = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
known = config.load(path, {})  # as the server keeps it while its file is as it was
setting = WebSetting(access=Access(Web(proxy_header="Remote-User", trusted_proxies=("127.0.0.1",))),
                     archives=Archives(archive), load_config=lambda: known,
                     zone=ZoneInfo("UTC"), now=lambda: now)
uvicorn.run(Application(setting).asgi, host="127.0.0.1", port=port, log_level="error")
"""


@contextlib.contextmanager
def serving(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers on a port of this machine; ended at the end."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent) as server:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    ask(port, "/")
                    break
                time.sleep(0.1)
            yield server
        finally:
            server.terminate()


def pages_of(archive: Path) -> dict[str, str]:
    """The pages of LIKE for this archive, with a story of its last weeks."""
    with Archive.open(archive, read_only=True) as opened:
        story = opened.value("select max(id) from stories where id <= (select max(id) from stories) * 11 / 12")
    return {page.format(story=story): like.format(story=story) for page, like in LIKE.items()}


def ask(port: int, path: str) -> tuple[float, int, int]:
    """Milliseconds until the last byte, the status and the bytes of an answer; each by a connection of its own."""
    headers = PROXY | ({"Authorization": token(port)} if path.startswith("/reader/") else {})
    began = time.perf_counter()
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        size = len(answer.read())
    return (time.perf_counter() - began) * 1_000, answer.status, size


@functools.cache
def token(port: int) -> str:
    """What a feed reader sends with each call, after its log-in."""
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/accounts/ClientLogin", headers=PROXY)
        return f"GoogleLogin auth={connection.getresponse().read().decode().rpartition('Auth=')[2].strip()}"


def used(process: int) -> float:
    """Milliseconds of processor time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return 1_000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bench_pages(archive: Path, folder: Path, rounds: int) -> None:
    """Each page in turn with the like one."""
    path = folder / "monitor.toml"
    path.write_text(f"follow = []\n[archive]\npath = {json.dumps(str(archive))}\n{DIGEST}", encoding="utf-8")
    link = folder / "archive.db"
    link.symlink_to(archive)
    ours_at, theirs_at = 8651, 8652
    program = [sys.executable, "-c", SERVER, str(path), str(archive), str(ours_at), END.isoformat()]
    peer = [sys.executable, "-m", "datasette", str(link), "-p", str(theirs_at)]
    peer += ["--setting", "sql_time_limit_ms", "20000", "--setting", "num_sql_threads", "4"]
    print(f"{'page':<22}{'kB':>6}{'median':>9}{'p95':>8}{'cpu':>8}   {'Datasette':>9}{'p95':>8}{'kB':>6}{'ratio':>7}")
    with serving(program, ours_at) as server, serving(peer, theirs_at):
        for page, like in pages_of(archive).items():
            times, others, spent = [], [], 0.0
            for turn in range(rounds + WARM):
                before = used(server.pid)
                took, status, size = ask(ours_at, page)
                spent += used(server.pid) - before if turn >= WARM else 0
                took_there, status_there, size_there = ask(theirs_at, like) if like else (0.0, 200, 0)
                if (status, status_there) != (200, 200):
                    raise SystemExit(f"{page}: {status}, {like}: {status_there}")
                if turn >= WARM:
                    times.append(took)
                    others.append(took_there)
            print(_line(page, size, times, spent / rounds) + "   " + _peer(others, size_there, times), flush=True)


def _line(page: str, size: int, times: list[float], spent: float) -> str:
    return f"{page:<22}{size / 1_000:>6.0f}{statistics.median(times):>9.1f}{p95(times):>8.1f}{spent:>8.1f}"


def _peer(others: list[float], size: int, times: list[float]) -> str:
    if not any(others):
        return f"{'-':>9}"
    ratio = statistics.median(others) / statistics.median(times)
    return f"{statistics.median(others):>9.1f}{p95(others):>8.1f}{size / 1_000:>6.0f}{ratio:>7.1f}"


def p95(times: list[float]) -> float:
    """What 95 % of them do not exceed."""
    return sorted(times)[min(int(len(times) * 0.95), len(times) - 1)]


CONFIG = """
follow = ["joblo", "variety", "deadline"]
[archive]
path = "archive.db"
[[watch]]
name = "Heat"
query = "Heat"
to = ["desk"]
[[channel]]
name = "desk"
kind = "file"
path = "out.txt"
"""


def bench_desk(archive: Path, folder: Path, seconds: float) -> None:
    """The desk on the large archive's file, alone and while its pages are read."""
    path = folder / "desk.toml"
    path.write_text(CONFIG.replace("archive.db", str(archive)), encoding="utf-8")
    port = 8653
    program = ["nice", "-n", "10", sys.executable, "-c", SERVER, str(path), str(archive), str(port), END.isoformat()]
    desk = Desk.open(config.load(path, {}))
    desk.sync(END)
    pages = list(pages_of(archive))
    began = time.perf_counter()
    ingest(desk, EVERY * 5, number=0)  # the first fills the memory of recent stories
    print(f"\nThe desk is warm after {time.perf_counter() - began:.0f} s")
    print(f"An article of a watch every {EVERY} s: ms from the event to its alert in the outbox, median / p95 / most")
    with serving(program, port):
        found: dict[int, list[tuple[float, float]]] = {0: [], ASKED: []}
        for turn in range(TURNS):
            for readers, times in found.items():
                with reading(port, readers, pages):
                    times.extend(ingest(desk, seconds / TURNS / 2, number=1 + turn * 2 + bool(readers)))
    for readers, times in found.items():
        walls, processors = ([one[kind] for one in times] for kind in (0, 1))
        shown = f"{statistics.median(walls):.1f} / {p95(walls):.1f} / {max(walls):.1f}"
        spent = f"{statistics.median(processors):.1f} / {p95(processors):.1f}"
        print(f"{readers:>4} requests a second {shown:>28}   processor time {spent}   ({len(times)} articles)")
    desk.close()


@contextlib.contextmanager
def reading(port: int, readers: int, pages: list[str]) -> Iterator[None]:
    """So many readers, each of whom asks for a page once a second; in a process of their own."""
    process = multiprocessing.Process(target=ask_all, args=(port, readers, pages))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def ask_all(port: int, readers: int, pages: list[str]) -> None:
    """Ask until the process is ended."""
    asking = [threading.Thread(target=keep_asking, args=(port, place, readers, pages)) for place in range(readers)]
    for thread in asking:
        thread.start()


def keep_asking(port: int, place: int, readers: int, pages: list[str]) -> None:
    """One reader, who asks for a page once a second, each at another moment of it."""
    time.sleep(place / readers)
    while True:
        began = time.monotonic()
        ask(port, pages[place % len(pages)])
        place += 1
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


def ingest(desk: Desk, seconds: float, number: int) -> list[tuple[float, float]]:
    """Milliseconds of each article, from its event to the commit with its alert: by the clock, by the processor."""
    times = []
    for place in range(int(seconds / EVERY)):
        at = END + timedelta(seconds=number * 100_000 + place)
        of, key = ("joblo", "variety", "deadline")[place % 3], f"bench-{time.time_ns()}"
        made = make.article(of, key, title=f"Heat {key} is number {place}", body=f"Heat {key} {place}. " * 60)
        began, spent = time.perf_counter(), time.thread_time()
        desk.ingest(make.read(made, at), at)
        took, spent = time.perf_counter() - began, time.thread_time() - spent
        times.append((took * 1_000, spent * 1_000))
        time.sleep(max(0.0, EVERY - took))
    return times


def count_days(archive: Path) -> None:
    """What the daemon does every hour."""
    with Archive.open(archive, keep_copy=False) as opened:
        due: list[date] = day_counts.due(opened, END)
        began = time.process_time()
        for day in due:
            day_counts.count(opened, day, END)
        spent = 1_000 * (time.process_time() - began)
        print(f"Days counted: {len(due)}, {spent / max(len(due), 1):.0f} ms of processor time each")


def main() -> None:
    """Both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=60, help="of each page")
    parser.add_argument("--seconds", type=float, default=60, help="of the desk's part")
    parser.add_argument("--only", choices=("pages", "desk"), help="one of the parts; the desk works on a copy")
    options = parser.parse_args()
    archive = options.archive.resolve()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {archive.stat().st_size / 2**30:.1f} GiB")
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "desk":
            count_days(archive)
            bench_pages(archive, Path(folder), options.rounds)
        if options.only != "pages":
            copy = Path(folder) / "copy.db"
            shutil.copyfile(archive, copy)
            bench_desk(copy, Path(folder), options.seconds)


if __name__ == "__main__":
    main()

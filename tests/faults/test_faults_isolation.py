"""One outlet's listing hangs, kills or floods the crawling process: it costs that source, and nobody else."""

import gzip
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from faults_made import ROOT, Folder
from website import MISSING, Asked, Site, answer, article, rss

pytestmark = pytest.mark.slow
# What the child does when it reads the listing of the bad outlet: sitecustomize puts it into `read_listing`.
TRIGGERS = {
    "hangs": "while True: pass",
    "dies": "import os; os.kill(os.getpid(), 9)",
    "floods": "return Listing(links=tuple(flood(link) for link in found.links * 9), kind='rss')",
}
HOOK = """
import sys
if 'monitor.worker' in sys.orig_argv:
    from dataclasses import replace
    from monitor import discover
    from monitor.discover.listing import Listing
    read = discover.read_listing
    def flood(link):
        flood.count += 1
        base = link.url.rpartition('/')[0]
        return replace(link, url=f'{base}/none/{flood.count}', key=None, title='x' * 900_000)
    flood.count = 0
    def read_listing(kind, body, url, **options):
        found = read(kind, body, url, **options)
        if '127.0.0.9' in url:
            DO
        return found
    discover.read_listing = read_listing
"""


class Press(Site):
    """Two healthy outlets and a bad one, on addresses of their own; each look at a feed finds something new."""

    def __init__(self) -> None:
        super().__init__(host="0.0.0.0")
        self.otherwise = self._answer
        self.looks: Counter[str] = Counter()

    def _answer(self, asked: Asked) -> bytes:
        if asked.path == "/feed":
            self.looks[asked.host] += 1
            look = self.looks[asked.host]
            base = f"http://{asked.host}:{self.port}"
            return rss((f"Heat 2 report number {n}", f"{base}/report-{n}") for n in range(look, look + 3))
        if not asked.path.startswith("/report-"):
            return MISSING
        lines = [f"Heat 2 at {asked.host}, {asked.path}: line {line} says it at some length." for line in range(9)]
        return answer(article(f"Heat 2 report {asked.path[8:]}", lines))


def outlet(name: str, address: str, port: int) -> str:
    home = f"http://{address}:{port}/"
    sources = f'sources = [{{ kind = "feed", url = "{home}feed" }}]'
    return f'[[outlet]]\nid = "{name}"\nname = "{name}"\nhome = "{home}"\n{sources}'


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.figure("hostile inputs")
def test_a_bad_listing_costs_its_source_alone(tmp_path: Path, trigger: str) -> None:
    """The healthy outlets go on being read; one incident, and one error in the log, which names outlet and source."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK.replace("DO", TRIGGERS[trigger]))
    with Press() as press:
        folder = Folder(tmp_path, press)
        (tmp_path / "monitor.toml").write_text(
            '[archive]\npath = "archive.db"\n[crawl]\ndelay = 0.0\npoll = "1s"\nseed = false\nwatchdog = "2s"\n'
            '[network]\nallow = ["127.0.0.0/8"]\n[alerts]\nmax_age = "none"\n'
            '[[watch]]\nname = "Heat 2"\nquery = \'"Heat 2"\'\n'
            + "\n".join(
                outlet(name, address, press.port)
                for name, address in (("bad", "127.0.0.9"), ("one", "127.0.0.10"), ("two", "127.0.0.11"))
            )
        )
        (tmp_path / "monitor.toml").chmod(0o600)
        daemon = folder.daemon(env={**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}"})
        try:
            folder.until(lambda: folder.count("sources", "outlet_id = 'bad' and failures > 0") == 1)
            seen = Counter(press.looks)
            folder.until(lambda: all(press.looks[name] > seen[name] + 3 for name in ("127.0.0.10", "127.0.0.11")))
            folder.until(lambda: folder.count("articles", "outlet_id != 'bad'") > 8)
        finally:
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(20) == 0

    failed = folder.rows("select last_cause, failures from sources where outlet_id = 'bad'")
    incidents = folder.rows("select kind, outlet_id, subject from incidents")
    if trigger == "floods":
        assert failed[0][0] == "too_long"
        assert folder.count("links", "outlet_id = 'bad'") == 0
        assert "worker.died" not in folder.log()
        return
    assert failed == [("parser_hung", 1)]
    assert incidents == [("source_quarantined", "bad", f"http://127.0.0.9:{press.port}/feed")]
    lines = [json.loads(line) for line in folder.log().splitlines()]
    guilty = [line for line in lines if line["level"] == "error" and "127.0.0.9" in json.dumps(line)]
    assert [(line["event"], line["outlet"]) for line in guilty] == [("source.quarantined", "bad")]
    kept = next((tmp_path / "archive.db.quarantine").iterdir())
    assert kept.name in guilty[0]["cause"]
    assert b"<rss" in gzip.decompress(kept.read_bytes())
    assert press.looks["127.0.0.9"] == 1


def test_a_freeze_of_all_is_nobodys_fault(folder: Folder) -> None:
    """Daemon and child are stopped for longer than the watchdog waits, as a pause of their container does it."""
    file = folder.write()
    file.write_text(file.read_text().replace("[crawl]\n", '[crawl]\nwatchdog = "2s"\n'))
    daemon = folder.daemon()
    folder.until(lambda: folder.count("articles") == 3)
    children = Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()
    assert children
    for pid in (daemon.pid, *map(int, children)):
        os.kill(pid, signal.SIGSTOP)
    subprocess.run([sys.executable, "-c", "import time; time.sleep(4)"], check=True)
    for pid in (daemon.pid, *map(int, children)):
        os.kill(pid, signal.SIGCONT)
    folder.site.slugs.append("Quito")
    folder.until(lambda: folder.count("articles") == 4)
    daemon.send_signal(signal.SIGTERM)

    assert daemon.wait(20) == 0
    assert "worker.died" not in folder.log()

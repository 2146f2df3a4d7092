import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_made import COLLIDER, HEAT, JOBLO, NOW, found
from store_writer import ingest

from monitor.store import outlets, watches
from monitor.store.archive import Archive
from monitor.store.file import integrity

WRITER = Path(__file__).with_name("store_writer.py")
KILLS, COMMITS, CUTS = 8, 12, 40  # of one run; power goes at the end of each commit and at so many other places
TIMES = int(os.environ.get("MONITOR_FAULTS", "1"))  # how many times the usual number of kills and power cuts to try


def write(path: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that writes."""
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def ready(path: Path) -> Path:
    """An archive that is ready for writers."""
    with Archive.open(path, create=True) as archive:
        outlets.sync(archive, [JOBLO, COLLIDER], NOW)
        watches.sync(archive, [HEAT], NOW)
        archive.execute("insert into hosts (host, robots_status) values ('counter', 0)")
    return path


HALVES = """
select (select count(*) from links where state != 'stored')
  + (select count(*) from stories where id not in (select story_id from articles))
  + (select count(*) from hits where article_id not in (select id from articles)) + count(*) from articles
left join links on links.article_id = articles.id
left join hits on hits.article_id = articles.id
left join stories on stories.id = articles.story_id and stories.first_article_id = articles.id
left join messages on messages.story_id = articles.story_id
where links.state is not 'stored' or hits.id is null or stories.id is null or messages.id is null
  or (select count(*) from deliveries where message_id = messages.id) != 2
"""


@pytest.mark.slow
@pytest.mark.figure("kills", each=KILLS * TIMES)
def test_kill(ready: Path) -> None:
    """A writer that is killed at random moments loses nothing that it acknowledged, and leaves no half behind."""
    dice = random.Random(20261122)  # noqa: S311 - moments, not secrets
    acknowledged = 0
    for turn in range(KILLS * TIMES):
        said = ready.with_name(f"said-{turn}")
        with said.open("w") as out:
            writer = subprocess.Popen([sys.executable, str(WRITER), str(ready), f"turn{turn}"], stdout=out)
        while not said.stat().st_size:  # until it is at work
            assert writer.poll() is None
            time.sleep(0.01)
        time.sleep(dice.uniform(0.0, 0.4))
        writer.kill()
        writer.wait(60)
        acknowledged += said.read_text().count("\n")

    with Archive.open(ready) as archive:
        stored = archive.value("select count(*) from articles")
        assert (
            acknowledged <= stored <= acknowledged + KILLS * TIMES
        )  # killed between the commit and its acknowledgement
        assert archive.value(HALVES) == 0
        assert len(found(archive, "mann")) == stored
        assert integrity.check(archive, thorough=True) == []


@pytest.mark.slow
def test_four_writers(ready: Path) -> None:
    """Four processes that read and then write, all at once, wait for each other: none fails, no count is lost."""
    writers = [write(ready, "counter", "100") for _ in range(4)]
    errors = [writer.communicate(timeout=110)[1] for writer in writers]

    assert errors == [""] * 4
    with Archive.open(ready) as archive:
        assert archive.value("select robots_status from hosts where host = 'counter'") == 400


@pytest.mark.slow
def test_file_size_limit(ready: Path) -> None:
    """A writer whose file may not grow ends with the named error, and all that it acknowledged is there."""
    size = ready.stat().st_size + 400_000
    limited = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        f"sys.path.insert(0, {str(WRITER.parent)!r})\n"
        f"sys.argv = ['', {str(ready)!r}, 'limited']\n"
        f"runpy.run_path({str(WRITER)!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, check=False, timeout=110)

    assert "ArchiveFullError" in done.stderr
    assert "free some space" in done.stderr
    acknowledged = len(done.stdout.splitlines())
    with Archive.open(ready) as archive:
        assert archive.value("select count(*) from articles") == acknowledged > 0
        assert archive.value(HALVES) == 0
        assert integrity.check(archive, thorough=True) == []


def power_cut(ready: Path, here: Path, log: bytes) -> Archive:
    """The archive as a machine would find it that lost power when so much of the log had reached the disk."""
    here.mkdir()
    image = here / ready.name
    shutil.copyfile(ready, image)
    image.with_name(image.name + "-wal").write_bytes(log)
    return Archive.open(image)


@pytest.mark.figure("power cuts", each=COMMITS + CUTS * TIMES)
def test_power_loss(ready: Path, tmp_path: Path) -> None:
    """Wherever the log ends, torn or followed by rubbish: what was committed before is there, whole, and no more."""
    dice = random.Random(20261129)  # noqa: S311 - places, not secrets
    log = ready.with_name(ready.name + "-wal")
    ends = []  # of the log, after each commit: with `synchronous = full` so much is on the disk
    with Archive.open(ready) as archive:
        before = shutil.copyfile(ready, tmp_path / "before.db")
        for number in range(COMMITS):
            ingest(archive, "power", number)
            ends.append(log.stat().st_size)
        whole = log.read_bytes()
    cuts = [*ends, *(dice.randrange(len(whole)) for _ in range(CUTS * TIMES))]
    for turn, cut in enumerate(cuts):
        kept = whole[:cut] + dice.randbytes(dice.choice((0, 512, 4096)))
        (tmp_path / f"{turn}").mkdir()
        with power_cut(before, tmp_path / f"{turn}" / "image", kept) as archive:
            assert archive.value("select count(*) from articles") == sum(end <= cut for end in ends)
            assert archive.value(HALVES) == 0
            assert integrity.check(archive, thorough=True) == []

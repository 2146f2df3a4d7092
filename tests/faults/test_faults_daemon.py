"""The real daemon while its surroundings fail."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from faults_made import PLACES, ROOT

pytestmark = pytest.mark.slow
HOLDING = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
held.execute("begin immediate")
print(flush=True)
sys.stdin.read()
"""


def is_read(folder, number):
    return folder.count("articles") == number and folder.count("links", "state = 'found'") == 0


def ended(daemon):
    daemon.send_signal(signal.SIGTERM)
    return daemon.wait(20)


def test_a_locked_archive_is_waited_for(folder):
    """Another process holds the write lock for some seconds: what is read meanwhile is stored afterwards, once."""
    daemon = folder.daemon()
    folder.until(lambda: is_read(folder, 3))
    folder.site.slow = 1.5
    folder.site.slugs += PLACES[3:6]
    folder.until(lambda: folder.count("links") == 6)
    # In a process of its own: this one's locks would go with the first look into the archive.
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder.archive)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        holder.stdout.readline()
        stored = folder.count("articles")
        folder.until(lambda: all(f"/{slug}" in folder.site.paths() for slug in PLACES[3:6]))
        assert folder.count("articles") == stored
        holder.stdin.close()
    folder.until(lambda: is_read(folder, 6))

    assert ended(daemon) == 0
    assert folder.count("articles", "url_key in (select url_key from articles group by 1 having count(*) > 1)") == 0


def test_a_full_disk_costs_nothing(folder):
    """No file may grow: it is rolled back and said; with room again it goes on, and every story is reported once."""
    folder.site.slugs = []
    daemon = folder.daemon()
    folder.until(lambda: folder.count("outlets", "last_crawl_at is not null") == 1)
    used = max(path.stat().st_size for path in folder.path.glob("archive.db*"))
    log = (folder.path / "daemon.log").stat().st_size
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (max(used, log + 65_536), resource.RLIM_INFINITY))
    folder.site.slugs = list(PLACES)
    folder.until(lambda: "full" in folder.log())
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    folder.until(lambda: is_read(folder, len(PLACES)))
    folder.until(lambda: folder.count("deliveries", "state != 'sent'") == 0 and folder.count("deliveries") > 0)

    assert ended(daemon) == 0
    assert folder.rows("pragma integrity_check") == [("ok",)]
    told = folder.count("messages", "type = 'story.opened'")
    assert told == folder.count("stories")
    assert len(list((folder.path / "messages").iterdir())) == folder.count("messages")


def test_mail_that_cannot_be_handed_over_stays(folder):
    """Nobody listens at the SMTP port: three are tried, then one now and then; its error stands in the list."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        mail = ["[[channel]]", 'name = "mail"', 'kind = "mail"', 'host = "127.0.0.1"', f"port = {port}", 'tls = "none"']
        folder.write(*mail, 'from = "a@example.org"', 'to = ["b@example.org"]')
        daemon = folder.daemon()
        folder.until(lambda: folder.count("channels", "name = 'mail' and brake_cause = 'passing'") == 1)
        folder.until(lambda: folder.count("deliveries", "channel = 'files' and state != 'sent'") == 0)
    listed = json.loads(folder.command("deliveries", "list", "--json").stdout)

    assert ended(daemon) == 0
    mails = [row for row in listed if row["channel"] == "mail"]
    assert {row["state"] for row in mails} <= {"failed", "queued"}
    failed = [row["last_error"] for row in mails if row["state"] == "failed"]
    assert all("refuses the connection" in error for error in failed)
    assert 1 <= len(failed) <= 3


@pytest.mark.parametrize("hanging", ["mail", "page"])
def test_sigterm_ends_it_in_time_whatever_hangs(folder, hanging):
    """A mail server that accepts and never speaks, a page that does not come: exit 0 within 20 seconds."""
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        mail = ["[[channel]]", 'name = "mail"', 'kind = "mail"', 'host = "127.0.0.1"', f"port = {port}", 'tls = "none"']
        folder.write(*mail, 'from = "a@example.org"', 'to = ["b@example.org"]')
        if hanging == "page":
            folder.site.slow = 60.0
        daemon = folder.daemon()
        if hanging == "mail":
            folder.until(lambda: folder.count("deliveries", "channel = 'mail' and state = 'sending'") > 0)
            # The silent server holds up no other channel.
            folder.until(lambda: folder.count("deliveries", "channel = 'files' and state = 'sent'") >= 3)
        else:
            folder.until(lambda: len(folder.site.paths()) > 2 and folder.count("links") == 3)

        assert ended(daemon) == 0
    assert "daemon.stopped" in folder.log()
    assert folder.count("deliveries", "channel = 'mail' and state in ('sent', 'dead')") == 0


HELD_BACK = """
import sys, time
import scheduler
from monitor.cli import main
scheduler.CUT_AFTER = 1.0
scheduler.Jobs.stop = lambda jobs, seconds: time.sleep(60)
sys.exit(main(["run"]))
"""


def test_what_hangs_on_the_way_out_is_cut(folder):
    """The loop itself stands still after SIGTERM: a thread ends the process in time, with 0 and a line of the log."""
    with (folder.path / "daemon.log").open("ab") as log:
        daemon = subprocess.Popen(
            [sys.executable, "-c", HELD_BACK],
            cwd=folder.path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    folder.processes.append(daemon)
    folder.until(lambda: is_read(folder, 3))

    assert ended(daemon) == 0
    assert "daemon.cut" in folder.log()


def test_half_a_file_at_sighup_changes_nothing(folder):
    """An editor was not done: the configuration in use stays, the log says so, and the whole file is taken later."""
    daemon = folder.daemon()
    folder.until(lambda: is_read(folder, 3))
    file = folder.path / "monitor.toml"
    whole = file.read_text() + '[[watch]]\nname = "Mann"\nquery = "Mann"\n'
    file.write_text(whole[: whole.index("[[channel]]") + 20])
    daemon.send_signal(signal.SIGHUP)
    folder.until(lambda: "config.refused" in folder.log())
    assert folder.count("watches", "id = 'mann'") == 0
    file.write_text(whole)
    daemon.send_signal(signal.SIGHUP)
    folder.until(lambda: folder.count("watches", "id = 'mann'") == 1)

    assert ended(daemon) == 0


STOPPING = """
import sys
from monitor.cli import main
from monitor.dispatch import local

before = local.Local.__init__
def impatient(self, *given, **options):
    before(self, *given, **{**options, "silence": 3.0})
local.Local.__init__ = impatient
sys.exit(main(["run"]))
"""
HANGING = """
import os, signal
from monitor import extract
read = extract.read_page
def hang(page, *args, **options):
    if "Lagos" in page.url:
        os.kill(os.getpid(), signal.SIGSTOP)
    return read(page, *args, **options)
extract.read_page = hang
"""


def test_a_page_that_hangs_the_parser_costs_that_page(folder, tmp_path):
    """The child stands still while it parses: one page in quarantine, one incident, and the others are read."""
    # The child is started with -m monitor.worker; a sitecustomize of its own makes one page stop it.
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import sys\nif 'monitor.worker' in sys.orig_argv:\n    exec(" + repr(HANGING) + ")\n"
    )
    with (folder.path / "daemon.log").open("ab") as log:
        daemon = subprocess.Popen(
            [sys.executable, "-c", STOPPING],
            cwd=folder.path,
            env={**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}"},
            stdout=log,
            stderr=log,
        )
    folder.processes.append(daemon)
    folder.until(lambda: folder.count("links", "state = 'quarantined'") == 1)
    folder.until(lambda: is_read(folder, 2))
    folder.site.slugs += PLACES[3:5]
    folder.until(lambda: is_read(folder, 4))

    assert ended(daemon) == 0
    assert folder.rows("select reason from links where state = 'quarantined'") == [("parser_hung",)]
    assert folder.count("incidents", "kind = 'page_quarantined'") == 1


KILLING = """
import os, signal
from pathlib import Path
from monitor.desk import {module}
real = {module}.{name}
def once(*args, **options):
    result = real(*args, **options) if {late} else None
    if not Path("killed").exists():
        Path("killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return result if {late} else real(*args, **options)
{module}.{name} = once
"""


@pytest.mark.parametrize(
    ("module", "name", "late"),
    [("alerting", "send_due", False), ("posting", "post", True)],
    ids=["it is stored and not alerted", "its alert is made"],
)
@pytest.mark.figure("kills")
def test_killed_within_a_transaction_nothing_of_it_was_done(folder, tmp_path, module, name, late):
    """By a kill at the worst moment, not at any: the next daemon stores each article and makes each alert, once."""
    hook = tmp_path / "hook"
    hook.mkdir()
    killing = KILLING.format(module=module, name=name, late=late)
    (hook / "sitecustomize.py").write_text(
        f"import sys\nif any('scheduler.py' in word for word in sys.orig_argv):\n    exec({killing!r})\n"
    )
    daemon = folder.daemon(env={**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}"})
    assert daemon.wait(40) == -signal.SIGKILL
    assert folder.count("articles") == folder.count("messages") == 0

    daemon = folder.daemon()
    folder.until(lambda: is_read(folder, 3))
    folder.until(lambda: folder.count("deliveries", "state = 'sent'") == 3)

    assert ended(daemon) == 0
    assert folder.count("messages", "type = 'story.opened'") == 3
    assert len(list((folder.path / "messages").iterdir())) == 3


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_an_archive_that_is_gone_ends_the_daemon(folder, how):
    """Its file was deleted, or another was put in its place: within a minute it says so, and ends with 1."""
    daemon = folder.daemon()
    folder.until(lambda: is_read(folder, 3))
    if how == "replaced":
        other = folder.path / "other.db"
        other.write_bytes(folder.archive.read_bytes())
        other.replace(folder.archive)
    else:
        folder.archive.unlink()

    assert daemon.wait(60) == 1
    assert '"archive.lost"' in folder.log()
    assert "was deleted, moved or replaced" in folder.log()


def listening(pid):
    """The inodes of sockets on which this process and its children accept connections."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    links = [link.resolve().name for each in (pid, *children) for link in Path(f"/proc/{each}/fd").iterdir()]
    mine = {link[8:-1] for link in links if link.startswith("socket:[")}
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return {line[9] for line in lines if line[3] == "0A"} & mine


def test_the_daemon_opens_no_port(folder):
    """No console, no remote control, no server: nobody can connect to the daemon or its child."""
    daemon = folder.daemon()
    folder.until(lambda: is_read(folder, 3))
    with socket.create_server(("127.0.0.1", 0)):
        assert len(listening(os.getpid())) >= 1  # so the look sees those there are
    opened = listening(daemon.pid)

    assert ended(daemon) == 0
    assert opened == set()

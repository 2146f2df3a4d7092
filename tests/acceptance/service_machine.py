"""A systemd of its own, in which the unit is started as on a server: `service_boot.sh` and the pseudo-terminal for it.

Only root can make one, and only where the kernel lets it: see `possible`.
"""

import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SYSTEMD = Path("/lib/systemd/systemd")
NAMESPACES = ("--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net")
SECONDS = 90  # for the whole trial, which takes some eight
_MOUNTS = (
    "mount -t tmpfs tmpfs {0} && mkdir {0}/u {0}/w {0}/r"
    " && mount -t overlay overlay -o lowerdir=/,upperdir={0}/u,workdir={0}/w {0}/r && mount -t cgroup2 cgroup2 {0}/u"
)
# Units that belong to a whole system are left out, and the log goes where the test finds it.
DROP_IN = """\
[Unit]
DefaultDependencies=no
Wants=
[Service]
StandardOutput=append:/out/log
StandardError=append:/out/log
"""
TARGET = "[Unit]\nDefaultDependencies=no\nWants=trial.service\n"
TRIAL = """\
[Unit]
DefaultDependencies=no
[Service]
Type=oneshot
ExecStart=/opt/monitor/src/tests/acceptance/service_trial.sh
StandardOutput=append:/out/trial
StandardError=append:/out/trial
ExecStopPost=systemctl --force poweroff
"""


def possible() -> bool:
    """Whether this process may do all that `service_boot.sh` does."""
    needed = all(map(shutil.which, ("unshare", "pivot_root", "systemctl"))) and SYSTEMD.exists()
    if os.geteuid() != 0 or not needed or _cgroup() is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        trial = ["unshare", *NAMESPACES, "--cgroup", "sh", "-c", _MOUNTS.format(folder)]
        return subprocess.run(trial, capture_output=True, check=False, timeout=20).returncode == 0


def run(folder: Path) -> Path:
    """Start the machine in `folder` and wait for its end; the folder with what `service_trial.sh` wrote."""
    units, out = folder / "units", folder / "out"
    (units / "monitor.service.d").mkdir(parents=True)
    out.mkdir()
    shutil.copy(ROOT / "packaging" / "monitor.service", units)
    (units / "monitor.service.d" / "trial.conf").write_text(DROP_IN)
    (units / "trial.target").write_text(TARGET)
    (units / "trial.service").write_text(TRIAL)
    sites = [path for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    command = [str(HERE / "service_boot.sh"), str(folder), str(ROOT), sys.base_prefix, *sites]
    console, terminal = pty.openpty()
    with own_cgroup() as enter, (folder / "console").open("wb") as log:
        machine = subprocess.Popen(
            ["sh", "-c", f'{enter} exec unshare "$@"', "sh", *NAMESPACES, "--cgroup", *command],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        try:
            with suppress(OSError):  # the end of a pseudo-terminal
                while block := os.read(console, 4_096):
                    log.write(block)
            machine.wait(SECONDS)
        finally:
            machine.kill()
            machine.wait()
            os.close(console)
    return out


def _cgroup() -> Path | None:
    """This process's own group of the second version, in which groups can be made."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    place = next((words[1] for words in mounts if words[2] == "cgroup2"), None)
    mine = next((line[3:] for line in Path("/proc/self/cgroup").read_text().splitlines() if line[:3] == "0::"), None)
    group = Path(f"{place}{mine}") if place and mine else None
    return group if group and os.access(group, os.W_OK) else None


@contextmanager
def own_cgroup() -> Iterator[str]:
    """A group for the machine, removed after it; the shell command that enters it."""
    above = _cgroup()
    assert above is not None
    group = Path(tempfile.mkdtemp(prefix="monitor-trial-", dir=above))
    try:
        yield f"echo $$ > {group}/cgroup.procs &&"
    finally:
        _end(group)
        for below in sorted(group.rglob("*/"), reverse=True):
            below.rmdir()
        group.rmdir()


def _end(group: Path) -> None:
    """Kill what is left in a group, and wait for it: the machine's own end comes before that of its processes."""
    (group / "cgroup.kill").write_text("1")
    with (group / "cgroup.events").open() as events, select.epoll() as changes:
        changes.register(events, select.EPOLLPRI)
        while "populated 1" in events.read() and changes.poll(SECONDS):
            events.seek(0)

"""The systemd unit is started by a systemd, installed and used as the guide says.

Where that cannot be done (not root, no systemd, no namespaces) this file is not collected: see `conftest.py`.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import service_machine

pytestmark = pytest.mark.slow
RUNS = {"ActiveState": "active", "SubState": "running", "Result": "success", "ExecMainStatus": "0"}
REFUSED = {"ActiveState": "failed", "SubState": "failed", "Result": "exit-code", "ExecMainStatus": "2"}
STOPPED = {"ActiveState": "inactive", "SubState": "dead", "Result": "success", "ExecMainStatus": "0"}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the trial wrote."""
    folder = tmp_path_factory.mktemp("machine")
    made = service_machine.run(folder)
    assert (made / "without-credential").exists(), (folder / "console").read_text(errors="replace")
    return made


def state(out: Path, step: str) -> Mapping[str, str]:
    """How the service was at this step."""
    lines = (out / step).read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def owners(out: Path, step: str) -> dict[str, set[str]]:
    """The files of the service's folder at this step, by owner."""
    found: dict[str, set[str]] = {}
    for line in (out / step).read_text().splitlines():
        owner, _, mode, path = line.split()
        assert mode in {"600", "700"}, line
        found.setdefault(owner, set()).add(Path(path).name)
    return found


def test_without_a_configuration_it_says_so(out: Path) -> None:
    """The unit ends with 2, is not started again, and its log names the command that writes one."""
    assert state(out, "unconfigured") == REFUSED
    assert "/var/lib/monitor/monitor.toml: there is no such file" in (out / "log").read_text()
    assert "monitor init" in (out / "log").read_text()


def test_it_starts_with_what_init_wrote(out: Path) -> None:
    """What root's `monitor init` wrote is read by the service, its archive is made next to it, and all is its own."""
    assert state(out, "started") == RUNS
    assert set(owners(out, "files")) == {"monitor"}
    assert {"monitor", "monitor.toml", "archive.db", "archive.db.lock"} <= owners(out, "files")["monitor"]
    assert "(process " in (out / "status").read_text().splitlines()[0]


def test_its_process_can_do_little(out: Path) -> None:
    """No capability, no new privileges, a filter of system calls, and a user that is not root."""
    lines = dict(line.split(":\t", 1) for line in (out / "process").read_text().splitlines() if ":\t" in line)

    assert (lines["CapEff"], lines["CapBnd"]) == ("0" * 16, "0" * 16)
    assert (lines["NoNewPrivs"], lines["Seccomp"]) == ("1", "2")
    assert "0" not in lines["Uid"].split()


def test_commands_of_root_do_not_lock_it_out(out: Path) -> None:
    """`monitor watch add` by root, a reload and a restart: every file is still the service's."""
    assert 'looks for "Hamnet"' in (out / "added").read_text()
    assert state(out, "restarted") == RUNS
    assert set(owners(out, "files-later")) == {"monitor"}
    assert "worker.died" not in (out / "log").read_text()


def test_it_stops_in_order(out: Path) -> None:
    """A stop is a success, and leaves no log next to the archive."""
    assert state(out, "stopped") == STOPPED
    left = set((out / "left").read_text().split()) - {"messages"}  # it has no network: a health check may say so
    assert left == {"archive.db", "archive.db.lock", "monitor.toml"}


def test_a_credential_is_used_where_it_is(out: Path) -> None:
    """With the credential a channel that names it works; a missing one is refused by us, by the name of its key."""
    assert state(out, "with-credential") == RUNS
    assert state(out, "without-credential") == REFUSED
    assert "channel.password_file: cannot read" in (out / "log").read_text().splitlines()[-1]


def test_what_the_machine_leaves_behind_ends_with_its_group() -> None:
    """Its processes may outlive it for a moment: they are killed and waited for, and the group can be removed."""
    with service_machine.own_cgroup() as enter:
        left = subprocess.Popen(["sh", "-c", f"{enter} echo in && exec sleep 60"], stdout=subprocess.PIPE)
        assert left.stdout is not None
        assert left.stdout.readline() == b"in\n"
    assert left.wait(10) == -9
    left.stdout.close()

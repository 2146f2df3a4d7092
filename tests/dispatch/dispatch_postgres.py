"""A PostgreSQL server of our own, in a folder, reached through a Unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps them out of the path."""
    beside = [Path(found).resolve().parent] if (found := shutil.which("pg_ctl")) else []
    for folder in [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *beside]:
        if (folder / "initdb").exists():
            return folder
    return None


def missing() -> str | None:
    """Why no server can be started here."""
    if programs() is None:
        return "PostgreSQL's server is not installed"
    if os.getuid() == 0 and (not shutil.which("setpriv") or not _user()):
        return "PostgreSQL does not run as root, and there is no user postgres to run it as"
    return None


@contextmanager
def server() -> Iterator[str]:
    """Start a server; its folder, which is the socket's too."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # short: a socket's path may have 107 bytes
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        _run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-c fsync=off -c full_page_writes=off -c listen_addresses='' -c unix_socket_directories={folder}"
        _run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
        yield str(folder)
    finally:
        if (folder / "data/postmaster.pid").exists():
            _run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def restart(folder: str) -> None:
    """As after a crash: every connection is cut."""
    _run("pg_ctl", "-D", f"{folder}/data", "-w", "-m", "immediate", "-l", f"{folder}/log", "restart")


def _run(program: str, *arguments: str) -> None:
    where = programs()
    assert where is not None
    demoted = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    subprocess.run(
        [*demoted, str(where / program), *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/tmp",
        timeout=60,
    )


def _user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True

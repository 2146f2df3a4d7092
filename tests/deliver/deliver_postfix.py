"""A Postfix of our own: its folders in one place, a port of loopback, mail into folders and never out.

It runs as root only; where we are not root, `sudo` that asks for no password will do.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from certificates import certificate

SIZE_LIMIT = 200_000  # bytes of a message: a digest has half of that at most
WAIT = 30.0  # seconds in which Postfix delivers: an upper bound, it takes some milliseconds
# Who has a mailbox. Who is listed under ACCESS is refused before, with this answer: `later` as by a greylist.
PEOPLE = ("me@example.org", "you@example.org", "later@example.org", "jürgen@example.org")
ACCESS = {"later@example.org": "450 4.7.1 come back later", "never@example.org": "550 5.7.1 not here"}

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.org
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
virtual_transport = virtual
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/people
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
message_size_limit = {size}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/access, reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/tls.pem
smtpd_tls_key_file = {folder}/tls.pem
"""
# No service is chrooted: the files of this folder are not in the chroot.
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running server: its port, its certificate and a Maildir for each person."""

    folder: Path
    port: int

    @property
    def certificate(self) -> Path:
        """What to trust."""
        return self.folder / "tls.pem"

    def log(self) -> str:
        """What it has logged."""
        return (self.folder / "log").read_text(errors="replace")

    def arrived(self, person: str, subject: str) -> bytes:
        """The mail to this person with this subject, as it was put into the folder."""
        return self.holding(person, f"Subject: {subject}")

    def holding(self, person: str, line: str) -> bytes:
        """The mail to this person that has this line."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            for path in (self.folder / "mail" / person.partition("@")[0]).glob("new/*"):
                if f"{line}\n".encode() in (body := path.read_bytes()):
                    return body
            time.sleep(0.02)
        raise AssertionError(f"no mail with {line!r} for {person}; the log says:\n{self.log()}")


def missing() -> str | None:
    """Why no server can be started here."""
    if shutil.which("postfix", path=_PATH) is None:
        return "Postfix is not installed"
    if _as_root() is None:
        return "Postfix runs as root only, and sudo asks for a password or is not there"
    return None


@contextmanager
def postfix() -> Iterator[Postfix]:
    """Start a server of an empty folder; it and its folder are gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pf", dir="/tmp"))  # short, and every user may reach it
    folder.chmod(0o755)
    try:
        server = Postfix(folder, _configured(folder))
        _run("postfix", "-c", str(folder), "start")
        try:
            yield server
        finally:
            _run("postfix", "-c", str(folder), "stop")
    finally:
        _run("rm", "-rf", str(folder))


def _configured(folder: Path) -> int:
    """Write what it reads; the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    # Postfix delivers as no user of the system: as us, so that we can read it, or as its own.
    owner = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("postfix")
    for name in ("queue", "data", "mail"):
        (folder / name).mkdir()
    _run("chown", "postfix", f"{folder}/data")
    _run("chown", f"{owner.pw_uid}:{owner.pw_gid}", f"{folder}/mail")
    certificate(folder).rename(folder / "tls.pem")
    main = MAIN.format(folder=folder, uid=owner.pw_uid, gid=owner.pw_gid, size=SIZE_LIMIT)
    (folder / "main.cf").write_text(main)
    (folder / "master.cf").write_text(MASTER.format(port=port))
    (folder / "people").write_text("".join(f"{person} {person.partition('@')[0]}/\n" for person in PEOPLE))
    (folder / "access").write_text("".join(f"{person} {answer}\n" for person, answer in ACCESS.items()))
    _run("chown", "-R", "root", *(str(folder / name) for name in ("main.cf", "master.cf", "queue")))
    return port


_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])  # Debian: not in a user's path


def _as_root() -> list[str] | None:
    """What stands before a command so that it runs as root; None if nothing would do."""
    if os.getuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


def _run(*command: str) -> None:
    done = subprocess.run(
        [*(_as_root() or []), *command],
        env={"PATH": _PATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

"""The examinations of `monitor doctor`: each looks at one part. Nothing is sent, and nothing is changed."""

import platform
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from monitor import error_words
from monitor.cli import calendar_trial, free_disk
from monitor.cli.named_person import left_waiting
from monitor.config import Config
from monitor.dedupe import compiled
from monitor.deliver import Attempt, Channel
from monitor.errors import ArchiveMissingError, ArchiveOutdatedError, MonitorError
from monitor.model import Watch
from monitor.phrasing import count
from monitor.store import outlets
from monitor.store.archive import Archive
from monitor.store.file import integrity, sqlite_file
from monitor.store.file.engine import library

_LOW = 2 * 2**30  # bytes of free disk
_BACKUP_AGE = timedelta(days=7)
_AHEAD = timedelta(minutes=5)
_TIMEOUT = timedelta(seconds=6)  # for one step of a connection; a channel takes three at most


class Soundness(StrEnum):
    """How sound a part is, worst first."""

    BAD = "bad"
    WARN = "warning"
    OK = "ok"


OK, WARN, BAD = Soundness.OK, Soundness.WARN, Soundness.BAD


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    part: str
    verdict: Soundness
    detail: str

    def row(self) -> dict[str, str]:
        """For a table."""
        return asdict(self)


def machine() -> Iterator[Finding]:
    """Python, SQLite, time zones."""
    version = platform.python_version()
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "=?utf-8?q?x=0aBcc:_e@example.org?="
    if b"\nBcc:" in message.as_bytes():
        detail = f"{version} lets a crafted subject add mail headers (CVE-2024-6923); titles are cleaned; update Python"
        yield Finding("python", WARN, detail)
    else:
        yield Finding("python", OK, version)
    numbers = tuple(int(part) for part in library().split(" ", 1)[0].split("."))
    if integrity.library_is_sound(numbers):
        yield Finding("sqlite", OK, library())
    else:
        detail = f"{library()} has the WAL-reset defect (fixed in 3.51.3): pip install 'pysqlite3>=0.6.1'"
        yield Finding("sqlite", WARN, detail)


def grouping() -> Finding:
    """Whether the grouping of stories is compiled."""
    if not compiled.without():
        return Finding("grouping", OK, "of articles into stories is compiled")
    detail = "of articles into stories is plain Python, which takes twice as long: that is felt where a start reads"
    return Finding(
        "grouping",
        OK,
        f"{detail} many articles, or `monitor try group`. With a C compiler and Python's headers (Debian: gcc "
        "python3-dev) another installation compiles it",
    )


def disk(path: Path) -> Iterator[Finding]:
    """Space and permissions where the archive is."""
    folder, free = free_disk.folder_of(path), free_disk.free(path)
    verdict = BAD if free < free_disk.SCARCE else WARN if free < _LOW else OK
    yield Finding("disk", verdict, f"{free / 2**30:.1f} GB free in {folder}")
    if not sqlite_file.can_be_written(path):
        yield Finding("permissions", BAD, f"{path} is read-only for this user: it can be read, and nothing is stored")
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding("permissions", WARN, f"{path} can be read by others: chmod 600 it, if that is not wanted")
    copies = [file.stat().st_mtime for file in path.parent.glob(f"{path.stem}-*{path.suffix}") if file != path]
    newest = datetime.fromtimestamp(max(copies), UTC) if copies else None
    if path.exists() and (newest is None or newest < datetime.now(UTC) - _BACKUP_AGE):
        said = f"the newest next to it is of {newest:%Y-%m-%d}" if newest else "there is none next to it"
        yield Finding("backup", WARN, f"{said}: `monitor backup --keep 7`")


def archive(config: Config, *, thorough: bool) -> Iterator[Finding]:
    """The archive's soundness, and what it says of the clock and the sources. It is left as it is, migrations too."""
    try:
        with Archive.open(config.archive_path, read_only=True) as opened:
            wrong = [] if thorough else integrity.check(opened)
            sampled = not thorough and integrity.is_sampled(opened)
            rows = outlets.standing(opened)
            gone = [*left_waiting(config, opened)]
        if thorough:  # only a writer may compare the full-text index word by word
            with Archive.open(config.archive_path, busy_timeout=3.0) as opened:
                wrong = integrity.check(opened, thorough=True)
    except ArchiveMissingError:
        yield Finding(
            "archive", WARN, f"{config.archive_path} does not exist yet: `monitor crawl` or `monitor run` makes it"
        )
        return
    except ArchiveOutdatedError:
        detail = f"{config.archive_path} is of an earlier version: the next crawl or run migrates it"
        yield Finding("archive", WARN, f"{detail}, and keeps a copy")
        return
    except MonitorError as error:
        yield Finding("archive", BAD, error_words.in_words(error))
        return
    for text in wrong:
        yield Finding("archive", BAD, text)
    if not wrong:
        part = "; of its long texts samples were read, --full reads all" if sampled else ""
        yield Finding("archive", OK, f"{config.archive_path} is sound{part}")
    for text in gone:
        yield Finding("persons", WARN, text)
    latest = max((row.last_crawl_at for row in rows if row.last_crawl_at), default=None)
    if latest and latest > datetime.now(UTC) + _AHEAD:
        yield Finding(
            "clock", BAD, f"is behind: the last crawl was at {latest:%Y-%m-%d %H:%M} UTC. Set the system's clock"
        )
    failing = [row.id for row in rows if row.sources_failing]
    if failing:
        some = ", ".join(failing[:5]) + (" …" if len(failing) > 5 else "")
        yield Finding("outlets", WARN, f"{len(failing)} of {len(rows)} have failing sources: {some} (`monitor status`)")


def names(config: Config) -> Finding:
    """Whether the resolver knows the outlets' hosts."""
    hosts = [urlsplit(outlet.home).hostname for outlet in config.outlets[:3]]
    for host in filter(None, hosts):
        with suppress(OSError):
            socket.getaddrinfo(host, 443)
            return Finding("names", OK, f"{host} resolves")
    if not any(hosts):
        return Finding("names", OK, "no outlet is followed")
    return Finding(
        "names", BAD, f"none of {', '.join(filter(None, hosts))} resolves: is there a network, and a resolver?"
    )


def channel(one: Channel, allow: tuple[str, ...]) -> Finding:
    """Whether a channel could take a message now, by its own probe."""
    part = f"channel {one.name}"
    try:
        return Finding(part, OK, one.probe(Attempt(now=datetime.now(UTC), allow=allow, timeout=_TIMEOUT)))
    except (OSError, ValueError) as error:
        return Finding(part, BAD, error_words.in_words(error))


def calendar(watch: Watch, config: Config) -> Finding:
    """Whether the calendar of a watch can be read at its address, and what in it is not taken as it is written."""
    part = f"calendar of {watch.name}"
    read = calendar_trial.read(watch.calendar or "", config)
    if read.error:
        return Finding(part, BAD, f"cannot be read: {read.error}")
    said = count(len(read.events or ()), "date")
    return Finding(part, WARN if read.notes else OK, "; ".join([said, *read.notes[:3]]))

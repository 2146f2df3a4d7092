"""Every error of the product, one tree.

    MonitorError
    ├── UserError                 a person can fix it: exit code 2
    │   ├── ConfigError           monitor.toml or an outlet file: file, line, key, hint
    │   ├── QuerySyntaxError      a watch's or a search's query: position, caret, hint
    │   └── NotFoundError         no such outlet, watch, story, digest, delivery
    ├── ArchiveError              the archive cannot be used: exit code 1
    │   ├── ArchiveMissingError   no file there, and not to be created
    │   ├── ArchiveForeignError   the file is not an archive of this product, or of a newer version
    │   ├── ArchiveOutdatedError  it is of an earlier version and was to be left as it is
    │   ├── ArchiveDamagedError   SQLite finds it corrupt
    │   ├── ArchiveLockedError    another process held the write lock for too long
    │   ├── ArchiveFullError      no space, or a size limit, on its disk
    │   ├── ArchiveSlowError      a question was cut off after the time that it might take
    │   └── ArchiveRejectedError  what was to be written breaks a rule of the schema
    ├── AlreadyRunningError       another daemon holds this archive: exit code 75
    ├── ClusterError              the database of a cluster cannot be used: exit code 1
    └── CrawlError                a crawl could not be run
        └── AddressRefusedError   an address that may not be reached

What comes from the web is never an error of this tree while it can be said as a value: a page that is not an
article is a `Refusal`, a feed that cannot be read is a `SourceFailed` event.
"""

from pathlib import Path


class MonitorError(Exception):
    """The root. `hint` says what to do about it; `exit_code` is what a command ends with."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class UserError(MonitorError):
    """Something that a person wrote is wrong, and that person can fix it."""

    exit_code = 2


class ConfigError(UserError):
    """One or more mistakes in a configuration file; `problems` holds each, as printed."""

    def __init__(self, problems: list[str], *, path: Path | None = None, hint: str | None = None) -> None:
        super().__init__("\n".join(problems), hint=hint)
        self.problems = problems
        self.path = path


class QuerySyntaxError(UserError):
    """A query that cannot be understood. The text shows the query with a caret under `position`."""

    def __init__(self, message: str, *, query: str, position: int, hint: str | None = None) -> None:
        self.query = query
        self.position = position
        self.reason = message
        super().__init__(f"{message}\n  {caret(query, position)}", hint=hint)


class NotFoundError(UserError):
    """The named thing does not exist."""


class ArchiveError(MonitorError):
    """The archive cannot be used."""


class ArchiveMissingError(ArchiveError):
    """There is no archive at that path."""

    exit_code = 2


class ArchiveForeignError(ArchiveError):
    """The file is not an archive of this product, or a newer version of the product made it."""


class ArchiveOutdatedError(ArchiveError):
    """The archive is of an earlier version, and was opened for reading alone, which changes nothing."""


class ArchiveDamagedError(ArchiveError):
    """SQLite reports a malformed file."""


class ArchiveLockedError(ArchiveError):
    """Another process held the write lock longer than the busy timeout."""


class ArchiveFullError(ArchiveError):
    """The disk, or a limit on the file's size, is full. The transaction was rolled back."""


class ArchiveSlowError(ArchiveError):
    """What was asked took longer than it might, and was cut off."""


class ArchiveRejectedError(ArchiveError):
    """What was to be written breaks a rule of the schema: a defect of this program, and no second attempt helps."""


class AlreadyRunningError(MonitorError):
    """Another daemon holds the lock of this archive."""

    exit_code = 75


class ClusterError(MonitorError):
    """The database through which a cluster's crawls are ordered cannot be reached, or is not set up."""


class CrawlError(MonitorError):
    """A crawl could not be run."""


class AddressRefusedError(CrawlError):
    """The address is private, local or otherwise not to be reached; `[network] allow` can permit it."""


def caret(text: str, position: int) -> str:
    """Two lines: some of `text` around `position`, and a caret under it."""
    start = max(0, position - 60)
    shown = text[start : position + 40].replace("\n", " ").replace("\t", " ")
    lead = "…" if start else ""
    tail = "…" if position + 40 < len(text) else ""
    return f"{lead}{shown}{tail}\n  {' ' * (len(lead) + position - start)}^"

"""`monitor backup`: a checked copy of the archive while it is in use."""

from pathlib import Path

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.copy_progress import copy_progress
from monitor.cli.path_options import NamedPath
from monitor.cli.time_options import now
from monitor.store.file import backup as backups
from monitor.store.file import page_copies, sqlite_file
from monitor.store.file.page_files import folder_of


@click.command()
@click.argument("to", type=NamedPath(), required=False)
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Of the copies with a date in the folder, keep the N newest"
)
@click.pass_obj
def backup(given: Given, *, to: Path | None, keep: int | None) -> None:
    """Copy the archive to TO, a file or a folder, while it is in use; the copy is checked.

    Without a file's name, the copy is named by the archive and the time. The pages that it keeps of followed articles
    are copied to the folder TO.pages.
    """
    with given.archive(read_only=not sqlite_file.can_be_written(given.archive_path())) as archive:
        folder = to if to and to.is_dir() else None if to else archive.path.parent
        pattern = f"{archive.path.stem}-*Z{archive.path.suffix}"
        file = to if to and not folder else folder / f"{archive.path.stem}-{now():%Y%m%dT%H%M%SZ}{archive.path.suffix}"  # type: ignore[operator]
        with copy_progress(archive.path.stat().st_size, quiet=given.quiet) as progress:
            size = backups.backup(archive, file, progress)
    output.line(str(file))
    output.say(f"{size:,} bytes, checked")
    for old in sorted(file.parent.glob(pattern))[: -keep if keep else 0]:
        old.unlink()
        page_copies.drop(folder_of(old))
        output.say(f"{old}: dropped")

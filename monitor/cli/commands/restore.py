"""`monitor restore`: a backup in the archive's place; the old archive is kept next to it."""

from pathlib import Path

import click

from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.copy_progress import copy_progress
from monitor.desk import lock
from monitor.store.file import backup as backups


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--trust-triggers", is_flag=True, help="The backup's own triggers are known and wanted")
@click.option("--yes", is_flag=True, help="Don't ask")
@click.pass_obj
def restore(given: Given, *, file: Path, trust_triggers: bool, yes: bool) -> None:
    """Put the backup FILE in the archive's place.

    It is checked first; the present archive is moved aside, not deleted. The daemon must not be running.
    """
    archive = given.archive_path()
    with lock.held(archive):
        if archive.exists() and not yes:
            click.confirm(f"Replace {archive} (it is kept aside)?", abort=True, err=True)
        with copy_progress(file.stat().st_size, quiet=given.quiet) as progress:
            aside = backups.restore(file, archive, trust_triggers=trust_triggers, progress=progress)
    output.say(f"{archive} is restored from {file}" + (f"; the old one is {aside}" if aside else ""))

"""`monitor datasette`: the archive as pages, by Datasette."""

import os
import shlex
from pathlib import Path

import click

from monitor import atomic_file
from monitor.cli import output
from monitor.cli.command_context import Given
from monitor.cli.path_options import NamedPath
from monitor.store.schema import datasette_pages

_MODE = 0o644  # nothing secret: the files say what the tables hold


@click.command()
@click.argument("folder", type=NamedPath(file_okay=False), default="datasette")
@click.pass_obj
def datasette(given: Given, *, folder: Path) -> None:
    """Write what Datasette is to know of the archive into FOLDER, and print the command that starts it.

    Descriptions of tables and columns, labels, sorts, facets, queries, and links where views have ids. Datasette 0.65
    comes with `pip install 'entertainment-monitor[datasette]'`; it may run while the daemon does.
    """
    with given.archive() as archive:
        for name, text in datasette_pages.files(archive).items():
            atomic_file.make_folder((folder / name).parent)
            atomic_file.write(folder / name, text.encode(), mode=_MODE)
        path = Path(os.path.relpath(archive.path))
    command = ["datasette", str(path), "--metadata", str(folder / datasette_pages.METADATA)]
    command += ["--plugins-dir", str((folder / datasette_pages.PLUGIN).parent), "--setting", "suggest_facets", "off"]
    output.say(f"{folder}: written. It shows everything to whoever reaches it; on this machine alone, start it by")
    output.line(shlex.join(command))

"""`monitor template`: the pages of mails: which there are, a start for one's own, whether those work."""

import shutil
from pathlib import Path

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.entry import Noun
from monitor.cli.output import Listing, listing
from monitor.cli.path_options import NamedPath
from monitor.digest import template_trial, templating
from monitor.errors import MonitorError, NotFoundError
from monitor.phrasing import count

_COLUMNS = (Column("name"), Column("from", minimum=12))
_FOLDER = NamedPath(file_okay=False)


@click.group(cls=Noun)
def template() -> None:
    """Pages of mails, ours or your own: list, copy, test."""


@template.command("list")
@listing(limit=100)
@click.pass_obj
def list_templates(given: Given, *, wanted: Listing) -> None:
    """The templates, and where each is taken from."""
    own = given.loaded().templates
    taken = {name: str(own / name) for name in templating.names() if own and (own / name).is_file()}
    output.show([{"name": name, "from": taken.get(name, "built in")} for name in templating.names()], _COLUMNS, wanted)


@template.command()
@click.argument("folder", type=_FOLDER)
@click.argument("names", nargs=-1)
def copy(*, folder: Path, names: tuple[str, ...]) -> None:
    """Copy our templates to FOLDER as a start for your own: NAMES, or all.

    What the folder lacks stays ours, and gets our later changes: keep what you change, and delete the rest. Files that
    are there are left as they are. Then: `templates = "FOLDER"` in monitor.toml.
    """
    if unknown := sorted(set(names) - set(templating.names())):
        raise NotFoundError(f"no template is named {unknown[0]!r}", hint=f"there are: {', '.join(templating.names())}")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [name for name in names or templating.names() if not (folder / name).exists()]
    for name in wanted:
        shutil.copyfile(templating.BUILT_IN / name, folder / name)
    output.say(f"{count(len(wanted), 'template')} copied to {folder}")


@template.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--html", type=_FOLDER, help="Write the pages of the made-up messages to this folder, to look at them")
@click.pass_obj
def test(given: Given, *, folder: Path | None, html: Path | None) -> None:
    """Try the templates of FOLDER, or those of the configuration, on made-up messages of every kind.

    Each fault is named with its file, line and cause, and ends the command with 1. Nothing is sent: `monitor digest
    preview --html FILE` shows a page of your own news.
    """
    own = folder or given.loaded().templates
    if own is not None and (faults := template_trial.faults(own)):
        raise MonitorError("\n".join(faults), hint="until they are right, messages have our own pages, and say so")
    made = template_trial.pages(own)
    if html:
        html.mkdir(parents=True, exist_ok=True)
        for name, page in made.items():
            (html / name).write_text(page, encoding="utf-8")
    output.say(f"{count(len(made), 'page')} made by {own or 'our own templates'}" + (f", in {html}" if html else ""))

"""`monitor watch remove | pause | resume | rename | move`: what the configuration says of watches that there are."""

import click

from monitor.cli.changing import Place, dry_run, finish, placed
from monitor.cli.command_context import Given
from monitor.config.checks import id_of, watch_id
from monitor.config.toml_change import Rewrite
from monitor.config.watch_edit import index_of, mark
from monitor.errors import UserError

_names = click.argument("names", metavar="NAME...", nargs=-1, required=True)


@click.command()
@_names
@click.option("--yes", is_flag=True, help="Don't ask")
@dry_run
@click.pass_obj
def remove(given: Given, *, names: tuple[str, ...], yes: bool, dry_run: bool) -> None:
    """Stop looking for something: take watches out of the configuration.

    What they found stays in the archive. Digests and persons that list them by name lose them too. To look again
    later with the same verdicts and history, `monitor watch pause` it instead.
    """
    draft = Rewrite.of(given.path())
    for name in dict.fromkeys(names):
        index = index_of(draft, name)
        table = draft.entries("watch")[index]
        for section in ("digest", "person"):
            _out_of(draft, section, table["name"], watch_id(table))
        draft.remove("watch", index)
    listed = ", ".join(names)
    question = None if yes else f"Remove {listed} from {draft.path}?"
    finish(given, draft, f"no longer looks for {listed}; its hits stay", is_trial=dry_run, question=question)


@click.command()
@_names
@dry_run
@click.pass_obj
def pause(given: Given, *, names: tuple[str, ...], dry_run: bool) -> None:
    """Let watches send nothing for now.

    A paused watch finds as ever, and its hits are kept; it sends no alerts and stands in no digest. `monitor explain`
    names the pause as the reason.
    """
    draft = Rewrite.of(given.path())
    for name in names:
        mark(draft, name, is_paused=True)
    finish(given, draft, f"{', '.join(names)} paused", is_trial=dry_run)


@click.command()
@_names
@dry_run
@click.pass_obj
def resume(given: Given, *, names: tuple[str, ...], dry_run: bool) -> None:
    """Let paused watches send again, from now on: nothing is sent about what they found meanwhile."""
    draft = Rewrite.of(given.path())
    for name in names:
        mark(draft, name, is_paused=False)
    finish(given, draft, f"{', '.join(names)} resumed", is_trial=dry_run)


@click.command()
@click.argument("name")
@click.argument("new_name")
@dry_run
@click.pass_obj
def rename(given: Given, *, name: str, new_name: str, dry_run: bool) -> None:
    """Call a watch something else.

    It stays the same watch: hits, verdicts and the alerts of its stories go on, for its id in the archive stays. Where
    the id was made from the old name, it is written down as `id`. Digests and persons that list it by name follow.
    """
    draft = Rewrite.of(given.path())
    index = index_of(draft, name)
    table = draft.entries("watch")[index]
    old, kept = table["name"], watch_id(table)
    names = {old: new_name, f"-{old}": f"-{new_name}"}
    for section in ("digest", "person"):
        for place in range(len(draft.entries(section))):
            listed = draft.texts(section, place, "watches")
            if not names.keys().isdisjoint(listed):
                renamed = [names.get(one, one) for one in listed]
                draft.relist((section, place, "watches"), list(dict.fromkeys(renamed)))
    draft.put("watch", index, "name", new_name, after="name")
    if "id" not in table and id_of(new_name) != kept:
        draft.put("watch", index, "id", kept, after="name")
    finish(given, draft, f"{old} is called {new_name}", is_trial=dry_run)


@click.command()
@click.argument("name")
@placed
@dry_run
@click.pass_obj
def move(given: Given, *, name: str, place: Place, dry_run: bool) -> None:
    """Put a watch in another place of the file.

    The order is that of digests: a story that several watches found stands under the first of them.
    """
    draft = Rewrite.of(given.path())
    index = index_of(draft, name)
    target = index_of(draft, place.target) if place.target else None
    draft.move("watch", index, place.index(index, target, len(draft.entries("watch"))))
    finish(given, draft, f"{name} is moved", is_trial=dry_run)


def _out_of(draft: Rewrite, section: str, name: str, id_: str) -> None:
    """Take a watch out of the digests, or the persons, that list it.

    Raises:
        UserError: one of them lists nothing else.
    """
    for place, table in enumerate(draft.entries(section)):
        listed = draft.texts(section, place, "watches")
        kept = [one for one in listed if one.removeprefix("-") not in {name, id_}]
        if listed and not kept:
            raise UserError(
                f'the {section} "{table.get("name")}" is of "{name}" alone: nothing was written',
                hint=f"give it other `watches`, or take the [[{section}]] out of the file first",
            )
        if kept != listed:
            draft.relist((section, place, "watches"), kept)

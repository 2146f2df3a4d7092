"""`monitor outlet remove | pause | resume | rename | move`: changes of which outlets are followed."""

import click

from monitor import catalogue
from monitor.cli.changing import Place, dry_run, finish, placed
from monitor.cli.command_context import Given
from monitor.config.suggest import did_you_mean
from monitor.config.toml_change import Rewrite
from monitor.errors import NotFoundError, UserError

_ids = click.argument("names", metavar="ID...", nargs=-1, required=True)


@click.command()
@_ids
@click.option("--yes", is_flag=True, help="Don't ask")
@dry_run
@click.pass_obj
def remove(given: Given, *, names: tuple[str, ...], yes: bool, dry_run: bool) -> None:
    """Stop following outlets, or a @tag.

    The archive keeps their articles and hits. An outlet that a followed @tag would bring back is left out with a "-":
    `follow = ["@film", "-variety"]`. `monitor outlet add` follows it again.
    """
    draft = Rewrite.of(given.path())
    for name in dict.fromkeys(names):
        if not _is_followed(draft, name):
            raise _unknown(draft, name)
        while (index := _own(draft, name)) is not None:
            draft.remove("outlet", index)
        left = [one for one in draft.texts("follow") if one != name]
        if _is_tagged(left, name):
            left.append(f"-{name}")
        if left != draft.texts("follow"):
            draft.relist(("follow",), left)
    listed = ", ".join(names)
    question = None if yes else f"Stop following {listed}?"
    finish(given, draft, f"no longer follows {listed}; the archive stays", is_trial=dry_run, question=question)


@click.command()
@_ids
@dry_run
@click.pass_obj
def pause(given: Given, *, names: tuple[str, ...], dry_run: bool) -> None:
    """Do not read outlets for now.

    A paused outlet is not crawled, and no incidents are opened for it, until `monitor outlet resume`. The archive keeps
    what it has. (When an outlet's pages hang the parser, the monitor pauses it for hours by itself: that is not this.)
    """
    draft = Rewrite.of(given.path())
    for name in names:
        index = _amended(draft, name, "paused", True)
        if draft.entries("outlet")[index].get("paused") is not True:
            draft.put("outlet", index, "paused", True, after="id")
    finish(given, draft, f"{', '.join(names)} paused", is_trial=dry_run)


@click.command()
@_ids
@dry_run
@click.pass_obj
def resume(given: Given, *, names: tuple[str, ...], dry_run: bool) -> None:
    """Read paused outlets again. What they published meanwhile and still list is news, and sends alerts."""
    draft = Rewrite.of(given.path())
    for name in names:
        if not _is_followed(draft, name):
            raise _unknown(draft, name)
        index = _own(draft, name)
        if index is None or not draft.entries("outlet")[index].get("paused"):
            continue
        draft.drop("outlet", index, "paused")
        follow = draft.texts("follow")
        if set(draft.entries("outlet")[index]) == {"id"} and (name in follow or _is_tagged(follow, name)):
            draft.remove("outlet", index)  # the table was there for the pause alone
    finish(given, draft, f"{', '.join(names)} resumed", is_trial=dry_run)


@click.command()
@click.argument("name", metavar="ID")
@click.argument("new_name")
@dry_run
@click.pass_obj
def rename(given: Given, *, name: str, new_name: str, dry_run: bool) -> None:
    """Call an outlet something else in messages and lists. Its id stays, and with it all that the archive has of it."""
    draft = Rewrite.of(given.path())
    index = _amended(draft, name, "name", new_name)
    if draft.entries("outlet")[index].get("name") != new_name:
        draft.put("outlet", index, "name", new_name, after="id")
    finish(given, draft, f"{name} is called {new_name}", is_trial=dry_run)


@click.command()
@click.argument("name", metavar="ID")
@placed
@dry_run
@click.pass_obj
def move(given: Given, *, name: str, place: Place, dry_run: bool) -> None:
    """Put an outlet in another place of the file: in `follow`, or among the [[outlet]] tables.

    The order is for people alone.
    """
    draft = Rewrite.of(given.path())
    follow, other = draft.texts("follow"), place.target
    ids = [str(table.get("id")) for table in draft.entries("outlet")]
    for kind in (follow, ids):
        if name in kind and (other is None or other in kind):
            to = place.index(kind.index(name), kind.index(other) if other else None, len(kind))
            break
    else:
        for one in filter(None, (name, other)):
            if one not in follow and one not in ids:
                raise _unknown(draft, one)
        raise UserError(f"{name} and {other} stand in different lists", hint="one in `follow`, the other as [[outlet]]")
    if kind is follow:
        rest = [one for one in follow if one != name]
        draft.relist(("follow",), [*rest[:to], name, *rest[to:]])
    else:
        draft.move("outlet", ids.index(name), to)
    finish(given, draft, f"{name} is moved", is_trial=dry_run)


def _own(draft: Rewrite, name: str) -> int | None:
    """Which [[outlet]] table an outlet has; None: it has none."""
    return next((index for index, table in enumerate(draft.entries("outlet")) if table.get("id") == name), None)


def _amended(draft: Rewrite, name: str, key: str, value: str | bool) -> int:  # noqa: FBT001 - a value of the file
    """The [[outlet]] table of a followed outlet; a shipped one that has none gets one, with this key."""
    if not _is_followed(draft, name) or name.startswith("@"):
        raise _unknown(draft, name)
    if (index := _own(draft, name)) is not None:
        return index
    draft.append("outlet", [{"id": name, key: value}])
    return len(draft.entries("outlet")) - 1


def _is_followed(draft: Rewrite, name: str) -> bool:
    follow = draft.texts("follow")
    return _own(draft, name) is not None or name in follow or _is_tagged(follow, name)


def _is_tagged(follow: list[str], name: str) -> bool:
    """Whether a tag in `follow` brings a shipped outlet."""
    entry = catalogue.entries().get(name)
    return entry is not None and f"-{name}" not in follow and any(f"@{tag}" in follow for tag in entry.tags)


def _unknown(draft: Rewrite, name: str) -> NotFoundError:
    known = {*draft.texts("follow"), *(str(table.get("id")) for table in draft.entries("outlet"))}
    near = did_you_mean(name, {one for one in known if one != name and not one.startswith("-")}).strip()
    if name in known and name.startswith("@"):
        near = "this is for one outlet, not for a tag: `monitor outlet list --followed` shows their ids"
    return NotFoundError(
        f"no followed outlet is named {name!r}", hint=near or "`monitor outlet list --followed` shows them"
    )

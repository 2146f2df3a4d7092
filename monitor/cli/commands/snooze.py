"""`monitor snooze`: watches and stories that are silent until a time."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from monitor.cli import output
from monitor.cli.columns import Column
from monitor.cli.command_context import Given
from monitor.cli.named_person import chosen as chosen_person
from monitor.cli.output import Listing, listing, say
from monitor.cli.stored_article import NUMBER
from monitor.cli.time_options import UNTIL, now
from monitor.cli.watch import named_watch
from monitor.errors import NotFoundError
from monitor.store import moves, snoozes, watches
from monitor.store.archive import Archive
from monitor.store.snoozes import Snoozed
from monitor.views import readable

_COLUMNS = (
    Column("what", minimum=20),
    Column("person", priority=1, minimum=10),
    Column("until"),
    Column("made_at", priority=2, title="since"),
)


@click.command()
@click.argument("watch", metavar="[WATCH]", required=False)
@click.option("--story", metavar="ID", type=NUMBER, help="This story, instead of a watch")
@click.option("--until", metavar="TIME", type=UNTIL, help='Such as 4h, 3d, 18:00, 2026-12-01 or "2026-12-01 09:00"')
@click.option("--person", metavar="NAME", help="For this person alone  [default: for everybody]")
@click.option("--undo", is_flag=True, help="Let it be heard again")
@listing(limit=100)
@click.pass_obj
def snooze(  # noqa: PLR0913 - an option each
    given: Given,
    *,
    watch: str | None,
    story: int | None,
    until: datetime | None,
    person: str | None,
    undo: bool,
    wanted: Listing,
) -> None:
    """Send nothing of a watch, or of a story, until a time. Without either, list what is silent.

    What comes in meanwhile is kept, stands in digests, and is not sent afterwards. `monitor explain` names the snooze
    as the reason. Times are local, or as their zone says.
    """
    if watch is None and story is None:
        if until or undo:
            raise click.UsageError("name a WATCH, or a story with --story ID")
        with given.archive() as archive:
            output.show(_listed(archive, wanted.limit), _COLUMNS, wanted)
        return
    if watch is not None and story is not None:
        raise click.UsageError("name a WATCH or a --story, not both")
    if (until is None) is not undo:
        raise click.UsageError("say --until TIME, or --undo")
    whose = chosen_person(given.loaded(), person).id if person is not None else None
    with given.archive(read_only=False) as archive, archive.transaction():
        what = Snoozed(watch=_watch(given, archive, watch), story=_story(archive, story), person=whose)
        name = watch or f"story {what.story}"
        whom = f" for {person}" if person else ""
        if until is None:
            if not snoozes.end(archive, what):
                raise NotFoundError(f"{name} is not snoozed{whom}", hint="`monitor snooze` lists what is")
            say(f"{name} is heard again{whom}")
            return
        snoozes.begin(archive, what, until, now())
    say(f"nothing of {name} is sent{whom} until {readable.visible(until)}; `--undo` ends that")


def _listed(archive: Archive, limit: int) -> list[dict[str, Any]]:
    names = {row.id: row.name for row in watches.listing(archive)}
    return [
        {
            "what": names.get(one.watch, one.watch) if one.watch is not None else f"story {one.story}",
            **asdict(one),
            "person": one.person or "everybody",
        }
        for one in snoozes.lasting(archive, now(), limit)
    ]


def _watch(given: Given, archive: Archive, name: str | None) -> str | None:
    """The id of a watch of the configuration, which the archive has to know."""
    if name is None:
        return None
    id_ = named_watch.chosen(given, name).id
    if watches.in_use(archive, id_) is None:
        raise NotFoundError(
            f"the archive does not know {name!r} yet", hint="`monitor run` or `monitor crawl` begins it"
        )
    return id_


def _story(archive: Archive, number: int | None) -> int | None:
    """The story of that number, or the one that it is part of now."""
    if number is None:
        return None
    found = moves.present(archive, number)
    if found is None:
        raise NotFoundError(f"there is no story {number}", hint="`monitor hits` shows the stories of the hits")
    return found

"""Watches and stories that are silent until a time, for one person or for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.person import Snooze
from monitor.store.archive import Archive
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp

# A story that was merged is part of another one.
_ROWS = """
select id, watch_id as watch, coalesce(
    (select story_aliases.story_id from story_aliases where id = snoozes.story_id), snoozes.story_id
  ) as story, person_id as person, until, made_at
from snoozes
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """What is to be silent: a watch (its id) or a story, and for whom; None: for everybody."""

    watch: str | None = None
    story: int | None = None
    person: str | None = None

    @property
    def parameters(self) -> dict[str, str | int | None]:
        """As SQL takes them."""
        return {"watch": self.watch, "story": self.story, "person": self.person}


def begin(archive: Archive, what: Snoozed, until: datetime, now: datetime) -> None:
    """Let it be silent until then, in the place of what was said of it before."""
    with archive.transaction():
        end(archive, what)
        archive.execute(
            """
            insert into snoozes (watch_id, story_id, person_id, until, made_at)
            values (:watch, :story, :person, :until, :now)
            """,
            {**what.parameters, "until": stamp(until), "now": stamp(now)},
        )


def end(archive: Archive, what: Snoozed) -> bool:
    """Let it be silent no longer; False if it was not."""
    ended = archive.execute(
        "delete from snoozes where watch_id is :watch and story_id is :story and person_id is :person",
        what.parameters,
    )
    return bool(ended)


def lasting(archive: Archive, now: datetime, limit: int = -1) -> list[Snooze]:
    """Those that last, the first to end first."""
    rows = archive.rows(f"{_ROWS} where until > ? order by until, id limit +?", (stamp(now), limit))
    return [record(Snooze, row) for row in rows]


def of_story(archive: Archive, story_id: int, watches: Iterable[str], now: datetime) -> list[Snooze]:
    """Those that last and are of this story, or of one of these watches."""
    wanted = set(watches)
    return [one for one in lasting(archive, now) if one.story == story_id or one.watch in wanted]

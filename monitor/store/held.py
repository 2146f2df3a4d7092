"""Alerts that wait for their person's time, each with what it would have said; then they go out in one message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.person import HeldBy
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHeld:
    """An alert to be held; `alert_id` is the id of the message that it would have been."""

    person: str
    article: int
    watches: tuple[str, ...]
    outlet: str
    alert_id: str
    type: str
    by: HeldBy
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """An alert that waits, or waited until `message_id` had it. `story` is that of its article now."""

    id: int
    person: str
    article: int
    story: int | None
    watches: tuple[str, ...]
    alert_id: str
    type: str
    data: dict[str, Any]
    by: HeldBy
    held_at: datetime
    message_id: str | None


_ROWS = """
select held.id, held.person_id as person, article_id as article, articles.story_id as story, watch_ids as watches,
  alert_id, type, data, held_by as "by", held_at, message_id
from held join articles on articles.id = article_id
"""


def hold(archive: Archive, alert: NewHeld, now: datetime) -> None:
    """Let an alert wait."""
    archive.execute(
        """
        insert into held (
          person_id, article_id, watch_ids, outlet_id, alert_id, type, data, held_by, held_at
        )
        values (:person, :article, :watches, :outlet, :alert, :type, :data, :by, :now)
        """,
        {
            "person": alert.person,
            "article": alert.article,
            "watches": dump(alert.watches),
            "outlet": alert.outlet,
            "alert": alert.alert_id,
            "type": alert.type,
            "data": dump(alert.data),
            "by": alert.by.value,
            "now": stamp(now),
        },
    )


def waiting(archive: Archive, person_id: str) -> list[HeldRow]:
    """What waits for a person, in the order of the decisions."""
    rows = archive.rows(f"{_ROWS} where person_id = ? and message_id is null order by held.id", (person_id,))
    return [record(HeldRow, row) for row in rows]


def waits(archive: Archive, person_id: str, article_id: int) -> bool:
    """Whether an alert about this article waits for a person."""
    return any(row.article == article_id for row in waiting(archive, person_id))


def counts(archive: Archive) -> dict[str, int]:
    """How many alerts wait, by person; also of persons who are in the configuration no more."""
    rows = archive.rows(
        "select person_id, count(*) as alerts from held where message_id is null group by person_id order by person_id"
    )
    return {row["person_id"]: row["alerts"] for row in rows}


def released(archive: Archive, types: Mapping[int, str], message_id: str) -> None:
    """These, by id, went out in this message, as what they are now: the first of a story opens it."""
    archive.execute(
        """
        update held set message_id = :message,
          type = (select value from json_each(:types) where key = cast(held.id as text))
        where id in (select cast(key as integer) from json_each(:types)) and message_id is null
        """,
        {"message": message_id, "types": dump(dict(types))},
    )


def of_article(archive: Archive, article_id: int) -> list[HeldRow]:
    """The alerts about an article that wait, or waited."""
    rows = archive.rows(f"{_ROWS} where article_id = ? order by held.id", (article_id,))
    return [record(HeldRow, row) for row in rows]

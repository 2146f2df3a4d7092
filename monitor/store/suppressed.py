"""Alerts that were not sent, and why: the decision as it was made at the time."""

from datetime import datetime

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.store.codec.timestamps import stamp
from monitor.story import Suppressed, SuppressedAlert


def keep(archive: Archive, why: Suppressed, *, article: int, watch: str, now: datetime) -> None:
    """Keep why this watch sent nothing at once about this article."""
    archive.execute(
        """
        insert into suppressed (article_id, watch_id, decided_at, reason, facts)
        values (?, ?, ?, ?, ?) on conflict do nothing
        """,
        (article, watch, stamp(now), why.reason.value, dump(dict(why.facts))),
    )


def of_article(archive: Archive, article: int) -> list[SuppressedAlert]:
    """The alerts about an article that were not sent, in the order of the decisions."""
    rows = archive.rows(
        """
        select watch_id as watch, watches.name as watch_name, decided_at as at, reason, facts
        from suppressed join watches on watches.id = watch_id
        where article_id = ? order by decided_at, watch_id
        """,
        (article,),
    )
    return [record(SuppressedAlert, row, why=record(Suppressed, row)) for row in rows]

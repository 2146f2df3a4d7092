"""Paragraphs that outlets repeat, counted by the threads in whose articles they stood.

An outlet has `PLACES` places, and the mark of a paragraph says which is its own: so the table is bounded without anyone
who tidies it. A paragraph that stood in one thread gives its place to the next, one that stood in more keeps it as long
as it comes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.repeats import Paragraph
from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp

PLACES = 512
THREADS = 3  # from so many on a paragraph is the outlet's, and not an article's
_KEPT = timedelta(days=60)  # without an article that has it


def keep(archive: Archive, outlet: str, thread: int, paragraphs: Iterable[Paragraph], now: datetime) -> None:
    """Count the paragraphs of an article of this thread. Threads count once, and only those newer than the last."""
    times = {"now": stamp(now), "old": stamp(now - _KEPT)}
    archive.execute_many(
        """
        insert into outlet_repeats (outlet_id, place, mark, begins, thread, threads, seen_at)
        values (:outlet, :mark & :last, :mark, :begins, :thread, 1, :now)
        on conflict (outlet_id, place) do update set
          threads = iif(mark = :mark, threads + (thread < :thread), 1),
          thread = iif(mark = :mark, max(thread, :thread), :thread),
          mark = :mark, begins = :begins, seen_at = :now
        where mark = :mark or threads = 1 or seen_at < :old
        """,
        [
            {
                "outlet": outlet,
                "mark": one.mark,
                "last": PLACES - 1,
                "begins": one.begins,
                "thread": thread,
                **times,
            }
            for one in paragraphs
        ],
    )


def seen(archive: Archive, outlet: str, marks: Iterable[int], now: datetime) -> None:
    """Keep that these paragraphs came again, and were left out."""
    archive.execute(
        """
        update outlet_repeats set seen_at = :now from json_each(:marks) as wanted
        where outlet_id = :outlet and place = wanted.value & :last and mark = wanted.value
        """,
        {"outlet": outlet, "marks": dump(list(marks)), "last": PLACES - 1, "now": stamp(now)},
    )


def of_outlet(archive: Archive, outlet: str, now: datetime) -> tuple[int, ...]:
    """The marks of the paragraphs that an outlet repeats."""
    rows = archive.rows(
        "select mark from outlet_repeats where outlet_id = ? and threads >= ? and seen_at >= ?",
        (outlet, THREADS, stamp(now - _KEPT)),
    )
    return tuple(row["mark"] for row in rows)


def texts(archive: Archive, outlet: str, marks: Iterable[int]) -> list[str]:
    """How these paragraphs begin, as far as they are still known."""
    rows = archive.rows(
        """
        select begins from json_each(:marks) as wanted join outlet_repeats
        on outlet_id = :outlet and place = wanted.value & :last and mark = wanted.value order by wanted.key
        """,
        {"outlet": outlet, "marks": dump(list(marks)), "last": PLACES - 1},
    )
    return [row["begins"] for row in rows]

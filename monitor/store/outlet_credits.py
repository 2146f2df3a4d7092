"""The outlets that articles name as sources of their reports, each with the sentence that says so."""

from collections.abc import Iterable

from monitor.store.archive import Archive
from monitor.store.codec.json_columns import dump
from monitor.store.codec.records import record
from monitor.story import OutletCredit


def keep(archive: Archive, article_id: int, credited: Iterable[OutletCredit]) -> None:
    """Keep what the last reading of an article credits, in the place of what an earlier one did."""
    with archive.transaction():
        archive.execute("delete from credits where article_id = ?", (article_id,))
        archive.execute_many(
            "insert into credits (article_id, outlet_id, sentence, credited_by) values (?, ?, ?, ?)",
            [(article_id, credit.outlet, credit.sentence, credit.by.value) for credit in credited],
        )


def of_articles(archive: Archive, ids: Iterable[int]) -> dict[int, tuple[OutletCredit, ...]]:
    """What these articles credit, by their ids; those that credit nobody are left out."""
    found: dict[int, tuple[OutletCredit, ...]] = {}
    rows = archive.rows(
        """
        select article_id, outlet_id as outlet, sentence, credited_by as by from credits
        where article_id in (select value from json_each(?)) order by article_id, outlet_id
        """,
        (dump(list(ids)),),
    )
    for row in rows:
        found[row["article_id"]] = (*found.get(row["article_id"], ()), record(OutletCredit, row))
    return found

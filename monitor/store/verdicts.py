"""The verdicts of people on hits, right or wrong. Kept by watch and article, they outlive the hits themselves."""

from collections.abc import Sequence
from datetime import datetime

from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.articles import StoredArticle
from monitor.store.codec.json_columns import dump
from monitor.store.codec.timestamps import stamp


def judge(archive: Archive, hit_ids: Sequence[int], now: datetime, *, is_right: bool) -> list[int]:
    """Keep a verdict on these hits, in place of an earlier one; the ids that no hit has: if any, nothing is kept."""
    with archive.transaction():
        known = archive.rows("select id from hits where id in (select value from json_each(?))", (dump(hit_ids),))
        missing = sorted(set(hit_ids) - {row["id"] for row in known})
        if not missing:
            archive.execute(
                """
                insert into verdicts (watch_id, article_id, is_right, judged_at)
                select watch_id, article_id, :is_right, :now from hits
                where id in (select value from json_each(:hits))
                on conflict (watch_id, article_id) do update set
                  is_right = excluded.is_right, judged_at = excluded.judged_at
                """,
                {"hits": dump(hit_ids), "is_right": int(is_right), "now": stamp(now)},
            )
    return missing


def of_watch(archive: Archive, watch_id: str) -> list[tuple[StoredArticle, bool]]:
    """The articles that have a verdict for a watch, as they are now, each with its verdict; in order of arrival."""
    rows = archive.rows("select article_id, is_right from verdicts where watch_id = ? order by article_id", (watch_id,))
    found = articles.get_many(archive, [row["article_id"] for row in rows])
    verdict = {row["article_id"]: bool(row["is_right"]) for row in rows}
    return [(stored, verdict[stored.id]) for stored in found]

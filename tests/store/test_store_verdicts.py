from dataclasses import replace

import pytest
from store_made import DAY, HEAT, HIT, NOW, article, dump, new

from monitor.model import Origin
from monitor.store import articles, hits, verdicts, watches
from monitor.store.archive import Archive


@pytest.fixture
def found(archive: Archive) -> list[int]:
    """Three articles that a watch found: the numbers of the hits."""
    watches.sync(archive, [HEAT], NOW)
    ids = [hits.add(archive, HIT, articles.add(archive, new(number)), None, Origin.LIVE, NOW) for number in (1, 2, 3)]
    return [number for number in ids if number]


def verdicts_of(archive: Archive) -> list[bool | None]:
    """The verdict of each hit, oldest first."""
    return [row.is_right for row in hits.recent(archive, watch="heat-2")][::-1]


def test_judged_and_judged_again(archive: Archive, found: list[int]) -> None:
    """Several hits take one verdict; the last one said holds."""
    verdicts.judge(archive, found[:2], NOW, is_right=True)
    verdicts.judge(archive, [found[1]], NOW + DAY, is_right=False)

    assert verdicts_of(archive) == [True, False, None]
    assert [(stored.id, right) for stored, right in verdicts.of_watch(archive, "heat-2")] == [(1, True), (2, False)]
    assert [row["judged_at"][:10] for row in archive.rows("select * from verdicts")] == ["2026-11-22", "2026-11-23"]


@pytest.mark.parametrize(("verdict", "wanted"), [("yes", [1]), ("no", [2]), ("none", [3])])
def test_listed_by_verdict(archive: Archive, found: list[int], verdict: str, wanted: list[int]) -> None:
    """Those judged right, those judged wrong, and those that nobody judged."""
    verdicts.judge(archive, found[:1], NOW, is_right=True)
    verdicts.judge(archive, found[1:2], NOW, is_right=False)

    assert [row.report.article_id for row in hits.recent(archive, verdict=verdict)] == wanted


def test_one_that_is_not_there(archive: Archive, found: list[int]) -> None:
    """A number that no hit has is reported, and none of the others is judged."""
    before = dump(archive)

    assert verdicts.judge(archive, [found[0], 998, 999], NOW, is_right=True) == [998, 999]
    assert dump(archive) == before


def test_outlives_all_changes(archive: Archive, found: list[int]) -> None:
    """A watch that is changed, removed and back, an article that is revised, a hit that goes and comes: it stays."""
    verdicts.judge(archive, found[:1], NOW, is_right=False)
    watches.sync(archive, [], NOW)
    watches.sync(archive, [replace(HEAT, query="Heat")], NOW)
    articles.revise(archive, 1, article(1, title="Heat 2 is off"), "other", ["headline"], NOW + DAY)
    archive.execute("delete from hits where article_id = 1")
    hits.add(archive, HIT, 1, None, Origin.BACKFILL, NOW + DAY)

    (judged,) = verdicts.of_watch(archive, "heat-2")
    assert (judged[0].article.title, judged[1]) == ("Heat 2 is off", False)
    assert verdicts_of(archive).count(False) == 1

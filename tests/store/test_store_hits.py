from dataclasses import replace

import pytest
from store_made import DAY, HEAT, HIT, HOUR, MINUTE, NOW, SECOND, dump, join, new

from monitor.model import Mark, Origin, Watch, WatchKind
from monitor.store import articles, digests, hits, outbox, stories, watches
from monitor.store.archive import Archive
from monitor.store.queries import reader_streams

MANN = Watch(id="mann", name="Michael Mann", query='"Michael Mann"')


@pytest.fixture
def stored(archive: Archive) -> Archive:
    """Five articles, the fourth of Collider, and a second watch."""
    watches.sync(archive, [HEAT, MANN], NOW)
    for number in range(1, 6):
        articles.add(archive, new(number, outlet="collider" if number == 4 else "joblo"))
    return archive


class TestIds:
    """What a watch is about, and its ids in databases."""

    def test_they_come_with_each_hit(self, stored: Archive) -> None:
        """Hits have them as the watch has them; a watch without any has none."""
        hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        hits.add(stored, replace(HIT, watch="mann"), 1, None, Origin.LIVE, NOW)
        heat, mann = hits.of_article(stored, 1)

        assert (heat.watch_kind, heat.watch_ids) == (WatchKind.FILM, {"imdb": "tt0000017"})
        assert (mann.watch_kind, mann.watch_ids) == (None, {})

    def test_changed_ids_are_no_new_search(self, stored: Archive) -> None:
        """They decide nothing: the archive takes the new ones over and is not matched again; old hits show them."""
        hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        watches.matched(stored, HEAT, NOW)
        waiting = watches.sync(stored, [replace(HEAT, kind=WatchKind.GAME, ids={"igdb": "7"})], NOW)

        assert waiting == []
        assert hits.of_article(stored, 1)[0].watch_ids == {"igdb": "7"}
        assert hits.of_article(stored, 1)[0].watch_kind is WatchKind.GAME


class TestWatches:
    def test_new_and_changed(self, archive: Archive) -> None:
        """A new or changed watch waits for the archive until it is matched; a matched one does not."""
        first = watches.sync(archive, [HEAT, MANN], NOW)
        for watch in first:
            watches.matched(archive, watch, NOW)
        same = watches.sync(archive, [HEAT, MANN], NOW)
        changed = watches.sync(archive, [replace(HEAT, masks=("Miami Heat",)), MANN], NOW + DAY)

        assert (first, same) == ([HEAT, MANN], [])
        assert [watch.id for watch in changed] == ["heat-2"]
        assert [row.changed_at for row in watches.listing(archive)] == [NOW + DAY, NOW]

    def test_cut_off_matching(self, archive: Archive) -> None:
        """A watch whose matching was cut off, as by a crash, is named again."""
        watches.sync(archive, [HEAT], NOW)

        assert watches.sync(archive, [HEAT], NOW) == [HEAT]

    def test_matched_with_an_old_text(self, archive: Archive) -> None:
        """A matching that ends after its watch was changed does not count for the new text."""
        watches.sync(archive, [HEAT], NOW)
        changed = replace(HEAT, query="Heat")
        watches.sync(archive, [changed], NOW)
        watches.matched(archive, HEAT, NOW)

        assert watches.sync(archive, [changed], NOW) == [changed]

    @pytest.mark.parametrize(
        "change",
        [{"alert": "digest"}, {"to": ("desk",)}, {"name": "Heat Two"}, {"should_match": ("Heat 2",)}],
        ids=lambda change: next(iter(change)),
    )
    def test_change_of_address(self, archive: Archive, change: dict[str, str]) -> None:
        """A change that leaves what a watch finds as it was does not match the archive again."""
        watches.sync(archive, [HEAT], NOW)
        watches.matched(archive, HEAT, NOW)

        assert watches.sync(archive, [replace(HEAT, **change)], NOW) == []

    def test_removed(self, stored: Archive) -> None:
        """A watch that leaves the configuration is inactive, and its hits stay."""
        hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        watches.sync(stored, [MANN], NOW)

        assert [(row.id, row.active, row.hits) for row in watches.listing(stored)] == [
            ("heat-2", False, 1),
            ("mann", True, 0),
        ]
        assert [row.id for row in watches.listing(stored, active_only=True)] == ["mann"]

    def test_in_use(self, archive: Archive) -> None:
        """A watch in use comes back as it was configured, with the time since when it finds what it finds."""
        changed = replace(HEAT, masks=("Miami Heat",), languages=("en",))
        watches.sync(archive, [HEAT], NOW)
        watches.sync(archive, [changed], NOW + DAY)

        assert watches.in_use(archive, "heat-2") == (changed, NOW + DAY)
        assert watches.all_in_use(archive) == [changed]
        watches.sync(archive, [], NOW + DAY)
        assert watches.all_in_use(archive) == []
        assert watches.in_use(archive, "heat-2") is None
        assert watches.in_use(archive, "unknown") is None


class TestHits:
    def test_pair_is_kept_once(self, stored: Archive) -> None:
        """A watch has an article once, however often it is found."""
        first = hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        before = dump(stored)
        second = hits.add(stored, HIT, 1, None, Origin.BACKFILL, NOW + DAY)

        assert (first, second) == (1, None)
        assert dump(stored) == before

    def test_the_first_alert_says_why(self, stored: Archive) -> None:
        """A feed reader shows the reason of the first message of a hit, and not of its updates."""
        number = hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        for at, reason in ((NOW, "opened"), (NOW + HOUR, "denied")):
            message = outbox.NewMessage(id=reason, type="x", watch="heat-2", article=1, data={"reason": reason})
            outbox.enqueue(stored, message, [], at)

        assert reader_streams.news(stored, [1]) == {number: ("opened", None)}

    def test_comes_back_whole(self, stored: Archive) -> None:
        """A hit comes back with its marks, and with the names that people know."""
        story = stories.open(stored, "Heat 2 is on", NOW)
        join(stored, story, 4)
        hits.add(stored, HIT, 4, story, Origin.SEED, NOW)
        (row,) = hits.recent(stored)

        assert (row.watch, row.watch_name, row.report.outlet, row.report.outlet_name) == (
            "heat-2",
            "Heat 2",
            "collider",
            "Collider",
        )
        assert (row.story, row.story_title) == (story, "Heat 2 is on")
        assert (row.marks, row.snippet, row.snippet_marks) == (HIT.marks, "Heat 2 is on", ((0, 6),))
        assert (row.field, row.origin, row.found_at) == ("title", Origin.SEED, NOW)
        assert hits.last_at(stored, "heat-2") is None, "what was there before shows no life of a watch"

    def test_narrowed(self, stored: Archive) -> None:
        """The listing is narrowed by watch, outlet, story and time, newest first, page by page."""
        story = stories.open(stored, "Heat 2 is on", NOW)
        for number in range(1, 6):
            hits.add(stored, HIT, number, story if number == 2 else None, Origin.LIVE, NOW + number * HOUR)
        other = replace(HIT, watch="mann", marks=(Mark(field="body", start=0, end=7, text="Michael"),))
        hits.add(stored, other, 1, None, Origin.LIVE, NOW)

        assert [row.report.article_id for row in hits.recent(stored, watch="heat-2")] == [5, 4, 3, 2, 1]
        assert [row.report.article_id for row in hits.recent(stored, watch="mann")] == [1]
        assert [row.report.article_id for row in hits.recent(stored, outlet="collider")] == [4]
        assert [row.report.article_id for row in hits.recent(stored, story=story)] == [2]
        assert [row.report.article_id for row in hits.recent(stored, since=NOW + 4 * HOUR)] == [5, 4]
        assert [row.report.article_id for row in hits.recent(stored, before_id=3, watch="heat-2", limit=1)] == [2]
        assert [row.watch for row in hits.of_article(stored, 1)] == ["heat-2", "mann"]

    def test_latest_hits(self, stored: Archive) -> None:
        """The view for people is flat and newest first."""
        for number in (1, 2):
            hits.add(stored, HIT, number, None, Origin.LIVE, NOW + number * HOUR)
        rows = [dict(row) for row in stored.rows("select * from latest_hits")]

        assert [row["title"] for row in rows] == ["Heat 2 is on, part 2", "Heat 2 is on, part 1"]
        assert rows[0] == {
            "watch": "Heat 2",
            "outlet": "JoBlo",
            "title": "Heat 2 is on, part 2",
            "url": "https://joblo.example/2",
            "published_at": "2026-11-22T07:00:00Z",
            "found_at": "2026-11-22T10:00:00Z",
            "snippet": "Heat 2 is on",
            "story_id": None,
            "origin": "live",
            "hit_id": 2,
            "watch_id": "heat-2",
            "outlet_id": "joblo",
            "article_id": 2,
            "field": "title",
            "story": None,
            "authors": "[]",
            "reported": "2026-11-22T07:00:00Z",
            "watch_kind": "film",
            "watch_ids": '{"imdb":"tt0000017"}',
        }

    def test_coverage(self, stored: Archive) -> None:
        """The view of coverage counts articles, outlets and stories by watch and day."""
        story = stories.open(stored, "Heat 2 is on", NOW)
        for number in (1, 4):
            join(stored, story, number)
            hits.add(stored, HIT, number, story, Origin.LIVE, NOW)

        assert [tuple(row) for row in stored.rows("select * from coverage_by_day")] == [
            ("2026-11-22", "Heat 2", 2, 2, 1)
        ]


class TestWindows:
    def test_window_is_taken_once(self, archive: Archive) -> None:
        """A digest's window is taken by one only, whatever start is given with it."""
        first = digests.claim(archive, "morning", NOW - DAY, NOW, NOW)
        again = digests.claim(archive, "morning", NOW - 2 * DAY, NOW, NOW + HOUR)
        other = digests.claim(archive, "evening", NOW - DAY, NOW, NOW)

        assert (first, again, other) == (1, None, 2)
        assert digests.last_window_end(archive, "morning") == NOW
        assert digests.last_window_end(archive, "noon") is None

    def test_bounds(self, stored: Archive) -> None:
        """A window holds what was found from its start on, and not what was found at its end."""
        for number, at in enumerate([NOW - SECOND, NOW, NOW + DAY - SECOND, NOW + DAY], 1):
            hits.add(stored, HIT, number, None, Origin.LIVE, at)

        assert [row.report.article_id for row in hits.in_window(stored, ["*"], NOW, NOW + DAY)] == [2, 3]
        assert hits.counts(stored, ["heat-2", "mann"], NOW, NOW + DAY) == {"heat-2": 2}

    def test_late_hit_is_not_lost(self, stored: Archive) -> None:
        """A hit taken in after its window was sent, though found before, is in the next one, and only there."""
        hits.add(stored, HIT, 1, None, Origin.LIVE, NOW - HOUR)
        digests.claim(stored, "morning", NOW - DAY, NOW, NOW)
        hits.add(stored, HIT, 2, None, Origin.LIVE, NOW - MINUTE)
        hits.add(stored, HIT, 3, None, Origin.LIVE, NOW + HOUR)
        last = digests.last(stored, "morning")

        assert last is not None
        window = hits.in_window(stored, ["*"], NOW, NOW + DAY, after=last)
        assert [row.report.article_id for row in window] == [2, 3]

    def test_last_is_the_one_made_last(self, archive: Archive) -> None:
        """Also where a clock that was ahead made one that ends later."""
        digests.claim(archive, "morning", NOW, NOW + 2 * DAY, NOW + 2 * DAY)
        digests.claim(archive, "morning", NOW, NOW + DAY, NOW + DAY)

        assert digests.last_window_end(archive, "morning") == NOW + DAY

    def test_not_live(self, stored: Archive) -> None:
        """Seed and backfill hits are in a window only if their article was published inside it."""
        old = articles.add(stored, new(8, published_at=NOW - 30 * DAY))
        fresh = articles.add(stored, new(9, published_at=NOW + HOUR, found_at=NOW + 2 * HOUR))
        for number in (old, fresh):
            hits.add(stored, HIT, number, None, Origin.SEED, NOW + 2 * HOUR)

        assert [row.report.article_id for row in hits.in_window(stored, ["*"], NOW, NOW + DAY)] == [fresh]

    def test_watches(self, stored: Archive) -> None:
        """A window is narrowed to its watches; the star means the active ones."""
        hits.add(stored, HIT, 1, None, Origin.LIVE, NOW)
        hits.add(stored, replace(HIT, watch="mann"), 2, None, Origin.LIVE, NOW)
        watches.sync(stored, [MANN], NOW)

        assert [row.watch for row in hits.in_window(stored, ["*"], NOW, NOW + DAY)] == ["mann"]
        assert [row.watch for row in hits.in_window(stored, ["heat-2"], NOW, NOW + DAY)] == ["heat-2"]
        assert hits.in_window(stored, [], NOW, NOW + DAY) == []


def test_the_articles_of_a_watch_are_its_newest_hits(stored: Archive) -> None:
    """Since a moment and so many, by when they were found; those of other watches are none of them."""
    for number in range(1, 6):
        hits.add(stored, HIT, number, None, Origin.LIVE, NOW + number * HOUR)
    hits.add(stored, replace(HIT, watch="mann"), 1, None, Origin.LIVE, NOW + 9 * HOUR)

    assert hits.articles_of(stored, HIT.watch, NOW + 2 * HOUR, 3) == [5, 4, 3]
    assert hits.articles_of(stored, HIT.watch, NOW + 4 * HOUR, 3) == [5, 4]

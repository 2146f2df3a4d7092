from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from store_made import DAY, HOUR, NOW, SECOND, add_all, article, dump, found, new

from monitor.model import Article, Origin
from monitor.report_time import ReportTime
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.articles import NewArticle

FULL = Article(
    url="https://joblo.example/heat?p=2",
    outlet="joblo",
    title="„Heat 2“ – ein Überblick 🎬",
    body="Erster Absatz.\n\nمايكل مان\n\nマン監督",
    standfirst="Vorspann",
    authors=("José Núñez", 'O\'Brien, "Bob"'),
    published_at=datetime(2026, 11, 21, 23, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    updated_at=NOW,
    language="de",
    section="Kino",
    tags=("film", "mann"),
    image="https://joblo.example/i.jpg",
    kind="opinion",
    paywalled=True,
    canonical_url="https://joblo.example/heat",
)


class TestStore:
    @pytest.mark.parametrize(
        "given",
        [
            FULL,
            article(),
            article(published_at=None),
            article(published_at=datetime(2026, 11, 22, tzinfo=UTC), published_has_time=False),
            article(published_at=datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))),
            article(published_at=datetime.max.replace(microsecond=0, tzinfo=timezone(timedelta(hours=-5)))),
            article(body="", title=""),
        ],
        ids=["all-fields", "plain", "undated", "day-alone", "first-day-ever", "last-day-ever", "empty"],
    )
    def test_comes_back_as_it_went_in(self, archive: Archive, given: Article) -> None:
        """Every field of an article survives the archive, the zone of its date too."""
        number = articles.add(archive, NewArticle(article=given, url_key="k", content_hash="h", found_at=NOW))
        stored = articles.get(archive, number)

        assert stored is not None
        if given.published_at is None or 1 < given.published_at.year < 9999:
            assert stored.article == given
            assert str(stored.article.published_at) == str(given.published_at)
        assert (stored.url_key, stored.content_hash, stored.found_at, stored.origin) == ("k", "h", NOW, Origin.LIVE)
        assert articles.find(archive, "k") == stored
        assert articles.get_many(archive, [99, number]) == [stored]

    def test_same_address_twice(self, archive: Archive) -> None:
        """An address is stored once: the second time changes nothing and gives the first one's id."""
        first = articles.add(archive, new())
        before = dump(archive)
        second = articles.add(archive, new(title="Something else", found_at=NOW + DAY))

        assert second == first
        assert dump(archive) == before
        assert found(archive, "something") == []

    def test_unknown(self, archive: Archive) -> None:
        """What is not there is None."""
        assert articles.find(archive, "k") is None
        assert articles.get(archive, 1) is None
        assert articles.get_many(archive, [1]) == []


class TestRevise:
    def test_keeps_the_old_text(self, archive: Archive) -> None:
        """A revision replaces the text and keeps the earlier one with what changed; only the new one is found."""
        number = articles.add(archive, new())
        changed = articles.revise(
            archive, number, article(title="Collateral 2 is on"), "hash-new", ["headline"], NOW + HOUR
        )
        stored = articles.get(archive, number)
        (earlier,) = articles.revisions(archive, number)

        assert changed
        assert stored is not None
        assert (stored.article.title, stored.content_hash) == ("Collateral 2 is on", "hash-new")
        assert (stored.found_at, stored.revised_at) == (NOW, NOW + HOUR)
        assert (earlier.title, earlier.content_hash, earlier.changes) == (article().title, "hash-1", ("headline",))
        assert found(archive, "heat") == []
        assert found(archive, "collateral") == [number]

    def test_same_text_again(self, archive: Archive) -> None:
        """The same revision twice is one."""
        number = articles.add(archive, new())
        articles.revise(archive, number, article(title="New"), "hash-new", ["headline"], NOW)
        before = dump(archive)

        assert not articles.revise(archive, number, article(title="New"), "hash-new", ["headline"], NOW + HOUR)
        assert dump(archive) == before

    def test_keeps_its_outlet_and_address(self, archive: Archive) -> None:
        """Whoever brings the new text, the article stays where it was."""
        number = articles.add(archive, new())
        articles.revise(archive, number, article(outlet="collider", url="https://else.example"), "h", [], NOW)
        stored = articles.get(archive, number)

        assert stored is not None
        assert (stored.article.outlet, stored.article.url) == ("joblo", article().url)


class TestArrival:
    def test_recent(self, archive: Archive) -> None:
        """The articles found since then come in order of arrival, to the second."""
        add_all(archive, [new(number, found_at=NOW + number * HOUR) for number in range(48)])

        assert [stored.id for stored in articles.recent(archive, NOW + 45 * HOUR)] == [46, 47, 48]
        assert len(list(articles.recent(archive))) == 48
        assert list(articles.recent(archive, NOW + 99 * HOUR)) == []

    def test_those_that_a_search_finds(self, archive: Archive) -> None:
        """A full-text expression narrows them, and so does the time at which they were found."""
        add_all(
            archive,
            [
                new(1, title="Heat 2 is on"),
                new(2, title="A storm", body="A roof."),
                new(3, title="Heat 2 again", found_at=NOW + HOUR),
            ],
        )

        assert [stored.id for stored in articles.recent(archive, match="heat")] == [1, 3]
        assert [stored.id for stored in articles.recent(archive, NOW + HOUR, match="heat")] == [3]

    def test_what_comes_meanwhile(self, archive: Archive) -> None:
        """What is stored while the articles are gone through comes too."""
        articles.add(archive, new(1))
        seen = []
        for stored in articles.recent(archive):
            seen.append(stored.id)
            if stored.id < 4:
                articles.add(archive, new(stored.id + 1))

        assert seen == [1, 2, 3, 4]

    def test_days_out_of_order(self, archive: Archive) -> None:
        """An import of old articles behind new ones hides none of them from a date."""
        articles.add(archive, new(1, found_at=NOW))
        articles.add(archive, new(2, found_at=NOW - 400 * DAY))
        articles.add(archive, new(3, found_at=NOW + DAY))
        articles.add(archive, new(4, found_at=NOW - 100 * DAY))
        since = [NOW - 999 * DAY, NOW - 200 * DAY, NOW - DAY, NOW + DAY, NOW + 2 * DAY]

        assert [articles.first_id_since(archive, at) for at in since] == [1, 1, 1, 3, 5]
        assert [stored.id for stored in articles.recent(archive, NOW - 200 * DAY)] == [1, 3, 4]

    def test_empty(self, archive: Archive) -> None:
        """An empty archive has no recent articles."""
        assert list(articles.recent(archive, NOW)) == []


def test_a_day_alone_is_kept_as_a_day(archive: Archive) -> None:
    """An article that states a day alone counts as reported on that day, whatever the zone of the page."""
    stated = datetime(2026, 11, 20, tzinfo=timezone(timedelta(hours=9)))
    number = articles.add(archive, new(1, published_at=stated, published_has_time=False))
    stored = articles.get(archive, number)

    assert stored is not None
    assert stored.reported == ReportTime(stated + DAY - SECOND, date(2026, 11, 20))
    assert archive.value("select reported_day from articles") == "2026-11-20"

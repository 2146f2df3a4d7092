from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from store_made import DAY, HOUR, NOW, add_all, article, found, new

from monitor.errors import QuerySyntaxError
from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.queries import search


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Thirty articles, one a day; each third is of Collider and in French."""
    add_all(
        archive,
        [
            new(
                day,
                found_at=NOW + day * DAY,
                published_at=NOW + day * DAY - HOUR,
                outlet="joblo" if day % 3 else "collider",
                language="en" if day % 3 else "fr",
            )
            for day in range(30)
        ],
    )
    return archive


def ids(rows: list[search.SearchResult]) -> list[int]:
    """The ids of what was found."""
    return [row.report.article_id for row in rows]


def test_newest_first(filled: Archive) -> None:
    """The newest come first, page by page."""
    first = search.search(filled, "mann", limit=3)
    second = search.search(filled, "mann", limit=3, before_id=first[-1].report.article_id)

    assert (ids(first), ids(second)) == ([30, 29, 28], [27, 26, 25])


def test_newest_by_report(archive: Archive) -> None:
    """What was reported last comes first, whenever it arrived: an old article found today is not the newest."""
    for hours, days in enumerate((3, 0, 40, 2, 1)):
        articles.add(archive, new(hours, published_at=NOW - days * DAY, found_at=NOW + hours * HOUR))

    assert ids(search.search(archive, "mann")) == [2, 5, 4, 1, 3]
    assert ids(search.search(archive, "mann", limit=2)) == [2, 5]
    assert ids(search.search(archive, "mann", limit=2, accept=lambda one: one.url != article(1).url)) == [5, 4]


def test_those_that_arrived_together_are_looked_at_to_a_limit(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a first crawl of thousands, not all are read for one answer; what is returned is in order all the same."""
    add_all(archive, [new(number, published_at=NOW - number * HOUR, found_at=NOW) for number in range(30)])

    assert ids(search.search(archive, "mann", limit=3)) == [1, 2, 3]
    monkeypatch.setattr(search, "LATE", 5)
    assert ids(search.search(archive, "mann", limit=3)) == [23, 24, 25]


def test_narrowed(filled: Archive) -> None:
    """A search is narrowed by time of report, outlet and language; the end of a time span is not in it."""
    since, until = NOW + 26 * DAY - HOUR, NOW + 28 * DAY - HOUR

    assert ids(search.search(filled, "mann", since=since)) == [30, 29, 28, 27]
    assert ids(search.search(filled, "mann", since=since, until=until)) == [28, 27]
    assert ids(search.search(filled, "mann", outlet="collider", limit=2)) == [28, 25]
    assert ids(search.search(filled, "mann", language="fr", limit=2)) == [28, 25]
    assert search.search(filled, "mann", since=NOW + 99 * DAY) == []


def test_a_date_hides_nothing(archive: Archive) -> None:
    """An article counts by when it was reported: an old one that was found today is not of today."""
    articles.add(archive, new(1, published_at=NOW - 30 * DAY, found_at=NOW))
    articles.add(archive, new(2, published_at=None, found_at=NOW))
    articles.add(archive, new(3, published_at=NOW + 2 * DAY, found_at=NOW))
    articles.add(archive, new(4, published_at=NOW, found_at=NOW - 30 * DAY))

    assert ids(search.search(archive, "mann", since=NOW - DAY)) == [3, 2]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Berlin", "UTC", "America/Los_Angeles"])
def test_a_day_alone_is_found_on_its_day(archive: Archive, zone: str) -> None:
    """An article that states 21 September alone is reported since the 21st and before the 22nd, in every zone."""
    midnight = datetime(2026, 9, 21, tzinfo=ZoneInfo(zone))
    stated = datetime(2026, 9, 21, tzinfo=UTC)
    articles.add(archive, new(1, published_at=stated, published_has_time=False, found_at=stated + 3 * DAY))

    assert ids(search.search(archive, "mann", since=midnight, until=midnight + DAY)) == [1]
    assert search.search(archive, "mann", since=midnight + DAY) == []
    assert search.search(archive, "mann", until=midnight) == []


def test_snippet(archive: Archive) -> None:
    """A snippet is one line of plain text in which the offsets give the words back."""
    articles.add(archive, new(body="One.\n\nThen Michael <b>Mann</b> spoke;\nand Mann, Mañn again.", title="x"))
    (row,) = search.search(archive, "mann")

    assert "\n" not in row.snippet
    assert [row.snippet[start:end] for start, end in row.snippet_marks] == ["Mann", "Mann", "Mañn"]


def test_fields_and_operators(archive: Archive) -> None:
    """The index knows its fields, phrases and neighbours; names and tags inside lists are words like others."""
    articles.add(archive, new(1, authors=("Åsa Öberg", "Jo March"), tags=("box office",), section="Kino"))

    for match in ('authors : "asa oberg"', 'tags : "box office"', "section : kino", "NEAR(michael returns, 1)"):
        assert ids(search.search(archive, match)) == [1], match
    assert search.search(archive, "title : mann") == []


def test_accept(filled: Archive) -> None:
    """An expression that finds too much is narrowed article by article, and still gives a full page."""
    wanted = article(4).title
    rows = search.search(filled, "mann", accept=lambda each: each.title in {wanted, article(9).title}, limit=5)

    assert ids(rows) == [10, 5]


def test_accept_is_bounded(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that accepts nothing ends after so many candidates."""
    monkeypatch.setattr(search, "SCAN_LIMIT", 7)
    looked: list[str] = []

    assert search.search(filled, "mann", accept=lambda each: bool(looked.append(each.url))) == []
    assert len(looked) == 7


@pytest.mark.parametrize("match", ["", '"', "a AND", "nofield : x", "*", "NEAR(", "\x00", "a" * 100_000 + '"'])
def test_no_expression(filled: Archive, match: str) -> None:
    """What FTS5 does not understand is a query error, not a fault of the archive."""
    with pytest.raises(QuerySyntaxError):
        search.search(filled, match)


def test_long_expressions(filled: Archive) -> None:
    """An expression of a thousand words is answered without marks, and one past all measure is refused."""
    rows = search.search(filled, " OR ".join(["mann"] * 1_000), limit=2)

    assert ids(rows) == [30, 29]
    assert rows[0].snippet_marks == ()
    assert rows[0].snippet.startswith("Michael Mann returns. The cameras")
    with pytest.raises(QuerySyntaxError, match="too long"):
        search.search(filled, " OR ".join(["mann"] * 2_501))  # 20,004 characters
    assert ids(search.search(filled, " OR ".join(["mann"] * 2_500), limit=1)) == [30]


def test_by_ids(filled: Archive) -> None:
    """Articles come in the order asked for; what is not there is left out."""
    assert ids(search.by_ids(filled, [5, 99, 3])) == [5, 3]


def test_count(filled: Archive) -> None:
    """How many articles an expression finds, all or since a day."""
    assert search.count(filled, "mann") == 30
    assert search.count(filled, "mann", since=NOW + 28 * DAY) == 2
    assert search.count(filled, "nothing") == 0


class TestIndex:
    """The index follows the articles, whoever writes."""

    def test_update(self, filled: Archive) -> None:
        """A changed text is found by its new words and by them alone."""
        filled.execute("update articles set body = 'Tarantino' where id = 7")

        assert found(filled, "tarantino") == [7]
        assert 7 not in found(filled, "mann")

    def test_delete(self, filled: Archive) -> None:
        """A deleted article is not found."""
        filled.execute("delete from articles where id = 7")

        assert 7 not in found(filled, "mann")

    def test_replace_and_upsert(self, filled: Archive) -> None:
        """A row that is replaced or upserted is found by its new words and by them alone."""
        row = {"id": 7, "url": "https://joblo.example/7", "outlet_id": "joblo", "title": "x", "body": "Tarantino"}
        filled.db["articles"].insert(row, replace=True, pk="id")
        filled.db["articles"].upsert({**row, "id": 8}, pk="id")

        assert found(filled, "tarantino") == [7, 8]
        assert not {7, 8} & set(found(filled, "mann"))

    def test_joining_a_story_leaves_it_alone(self, filled: Archive) -> None:
        """A change of anything but text writes nothing to the index."""
        before = filled.rows("select * from articles_fts_data")
        filled.execute("update articles set story_id = null, copy_of = 1, kind = 'review'")

        assert filled.rows("select * from articles_fts_data") == before

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from monitor.dedupe import Document
from monitor.model import Article

MakeDocument = Callable[..., Document]


def test_the_stated_publication_counts(make: MakeDocument) -> None:
    """An article found today may be of last year."""
    old = datetime(2025, 9, 6, tzinfo=UTC)

    assert make("Golden Lion", published_at=old).moment == old


def test_without_a_date_the_finding_counts(make: MakeDocument) -> None:
    """An undated article is as old as its finding."""
    doc = make("Golden Lion", dated=False)

    assert doc.moment == doc.found_at


def test_an_impossible_date_does_not_count(make: MakeDocument) -> None:
    """A publication in the future or before the web is a mistake of the page."""
    doc = make("Golden Lion")

    assert make("Golden Lion", published_at=doc.found_at + timedelta(days=40)).moment == doc.found_at
    assert make("Golden Lion", published_at=datetime(1970, 1, 1, tzinfo=UTC)).moment == doc.found_at


def test_a_document_is_its_article() -> None:
    """What the grouping compares is the article's, with the archive's id and the time of finding."""
    one = Article(
        url="https://example.org/",
        outlet="variety",
        title="Heat 2",
        body="Driver is cast.",
        standfirst="By Mann",
        published_at=datetime(2026, 11, 2, tzinfo=UTC),
        published_has_time=False,
    )
    found_at = datetime(2026, 11, 3, tzinfo=UTC)

    assert Document.of(one, 7, found_at) == Document(
        id=7,
        outlet="variety",
        title="Heat 2",
        body="Driver is cast.",
        standfirst="By Mann",
        published_at=datetime(2026, 11, 2, tzinfo=UTC),
        published_has_time=False,
        found_at=found_at,
    )

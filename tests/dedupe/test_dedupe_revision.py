from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.dedupe import changes
from monitor.model import Article

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ARTICLE = Article(
    url="https://variety.example/heat-2",
    outlet="variety",
    title="Adam Driver circles ‘Heat 2’",
    standfirst="The sequel shoots in Chicago.",
    body="Adam Driver is in talks. The budget is 150 million dollars.\n\nShooting begins in Chicago in June.",
    authors=("Ann Lee", "Bo Kim"),
    published_at=AT,
)


def test_the_same_reading_has_no_change() -> None:
    """Nothing that matters."""
    assert changes(ARTICLE, ARTICLE) == ()


@pytest.mark.parametrize(
    "after",
    [
        replace(ARTICLE, title='ADAM DRIVER CIRCLES "HEAT 2"'),
        replace(ARTICLE, body=ARTICLE.body.replace("\n\n", "\n").replace("talks.", "talks …")),
        replace(ARTICLE, updated_at=AT + timedelta(hours=3), image="https://variety.example/new.jpg", tags=("film",)),
        replace(ARTICLE, authors=("Bo Kim", "ANN LEE")),
        replace(ARTICLE, authors=(), published_at=None, standfirst=None),
        replace(ARTICLE, published_at=AT + timedelta(seconds=60)),
    ],
    ids=["case-and-quotes", "spacing", "metadata", "order-of-authors", "less-read", "a-minute"],
)
def test_form_and_metadata_are_no_change(after: Article) -> None:
    """Typography, spacing, the updated stamp, pictures, tags, and what the new reading merely lacks."""
    assert changes(ARTICLE, after) == ()


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        (replace(ARTICLE, title="Adam Driver boards ‘Heat 2’"), ("headline",)),
        (replace(ARTICLE, standfirst="The sequel shoots in Prague."), ("standfirst",)),
        (replace(ARTICLE, body=ARTICLE.body.replace("is in talks", "has signed")), ("body",)),
        (replace(ARTICLE, body=ARTICLE.body.replace("150", "165")), ("body", "numbers")),
        (replace(ARTICLE, body=ARTICLE.body + " Al Pacino is not involved."), ("body", "names")),
        (replace(ARTICLE, body=ARTICLE.body.replace("June", "May")), ("body", "names")),
        (replace(ARTICLE, authors=("Ann Lee",)), ("byline",)),
        (replace(ARTICLE, published_at=AT - timedelta(days=1)), ("date",)),
        (replace(ARTICLE, published_at=AT + timedelta(seconds=61)), ("date",)),
    ],
    ids=["headline", "standfirst", "words", "number", "new-name", "name", "author", "date", "later"],
)
def test_each_kind_is_named(after: Article, kinds: tuple[str, ...]) -> None:
    """What a reader would call changed."""
    assert changes(ARTICLE, after) == kinds


def test_a_first_date_is_a_change() -> None:
    """An article that stated no date, and now states one."""
    assert changes(replace(ARTICLE, published_at=None), ARTICLE) == ("date",)


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: an earlier figure was wrong.",
        "CORRECTION (Nov. 3): the name was misspelled.",
        "Editor’s note: this text was changed.",
        "An earlier version of this article misstated the budget.",
        "This story has been corrected to reflect the date.",
        "Korrektur: In einer früheren Version hieß es anders.",
        "Rectificatif : le budget était erroné.",
        "Fe de erratas: el presupuesto era otro.",
        "Une version antérieure de cet article disait autre chose.",
    ],
)
def test_a_notice_of_correction_is_recognised(notice: str) -> None:
    """In the languages of the catalogue, wherever it stands."""
    after = replace(ARTICLE, body=f"{ARTICLE.body}\n\n{notice}")

    assert "correction" in changes(ARTICLE, after)


@pytest.mark.parametrize(
    "text",
    [
        "The corrections department opens in May.",
        "His novel The Corrections won prizes.",
        "Correction officers strike.",
    ],
)
def test_the_word_alone_is_no_notice(text: str) -> None:
    """A sentence on corrections is not one."""
    after = replace(ARTICLE, body=f"{ARTICLE.body}\n\n{text}")

    assert "correction" not in changes(ARTICLE, after)


def test_moved_sentences_are_a_change_of_the_body_alone() -> None:
    """No number and no name has changed."""
    body = "The budget is 150 million dollars. Adam Driver is in talks.\n\nShooting begins in Chicago in June."

    assert changes(ARTICLE, replace(ARTICLE, body=body)) == ("body",)


def test_endless_texts_are_compared_in_linear_time() -> None:
    """A megabyte without a full stop, and one of full stops alone."""
    long = replace(ARTICLE, body="word " * 200_000)

    assert "body" in changes(long, replace(long, body="." * 1_000_000))

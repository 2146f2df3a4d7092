"""Words that SQLite folds otherwise than we do are found in the form in which queries ask for them."""

import pytest
from store_made import NOW, add_all, article, found, new, populate

from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.file import tidying
from monitor.store.queries import search

ODD = {"title": "Søren auf der Straße", "body": "進撃の巨人"}


@pytest.mark.parametrize("query", ["soren", "strasse", '"進 撃"', "respelled : strasse"])
def test_found_however_it_was_stored(archive: Archive, query: str) -> None:
    """One article, a batch and a revision all give the index the words in our form."""
    populate(archive)
    add_all(archive, [new(2, **ODD)])
    third = articles.add(archive, new(3, **ODD))
    articles.revise(archive, 1, article(1, **ODD), "other", ["body"], NOW)

    assert found(archive, query) == [1, 2, third]


def test_snippets_are_what_was_written(archive: Archive) -> None:
    """A snippet is taken from the text that people read, also where the word was found in our form of it."""
    populate(archive)
    articles.add(archive, new(2, **ODD))
    rows = search.search(archive, "soren OR strasse OR title : soren OR mann")

    assert [row.snippet for row in rows] == ["進撃の巨人", "Michael Mann returns. The cameras roll in spring."]


def test_plain_articles_have_none(archive: Archive) -> None:
    """Where the index sees all words as we do, nothing is kept twice."""
    populate(archive)

    assert archive.value("select respelled from articles where id = 1") is None


def test_articles_of_other_programs_are_completed(archive: Archive) -> None:
    """An article that another program inserted is found by those words once it is adopted."""
    populate(archive)
    archive.execute(
        "insert into articles (url, outlet_id, title, body) values ('https://joblo.example/x', 'joblo', 'Søren', '')"
    )
    before = found(archive, "soren")
    tidying.adopt(archive)

    assert before == []
    assert found(archive, "soren") == [2]

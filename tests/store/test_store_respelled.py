"""Words that SQLite folds otherwise than we do are found in the form in which queries ask for them."""

import pytest
from store_made import NOW, add_all, article, found, new, populate

from monitor.store import articles
from monitor.store.archive import Archive
from monitor.store.file import tidying
from monitor.store.queries import search
from monitor.store.schema import migrate

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


@pytest.mark.parametrize(
    ("title", "older", "query"),
    [
        ("\u06a9تاب من", "respelled \u06a9تاب", "كتاب"),
        ("گفتگو\u06cc", "respelled گفتگو\u06cc", "گفتگو\u064a"),
        ("The Qur\u02bean of Sana\u02bf", "respelled qur\u02bean sana\u02bf", '"qur an"'),
        ("ｶﾞﾝﾀﾞﾑ ﾊﾟ ヴ", "respelled カ \u3099 ン タ \u3099 ム ハ \u309a ヴ", '"ガ ン ダ ム パ ヴ"'),
        ("ｱﾞｳﾞ", "respelled ア \u3099 ウ \u3099", '"ア ヴ"'),
        ("Ǽon \u0149 ǿre", "respelled æon \u02bcn øre", "aeon ore"),
    ],
)
def test_older_articles_are_found_by_letters_of_today(archive: Archive, title: str, older: str, query: str) -> None:
    """What was kept when these letters were folded otherwise has the words that it would have now."""
    populate(archive)
    kept = articles.add(archive, new(2, title=title, standfirst="", body=""))
    today = archive.value("select respelled from articles where id = ?", (kept,))
    archive.execute("update articles set respelled = ? where id = ?", (older, kept))
    before = found(archive, query)
    with archive.transaction():
        for script in ("050_respelled_again.sql", "051_letters_within_letters.sql"):
            for statement in migrate.statements((migrate.FOLDER / script).read_text("utf-8")):
                archive.execute(statement)

    assert before == []
    assert found(archive, query) == [kept]
    assert archive.value("select respelled from articles where id = ?", (kept,)).split() == today.split()
    assert archive.value("select count(*) from articles where respelled is null") == 1

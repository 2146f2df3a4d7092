"""Lines, links and boxes that name who wrote among other things."""

import pytest

from monitor.extract.authors import byline_lines
from monitor.extract.authors import visible_bylines as visible
from monitor.extract.authors.person_names import is_personal, people
from monitor.reading import html


@pytest.mark.parametrize(
    "line",
    [
        "5 May 2024 · 3 min read · By Jane Doe",
        "// By Jane Doe • Nov 11, 2020",
        "Film, Top Story | Published: 5 hours ago | Written by: Jane Doe",
        "May 5, 2024 | BY: Jane Doe",
        "05/10/2018 - Publicado por: Jane Doe - Categoria: Film",
    ],
)
def test_a_part_of_a_line_is_a_byline(line: str) -> None:
    """Day, section and length of a piece stand on the same line, before the name or after it."""
    assert byline_lines.introduced([line], ()) == ["Jane Doe"]


def test_a_part_that_credits_a_picture_is_none() -> None:
    """Who took the picture did not write."""
    assert byline_lines.introduced(["A scene of the film | Photo by Jane Doe"], ()) == []


@pytest.mark.parametrize(
    "line",
    [
        "From left: Jane Doe and John Roe",
        "Photo: Example | From left: Jane Doe and John Roe",
        "Von links: Jane Doe, John Roe",
        "Da sinistra, Jane Doe e John Roe",
        "Salt Ledger — by Jane Doe",
    ],
)
def test_who_is_shown_or_made_the_work_is_no_author(line: str) -> None:
    """A caption says where in the picture somebody stands; a dash may part a work from who made it."""
    assert byline_lines.introduced([line], ()) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Jane Doe, April 19, 2020", ["Jane Doe"]),
        ("Jane Doe 16 January 2026", ["Jane Doe"]),
        ("Jane Doe Zuletzt geändert am 06.11.2023", ["Jane Doe"]),
        ("Jane Doe | Updated: May 5, 2024 at 11:30 AM", ["Jane Doe"]),
        ("Los Angeles, April 19, 2020", []),
        ("Mexico City, April 19, 2020", []),
        ("Film Festival News 16 January 2026", []),
        ("Jane Hall, April 19, 2020", ["Jane Hall"]),
        ("Royal Albert Hall, 12 May 2026", []),
        ("Riverside Arena, 12 May 2026", []),
        ("12. Mai 2026 - Elbphilharmonie Großer Saal", []),
        ("Red Carpet on 20 November 2026", []),
    ],
)
def test_a_name_before_the_day(line: str, names: list[str]) -> None:
    """A line by the headline that is a name and a day; cities of two words begin press releases."""
    assert byline_lines.dated([line]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("by rollingjane 6", ["rollingjane"]),
        ("Stars (1 / 1) 06.11.2023 13:30 von Jana Symbolbild Agentur", ["Jana"]),
        ("Par Jeanne", ["Jeanne"]),
        ("김민수 기자", ["김민수"]),
        ("By the time the film opened", []),
        ("Von Anfang bis Ende", []),
        ("by admin", []),
        ("Par amour", []),
        ("Von wegen", []),
        ("Por fin", []),
        ("By Design", []),
    ],
)
def test_an_account_after_by(line: str, names: list[str]) -> None:
    """One word after "by" on a line that has nothing else but a day, a count, a credit."""
    assert byline_lines.account([line]) == names


@pytest.mark.parametrize(
    "other",
    ["All articles by Jane Doe", "Recent from Jane Doe", "About Jane Doe", "Weitere Artikel von Jane Doe"],
)
def test_a_name_whose_work_another_line_tells_of(other: str) -> None:
    """A name alone by the headline is the author's where the page has more of that person."""
    assert byline_lines.whose_work(["Film", "Jane Doe"], [other]) == ["Jane Doe"]
    assert byline_lines.whose_work(["Film", "Jane Doe"], ["A talk with Jane Doe", "More on Jane Doe"]) == []
    assert byline_lines.whose_work(["Film"], [other]) == []


def _boxed(body: str) -> list[str]:
    root = html.tree(f"<html><body>{body}</body></html>")
    assert root is not None
    return visible.boxed(root)


def test_the_head_of_an_authors_box() -> None:
    """Who is described below an article wrote it, where one person is."""
    jane = '<div id="authorinfobox"><p><a href="/a/1">Jane Doe</a> has written of films for ten years.</p></div>'
    john = '<div class="author-card"><h4>John Roe</h4><p>He writes of music.</p></div>'

    assert _boxed(jane) == ["Jane Doe"]
    assert _boxed(john) == ["John Roe"]
    assert _boxed(jane + john) == []
    assert _boxed(f'<aside class="sidebar">{jane}</aside>') == []
    assert _boxed('<div class="box"><h4>Jane Doe</h4></div>') == []


def test_two_families_are_one_name_where_the_address_has_both() -> None:
    """A dash between blanks else begins what is no part of the name."""
    both = '<p><a href="/autor/jane-doe-roe-17">Jane Doe - Roe</a></p>'
    root = html.tree(f'{both}<p><a href="/autor/jane-doe">Jane Doe - Berlin</a></p>')
    assert root is not None

    assert [visible.linked([paragraph]) for paragraph in root.iter("p")] == [["Jane Doe-Roe"], ["Jane Doe - Berlin"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jane Doe Tuesday 30 Apr 2019, 5:22 PM", ("Jane Doe",)),
        ("By Jane Doe For Example.Com", ("Jane Doe",)),
        ("Key Takeaways", ()),
        ("Link Copied", ()),
    ],
)
def test_what_is_cut_from_a_name_and_what_is_none(text: str, names: tuple[str, ...]) -> None:
    """Days of the week, the paper for which somebody writes; buttons and headings."""
    assert people([text], strict=True).persons == names


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Filed Under: ACM Awards",
            "Filed Under ACM Awards",
            "Tagged Jane Doe",
            "Schlagwörter Lena Voss",
            "Thema Lena Voss",
        ),
        *("Mots-clés Léa Morel", "Temas Ana Ríos", "Etichette Marco Valli", "Categorie Jan Jansen", "Ämnen Lena Berg"),
        *("Nøkkelord Lena Berg", "Aiheet Matti Virtanen", "Теги Иван Петров", "Etiketler Ali Kaya", "标签 张艺谋"),
    ],
)
def test_what_a_piece_is_filed_under_is_no_author(text: str) -> None:
    """The label of tags or of a section, with a colon or without, and the name after it wrote nothing."""
    assert not people([text], strict=True).authors
    assert not byline_lines.above([text, "Lena Voss played to a full house on Saturday, and then again." * 2])
    assert people([f"By Jane Doe | {text}"], strict=True).authors == ("Jane Doe",)


@pytest.mark.parametrize("text", ["Anónimo", "anônimo", "Anonymous", "匿名"])
def test_nobody_in_other_languages(text: str) -> None:
    """Who is not named did not sign."""
    assert people([text]).persons == ()


def test_a_company_is_one_name() -> None:
    """Its legal form is no other author."""
    found = people(["Example Verlag GmbH & Co. KG"])

    assert found.rest == ("Example Verlag GmbH & Co. KG",)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Ursula von der Leyen", True),
        ("Ida van den Bosch", True),
        ("Ida den Hartog", True),
        ("Ida Op den Camp", True),
        ("Ida Op der Heide", True),
        ("Merkmale der Rute", False),
        ("der Rat", False),
        ("den Rat", False),
    ],
)
def test_an_article_is_no_part_of_a_name_alone(name: str, is_one: bool) -> None:  # noqa: FBT001 - of a case
    """Such as "der" and "den" belong to a name after "von" and the like alone: else it is a heading in German."""
    assert is_personal(name) is is_one

"""From bylines to names."""

import pytest

from monitor.extract.persons import is_personal, people


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("by JANE DOE", ["Jane Doe"]),
        ("ByJane Doe", ["Jane Doe"]),
        ("Von Anna Müller und Karl-Heinz Schmidt", ["Anna Müller", "Karl-Heinz Schmidt"]),
        ("Jane Doe, John Q. Public and Ana de la Cruz", ["Jane Doe", "John Q. Public", "Ana de la Cruz"]),
        ("Jane Doe; John Public", ["Jane Doe", "John Public"]),
        ("Doe, Jane", ["Jane Doe"]),
        ("Jane Doe, Film Editor", ["Jane Doe"]),
        ("Jane Doe, Staff Writer", ["Jane Doe"]),
        ("By Jane Doe | March 5, 2024", ["Jane Doe"]),
        ("By Jane Doe in Los Angeles", ["Jane Doe"]),
        ("By Jane Doe for Film Post", ["Jane Doe"]),
        ("Posted on March 5, 2024 by Jane Doe", ["Jane Doe"]),
        ("Jane Doe @janedoe", ["Jane Doe"]),
        ("Dr. Jane Doe, PhD", ["Dr. Jane Doe"]),
        ("Maria &amp; Katerina", ["Maria"]),
        ("（责编：牛镛、岳弘彬）", ["牛镛", "岳弘彬"]),
        ("Par Jean-Luc Martin et Marie Dupont", ["Jean-Luc Martin", "Marie Dupont"]),
        ("Follow us", []),
        ("View all posts", []),
        ("March 5, 2024", []),
        ("admin", []),
        ("https://example.org/author/jane", []),
    ],
)
def test_persons(text: str, persons: list[str]) -> None:
    """Names come clean: no "By", no roles, no places, no dates; lists are parted."""
    assert list(people([text]).persons) == persons


def test_agencies_stand_beside_persons() -> None:
    """An agency is an author beside a person, and alone where there is none."""
    assert people(["Jane Doe, dpa"]).authors == ("Jane Doe", "dpa")
    assert people(["Reuters"]).rest == ("Reuters",)


def test_the_house_itself_is_no_person() -> None:
    """The outlet's own name is kept apart."""
    found = people(["Film Post"], {"filmpost"})

    assert found.persons == ()
    assert found.rest == ("Film Post",)


@pytest.mark.parametrize("name", ["Jane Doe", "Ana de la Cruz", "J.R. Stone", "宮崎 駿", "Olaf von Berg"])
def test_made_like_a_person(name: str) -> None:
    """Two to five words with capitals, but for particles."""
    assert is_personal(name)


@pytest.mark.parametrize("name", ["Tweet", "Film Post Staff", "the latest news", "Los angeles", "CNN"])
def test_not_made_like_a_person(name: str) -> None:
    """Single words, newsrooms and phrases are not."""
    assert not is_personal(name)

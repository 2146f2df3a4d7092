"""From bylines to names."""

import pytest

from monitor.extract.authors import person_names
from monitor.extract.authors.person_names import is_personal, people, says_by


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
        ("Jane Doe, Senior Software Engineer", ["Jane Doe"]),
        ("JANE DOE, AP National Security Writer", ["Jane Doe"]),
        ("Jane Doe Senior Washington Correspondent", ["Jane Doe"]),
        ("JANE DOE and JOHN ROE, Film Critics", ["Jane Doe", "John Roe"]),
        ("Jane Doe, Home and Garden Expert", ["Jane Doe"]),
        ("Jane Doe | Palma de Mallorca | 08/01/2014", ["Jane Doe"]),
        ("Jane Doe; Photographs by John Roe", ["Jane Doe"]),
        ("Text and photos by Jane Doe", ["Jane Doe"]),
        ("Edited by Jane Doe", []),
        ("Jane Hollow. Film Post International", ["Jane Hollow"]),
        ("Maria &amp; Katerina", ["Maria & Katerina"]),
        ("Mac & i", ["Mac & i"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Vincent van den Berg", ["Vincent van den Berg"]),
        ("Sid Lowe", ["Sid Lowe"]),
        ("Joe S.", ["Joe S."]),
        ("Jane Doe Africa correspondent", ["Jane Doe"]),
        ("Presented by Jane Doe; produced by John Roe", ["Jane Doe"]),
        ("jane@example.org (Jane Doe, Film Post)", ["Jane Doe"]),
        ("佐々木 小次郎、宮崎駿", ["佐々木 小次郎", "宮崎駿"]),
        ("Verfasst von: Jane Doe", ["Jane Doe"]),
        ("Текст: Анна Иванова", ["Анна Иванова"]),
        ("（责编：牛镛、岳弘彬）", ["牛镛", "岳弘彬"]),
        ("Par Jean-Luc Martin et Marie Dupont", ["Jean-Luc Martin", "Marie Dupont"]),
        ("Text und Fotos: Jane Doe", ["Jane Doe"]),
        ("Text: Jane Doe Fotos: Max Roe", ["Jane Doe"]),
        ("By Jane Doe And Max Roe For The Film Post", ["Jane Doe", "Max Roe"]),
        ("by\nkayfox\nin\nHard Cases", ["kayfox"]),
        ("In\nHard Cases\nby\nJane Doe\non\nMay 1", ["Jane Doe"]),
        ("Jane Doe reports", ["Jane Doe"]),
        ("Kommentar von", []),
        ("Interview", []),
        ("Berliner Kurier", []),
        ("Neue Rundschau", []),
        ("Follow us", []),
        ("View all posts", []),
        ("March 5, 2024", []),
        ("admin", []),
        ("https://example.org/author/jane", []),
    ],
)
def test_persons(text: str, persons: list[str]) -> None:
    """Names come clean: no "By", no roles, no places, no dates; lists are separated."""
    assert list(people([text]).persons) == persons


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("取材・文＝山田 太郎", "山田 太郎"),
        ("文・写真：山田太郎", "山田太郎"),
        ("文｜葛灵丹", "葛灵丹"),
        ("責任編輯：王小明", "王小明"),
        ("글·사진 김철수", "김철수"),
        ("Автор статьи: Иван Петров", "Иван Петров"),
        ("Γράφει ο Γιάννης Παπαδόπουλος", "Γιάννης Παπαδόπουλος"),
        ("Haber: Ahmet Yılmaz", "Ahmet Yılmaz"),
        ("MUHABİR: Ahmet Yılmaz", "Ahmet Yılmaz"),
        ("Tác giả: Nguyễn Văn An", "Nguyễn Văn An"),
        ("بقلم محمد أحمد", "محمد أحمد"),
        ("מאת: דוד כהן", "דוד כהן"),
        ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Kirjoittaja: Matti Meikäläinen", "Matti Meikäläinen"),
    ],
)
def test_labels_of_many_scripts_stand_before_a_name(line: str, name: str) -> None:
    """What is a label of an author is known in each script, alone or joined to a picture's maker's."""
    assert says_by(line)
    assert people([line]).persons == (name,)


@pytest.mark.parametrize("line", ["Interview: Jane Doe", "写真＝山田太郎", "Authority matters", "文化遗产"])
def test_other_words_are_no_labels(line: str) -> None:
    """An interview is with somebody, a picture is another's, and words that begin like a label are words."""
    assert not says_by(line)


@pytest.mark.parametrize(
    ("text", "persons", "rest"),
    [
        ("ALİ İNCİ", ("Ali İnci",), ()),
        ("İlknur İnci Reporter", ("İlknur İnci",), ()),  # each İ would shift where the role begins
        ("Ali Veli, MUHABİR", ("Ali Veli",), ()),
        ("ANADOLU AJANSI", (), ("ANADOLU AJANSI",)),
    ],
)
def test_turkish_capitals(text: str, persons: tuple[str, ...], rest: tuple[str, ...]) -> None:
    """A letter whose small form is two characters for Python is read as one."""
    found = people([text])

    assert (found.persons, found.rest) == (persons, rest)


def test_what_is_too_long_for_names_is_not_kept_in_mind() -> None:
    """A page may declare a million letters as its author's."""
    before = person_names._names.cache_info()

    assert people(["Jane " * 10_000]).persons == ()
    assert person_names._names.cache_info() == before


def test_agencies_stand_beside_persons() -> None:
    """An agency is an author next to a person, and alone where there is none."""
    assert people(["Jane Doe, dpa"]).authors == ("Jane Doe", "dpa")
    assert people(["Jane Doe Reuters"]).authors == ("Jane Doe", "Reuters")
    assert people(["Reuters"]).rest == ("Reuters",)


@pytest.mark.parametrize("text", ["Staff and news service reports", "News Desk", "Film Post Staff Writer"])
def test_a_newsroom_keeps_its_whole_name(text: str) -> None:
    """What names no person is not cut to pieces."""
    assert people([text]).rest == (text,)


def test_a_desk_goes_before_the_house() -> None:
    """Where no person is named, the outlet stands only where no agency and no newsroom does."""
    assert people(["Film Post", "dpa", "Foreign Desk"], {"filmpost"}).rest == ("dpa", "Foreign Desk")


def test_the_house_itself_is_no_person() -> None:
    """The outlet's own name is kept apart."""
    found = people(["Film Post"], {"filmpost"})

    assert found.persons == ()
    assert found.rest == ("Film Post",)


@pytest.mark.parametrize("name", ["Jane Doe", "Ana de la Cruz", "J.R. Stone", "宮崎 駿", "Olaf von Berg"])
def test_made_like_a_person(name: str) -> None:
    """Two to five words with capitals, but for particles."""
    assert is_personal(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Tweet", "Film Post Staff", "the latest news", "Los angeles", "CNN", "The Film Week", "Arts & Culture"),
        "Jane Doe Ana Olaf Stone Berg",
    ],
)
def test_not_made_like_a_person(name: str) -> None:
    """Single words, newsrooms and phrases are not."""
    assert not is_personal(name)


@pytest.mark.parametrize("text", ["Olivia Roe ❤️", "🎬 Olivia Roe", "Olivia Roe 👩🏽‍💻🎥", "By Olivia Roe ✍️"])
def test_pictographs_are_no_part_of_a_name(text: str) -> None:
    """What some draw next to their names is left out."""
    assert people([text]).persons == ("Olivia Roe",)

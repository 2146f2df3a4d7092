"""Cards of each form of file; files that are none say so, with the place."""

import json
from pathlib import Path

import pytest

from monitor.cards import card_file
from monitor.cards.card import Card, Credit
from monitor.errors import UserError
from monitor.model import WatchKind

CASES = Path(__file__).parents[1] / "cases/cards"


def card(file: str, name: str, **narrowed: WatchKind | str) -> Card:
    """The card of that name in a file of the cases."""
    return card_file.chosen(card_file.read(CASES / file), name, **narrowed)  # type: ignore[arg-type]


class TestForms:
    """What of each form becomes a card."""

    def test_an_entity_of_wikidata(self) -> None:
        """Names by language, people whose entities are in the file, the preferred first, ids, kind and year."""
        heat = card("heat.json", "Heat")

        assert (heat.name, heat.kind, heat.year) == ("Heat", WatchKind.FILM, "1995")
        assert heat.aliases == ("Heat (1995 film)",)
        assert heat.translated == {"de": ("Heat",), "es": ("Fuego contra fuego", "Calor"), "pt": ("Fogo contra Fogo",)}
        assert heat.credits == {Credit.DIRECTOR: ("Michael Mann",), Credit.CAST: ("Al Pacino",)}
        assert heat.ids == {"wikidata": "Q17", "imdb": "tt0000017", "tmdb": "17"}
        assert heat.unnamed == 1  # one has an id that the file does not name; a deprecated one is not counted
        assert heat.place.endswith("heat.json:Q17")

    def test_an_answer_of_its_query_service(self) -> None:
        """Rows of one item are one card; a variable is a column, with its label or without; addresses are no names."""
        weapons = card("answer.json", "Weapons")

        assert (weapons.kind, weapons.ids) == (WatchKind.FILM, {"wikidata": "Q18", "imdb": "tt0000018"})
        assert weapons.credits == {Credit.DIRECTOR: ("Zach Cregger", "Somebody Else")}
        assert weapons.aliases == ("Weapons (2025)", "Untitled Cregger Horror")
        assert weapons.translated == {"de": ("Weapons – Die Stunde",)}
        assert card("answer.json", "hamnet").ids == {"wikidata": "Q19"}

    def test_an_imdb_list(self) -> None:
        """Directors are a list, the type says the kind, the original title is another name."""
        fargo = card("imdb-list.csv", "Fargo", kind=WatchKind.FILM)
        downfall = card("imdb-list.csv", "Downfall")

        assert (fargo.credits[Credit.DIRECTOR], fargo.ids) == (("Joel Coen", "Ethan Coen"), {"imdb": "tt0000020"})
        assert card("imdb-list.csv", "Fargo", kind=WatchKind.SHOW).ids == {"imdb": "tt0000021"}
        assert (downfall.aliases, downfall.year) == (("Der Untergang",), "2004")
        assert card("imdb-list.csv", "der untergang") == downfall

    def test_an_imdb_list_of_people(self) -> None:
        """Its columns are others: whom a person is known by are works."""
        prince = card("imdb-people.csv", "Prince")

        assert (prince.kind, prince.ids) == (WatchKind.PERSON, {"imdb": "nm0000007"})
        assert prince.credits[Credit.WORK] == ("Purple Rain", "Batman")

    def test_a_table_of_one_s_own(self) -> None:
        """Separated by semicolons as spreadsheets save it; lists stand between bars, ids have the database's name."""
        pink = card("desk.csv", "Pink")

        assert card("desk.csv", "us").ids == {"imdb": "tt0000030", "tmdb": "30"}
        assert card("desk.csv", "us").translated == {"de": ("Wir",)}
        assert card("desk.csv", "Brat").credits == {Credit.ARTIST: ("Charli XCX",)}
        assert (pink.aliases, pink.credits) == (("P!nk", "Alecia Moore"), {Credit.WORK: ("Trustfall", "Funhouse")})
        assert pink.place.endswith("desk.csv:4")


class TestChosen:
    """Which entry of a file is meant."""

    def test_several_of_a_name_are_listed(self) -> None:
        """With what tells them apart and what `--entry` takes."""
        with pytest.raises(UserError) as caught:
            card("imdb-list.csv", "Fargo")

        assert "several entries are called 'Fargo'" in str(caught.value)
        assert "  tt0000020  Fargo (film, 1996)\n  tt0000021  Fargo (show, 2014)" in str(caught.value)
        assert "--entry tt0000020" in str(caught.value)

    @pytest.mark.parametrize(
        ("file", "entry", "found"), [("imdb-list.csv", "tt0000021", "Fargo"), ("desk.csv", "4", "Pink")]
    )
    def test_an_entry_by_its_id(self, file: str, entry: str, found: str) -> None:
        """Any of its ids, or its line where it has none; then the name may be another."""
        assert card(file, "whatever I call it", entry=entry).name == found

    def test_none_of_that_name(self) -> None:
        """Those that there are are named; an id that is not there is too."""
        with pytest.raises(UserError, match=r"(?s)no entry is called 'Dune'.*Weapons \(film\).*Hamnet"):
            card("answer.json", "Dune")
        with pytest.raises(UserError, match="no entry has the id 'Q1'"):
            card("answer.json", "Weapons", entry="Q1")

    def test_the_only_one(self) -> None:
        """Of a file with one entry it is that, whatever the watch is called."""
        assert card("imdb-people.csv", "The Purple One").name == "Prince"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, ": cannot be read: No such file"),
        (b"name\nTom Tykwer\nL\xe4ufer\n", ":3: is not UTF-8 text"),
        ("name\nHeat\n".encode("utf-16"), ":1: is not UTF-8 text"),
        (b" " * (17 << 20), ": is larger than 16 MB"),
        (b"[" * (10 << 20), ":1: is nested too deeply"),
        (b'{"entities": ' + b'{"a":' * 100_000, ":1: is nested too deeply"),
        (b"[1" + b"0" * 5_000 + b"]", ":1: is nested too deeply, or has too long a number"),
        (b'{"entities": {\n"Q1": {]', ":2: is no JSON: "),
        (b'{"title": "Heat"}', ":1: is JSON, but not of Wikidata"),
        (b'{"entities": {"Q1": {"labels": {}}, "Q2": [], "Q3": {"labels": {"en": 7}}}}', ": has no entry with a title"),
        (b'{"results": {"bindings": [{"film": {"value": "x"}}]}}', ": result 1: has no `item`"),
        (b'{"results": {"bindings": []}}', ": has no entry with a title"),
        (b"", ":1: has no column `name`: its columns are none"),
        (b"film,director\nHeat,Mann\n", ":1: has no column `name`: its columns are film, director"),
        (b"name,directr\nHeat,Mann\n", ":1: the column `directr` is not known"),
        (b"name,kind\nHeat,movie\n", ":2: kind: 'movie' is none of film, person"),
        (b"name,ids\nHeat,tt0000017\n", ":2: ids: 'tt0000017' is not such as imdb:tt0113277"),
        (b'name\n"He"at\n', ":2: cannot be read as CSV"),
        (b'name\n"' + b"x" * 200_000 + b'"\n', ":2: cannot be read as CSV: field larger"),
        (b"name,director\n,Mann\n \x07,Mann\n", ": has no entry with a title"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_the_place(tmp_path: Path, content: bytes | None, said: str) -> None:
    """Whatever a file holds, the error has its name, the line where there is one, and what is wrong."""
    path = tmp_path / "card"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UserError) as caught:
        card_file.read(path)

    assert str(caught.value).startswith(f"{path}{said}")


def test_what_strangers_wrote_is_plain_text(tmp_path: Path) -> None:
    """No control character and no sentence of a file becomes a name; of odd shapes those alone are lost."""
    path = tmp_path / "card.json"
    sentence = [{"mainsnak": {"datavalue": {"value": "long " * 100}}}]
    labels = {"en": {"value": "He\x1b[31mat\n"}, "de": {"value": 7}}
    claims = {"P57": 7, "P161": [7, {"mainsnak": []}], "P742": sentence}
    path.write_text(json.dumps({"entities": {"Q1": {"labels": labels, "aliases": {"en": 7}, "claims": claims}}}))

    (heat,) = card_file.read(path)

    assert heat.name.isprintable()
    assert (heat.aliases, heat.credits, heat.translated) == ((), {}, {"de": ()})

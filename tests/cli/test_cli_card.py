"""`monitor watch add --card`: from a file to a watch, and the ids of what is watched to whoever receives its hits."""

import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli_made import BODY, CONFIG, NOW, Run

from monitor import config
from monitor.desk import Desk
from monitor.events import ArticleRead
from monitor.model import Article, Link

CASES = Path(__file__).parents[1] / "cases/cards"
HEAT = str(CASES / "heat.json")


@pytest.fixture
def path(folder: Path) -> Path:
    """A configuration without a watch."""
    path = folder / "monitor.toml"
    before, _, after = CONFIG.partition('[[watch]]\nname = "Heat 2"\nquery = \'"Heat 2"\'\nto = ["files"]\n')
    path.write_text(before + after)
    path.chmod(0o600)
    return path


def written(path: Path) -> dict[str, Any]:
    """The last watch of the file, as it stands there."""
    table: dict[str, Any] = tomllib.loads(path.read_text())["watch"][-1]
    return table


def test_what_is_written(run: Run, path: Path) -> None:
    """Keys that a person can see and change; titles in languages that no followed outlet has are left out."""
    done = run("watch", "add", "Heat", "--card", HEAT, "--to", "files")

    assert done.code == 0
    assert written(path) == {
        "name": "Heat",
        "query": "=Heat",
        "kind": "film",
        "context": ["Michael Mann", "Al Pacino"],
        "aliases": ["Heat (1995 film)"],
        "to": ["files"],
        "ids": {"wikidata": "Q17", "imdb": "tt0000017", "tmdb": "17"},
    }
    assert "Heat (film, 1995), wikidata Q17, imdb tt0000017, tmdb 17" in done.err
    assert "one of 2 names must be in the article" in done.err
    assert "1 name of people, companies or works not taken" in done.err
    assert run("check").code == 0


def test_what_is_said_goes_before_the_card(run: Run, path: Path) -> None:
    """A query and a context of one's own replace the card's; aliases are added; a title in a language is taken."""
    options = ("--context", "heist", "--alias", "Heat director's cut", "--lang", "es", "--kind", "film")

    assert run("watch", "add", "Heat", '"Heat" OR Pacino', "--card", HEAT, *options).code == 0
    assert written(path)["query"] == '"Heat" OR Pacino'
    assert written(path)["context"] == ["heist"]
    assert written(path)["aliases"] == ["Heat (1995 film)", "Fuego contra fuego", "Heat director's cut"]
    assert written(path)["lang"] == ["es"]


def test_a_name_that_is_narrowed_has_no_context(run: Run, path: Path) -> None:
    """Who says where it must stand need not be helped."""
    assert run("watch", "add", "Heat", "--card", HEAT, "--in", "title").code == 0
    assert "context" not in written(path)


def test_a_kind_alone(run: Run, path: Path) -> None:
    """A watch without a card can say what it is about."""
    assert run("watch", "add", "Andor", "--kind", "show").code == 0
    assert written(path) == {"name": "Andor", "query": '"Andor"', "kind": "show"}


def test_the_kind_is_needed(run: Run, path: Path) -> None:
    """It says what is context: a file that does not say it is an error, one that says another a warning."""
    done = run("watch", "add", "Hamnet", "--card", str(CASES / "answer.json"))

    assert done.code == 2
    assert "answer.json:Q19: does not say what 'Hamnet' is" in done.err
    assert "--kind film, person, show, album, game" in done.err
    assert "[[watch]]" not in path.read_text()
    assert "is of a film, not of a show" in run("watch", "add", "Heat", "--kind", "show", "--card", HEAT).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Fargo", "--card", str(CASES / "imdb-list.csv")), "tt0000021  Fargo (show, 2014)"),
        (("Heat", "--card", "missing.json"), "missing.json: cannot be read: No such file"),
        (("Heat", "--card", "monitor.toml"), "monitor.toml:2: is no JSON: expecting value"),
        (("Heat", "--entry", "Q17"), "--entry is of a --card FILE"),
    ],
)
def test_nothing_is_written_of_a_card_that_is_none(run: Run, path: Path, words: tuple[str, ...], said: str) -> None:
    """The error says what is wrong, and the file stays."""
    before = path.read_bytes()
    done = run("watch", "add", *words)

    assert done.code == 2
    assert said in done.err
    assert path.read_bytes() == before


def test_ids_go_from_the_card_to_the_webhook(run: Run, path: Path) -> None:
    """A hit of the watch makes a message with the ids that the card had."""
    run("watch", "add", "Heat", "--card", HEAT)
    desk = Desk.open(config.load(path, {}))
    desk.sync(NOW)
    link = Link(url="https://www.joblo.com/heat/")
    article = Article(url=link.url, outlet="joblo", title="Heat again", body=BODY, published_at=NOW)
    desk.ingest(ArticleRead(outlet="joblo", link=link, article=article, at=NOW), NOW)
    desk.close()

    with closing(sqlite3.connect(path.with_name("archive.db"))) as connection:
        ((data,),) = connection.execute("select data from messages where type = 'story.opened'").fetchall()
    assert (json.loads(data)["watch_kind"], json.loads(data)["ids"]) == (
        "film",
        {"wikidata": "Q17", "imdb": "tt0000017", "tmdb": "17"},
    )
    assert run("hits", "--json").json[0]["watch_ids"]["imdb"] == "tt0000017"


class TestImport:
    """`monitor import` of cards: a watch for each."""

    def test_an_imdb_list(self, run: Run, path: Path) -> None:
        """It is known by its columns; two of one name are told apart, defaults hold for all."""
        done = run("import", str(CASES / "imdb-list.csv"), "--to", "files")
        watches = tomllib.loads(path.read_text())["watch"]

        assert done.code == 0
        assert [watch["name"] for watch in watches] == ["Heat", "Fargo (film, 1996)", "Fargo (show, 2014)", "Downfall"]
        assert watches[0] == {
            "name": "Heat",
            "query": "=Heat",
            "kind": "film",
            "context": ["Michael Mann"],
            "to": ["files"],
            "ids": {"imdb": "tt0000017"},
        }
        assert watches[2]["query"] == "Fargo"
        assert config.load(path, {}).watches[3].aliases == ("Der Untergang",)

    def test_wikidata(self, run: Run, path: Path) -> None:
        """People that an entity names are no watches; what the file does not say can be set for all."""
        heat = run("import", HEAT, "--dry-run", "--json").json
        refused = run("import", str(CASES / "answer.json"), "--dry-run")
        done = run("import", str(CASES / "answer.json"), "--set", "kind=film", "--set", "context=Cregger")

        assert [item["name"] for item in heat["items"]] == ["Heat"]
        assert "does not say what it is: --set kind=film, or person, show, album, game" in refused.out
        assert done.code == 0
        assert written(path) == {
            "name": "Hamnet", "query": "Hamnet", "kind": "film", "context": ["Cregger"], "ids": {"wikidata": "Q19"},
        }  # fmt: skip

    def test_a_table_of_cards(self, run: Run, path: Path) -> None:
        """It has a column `name` as a table of watches has, so it must be said."""
        assert run("import", str(CASES / "desk.csv"), "--as", "cards").code == 0
        assert written(path)["aliases"] == ["P!nk", "Alecia Moore"]

    def test_a_broken_one(self, run: Run, path: Path) -> None:
        """The error has the file and the line, once."""
        path.with_name("bad.json").write_text('{"entities": {\n]')
        done = run("import", "bad.json")

        assert done.code == 2
        assert "bad.json:2: is no JSON" in done.err
        assert done.err.count("bad.json") == 1
        assert "[[watch]]" not in path.read_text()

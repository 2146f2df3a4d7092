"""`monitor story`: a person's merges and splits, and what is said of a story's roles, thread, links and moves."""

from pathlib import Path

import pytest
from cli_made import Run

from monitor.store import outlet_credits
from monitor.store.archive import Archive
from monitor.story import CreditedBy, OutletCredit


@pytest.fixture
def numbers(archived: Path, run: Run) -> tuple[int, int]:
    """The story of two articles, and another one."""
    with Archive.open(archived.parent / "archive.db") as archive:
        pair = archive.value("select id from stories where article_count = 2")
        other = archive.value("select id from stories where id <> ? order by id limit 1", (pair,))
    return int(pair), int(other)


def test_a_merge_says_how_it_is_undone(run: Run, numbers: tuple[int, int]) -> None:
    """The story that stays is shown with all articles, and the line that takes it back."""
    pair, other = numbers
    done = run("story", str(pair), "--merge", str(other))

    assert done.code == 0
    assert f"story {other} was merged into story {pair} (1 article); `monitor story {pair} --undo`" in done.err
    assert f"story {pair}: 3 articles" in done.out
    assert f"story {other} was merged into it" in run("story", str(other)).out
    assert run("hits", "--story", str(other), "--json").json == run("hits", "--story", str(pair), "--json").json
    assert run("story", str(pair), "--undo").code == 0
    assert f"story {other}: 1 article" in run("story", str(other)).out


def test_a_split_by_address_as_json(run: Run, numbers: tuple[int, int]) -> None:
    """A program gets the move, and the story as it is now."""
    pair, _ = numbers
    article = run("story", str(pair), "--json").json["articles"][1]
    done = run("story", str(pair), "--split", article["url"], "--json")
    found = done.json

    assert found["move"]["kind"] == "split"
    assert found["move"]["articles"] == [article["id"]]
    assert [one["id"] for one in found["articles"]] != [article["id"]]
    assert len(found["articles"]) == 1
    assert found["moves"] == [found["move"]]
    assert f"was split off (1 article); `monitor story {pair} --undo`" in run_again(run, pair, found["move"])


def run_again(run: Run, pair: int, move: dict) -> str:
    """Undo, and split again in words."""
    assert run("story", str(pair), "--undo").code == 0
    return run("story", str(pair), "--split", str(move["articles"][0])).err


def test_a_move_that_cannot_be_says_what_can(run: Run, numbers: tuple[int, int]) -> None:
    """An article of another story, an unknown one, and two moves at once."""
    pair, other = numbers
    article = run("story", str(other), "--json").json["articles"][0]
    wrong = run("story", str(pair), "--split", article["url"])

    assert wrong.code == 2
    assert f"monitor story {other} --split {article['id']}" in wrong.err
    assert run("story", str(pair), "--split", "https://nowhere.example/").code == 2
    assert "one at a time" in run("story", str(pair), "--undo", "--merge", str(other)).err


def test_roles_are_shown_with_their_evidence(run: Run, numbers: tuple[int, int]) -> None:
    """A duplicate names the article whose text it has; `explain` has the passages, and a program all of it."""
    pair, _ = numbers
    first, second = run("story", str(pair), "--json").json["articles"]
    explained = run("explain", str(second["id"]))

    assert (first["role"], second["role"]) == ("own", "copy")
    assert f"copy of {first['id']}" in run("story", str(pair)).out
    assert second["passages"][0]["of_article"] == first["id"]
    assert "role       copy: another article's text" in explained.out
    assert f"words as in article {first['id']}: “" in explained.out
    assert run("explain", str(second["id"]), "--json").json["story"]["role"] == "copy"
    assert "opened     a story" in run("explain", str(first["id"])).out


def test_a_credited_outlet_that_is_not_followed_has_its_name(
    run: Run, archived: Path, numbers: tuple[int, int]
) -> None:
    """Those that ship are known by name, wherever credits are shown; the id is there for programs."""
    pair, _ = numbers
    article = run("story", str(pair), "--json").json["articles"][0]["id"]
    with Archive.open(archived.parent / "archive.db") as archive:
        credited = [
            OutletCredit(outlet=outlet, sentence="It said so.", by=CreditedBy.WORDS) for outlet in ("thr", "nobody")
        ]
        outlet_credits.keep(archive, article, credited)
    rows = {row["outlet_id"]: row["outlet"] for row in run("stats", "credits", "--since", "2000-01-01", "--json").json}

    assert rows["thr"] == "The Hollywood Reporter"
    assert rows["nobody"] == "nobody"
    assert "credited: nobody by 1 outlet, The Hollywood Reporter by 1 outlet" in run("story", str(pair)).out
    assert "credits    The Hollywood Reporter: It said so." in run("explain", str(article)).out


@pytest.mark.parametrize(
    "words",
    [
        "story {}",
        "story -- -{}0",
        "story 1 --merge {}",
        "story {} --undo",
        "thread {}",
        "hits --story {}",
        "deliveries show {}",
        "explain {}",
    ],
)
def test_a_number_larger_than_any_is_a_mistake_of_the_person(archived: Path, run: Run, words: str) -> None:
    """No archive counts so far: it is said so, and no defect of the program is reported."""
    done = run(*words.format(1 << 63).split())

    assert archived.exists()
    assert done.code in {2, 4}
    assert str(1 << 63) in done.err
    assert "defect" not in done.err

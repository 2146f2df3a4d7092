from typing import Any

import pytest
from match_made import article, watch

from monitor.cli import explanation
from monitor.match import explain
from monitor.match.query.operators import OPERATORS, Example
from monitor.match.query.options import OPTIONS, Trial
from monitor.views import clause_rows

ONE = article(
    "Pacino talks", "Some words. In Heat, Pacino met De Niro for coffee by the sea. Michael Mann made it. Heat 2-0."
)


def explained(query: str, **options: object) -> str:
    """The printed explanation."""
    return "\n".join(explanation.lines(clause_rows.facts(explain(watch(query, **options), ONE)), styled=False))


def test_names_every_clause_and_its_places() -> None:
    """Each clause says whether it holds, and in which sentence of which field."""
    lines = explained("pacino (heat OR thief)")

    assert lines.startswith("Watch: matches")
    assert "yes  Pacino" not in lines
    assert "yes  pacino  [title: “Pacino”; body, sentence 2: “Pacino”]" in lines
    assert "yes  heat  [body, sentence 2: “Heat”; body, sentence 4: “Heat”]" in lines
    assert "no   thief" in lines


def test_says_how_far_apart_they_are() -> None:
    """A NEAR that fails names the nearest distance."""
    assert "in this order, at most 3 words between  (the nearest are 4 words apart)" in explained(
        "pacino ONEAR/3 coffee"
    )
    assert "at most 5 words between  [" in explained("coffee NEAR/5 pacino")


def test_one_side_of_a_near_may_stand_only_where_it_does_not_count() -> None:
    """Where all places of both sides are masked, or there are none, there is no distance to tell."""
    assert "no   mann NEAR/5 bay" in explained("mann NEAR/5 bay", masks=("Michael Mann",))


def test_shows_what_was_nearly_it() -> None:
    """A phrase whose folded words stand there, but not as asked for, is shown as it stands."""
    assert "nearly: " in explained('"heat 2"')
    assert "Heat 2-0." in explained('"heat 2"')
    assert "“michael” occurs, but not “bay”" in explained('"michael bay"')


def test_says_where_else_it_stands() -> None:
    """A word that is in another field is named with that field."""
    assert "it occurs in another field: body" in explained("title:coffee")


def test_says_what_is_masked() -> None:
    """Masks say how many places they cover, and a clause that only stands there says so."""
    lines = explained("mann", masks=("Michael Mann",))

    assert "does not match" in lines
    assert "1 place is not counted" in lines
    assert "it occurs 1 time, but only where except or in leaves it out" in lines


def test_explains_options() -> None:
    """Context, scope, count, outlets and languages are clauses too."""
    near = {"context": ("De Niro", "Kilmer"), "context_within": "sentence"}
    lines = explained("heat", **near, min_count=3, outlets=("variety",), scope="body")

    assert "no   only variety  (the article is of joblo, in an unknown language)" in lines
    assert "yes  context, any of these, in the same sentence  [body, sentence 2: “Heat”]" in lines
    assert "no   Kilmer" in lines
    assert "no   at least 3 places" in lines


def test_says_when_context_is_not_needed() -> None:
    """A longer phrase of the query needs no context, and the explanation says so."""
    lines = explained('heat OR "in heat"', context=("Kilmer",))

    assert lines.startswith("Watch: matches")
    assert "the longer phrases of the query need none" in lines


def test_verdict_is_the_matchers() -> None:
    """The explanation ends in the same verdict as the match."""
    assert explain(watch("heat EXCEPT (heat NEAR/3 pacino)"), ONE).matches
    assert not explain(watch("heat NOT mann"), ONE).matches


@pytest.mark.parametrize(
    "example", [example for operator in OPERATORS for example in operator.examples], ids=lambda one: one.query
)
def test_every_operator_is_explained(example: Example) -> None:
    """Each example has its verdict; where it is not found, a clause says what does not hold."""
    explained = explain(watch(example.query), example.article)

    assert explained.matches == example.found
    assert explained.matches or not all(clause.holds for clause in explained.clauses)


@pytest.mark.parametrize(
    "trial", [trial for option in OPTIONS for trial in option.trials], ids=lambda one: f"{one.written}: {one.body}"
)
def test_every_option_is_explained(trial: Trial) -> None:
    """Each trial of an option too."""
    explained = explain(trial.watch, trial.article)

    assert explained.matches == trial.found
    assert explained.matches or not all(clause.holds for clause in explained.clauses)


@pytest.mark.parametrize(
    ("options", "body", "nearest"),
    [
        ({"query": "heat NEAR/2 mann"}, "Heat was made by Mann", "the nearest are 3 words apart"),
        ({"query": '"Heat Mann"'}, "Heat, Mann", "nearly: 'Heat, Mann'"),
        ({"query": "=IT"}, "Then it returns", "nearly: 'Then it returns'"),
        ({"masks": ("Miami Heat",)}, "The Miami Heat", "it occurs 1 time, but only where except or in leaves it out"),
        ({"min_count": 3}, "Heat and heat", "there are 2"),
        ({"scope": "title"}, "Heat", "it occurs 1 time, but only where except or in leaves it out"),
        (
            {"context": ("Mann",), "context_within": "sentence"},
            "He saw Heat. He met Mann.",
            "the nearest are 2 words apart, in two sentences",
        ),
        ({"context": ("Jane",), "context_within": "2"}, "Heat", "it is in another field"),
        ({"context": ("Mann",), "context_within": "2"}, "Heat was made by Mann", "the nearest are 3 words apart"),
    ],
)
def test_nearest_miss(options: dict[str, Any], body: str, nearest: str) -> None:
    """What came closest is reported with the clause that does not hold."""
    explained = explain(watch(**options), article("Jane", body))

    assert not explained.matches
    assert nearest in [clause.nearest for clause in explained.clauses if not clause.holds]

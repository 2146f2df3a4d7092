"""Borders that no example of the language shows: limits, forms of one word, and lines around a hit."""

import pytest
from match_made import article, watch

from monitor.errors import QuerySyntaxError
from monitor.match import compile_watches, explain, look, matches, parse
from monitor.match.advice.proposals import Advice
from monitor.match.query import suggestions
from monitor.match.query.parser import PHRASE_LIMIT, TERM_LIMIT
from monitor.match.scan import patterns
from monitor.match.snippets import LENGTH, snippet
from monitor.model import Mark


def test_a_phrase_has_so_many_words() -> None:
    """200 are a phrase, one more is an error that says so."""
    assert parse(f'"{" ".join(["mann"] * 200)}"')
    with pytest.raises(QuerySyntaxError, match=f"at most {PHRASE_LIMIT} words"):
        parse(f'"{" ".join(["mann"] * 201)}"')


def test_a_query_has_so_many_parts() -> None:
    """20,000 are a query, one more is an error that says what to do."""
    assert parse(" ".join(["mann"] * TERM_LIMIT))
    with pytest.raises(QuerySyntaxError, match="20,000 parts"):
        parse(" ".join(["mann"] * (TERM_LIMIT + 1)))


def test_an_error_shows_a_piece_of_a_long_word() -> None:
    """A word of a thousand letters is cut in the message."""
    with pytest.raises(QuerySyntaxError) as raised:
        parse("a AND OR")
    assert "'OR'" in raised.value.reason
    with pytest.raises(QuerySyntaxError) as raised:
        parse(f"{'!' * 1_000}")
    assert len(raised.value.reason) < 120


def test_a_pattern_gives_so_many_places() -> None:
    """Matches beyond the limit are not looked for."""
    assert patterns.find("a", "aaaa", exact=False, limit=2) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"f1-2b"', "The f1-2b engine", True),
        ('"f1-2b"', "The f1 2b engine", False),
        ('="Michael Man*"', "Michael Manning", True),
        ('="Michael Man*"', "Michael manning", False),
        ("Zoë", "Zöë Kravitz", True),
        ("Zoë", "Zöe Kravitz", False),
    ],
)
def test_forms_of_a_word(query: str, text: str, found: bool) -> None:  # noqa: FBT001  a column of the table
    """A sign between figures, the end of an exact prefix, an accent that the query leaves open."""
    assert matches(query, article(body=text)) is found


def test_context_of_no_words_between() -> None:
    """Zero is a distance, and not the whole article."""
    near = compile_watches([watch("heat", context=("mann",), context_within="0")])

    assert near.match(article(body="Heat, Mann"))
    assert near.match(article(body="Heat by Mann")) == []


def test_the_long_form_needs_no_context_next_to_what_is_excluded() -> None:
    """A phrase that holds a shorter alternative stands for itself, also where the query excludes something."""
    matcher = compile_watches([watch('("Avengers: Doomsday" OR Doomsday) -football', context=("Marvel",))])

    assert matcher.match(article(body="Avengers: Doomsday is cast"))
    assert matcher.match(article(body="Doomsday is cast")) == []


def test_a_mask_is_a_clause_that_holds() -> None:
    """What is masked is said with its places; it is no reason why a watch would fail."""
    clause = explain(watch("heat", masks=("Miami Heat",)), article(body="The Miami Heat")).clauses[0]

    assert (clause.text, clause.holds, clause.nearest) == ('except "Miami Heat"', True, "1 places do not count")


@pytest.mark.parametrize("word", ["EXCERPT", "EXEMPT", "ACCEPT", "except"])
def test_other_words_are_not_taken_for_an_operator(word: str) -> None:
    """A word with other letters, or in small ones, is itself."""
    assert suggestions.operator(word) is None


def test_advice_that_finds_nothing_is_not_wrong() -> None:
    """Where no labelled hit is left, no hit is wrong; where none was right, none is lost."""
    advice = Advice(masks=(), context=(), watch=watch(), right=0, wrong=0, rights=0, archived=0)

    assert (advice.precision, advice.recall) == (1.0, 1.0)


class TestSnippet:
    def test_a_title_is_better_than_nothing(self) -> None:
        """An article without text, found by a fact, shows its title."""
        hit = look("outlet:joblo", article("Heat 2"))

        assert hit
        assert hit.snippet == "Heat 2"

    def test_is_one_line(self) -> None:
        """Blanks and line ends become one blank, and the marks stand where the words then are."""
        body = "The  heat \n is on"
        line, marks = snippet(article(body=body), [Mark(field="body", start=5, end=9, text="heat")])

        assert (line, marks) == ("The heat is on", ((4, 8),))

    def test_holds_a_long_mark(self) -> None:
        """What was found is shown up to the length of a snippet, wherever it begins."""
        body = "word " * 13 + "heat " * 60
        line, marks = snippet(article(body=body), [Mark(field="body", start=65, end=364, text=body[65:364])])

        assert marks[0][0] == 65
        assert line.endswith("heat…")
        assert len(line) >= 65 + LENGTH - 5

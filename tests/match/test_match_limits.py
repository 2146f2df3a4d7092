"""Borders that no example of the language shows: limits, forms of one word, and lines around a hit."""

from contextlib import closing
from dataclasses import replace

import pytest
from match_made import FullTextIndex, article, watch

from monitor.errors import QuerySyntaxError
from monitor.match import compile_watches, explain, look, matches, parse
from monitor.match.advice.proposals import Advice, _context
from monitor.match.advice.spellings import Spellings
from monitor.match.prepare import parse_context
from monitor.match.query import suggestions
from monitor.match.query.fts5 import translate
from monitor.match.query.parser import DEPTH_LIMIT, PHRASE_LIMIT, TERM_LIMIT
from monitor.match.query.unparse import written
from monitor.match.scan import patterns
from monitor.match.snippets import LENGTH, snippet
from monitor.model import Mark


def test_a_phrase_has_so_many_words() -> None:
    """200 are a phrase, one more is an error that says so."""
    assert parse(f'"{" ".join(["mann"] * 200)}"')
    with pytest.raises(QuerySyntaxError, match=f"at most {PHRASE_LIMIT} words"):
        parse(f'"{" ".join(["mann"] * 201)}"')


def test_what_stands_side_by_side_is_not_nested() -> None:
    """As many groups, fields and negations as one likes: their levels end where they do."""
    assert parse(" AND ".join(["(a b)", "title:(c d)", "NOT e"] * (DEPTH_LIMIT + 1)))


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


def test_parentheses_have_so_many_levels() -> None:
    """60 within each other are a query, one more is an error that says so."""
    assert parse("(" * DEPTH_LIMIT + "mann" + ")" * DEPTH_LIMIT)
    with pytest.raises(QuerySyntaxError, match=f"more than {DEPTH_LIMIT} levels"):
        parse("(" * (DEPTH_LIMIT + 1) + "mann" + ")" * (DEPTH_LIMIT + 1))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"100%"', "100% Wolf returns", True),
        ('"100%"', "100 wolves return", False),
        ('"100"', "100% Wolf returns", False),
        ("'heat 2'", "To heat 2 rooms", True),
        ("' heat 2'", "To heat 2 rooms", True),
        ("' heat 2'", "2 rooms, no heat", False),
        ("heat", "The heat% of rooms", True),
    ],
)
def test_signs_at_the_borders_of_phrases(query: str, text: str, found: bool) -> None:  # noqa: FBT001  a column of the table
    """A sign of the phrase must stand in the text; a quote before a blank opens a phrase all the same."""
    assert matches(query, article(title=text)) == found


def test_two_quotes_in_a_row_hold_nothing() -> None:
    """They do not open a phrase that ends at a later quote."""
    with pytest.raises(QuerySyntaxError, match="no letter or figure"):
        parse("'' heat'")


def test_words_between_may_each_have_a_possessive() -> None:
    """The index counts an "s" as a word of its own; no article is lost by that."""
    near = translate('"heat" NEAR/2 "gardiner"')
    assert near is not None
    with closing(FullTextIndex()) as index:
        index.fill([article("Heat's Mann's Pacino's Gardiner"), article("Heat one two three four five six Gardiner")])
        assert index.find(near) == [0]


@pytest.mark.parametrize(
    ("entry", "written_so"),
    [("wav*", "wav*"), ("heat wav*", "heat AND wav*"), ("oscar", "oscar OR oscars"), ("Oscar", "Oscar"), ("as", "as")],
)
def test_entries_of_context(entry: str, written_so: str) -> None:
    """A star is one; a plural is added to a word in small letters alone, which has three at least."""
    assert written(parse_context(entry)).replace('"', "") == written_so


def test_a_query_is_written_as_people_write_it() -> None:
    """NOT stands without the AND that it implies."""
    assert written(parse('"heat" AND "mann" NOT "wave"')) == "heat AND mann NOT wave"


def test_the_commonest_spelling_is_chosen_wherever_it_stands() -> None:
    """Standfirsts count; of two spellings the more frequent one, not the first by letters."""
    articles = [article("A", "MICHAEL MANN"), article("B", "Michael Mann", standfirst="Michael Mann, Meg Gardiner")]
    spellings = Spellings(articles)

    assert spellings.of("michael mann") == "Michael Mann"
    assert spellings.of("meg gardiner") == "Meg Gardiner"


def test_a_word_of_two_letters_is_no_context() -> None:
    """Such words are chance, however well they divide right from wrong."""
    right = [article("Heat xy", f"Heat {letter} xy") for letter in ("one", "two", "three", "four")]
    wrong = [article("Heat", f"Heat {letter}") for letter in ("five", "six", "seven", "eight")]

    assert _context(watch(), right, wrong, frozenset()) == ()
    assert _context(watch(), [replace(one, title="Heat xyz") for one in right], wrong, frozenset()) == ("xyz",)


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
        ('"fast & furious"', "Fast furious cars", False),
        ('"fast & furious"', "Fast & furious cars", True),
        ('"f1 2b"', "The f1 2b engine", True),
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

    assert (clause.text, clause.holds, clause.nearest) == ('except "Miami Heat"', True, "1 place is not counted")


@pytest.mark.parametrize("word", ["EXCERPT", "EXEMPT", "ACCEPT", "except"])
def test_other_words_are_not_taken_for_an_operator(word: str) -> None:
    """A word with other letters, or in small ones, is itself."""
    assert suggestions.operator(word) is None


def test_advice_that_finds_nothing_is_not_wrong() -> None:
    """Where no labelled hit is left, no hit is wrong; where none was right, none is lost."""
    advice = Advice(masks=(), context=(), watch=watch(), right=0, wrong=0, rights=0, archived=0)

    assert (advice.precision, advice.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("right", "wrong", "precision", "recall"), [(3, 1, 0.75, 0.5), (2, 2, 0.5, 2 / 6), (0, 1, 0.0, 0.0)]
)
def test_precision_and_recall_of_advice(right: int, wrong: int, precision: float, recall: float) -> None:
    """Precision is of what is still found, recall of what was right."""
    advice = Advice(masks=(), context=(), watch=watch(), right=right, wrong=wrong, rights=6, archived=0)

    assert (advice.precision, advice.recall) == (precision, recall)


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

    def test_marks_at_its_borders(self) -> None:
        """A word with which it begins is marked, one that begins where it ends is not in it."""
        body = "人" * (LENGTH + 50)
        marks = [Mark(field="body", start=at, end=at + 1, text="人") for at in (0, LENGTH)]

        assert snippet(article(body=body), marks)[1] == ((0, 1),)

    def test_holds_a_long_mark(self) -> None:
        """What was found is shown up to the length of a snippet, wherever it begins."""
        body = "word " * 13 + "heat " * 60
        line, marks = snippet(article(body=body), [Mark(field="body", start=65, end=364, text=body[65:364])])

        assert marks[0][0] == 65
        assert line.endswith("heat…")
        assert len(line) >= 65 + LENGTH - 5

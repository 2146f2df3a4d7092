"""One meaning, three engines: the automaton, a plain evaluator written for clarity, and SQLite's full text."""

from functools import cache

import match_reference
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from match_made import FullTextIndex, article, articles, cleaned, queries, watch

from monitor import text
from monitor.errors import QuerySyntaxError
from monitor.match import compile_watches, matches, parse
from monitor.match.evaluate import View, evaluate
from monitor.match.query import nodes
from monitor.match.query.fts5 import either, narrow, translate
from monitor.match.query.initials import both_ways
from monitor.match.query.operators import OPERATORS, Example
from monitor.match.query.unparse import written
from monitor.match.scan.folded_text import Layout
from monitor.model import Article

EXAMPLES = [example for operator in OPERATORS for example in operator.examples]
NAMES = {"authors": "author", "tags": "tag"}


def understood(query: str) -> nodes.Node:
    """The nodes of a generated query; nonsense (only excluded, NEAR of ANDs) is passed over."""
    try:
        return parse(query)
    except QuerySyntaxError:
        assume(False)
        raise


class TestAutomaton:
    @pytest.mark.parametrize("case", EXAMPLES, ids=range(len(EXAMPLES)))
    def test_examples(self, case: Example) -> None:
        """Every example of the language holds live, by the plain evaluator and for a bare query."""
        hits = compile_watches([watch(case.query)]).match(case.article)

        assert bool(hits) == case.found
        assert (match_reference.evaluate(both_ways(parse(case.query)), case.article) is not None) == case.found
        assert matches(case.query, case.article) == case.found

    @settings(max_examples=2 * settings.default.max_examples)
    @given(queries, articles)
    @example("(a NEAR/0 s)", article(body="a's s"))
    @example('"2.0"', article(body="2.0 2,0 2 0"))
    def test_agrees_with_the_plain_evaluator(self, query: str, one: Article) -> None:
        """Whatever the query and the text: the same verdict, and the same places in the article's own text."""
        node = both_ways(understood(query))
        layout = Layout(one)
        wanted = match_reference.evaluate(node, one)
        found = evaluate(node, View(layout))
        marks = {(NAMES.get(m.field, m.field), m.start, m.end) for m in map(layout.mark, found or [])}

        assert (found is None) == (wanted is None)
        assert marks == match_reference.spans(one, wanted or frozenset())

    @given(st.lists(queries, min_size=1, max_size=6), articles)
    def test_many_watches_are_as_each_alone(self, several: list[str], one: Article) -> None:
        """The scan for all watches loses none and adds none."""
        known = [watch(query, id=str(number)) for number, query in enumerate(several) if understood(query)]
        alone = [known[number].id for number, query in enumerate(several) if matches(query, one)]

        assert [hit.watch for hit in compile_watches(known).match(one)] == alone

    @given(queries, articles)
    def test_marks_are_the_words(self, query: str, one: Article) -> None:
        """Every mark is the article's text at its offsets, every marked piece of a snippet is such text."""
        understood(query)
        for hit in compile_watches([watch(query)]).match(one):
            for mark in hit.marks:
                value = getattr(one, mark.field)
                original = ", ".join(value) if isinstance(value, tuple) else value

                assert original[mark.start : mark.end] == mark.text
                assert text.fold(mark.text)
            for start, end in hit.snippet_marks:
                assert text.fold(hit.snippet[start:end])

    @given(queries)
    def test_nodes_can_be_written_again(self, query: str) -> None:
        """A query made of nodes has the same nodes."""
        node = understood(query)

        assert parse(written(node)) == node


@cache
def index() -> FullTextIndex:
    return FullTextIndex()


class TestFullText:
    @pytest.mark.parametrize("case", EXAMPLES, ids=range(len(EXAMPLES)))
    def test_examples(self, case: Example) -> None:
        """Every example holds in the archive: the index finds it, and the row is asked again."""
        index().fill([cleaned(case.article)])
        match = translate(case.query)
        rows = index().find(match) if match else [0]

        assert bool(rows and matches(case.query, cleaned(case.article))) == case.found

    @settings(max_examples=2 * settings.default.max_examples)
    @given(queries, st.lists(articles, min_size=1, max_size=3))
    def test_finds_all_that_a_watch_finds(self, query: str, several: list[Article]) -> None:
        """No article that a watch finds is missing among those that the index finds."""
        understood(query)
        kept = [cleaned(one) for one in several]
        wanted = [number for number, one in enumerate(kept) if matches(query, one)]
        index().fill(kept)
        match = translate(query)
        found = index().find(match) if match else list(range(len(kept)))

        assert set(wanted) <= set(found)

    @given(queries, queries, st.lists(articles, min_size=1, max_size=3))
    def test_narrows_to_all_that_a_watch_finds(self, query: str, alias: str, several: list[Article]) -> None:
        """An alias is looked for too, and each of two versions of a watch finds its own."""
        understood(query)
        understood(alias)
        kept = [cleaned(one) for one in several]
        one, other = watch(query, aliases=(alias,)), watch(alias, id="other")
        wanted = {number for number, text in enumerate(kept) if compile_watches([one, other]).match(text)}
        index().fill(kept)
        match = either([narrow(one), narrow(other)])

        assert wanted <= set(index().find(match) if match else range(len(kept)))

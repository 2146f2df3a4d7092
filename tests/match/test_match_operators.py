"""What CONTRIBUTING.md promises of an operator: a row and a node, and every engine and text knows it."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from match_made import watch

import monitor.match
from monitor.errors import QuerySyntaxError
from monitor.match import check_watch, explain, matches, parse
from monitor.match.query.nodes import And, Except, Near, Node, Not, Or, Scoped, Term, rebuilt, walk
from monitor.match.query.operators import KEYWORDS, NUMBERED, OPERATORS, Example, Operator
from monitor.match.query.unparse import written

KINDS = get_args(Node)
EXAMPLES = [example for operator in OPERATORS for example in operator.examples]
NODES = {node: None for example in EXAMPLES for node in walk(parse(example.query))}
OTHER = Term(("thief",), "thief")


def directly_below(node: Node) -> list[Node]:
    """The nodes that a node's fields hold."""
    found: list[Node] = []
    for one in fields(node):
        value: Any = getattr(node, one.name)
        found += [item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, KINDS)]
    return found


def wrapped(node: Node) -> Iterator[Node]:
    """A node inside each operator that can hold it."""
    if isinstance(node, Not):
        return
    yield And((OTHER, Not(node)))
    for group in (And, Or):
        if not isinstance(node, group):
            yield group((OTHER, node))
    yield Scoped("title", node)
    if node.is_positional:
        yield from (Near(OTHER, node, 3), Near(node, OTHER, 3), Except(node, OTHER), Except(OTHER, node))


def test_each_kind_of_node_has_its_row_and_examples() -> None:
    """No node without an operator that documents it, and none that no example shows."""
    assert {operator.node for operator in OPERATORS} == set(KINDS)
    assert {type(node) for node in NODES} == set(KINDS)
    assert all(operator.examples for operator in OPERATORS)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_the_examples_show_the_operator(operator: Operator) -> None:
    """A row's examples find some texts and pass over others, and are parsed to its node."""
    assert {example.found for example in operator.examples} == {True, False}
    assert any(isinstance(node, operator.node) for one in operator.examples for node in walk(parse(one.query)))


@pytest.mark.parametrize("keyword", NUMBERED)
def test_a_number_has_examples_at_its_border(keyword: str) -> None:
    """One text is found with the number and not with one less or more; another is only found with that."""
    examples = [example for example in KEYWORDS[keyword].examples if f"{keyword}/" in example.query]
    turned = {example.found for example in examples for step in (-1, 1) if turns(example, keyword, step)}
    largest, above = (
        re.sub(rf"{keyword}/\d+", f"{keyword}/{NUMBERED[keyword].most + more}", examples[0].query) for more in (0, 1)
    )

    assert turned == {True, False}
    assert parse(largest)
    with pytest.raises(QuerySyntaxError, match="at most"):
        parse(above)


def turns(example: Example, keyword: str, step: int) -> bool:
    """Whether the example is decided otherwise by another number."""
    before, _, after = example.query.partition(f"{keyword}/")
    digits = after[: len(after) - len(after.lstrip("0123456789"))]
    number = int(digits) + step
    query = f"{before}{keyword}/{number}{after.removeprefix(digits)}"
    return number >= 0 and matches(query, example.article) != example.found


@pytest.mark.parametrize("node", NODES, ids=written)
def test_a_node_knows_its_children(node: Node) -> None:
    """The children are the nodes in its fields, what must hold is among them, and rebuilding keeps all of it."""
    assert list(node.children) == directly_below(node)
    assert set(node.all_of) | set(node.any_of) <= set(node.children)
    assert rebuilt(node, lambda child: child) == node


@pytest.mark.parametrize("node", NODES, ids=written)
def test_a_node_is_written_as_it_is_read(node: Node) -> None:
    """Alone and inside each other operator it is written so that the parser reads the same."""
    inside = list(wrapped(node))

    assert inside or isinstance(node, Not)
    assert [parse(written(one)) for one in inside] == inside


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_explanation_agrees(example: Example) -> None:
    """The first clause is the query, and it holds where the watch matches."""
    explanation = explain(watch(example.query), example.article)

    assert explanation.matches == example.found
    assert explanation.clauses[0].holds == example.found


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_keyword_is_known_everywhere(keyword: str) -> None:
    """Quoted it is a word, in small letters a warning, and with two letters swapped there is a hint."""
    changed = keyword[:-2] + keyword[-1] + keyword[-2]

    assert isinstance(parse(f'"{keyword}"'), Term)
    assert (
        f"warning: {keyword.lower()!r} is a word here; the operator is {keyword}"
        in check_watch(watch(f"heat {keyword.lower()} mann")).lines
    )
    assert len(keyword) == 2 or f"did you mean {keyword}" in "".join(check_watch(watch(f"heat {changed} mann")).lines)


def test_no_engine_forgets_a_node() -> None:
    """A `case _` fails, so that the type checker names the node that it misses, or says why it is open."""
    folder = Path(inspect.getfile(monitor.match)).parent
    defaults = [
        (file.name, case.body[0])
        for file in folder.rglob("*.py")
        for text in [file.read_text(encoding="utf-8")]
        for case in ast.walk(ast.parse(text))
        if isinstance(case, ast.match_case) and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        if "# open:" not in text.splitlines()[case.pattern.lineno - 1]
    ]

    assert defaults
    assert [name for name, body in defaults if "assert_never" not in ast.unparse(body)] == []

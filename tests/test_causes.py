"""Causes are values: no decision reads an English sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("monitor/**/*.py"), *ROOT.glob("spiders/**/*.py"), ROOT / "scheduler.py"])
# Names of what holds a sentence for people: an exception or its text, an event's, a row's.
SENTENCES = frozenset(
    {"error", "last_error", "exc", "exception", "failure", "message", "detail", "because", "why", "problem", "stderr"}
)
_AS_TEXT = frozenset({"lower", "upper", "casefold", "strip", "lstrip", "rstrip", "split", "partition", "replace"})
# SQL that asks for the words of an error: last_error = 'dropped by hand', detail like '%bars%'.
_IN_SQL = re.compile(
    r"\b(?:last_error|error|detail|because)\b(?:, *'')?\)?\s*(?:[!<=]?=|<>|\b(?:is|is not|like|glob|in)\b)\s*"
    r"\(?'[^']+'",
    re.IGNORECASE,
)
# Sentences of others that a decision must read, for they say it in no other way.
FOREIGN = {"sqlite_errors.py": "SQLite's own, for errors that carry no code"}


def is_sentence(node: ast.expr) -> bool:
    """Whether an expression is the text of an error: `error`, `row.error`, `str(error)`, `error.lower()`..."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in SENTENCES
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name in SENTENCES
        case ast.BoolOp(values=values):
            return any(map(is_sentence, values))
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[value, *_]):
            return is_sentence(value)
        case ast.Call(func=ast.Attribute(value=value, attr=name)):
            return name in _AS_TEXT and is_sentence(value)
    return False


def literals(node: ast.expr) -> Iterator[str]:
    """The words that an expression is made of: a literal, or a group of them."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from literals(part)


def decisions(tree: ast.AST) -> Iterator[int]:
    """The lines in which words are compared with, or looked for in, the text of an error."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                if any(map(is_sentence, sides)) and any(True for side in sides for _ in literals(side)):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(value=value, attr="startswith" | "endswith" | "count" | "find")):
                if is_sentence(value) and any(True for each in node.args for _ in literals(each)):
                    yield node.lineno
            case ast.Call(func=ast.Attribute(attr="search" | "match" | "fullmatch"), args=[*_, last]):
                if is_sentence(last):
                    yield node.lineno
            case ast.Constant(value=str(text)) if _IN_SQL.search(text):
                yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_decision_reads_a_sentence(path: Path) -> None:
    """What is done follows from enums, classes and numbers; rewording a message breaks nothing."""
    if path.name in FOREIGN:
        return

    assert list(decisions(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'isinstance(error, Foo) and str(error) == "the crawl was stopped"',
        '"robots.txt" in error and " bars " in error',
        '"redirect" in str(error).lower()',
        '"SQLite" in error.message',
        'row["last_error"] != "dropped by hand"',
        'detail == "dropped by hand"',
        "rows(\"select * from deliveries where coalesce(last_error, '') != 'dropped by hand'\")",
        'any(" bars " in problem for problem in problems)',
        '(self.error or "").startswith("HTTP 4")',
        're.search("HTTP (4..)", failure.detail)',
        'str(error) in ("timed out", "no route")',
    ],
)
def test_the_search_finds_what_it_looks_for(code: str) -> None:
    """Each way in which such a decision was once written is seen."""
    assert set(decisions(ast.parse(code))) == {1}


@pytest.mark.parametrize(
    "code", ["error is None", "event.cause is Cause.ROBOTS", 'state == "dead"', 'f"{kind} {error}"', "error != before"]
)
def test_the_search_leaves_values_alone(code: str) -> None:
    """Enums, states and comparisons of two errors are no sentences."""
    assert list(decisions(ast.parse(code))) == []

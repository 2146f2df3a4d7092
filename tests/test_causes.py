"""Causes are values: no decision reads an English sentence."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("monitor/**/*.py"), *ROOT.glob("spiders/**/*.py"), ROOT / "scheduler.py"])
# Names of what holds a sentence for people: an exception or its text, an event's, a row's.
SENTENCES = frozenset(
    {"error", "last_error", "exc", "exception", "failure", "message", "detail", "because", "why", "problem", "stderr"}
)
_AS_TEXT = frozenset({"lower", "upper", "casefold", "strip", "lstrip", "rstrip", "split", "partition", "replace"})
_READS = frozenset(  # what looks for words in a text
    {"startswith", "endswith", "count", "find", "rfind", "index", "rindex", "removeprefix", "removesuffix"}
)
_SEARCHES = frozenset({"search", "match", "fullmatch", "findall", "finditer"})  # of `re` and of a compiled pattern
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
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name in SENTENCES
        case ast.BoolOp(values=values) | ast.JoinedStr(values=values):
            return any(map(is_sentence, values))
        case ast.FormattedValue(value=value) | ast.Subscript(value=ast.Call() as value):
            return is_sentence(value)
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[value, *_]):
            return is_sentence(value)
        case ast.Call(func=ast.Attribute(value=value, attr=name)):
            return name in _AS_TEXT and is_sentence(value)
    return False


def literals(node: ast.AST) -> Iterator[str]:
    """The words that an expression is made of: a literal, a constant's name, or a group of them."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in constants():
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from literals(part)


@cache
def trees() -> dict[Path, ast.Module]:
    """The syntax of every file, read once."""
    return {path: ast.parse(path.read_text("utf-8")) for path in FILES}


@cache
def constants() -> frozenset[str]:
    """The names that a module gives to words or groups of words: `STOPPED = "the crawl was stopped"`."""
    found = set()
    for tree in trees().values():
        for node in tree.body:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ) if name.isupper() and _words(value):
                    found.add(name)
    return frozenset(found)


def _words(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple"), args=[group]):
            return _words(group)
        case ast.Tuple(elts=[first, *_]) | ast.List(elts=[first, *_]) | ast.Set(elts=[first, *_]):
            return _words(first)
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def decisions(tree: ast.AST) -> Iterator[int]:
    """The lines in which words are compared with, or looked for in, the text of an error."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                if any(map(is_sentence, sides)) and (_looks_inside(node) or any(map(_has_words, sides))):
                    yield node.lineno
            case ast.Match() if is_sentence(node.subject) and any(_is_of_words(case.pattern) for case in node.cases):
                yield node.lineno
            case ast.Call() if _asks(node):
                yield node.lineno
            case ast.Constant(value=str(text)) if _IN_SQL.search(text):
                yield node.lineno


def _asks(call: ast.Call) -> bool:
    """Whether a method looks for words in the text, or an expression is searched for in it."""
    match call.func:
        case ast.Attribute(value=value, attr=name) if name in _READS and is_sentence(value):
            return any(map(_has_words, call.args))
        case ast.Attribute(attr=name) if name in _SEARCHES:
            return any(map(is_sentence, call.args[:2]))
    return False


def _is_of_words(pattern: ast.pattern) -> bool:
    """Whether a pattern is a word, or one of several; those inside a class pattern are of its attributes."""
    match pattern:
        case ast.MatchOr(patterns=parts):
            return any(map(_is_of_words, parts))
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _is_of_words(inner)
    return isinstance(pattern, ast.MatchValue) and _has_words(pattern.value)


def _has_words(node: ast.AST) -> bool:
    return any(True for _ in literals(node))


def _looks_inside(node: ast.Compare) -> bool:
    """Whether anything at all is looked for in the text: `marker in error`, whatever the marker is."""
    pairs = zip(node.ops, node.comparators, strict=True)
    return any(isinstance(op, ast.In | ast.NotIn) and is_sentence(side) for op, side in pairs)


def test_no_decision_reads_a_sentence() -> None:
    """What is done follows from enums, classes and numbers; rewording a message breaks nothing."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, tree in trees().items()
        if path.name not in FOREIGN
        for line in decisions(tree)
    ]

    assert trees()
    assert found == []


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
        'match str(error):\n case "timed out" | "no route": pass',
        'match error.detail:\n case str(text) if text: pass\n case "gone": pass',
        'f"{error}" == "timed out"',
        '"robots" in f"{kind}: {error}"',
        're.findall("HTTP (4..)", str(error))',
        "_STATUS.search(row.error)",
        "[*_STATUS.finditer(failure)]",
        'str(error).split(":")[0] == "HTTP"',
        'error.index("HTTP")',
        'error.removeprefix("HTTP ").isdigit()',
        "any(marker in str(error) for marker in markers)",
        "error == SOME_WORDS",
        "row.detail.startswith(texts.SOME_WORDS)",
    ],
)
def test_the_search_finds_what_it_looks_for(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way in which such a decision was once written, or could be, is seen."""
    monkeypatch.setattr(f"{__name__}.constants", lambda: frozenset({"SOME_WORDS"}))

    assert set(decisions(ast.parse(code))) == {1}


@pytest.mark.parametrize(
    "code",
    [
        "error is None",
        "event.cause is Cause.ROBOTS",
        'state == "dead"',
        'f"{kind} {error}"',
        "error != before",
        "error in seen",
        "error == LIMIT",
    ],
)
def test_the_search_leaves_values_alone(code: str) -> None:
    """Enums, states and comparisons of two errors are no sentences."""
    assert list(decisions(ast.parse(code))) == []

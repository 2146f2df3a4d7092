"""The rules of the tests themselves: each says what it holds, none is true because it looked at nothing."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from checkout_traces import untracked
from hypothesis import settings
from longest_first import LONGEST

FILES = sorted(Path(__file__).parent.rglob("test_*.py"))
NAMED = sorted(path.relative_to(Path(__file__).parent).as_posix() for path in FILES)
THROUGH = {"enumerate", "zip", "reversed", "sorted", "list", "tuple", "items", "values", "product", "pairwise"}


def found_in(file: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The test functions of a file."""
    tree = ast.parse((Path(__file__).parent / file).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_no_deadline_decides() -> None:
    """A property is false by what it finds, not by how long a loaded machine took."""
    assert settings.default is not None
    assert settings.default.deadline is None


@pytest.fixture(scope="module")
def written() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every test of the suite, by file and name."""
    return {f"{file}::{test.name}": test for file in NAMED for test in found_in(file)}


def test_a_test_says_what_it_holds(written) -> None:
    """Each test's docstring is a sentence."""
    silent = [
        name for name, test in written.items() if not (ast.get_docstring(test) or "").rstrip().endswith((".", "?"))
    ]

    assert len(written) > 2_000
    assert silent == []


def test_a_loop_of_asserts_is_not_empty(written) -> None:
    """Where a test asserts in loops only, it says first that there is something to loop over."""
    assert [name for name, test in written.items() if may_look_at_nothing(test)] == []


def may_look_at_nothing(test: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether all that a test asserts stands in loops that may have no turn. A property's data is Hypothesis's."""
    if "given(" in " ".join(map(ast.unparse, test.decorator_list)):
        return False
    full = {
        target.id
        for node in ast.walk(test)
        if isinstance(node, ast.Assign) and is_full(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    full |= {argument.arg for argument in test.args.args if f"'{argument.arg}'" in str(parametrised(test))}
    held = [(inside, node) for inside, node in walked(test, full) if is_check(node)]
    return bool(held) and all(inside for inside, _ in held)


def parametrised(test: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The decorators that name a test's parameters."""
    return [ast.unparse(node) for node in test.decorator_list if "parametrize(" in ast.unparse(node)]


def walked(node: ast.AST, full: set[str], *, inside: bool = False) -> Iterator[tuple[bool, ast.AST]]:
    """Every node below, and whether it stands in a loop that may have no turn."""
    for child in ast.iter_child_nodes(node):
        is_loop = isinstance(child, ast.For | ast.AsyncFor) and not is_full(child.iter, full)
        yield inside, child
        yield from walked(child, full, inside=inside or is_loop)


def is_check(node: ast.AST) -> bool:
    """Whether a node can make a test fail: an assert, `raises`, `fail`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func) in {"pytest.raises", "pytest.fail", "pytest.warns"}
    return isinstance(node, ast.Assert)


def is_full(node: ast.expr, full: set[str]) -> bool:
    """Whether there is something to loop over, as far as can be seen: a display, a constant, a name of one."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.Dict(keys=parts):
            return bool(parts)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper() or name in full
        case ast.Call(func=ast.Name(id="range")):
            return True
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in THROUGH:
            return is_full(first, full)
        case ast.Call(func=ast.Attribute(value=whole, attr=name)) if name in THROUGH:
            return is_full(whole, full)
        case _:
            return False


def test_a_connection_is_closed_where_it_is_opened() -> None:
    """Python 3.13 warns of one that was left open, in whatever test it is collected."""
    opened, closed = set(), set()
    for path in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if is_connection(node):
                opened.add(f"{path.name}:{node.lineno}")
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("closing"):
                closed |= {f"{path.name}:{given.lineno}" for given in node.args if is_connection(given)}

    assert closed
    assert {place.split(":")[0] for place in opened - closed} == {"match_made.py"}  # it has a `close` itself


def is_connection(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a node opens a database."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sqlite3.connect")


def test_what_begins_first_is_there() -> None:
    """A module that was renamed would begin anywhere."""
    assert sorted(set(LONGEST) - set(NAMED)) == []


def test_the_rule_about_loops_sees_what_it_should() -> None:
    """A loop over what a call found may be empty; one over a display, or after an assert, may not."""

    def rule(body: str) -> bool:
        (test,) = ast.parse(f"def test_x():\n{body}").body
        assert isinstance(test, ast.FunctionDef)
        return may_look_at_nothing(test)

    assert rule("    for one in found():\n        assert one")
    assert not rule("    for one in (1, 2):\n        assert one")
    assert not rule("    ones = found()\n    assert ones\n    for one in ones:\n        assert one")


def test_what_a_run_leaves_in_the_checkout_is_seen(tmp_path: Path) -> None:
    """A new file or folder at its top, and not what git ignores or knows."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("*.db\n")
    before = untracked(tmp_path)
    (tmp_path / "good").mkdir()
    for name in ("good/message.txt", "out.txt", "archive.db"):
        (tmp_path / name).write_text("x")

    assert untracked(tmp_path) - before == {"good", "out.txt"}
    assert untracked(tmp_path / "nowhere") == set()

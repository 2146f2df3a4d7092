"""Names: which tests concern a line that is run by imports alone: a constant, a default, a member of an enumeration.

Its tests are those that execute a line where its name stands, and those of a test file that speaks of it; where that is
another constant, those of its name.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.mutants.catalogue import Fault
from tests.mutants.reach import Reach


class Place(NamedTuple):
    """A statement: its file, its lines, and the names that are bound there at import, if they are."""

    path: str
    first: int
    last: int
    binds: tuple[str, ...]


class Names:
    """Every statement of the product, and where each name stands."""

    def __init__(self, root: Path) -> None:
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._used: dict[str, list[Place]] = defaultdict(list)
        self._spoken = {
            file.relative_to(root).as_posix(): frozenset(re.findall(r"\w+", file.read_text("utf-8")))
            for file in sorted(root.glob("tests/**/test_*.py"))
        }
        for file in sorted([*root.glob("monitor/**/*.py"), *root.glob("spiders/**/*.py"), root / "scheduler.py"]):
            tree = ast.parse(file.read_bytes())
            self._walk(file.relative_to(root).as_posix(), tree, ())

    def tests(self, fault: Fault, reach: Reach) -> set[str]:
        """The tests that a fault can show in."""
        place = self._innermost(fault)
        if not place.binds:
            return reach.tests(place.path, place.first, place.last)
        seen = {place}  # a test that starts a process executes all that is imported there, and little of it in earnest
        left, names = [place], set[str]()
        while left:
            for name in left.pop().binds:
                names.add(name)
                fresh = [used for used in self._used[name] if used not in seen]
                seen.update(fresh)
                left += [used for used in fresh if used.binds]
        reaching = {test for each in seen for test in reach.tests(each.path, each.first, each.last)}
        return reaching | {test for test in reach.seconds if names & self._spoken.get(test.split("::")[0], frozenset())}

    def _innermost(self, fault: Fault) -> Place:
        """The statement of a fault."""
        holding = [place for place in self._places[fault.path] if place.first <= fault.line <= place.last]
        return max(holding, key=lambda place: (place.first, -place.last))

    def _walk(self, path: str, node: ast.AST, around: tuple[str, ...], *, imported: bool = True) -> None:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                if isinstance(child, ast.ExceptHandler | ast.match_case):
                    self._walk(path, child, around, imported=imported)
                continue
            body = [inner for inner in getattr(child, "body", []) if isinstance(inner, ast.stmt)]
            last = max(child.lineno, body[0].lineno - 1) if body else child.end_lineno
            place = Place(path, child.lineno, last or child.lineno, _bound(child, around) if imported else ())
            self._places[path].append(place)
            for name in _standing(child):
                self._used[name].append(place)
            is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            outer = (child.name,) if isinstance(child, ast.ClassDef) else around
            self._walk(path, child, outer, imported=imported and not is_function)


def _bound(statement: ast.stmt, around: tuple[str, ...]) -> tuple[str, ...]:
    """What a statement of a module or a class gives a name to; within a class without one, the class."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Assign(targets=targets):
            names = tuple(node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
            return names or around
        case ast.AnnAssign(target=ast.Name(id=name)):
            return (name, *around)
    return around


def _standing(statement: ast.stmt) -> set[str]:
    """The names that stand in a statement itself, not in its body."""
    found: set[str] = set()
    left: list[ast.AST] = [statement]
    while left:
        for child in ast.iter_child_nodes(left.pop()):
            if isinstance(child, ast.stmt):
                continue
            left.append(child)
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                found.add(child.id)
            elif isinstance(child, ast.Attribute):
                found.add(child.attr)
            elif isinstance(child, ast.keyword) and child.arg:
                found.add(child.arg)
    return found

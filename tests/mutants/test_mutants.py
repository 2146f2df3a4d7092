"""The tool that puts faults into the code: which faults it knows, which it draws, and what it says of its list."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.mutants import catalogue, rooms
from tests.mutants.__main__ import sample
from tests.mutants.explained import Explained, explained, stale
from tests.mutants.names import Names
from tests.mutants.reach import Reach

ROOT = Path(__file__).parents[2]
CONFTEST = ROOT / "tests" / "conftest.py"
CASES = {
    "x = 3": {"x = 4", "x = 2"},
    "x = 500": {"x = 5000", "x = 50"},
    "x = timedelta(minutes=y)": {"x = timedelta(seconds=y)"},
    "x = a < b": {"x = a <= b"},
    "x = a is not b": {"x = a is b"},
    "x = a and b": {"x = a or b", "x = ((a))", "x = ((b))"},
    "x = not a": {"x = bool(a)"},
    "x = a - b": {"x = a + b"},
    "x = True": {"x = False"},
    "x = max(a, b)": {"x = min(a, b)"},
    "x = a if b else c": {"x = a", "x = c"},
    "f(a)": {"pass"},
    "x = f(a=b)": {"x = f(a=None)"},
    "class A(Enum):\n    B = 'b'": {"class A(Enum):\n    B = 'b_'"},
    "x = 'select a from t order by a desc'": {"x = 'select a from t order by a asc'"},
    "x = 'select a from t where b < ?'": {"x = 'select a from t where b <= ?'"},
    "def f(a=True): ...": {"def f(a=False): ..."},
    "log.info('x', 3)": set(),
    "assert a < b": set(),
    "x: Literal[3]": set(),
    "'''A docstring where a < b.'''": set(),
}


@pytest.mark.parametrize("source", CASES)
def test_the_faults_of_a_line(source: str) -> None:
    """Each kind of fault is made, and what is no behaviour is left alone."""
    text = source.encode()

    assert {fault.applied(text).decode() for fault in catalogue.faults("a.py", text)} == CASES[source]


@pytest.mark.parametrize("name", [*rooms.NAMED, "jobs"])
def test_every_room_has_faults_and_tests(name: str) -> None:
    """A room has enough to draw from, its tests are there, and each fault is Python."""
    room = rooms.room(ROOT, name)
    path = room.files[-1]
    source = (ROOT / path).read_bytes()
    found = catalogue.faults(path, source)

    assert room.tests
    assert found
    sound = ast.dump(ast.parse(source))
    assert all(ast.dump(ast.parse(fault.applied(source))) != sound for fault in found)


def test_a_sample_is_the_seeds_own() -> None:
    """The same seed draws the same faults, another seed others, and a changed line elsewhere leaves most in place."""
    source = b"\n".join(b"x%d = a%d < %d" % (number, number, number) for number in range(100))
    possible = catalogue.faults("a.py", source)
    changed = catalogue.faults("a.py", b"y = 5\n" + source)
    drawn = sample(possible, 20, 1)

    assert len(set(drawn)) == 20
    assert sample(possible, 20, 1) == drawn
    assert sample(possible, 20, 2) != drawn
    assert {fault.code for fault in sample(changed, 20, 1)} & {fault.code for fault in drawn} != set()


def test_an_entry_of_the_list_becomes_stale() -> None:
    """An entry is stale where its line has changed, and where a test notices its fault by now."""
    fault = catalogue.faults("a.py", b"x = True")[0]
    entry = Explained(path="a.py", line="x = True", fault=fault.shown, reason="a test")
    gone = Explained(path="a.py", line="x = None", fault=fault.shown, reason="a test")
    elsewhere = Explained(path="b.py", line="x = None", fault=fault.shown, reason="a test")

    assert stale([entry, elsewhere], [fault], []) == []
    assert len(stale([gone], [fault], [])) == 1
    assert len(stale([entry], [fault], [fault])) == 1


def test_a_constant_concerns_the_tests_of_its_name() -> None:
    """A line that is run by imports alone is tried with the tests that execute a line where its name stands."""
    path = "monitor/desk/posting.py"
    source = (ROOT / path).read_bytes()
    fault = next(fault for fault in catalogue.faults(path, source) if fault.code.startswith("LEASE ="))
    number = next(line for line, text in enumerate(source.splitlines(), 1) if b", LEASE" in text or b"(LEASE" in text)
    reach = Reach(lines={path: {number: {"tests/a.py::test_b"}, 1: {"tests/a.py::test_c"}}})

    assert Names(ROOT).tests(fault, reach) == {"tests/a.py::test_b"}


def test_every_entry_of_the_list_is_of_a_fault_that_can_be_made() -> None:
    """An entry whose line was changed since is stale: what it explains is gone."""
    entries = explained(ROOT)
    lines = defaultdict(set)
    for entry in entries:
        lines[entry.path].add(entry.line)
    possible = [
        fault for path, those in lines.items() for fault in catalogue.faults(path, (ROOT / path).read_bytes(), those)
    ]

    assert entries
    assert [entry for entry in entries if not any(map(entry.is_of, possible))] == []


def test_the_tests_run_without_the_plugins_that_a_trial_leaves_out(request: pytest.FixtureRequest) -> None:
    """The hooks of the conftest are pytest's own or optional: trials run without xdist, and no test would run."""
    plugins = request.config.pluginmanager
    (conftest,) = (plugin for plugin in plugins.get_plugins() if getattr(plugin, "__file__", "") == str(CONFTEST))
    alone = pytest.PytestPluginManager()
    alone.register(conftest)

    alone.check_pending()

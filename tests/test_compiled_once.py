"""The run itself: what a worker need not compile, and what nobody looks through for litter."""

import gc
import py_compile
from pathlib import Path

import compiled_once
import pytest
from _pytest.assertion import rewrite


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A module of the product, a test, and a test that is no Python, of which none was compiled."""
    for place, code in {
        "monitor/one.py": "ONE = 1\n",
        "tests/a/test_one.py": "def test_one():\n    assert 1\n",
        "tests/a/test_broken.py": "def test_broken(:\n",
    }.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(code)
    return tmp_path


def test_what_was_compiled_is_what_a_worker_takes(checkout: Path, request: pytest.FixtureRequest) -> None:
    """The one by Python, the other with its asserts by pytest; what cannot be compiled is left to who imports it."""
    paths = [path for place in compiled_once.PLACES for path in compiled_once.modules(checkout / place)]
    assert not any(map(compiled_once.is_compiled, paths))
    for path in paths:
        compiled_once.compile_one(path, request.config)

    assert {path.name for path in paths if compiled_once.is_compiled(path)} == {"one.py", "test_one.py"}
    test = checkout / "tests/a/test_one.py"
    code = rewrite._read_pyc(test, compiled_once.kept(test))
    assert code is not None
    assert "@pytest_ar" in code.co_names
    assert str(compiled_once.kept(checkout / "monitor/one.py")) == py_compile.compile(str(checkout / "monitor/one.py"))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # a worker has threads; who starts them has none
def test_new_modules_are_compiled_by_some_processes(
    checkout: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, where there are enough and Python may keep them."""
    monkeypatch.setattr(type(request.config), "rootpath", property(lambda _: checkout))
    module = checkout / "monitor/one.py"
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    compiled_once.compile_new(request.config, 2)
    assert not compiled_once.is_compiled(module)

    monkeypatch.setattr(compiled_once, "FEW", 2)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compiled_once.compile_new(request.config, 2)
    assert not compiled_once.is_compiled(module)

    monkeypatch.setattr("sys.dont_write_bytecode", False)
    compiled_once.compile_new(request.config, 2)
    assert compiled_once.is_compiled(module)
    assert compiled_once.is_compiled(checkout / "tests/a/test_one.py")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("lost", ["get_cache_dir", "PYC_TAIL", "_rewrite_test", "_write_pyc", "assertstate_key", ""])
def test_a_pytest_that_compiles_otherwise_compiles_itself(
    checkout: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """The names that are used are its own: without them the product's modules are compiled, and no run fails."""
    monkeypatch.setattr(type(request.config), "rootpath", property(lambda _: checkout))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(compiled_once, "FEW", 1)
    if lost:
        monkeypatch.delattr(rewrite, lost)
    else:
        monkeypatch.setattr(compiled_once, "rewrite", None)
    compiled_once.compile_new(request.config, 1)
    monkeypatch.undo()

    assert compiled_once.is_compiled(checkout / "monitor/one.py")
    assert not compiled_once.is_compiled(checkout / "tests/a/test_one.py")


def test_what_was_collected_is_looked_through_no_more(request: pytest.FixtureRequest) -> None:
    """It would be at each search for cycles, some hundred thousand objects; what tests make is looked through."""
    assert gc.isenabled()
    assert request.config.pluginmanager.get_plugin("no-litter-yet").passed_over > 50_000

"""The rules of the code's shape, held by a test: layers, circles, homes of libraries, sizes, the clock."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE_LINES = 400
FUNCTION_LINES = 60

# Each unit's layer. Imports go down, or within one unit; on layers 0, 1, 4 and 5 also sideways, never in a circle.
LAYERS = {
    0: [
        *("__init__", "errors", "refusals", "causes", "model", "events", "report_time", "story", "observations"),
        *("text", "reading", "addresses", "cron", "logs"),
    ],
    1: ["catalogue", "config"],
    2: ["discover", "extract", "match", "dedupe", "store", "digest", "deliver", "health"],
    3: ["desk"],
    4: ["fetch", "pipelines", "settings", "loader", "spiders"],
    5: ["crawl", "worker", "dispatch", "jobs"],
    6: ["scheduler"],
    7: ["cli", "web"],
}
LAYER_OF = {unit: layer for layer, units in LAYERS.items() for unit in units}
STAGES = frozenset(LAYERS[2])
APART = "newsstand"  # the press of the demo and the tests: it must not know us
SIDEWAYS = {0, 1, 4, 5}

# Imports against the order, each with its reason.
EXEMPT = {
    ("scheduler", "cli"): "`python scheduler.py` is `monitor run`",
}

# One home a library: the modules (or packages) that may import it.
HOMES = {
    "scrapy": ["spiders", "monitor.fetch", "monitor.pipelines", "monitor.settings", "monitor.loader", "monitor.crawl",
               "monitor.cli.outlet.probing"],  # the last: a spider of the command line's own
    "twisted": ["spiders", "monitor.fetch"],
    "aiohttp": ["monitor.fetch", "monitor.deliver"],
    "apscheduler": ["scheduler"],
    "bs4": ["monitor.reading.html", "monitor.reading.css"],
    "soupsieve": ["monitor.reading.css"],
    "sqlite_utils": ["monitor.store"],
    "sqlite3": ["monitor.store"],
    "pysqlite3": ["monitor.store"],
    "pydantic": ["monitor.config", "monitor.catalogue"],
    "jinja2": ["monitor.digest.render", "monitor.web"],
    "procrastinate": ["monitor.dispatch"],
    "psycopg": ["monitor.dispatch"],
    "feedparser": ["monitor.discover"],
    "trafilatura": ["monitor.extract"],
    "tldextract": ["monitor.reading.urls"],
    "protego": ["monitor.fetch"],
    "apprise": ["monitor.deliver"],
    "click": ["monitor.cli"],
    "rich": ["monitor.cli"],
}  # fmt: skip

# Reading the wall clock belongs to layer 4 and above; below, `now` is an argument.
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


@dataclass(frozen=True)
class Module:
    """A module of the product: its dotted name, its file and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def unit(self) -> str:
        """The part of the product that it belongs to: a package or a module under `monitor`, `spiders`, `scheduler`."""
        parts = self.name.split(".")
        if parts[0] != "monitor":
            return parts[0]
        return parts[1] if len(parts) > 1 else "__init__"

    def __str__(self) -> str:
        return self.name


@cache
def modules() -> dict[str, Module]:
    """Every module of the product by its name."""
    files = [*ROOT.glob("monitor/**/*.py"), *ROOT.glob("spiders/**/*.py"), ROOT / "scheduler.py"]
    found = {}
    for path in files:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


@cache
def imports(name: str, *, at_import_time: bool = False) -> tuple[str, ...]:
    """The dotted names that a module imports: all, or only those needed to import it."""
    found = []
    for node in _nodes(modules()[name].tree, at_import_time=at_import_time):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{name} imports relatively"
            assert not node.level, f"{name} imports relatively"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [each if each in modules() else node.module for each in inner]
    return tuple(found)


def _nodes(tree: ast.AST, *, at_import_time: bool) -> Iterator[ast.AST]:
    """The nodes of a tree; at import time without functions and `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(tree):
        if at_import_time and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if at_import_time and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _nodes(child, at_import_time=at_import_time)


def ours(module: Module, *, at_import_time: bool = False) -> Iterator[Module]:
    """The modules of the product that a module imports."""
    for name in imports(module.name, at_import_time=at_import_time):
        if name in modules() and name != module.name:
            yield modules()[name]


def is_home(module: Module, homes: list[str]) -> bool:
    """Whether a module lies in one of these places."""
    return any(module.name == home or module.name.startswith(f"{home}.") for home in homes)


def test_every_module_has_a_layer() -> None:
    """A new part of the product finds its place in the table first."""
    unknown = {module.unit for module in modules().values()} - LAYER_OF.keys() - {APART}

    assert not unknown


def test_imports_go_down_only() -> None:
    """Nothing imports from a layer above its own, and only some layers sideways."""
    wrong = []
    for module in modules().values():
        for target in ours(module):
            if APART in {module.unit, target.unit} or module.unit == target.unit:
                continue
            here, there = LAYER_OF[module.unit], LAYER_OF[target.unit]
            is_fine = there < here or (there == here and here in SIDEWAYS)
            if not is_fine and (module.unit, target.unit) not in EXEMPT:
                wrong.append(f"{module} (layer {here}) imports {target} (layer {there})")

    assert not wrong


def test_stages_do_not_import_each_other() -> None:
    """Each stage can be read, tested and replaced alone."""
    wrong = [
        f"{module} imports {target}"
        for module in modules().values()
        if module.unit in STAGES
        for target in ours(module)
        if target.unit in STAGES - {module.unit}
    ]

    assert not wrong


def test_there_are_no_circles() -> None:
    """No module needs itself, through others, to be imported."""
    wrong: list[str] = []
    done: set[str] = set()

    def visit(module: Module, path: list[str]) -> None:
        if module.name in path:
            wrong.append(" -> ".join([*path[path.index(module.name) :], module.name]))
        elif module.name not in done:
            for target in ours(module, at_import_time=True):
                visit(target, [*path, module.name])
            done.add(module.name)

    for module in modules().values():
        visit(module, [])

    assert not wrong


def test_the_newsstand_stands_apart() -> None:
    """It imports nothing of ours, and only the demo and the tests know it."""
    wrong = []
    for module in modules().values():
        for target in ours(module):
            is_over_the_fence = (module.unit == APART) != (target.unit == APART)
            if is_over_the_fence and not module.name.startswith("monitor.cli"):
                wrong.append(f"{module} imports {target}")

    assert not wrong


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    """What a library is used for is found in one place."""
    strays = [
        module.name
        for module in modules().values()
        if module.unit != APART
        and not is_home(module, HOMES[library])
        and any(name.split(".")[0] == library for name in imports(module.name))
    ]

    assert not strays


def test_stages_read_no_clock() -> None:
    """Up to the desk the time is an argument."""
    wrong = [
        f"{module}:{node.lineno}"
        for module in modules().values()
        if LAYER_OF.get(module.unit, 9) <= 3
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]

    assert not wrong


@pytest.mark.parametrize("module", modules().values(), ids=str)
def test_modules_are_short_and_say_what_they_are_for(module: Module) -> None:
    """A module opens with its purpose and ends within what a person can hold; so do its functions."""
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES]

    assert ast.get_docstring(module.tree)
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES
    assert not long

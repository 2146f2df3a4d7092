"""The rules of the code's shape, held by a test: layers, circles, homes of libraries, sizes, names, the clock."""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULE_LINES = 350
FUNCTION_LINES = 45

# Each unit's layer. Imports go down, or within one unit; on layers 0, 5 and 6 also sideways, never in a circle.
LAYERS = {
    0: [
        *(
            "__init__",
            "errors",
            "refusals",
            "causes",
            "model",
            "events",
            "report_time",
            "story",
            "story_terms",
            "observations",
            "succession",
            "news",
        ),
        *("text", "phrasing", "brief", "forms", "reading", "addresses", "retry_after", "atomic_file", "cron", "logs"),
        "signed_links",
        *("person", "waking_hours", "story_moves", "dated_events", "embargo"),
        *("archive_place", "durations", "background", "pipe_lines", "slate", "event_size", "error_words"),
        *("listing_gap", "known_links", "rereading", "revised", "repeats"),
    ],
    1: ["catalogue", "cards"],
    2: ["discover", "extract", "match", "dedupe", "credit", "novelty", "store", "digest", "deliver", "health"],
    3: ["config"],
    4: ["desk", "views", "clips"],
    5: ["fetch", "pipelines", "settings", "lean_settings", "loader", "spiders"],
    6: [
        *("crawl", "worker", "dispatch", "journal", "jobs", "event_batches", "rehearsal", "web_process"),
        *("calendar_reader", "calendar_process", "huge_pages", "unbegun_deliveries", "window_start"),
    ],
    7: ["scheduler"],
    8: ["cli", "web", "assistant"],
}
LAYER_OF = {unit: layer for layer, units in LAYERS.items() for unit in units}
STAGES = frozenset(LAYERS[2])
APART = "newsstand"  # the press of the demo and the tests: it must not know us
SIDEWAYS = {0, 5, 6}

APART_EXTRAS = {"test", "bench"}  # what the product itself never imports

# Imports against the order, each with its reason.
EXEMPT = {
    ("scheduler", "cli"): "`python scheduler.py` is `monitor run`",
    ("cli", "web"): "`monitor web` starts the server; nothing else of the commands knows the pages",
    ("cli", "assistant"): "`monitor mcp` starts it; nothing else of the commands knows it",
}

# One home a library: the modules (or packages) that may import it.
HOMES = {
    "scrapy": ["spiders", "monitor.fetch", "monitor.pipelines", "monitor.loader", "monitor.lean_settings",
               "monitor.crawl", "monitor.cli.outlet.probing"],  # the last: a spider of the command line's own
    "twisted": ["spiders"],
    "aiohttp": ["monitor.fetch", "monitor.deliver"],
    "apscheduler": ["scheduler"],
    "ipaddress": ["monitor.addresses"],  # what it says and writes depends on the version of Python
    "bs4": ["monitor.reading.html", "monitor.reading.css"],
    "soupsieve": ["monitor.reading.css"],
    "sqlite_utils": ["monitor.store"],
    "sqlite3": [],  # nowhere: the store takes the one that sqlite-utils found
    "pysqlite3": [],  # as sqlite3
    "pydantic": ["monitor.config", "monitor.catalogue", "monitor.deliver", "monitor.assistant.assistant_server"],
    "jinja2": ["monitor.digest.templating", "monitor.digest.template_sandbox", "monitor.web.page_templates",
               "monitor.clips.report_page"],
    "markupsafe": ["monitor.web.page_templates"],
    "starlette": ["monitor.web"],
    "uvicorn": ["monitor.web.server"],
    "argon2": ["monitor.web.password"],
    "icalendar": ["monitor.views.calendar_form", "monitor.reading.ical_events"],
    "dateutil": ["monitor.reading.ical_events"],  # the rules of what repeats; icalendar brings it
    "xlsxwriter": ["monitor.clips.workbook"],
    "weasyprint": ["monitor.clips.pdf"],
    "mcp": ["monitor.assistant.assistant_server"],
    "mcp_types": ["monitor.assistant.assistant_server"],
    "procrastinate": ["monitor.dispatch"],
    "psycopg": ["monitor.dispatch"],
    "feedparser": ["monitor.discover"],
    "tldextract": ["monitor.reading.host_names"],
    "protego": ["monitor.fetch"],
    "apprise": ["monitor.deliver"],
    "warcio": ["monitor.store.file"],
    "python_calamine": ["monitor.cli.importing"],
    "click": ["monitor.cli"],
    "rich": ["monitor.cli"],
}  # fmt: skip

# Libraries whose module is not called as the library is.
MODULES = {
    "beautifulsoup4": "bs4",
    "google-re2": "re2",
    "argon2-cffi": "argon2",
    "python-dateutil": "dateutil",
    "python-multipart": "",  # taken by starlette where a form was sent
    "pysqlite3": "",  # taken by sqlite-utils where it is there
    "tzdata": "",  # data, found by zoneinfo
    "datasette": "",  # a program of its own, over the archive
}

# Class names that two rooms may have, each with its reason.
SHARED_CLASS_NAMES = {
    "Line": "of a screen and of a trial's input: neither leaves its module",
    "Listing": "what a source lists, and what the command line lists",
}

# What still breaks a rule: to be emptied, never to grow.
YET: set[str] = set()

# Reading the wall clock belongs to layer 5 and above; below, `now` is an argument.
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)
# What has names of its own.
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


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
def imports(name: str, *, in_functions: bool = True) -> tuple[str, ...]:
    """The dotted names that a module imports: all, or those outside of functions, for the type checker too."""
    found = []
    for node in _nodes(modules()[name].tree, in_functions=in_functions):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{name} imports relatively"
            assert not node.level, f"{name} imports relatively"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [each if each in modules() else node.module for each in inner]
    return tuple(found)


def _nodes(tree: ast.AST, *, in_functions: bool) -> Iterator[ast.AST]:
    """The nodes of a tree, or only those outside of functions."""
    left = [*ast.iter_child_nodes(tree)]
    while left:
        child = left.pop()
        if in_functions or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            left += ast.iter_child_nodes(child)


def ours(module: Module, *, in_functions: bool = True) -> Iterator[Module]:
    """The modules of the product that a module imports."""
    for name in imports(module.name, in_functions=in_functions):
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
    """No module needs itself, through others: neither to be imported, nor for a type."""
    wrong: list[str] = []
    done: set[str] = set()

    def visit(module: Module, path: list[str]) -> None:
        if module.name in path:
            wrong.append(" -> ".join([*path[path.index(module.name) :], module.name]))
        elif module.name not in done:
            for target in ours(module, in_functions=False):
                visit(target, [*path, module.name])
            done.add(module.name)

    for module in modules().values():
        visit(module, [])

    assert wrong == []


def test_the_newsstand_stands_apart() -> None:
    """It imports nothing of ours, and only the demo and the tests know it."""
    wrong = []
    for module in modules().values():
        for target in ours(module):
            is_over_the_fence = (module.unit == APART) != (target.unit == APART)
            if is_over_the_fence and not module.name.startswith("monitor.cli"):
                wrong.append(f"{module} imports {target}")

    assert not wrong


def test_a_library_has_one_home() -> None:
    """What a library is used for is found in one place."""
    strays = [
        f"{module} imports {library}"
        for module in modules().values()
        if module.unit != APART
        for library in sorted({name.split(".")[0] for name in imports(module.name)} & HOMES.keys())
        if not is_home(module, HOMES[library])
    ]

    assert strays == []


def test_stages_read_no_clock() -> None:
    """Up to the desk the time is an argument."""
    wrong = [
        f"{module}:{node.lineno}"
        for module in modules().values()
        if LAYER_OF.get(module.unit, 9) <= 4
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]

    assert not wrong


def test_no_variable_of_a_comprehension_is_a_name_of_its_siblings() -> None:
    """`{hit for hit in …}`, and `hit(…)` of the module in another comprehension of the function: then Python fails.

    For it takes both to be the variable: of a name of the module before 3.12.4 (gh-118513), of one of the function
    around still (gh-156664). Only where the variable comes first; the rule does not ask for that.
    """
    assert "f: x" in _taken(ast.parse("def f(): return {x for x in y}, [x(z) for z in y]"))
    assert not _taken(ast.parse("def f(x): return {x for x in x}, [x(z) for z in y], x"))

    wrong = [f"{module}.{name}" for module in modules().values() for name in _taken(module.tree)]

    assert wrong == []


def _taken(tree: ast.Module) -> list[str]:
    """Each function with a name that is a comprehension's variable in it and comes from outside in another."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (*FUNCTIONS, *COMPREHENSIONS))]
    lines = [node.lineno for node in nodes if isinstance(node, COMPREHENSIONS)]
    found = []
    for function in nodes:
        several = sum(function.lineno <= line <= (function.end_lineno or 0) for line in lines) > 1
        if several and isinstance(function, FUNCTIONS):
            uses = [use for part in ast.iter_child_nodes(function) for use in _uses(part)]
            own, held, read = ({name for kind, name in uses if kind == each} for each in ("own", "held", "read"))
            found += [f"{getattr(function, 'name', function.lineno)}: {name}" for name in (held & read) - own]
    return found


def _uses(node: ast.AST, held: frozenset[str] | None = None) -> Iterator[tuple[str, str]]:
    """The names that a function gives, its comprehensions hold, and these read from outside. `held`: inside of one."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield "own", name
        case ast.Name(id=name) if held is not None and name not in held:
            yield "read", name
        case ast.ListComp() | ast.SetComp() | ast.DictComp():
            first, *_ = node.generators
            names = {
                each.id for loop in node.generators for each in ast.walk(loop.target) if isinstance(each, ast.Name)
            }
            yield from (("held", name) for name in names)
            yield from _uses(first.iter, held)
            results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            later = [part for loop in node.generators for part in (loop.iter, *loop.ifs) if part is not first.iter]
            for part in (*results, *later):
                yield from _uses(part, (held or frozenset()) | names)
        case ast.GeneratorExp():  # a function of its own, but for what it goes through
            yield from _uses(node.generators[0].iter, held)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef():
            pass
        case _:
            for part in ast.iter_child_nodes(node):
                yield from _uses(part, held)


def test_expressions_mean_the_same_to_each_python() -> None:
    """A group that gives nothing back ("(…)*+") matches wrongly before Python 3.11.5; "(?>(…)*)" does not."""
    wrong = [
        f"{module}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        if re.search(r"\)(?:[*+?]|\{[\d,]*\})\+", _written(node.args[0]))
    ]

    assert wrong == []


def _written(expression: ast.expr) -> str:
    """The constant parts of what is given to `re.compile`."""
    parts = [node.value for node in ast.walk(expression) if isinstance(node, ast.Constant)]
    return "…".join(part.decode("latin-1") if isinstance(part, bytes) else str(part) for part in parts)


def test_modules_are_short_and_say_what_they_are_for() -> None:
    """A module opens with its purpose and ends within what a person can hold; so do its functions."""
    silent = [str(module) for module in modules().values() if not ast.get_docstring(module.tree)]
    long = {str(module): lines for module in modules().values() if (lines := lines_of(module)) > MODULE_LINES}
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                long |= {f"{module}.{node.name}": size} if size > FUNCTION_LINES else {}

    assert silent == []
    assert {name: size for name, size in long.items() if name not in YET} == {}


def lines_of(module: Module) -> int:
    """The length of a module's file."""
    return len(module.path.read_text(encoding="utf-8").splitlines())


def test_a_folder_names_its_rooms() -> None:
    """The first screen of a folder, its docstring, names each module and each folder in it."""
    folders = [each for each in modules().values() if each.path.name == "__init__.py"]
    unsaid = {str(module): names for module in folders if (names := unsaid_rooms(module))}

    assert len(folders) > 30
    assert {name: names for name, names in unsaid.items() if name not in YET} == {}


def unsaid_rooms(module: Module) -> list[str]:
    """The modules and folders that the docstring of their folder does not name."""
    rooms = [path.parent if path.name == "__init__.py" else path for path in module.path.parent.glob("*.py")]
    rooms += [path.parent for path in module.path.parent.glob("*/__init__.py")]
    names = {room.stem for room in rooms} - {module.path.parent.name, "__main__"}
    said = ast.get_docstring(module.tree) or ""
    return sorted(name for name in names if not re.search(rf"\b{name}\b", said))


def test_a_file_name_says_which_room_it_is_of() -> None:
    """No two files have the same name, but for those named after the command, the page or the spider that is typed."""
    typed = ("monitor.cli.commands.", "monitor.cli.trial.", "monitor.web.pages.", "spiders.")
    named = defaultdict(list)
    for module in modules().values():
        if module.path.name not in {"__init__.py", "__main__.py"} and not module.name.startswith(typed):
            named[module.path.stem].append(module.name)

    assert {stem: names for stem, names in named.items() if len(names) > 1} == {}


def test_a_public_class_has_a_name_of_its_own() -> None:
    """An import says what it brings: two classes of one name are two readings of it."""
    homes = defaultdict(set)
    for module in modules().values():
        if APART in module.name.split("."):
            continue
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in SHARED_CLASS_NAMES:
                homes[node.name].add(module.name)

    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_the_tables_name_what_is_there() -> None:
    """A layer's part exists, and a library's home imports it: a row about nothing would check nothing."""
    units = {module.unit for module in modules().values()}
    empty = [
        (library, home)
        for library, homes in HOMES.items()
        for home in homes
        if not any(
            name.split(".")[0] == library
            for module in modules().values()
            if is_home(module, [home])
            for name in imports(module.name)
        )
    ]

    assert sorted(LAYER_OF.keys() - units) == []
    assert empty == []


def test_what_is_imported_is_declared_and_the_reverse() -> None:
    """Each library that the product imports is a dependency of its own, and each dependency is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        line for name, lines in project["optional-dependencies"].items() if name not in APART_EXTRAS for line in lines
    ]
    names = [re.split(r"[^\w.-]", line)[0].lower() for line in (*project["dependencies"], *extras)]
    declared = {MODULES.get(name, name.replace("-", "_")) for name in names} - {""}
    known = {*sys.stdlib_module_names, "monitor", "spiders", "scheduler"}
    imported = {name.split(".")[0] for module in modules() for name in imports(module)} - known

    assert sorted(declared - imported) == []
    assert sorted(imported - declared) == []


def test_what_the_tests_import_is_declared() -> None:
    """`make install` brings each library of the suite, and not by the chance that another one needs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    extras = [
        line for name in ("test", "apprise", "cluster", "datasette", "mcp", "pdf", "xlsx") for line in optional[name]
    ]
    names = [re.split(r"[^\w.-]", line)[0].lower() for line in (*project["dependencies"], *extras)]
    declared = {MODULES.get(name, name.replace("-", "_")) for name in names}
    files = [*(ROOT / "tests").rglob("*.py")]
    own = {path.stem for path in files} | {"tests", "bench", "monitor", "spiders", "scheduler", "_pytest"}
    imported = {
        name.split(".")[0]
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_by(node)
    }

    assert sorted(imported - own - declared - set(sys.stdlib_module_names)) == []


def imported_by(node: ast.AST) -> list[str]:
    """The absolute names of one import statement."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_the_layers_are_drawn_as_they_are() -> None:
    """The drawing in the documentation is this table, top layer first."""
    text = (ROOT / "docs/design/architecture.md").read_text(encoding="utf-8")
    drawing = text.partition("## Layers\n\n")[2].partition("\n\n")[0]
    drawn: dict[int, set[str]] = {}
    for line in drawing.splitlines():
        layer, units = line[4:7].strip(), re.split(r" {3,}", line[7:].strip())[0]
        if layer:
            drawn[number := int(layer)] = set()
        drawn[number].update(units.split())

    assert drawn == {layer: set(units) - {"__init__"} for layer, units in LAYERS.items()}
    assert list(drawn) == sorted(LAYERS, reverse=True)


def test_a_match_over_kinds_forgets_none() -> None:
    """A `match` over classes or members ends in `assert_never`, or says after `case _:` why others may come."""
    over_kinds = [
        (module, node)
        for module in modules().values()
        if str(module) not in YET
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Match) and is_over_kinds(node)
    ]

    assert over_kinds
    assert [f"{module}:{node.lineno}" for module, node in over_kinds if not is_closed(node, module)] == []


def is_over_kinds(node: ast.Match) -> bool:
    """Whether its cases are classes or members of an enum, but for one that takes the rest."""
    patterns = [case.pattern for case in node.cases]
    if isinstance(last := patterns[-1], ast.MatchAs) and last.pattern is None:
        patterns.pop()
    return bool(patterns) and all(_is_kind(pattern) for pattern in patterns)


def _is_kind(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(_is_kind(each) for each in pattern.patterns)
    if isinstance(pattern, ast.MatchAs) and pattern.pattern:
        return _is_kind(pattern.pattern)
    is_member = isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Attribute)
    return is_member or isinstance(pattern, ast.MatchClass)


def is_closed(node: ast.Match, module: Module) -> bool:
    """Whether the last case cannot be, or the line says with `# open: ` who else may come."""
    last = node.cases[-1]
    says_so = "# open: " in module.path.read_text(encoding="utf-8").splitlines()[last.pattern.lineno - 1]
    return says_so or "assert_never(" in ast.unparse(last.body[0])

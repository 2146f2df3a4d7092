"""What is installed is whole: a wheel made of this tree works in another folder, by itself."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "scheduler.py", "monitor", "spiders")
pytestmark = pytest.mark.slow


def copied(tree: Path) -> Path:
    """A copy of what an installation needs, without what was made of it here."""
    tree.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        else:
            shutil.copy(ROOT / name, tree)
    return tree


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree so that nothing is left in it."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = copied(folder / "tree")
    (tree / "monitor" / "dedupe" / "stale.cpython-30-none.so").touch()
    (tree / "monitor" / "__pycache__").mkdir()
    (tree / "monitor" / "__pycache__" / "stale.pyc").touch()
    told = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(tree)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked, as an installer would."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `folder` with the unpacked wheel, and not this tree, on its path."""
    # Safe: neither the folder nor an installed checkout may stand in for what the wheel lacks.
    return subprocess.run(
        [sys.executable, "-P", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    """Modules, the shipped outlets, templates, the newsstand's articles: what the tree has, the wheel has."""
    held = set(zipfile.ZipFile(wheel).namelist())
    files = [path for package in ("monitor", "spiders") for path in (ROOT / package).rglob("*") if path.is_file()]
    ours = [path.relative_to(ROOT) for path in files if "__pycache__" not in path.parts and path.suffix != ".so"]
    wanted = {path.as_posix() for path in ours}

    assert wanted - held == set()
    assert {"scheduler.py", "monitor/py.typed", "monitor/outlets/variety.toml", "spiders/feed.py"} <= held
    assert not [name for name in held if name.endswith(".pyc")]
    assert not [name for name in held if name.startswith(("tests/", "bench/", "docs/"))]


def test_the_wheel_holds_what_was_compiled(wheel: Path) -> None:
    """Each module that can be compiled was, for this Python, and not taken from the tree."""
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    sources = [path.relative_to(ROOT) for path in (ROOT / "monitor").rglob("*.pyx")]
    compiled = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".so")]

    assert sorted(compiled) == sorted(path.with_suffix(suffix).as_posix() for path in sources)


def test_without_a_compiler_nothing_is_compiled_and_nothing_fails(tmp_path: Path) -> None:
    """Where the compiler fails, what would be compiled is left out: plain Python does the same."""
    tree = copied(tmp_path / "tree")
    told = subprocess.run(
        [sys.executable, "setup.py", "build_ext", "--inplace"],
        cwd=tree,
        env={**os.environ, "CC": "false"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )

    assert told.returncode == 0, told.stderr[-2000:]
    assert [*(tree / "monitor").rglob("*.pyx")]
    assert not [*tree.rglob("*.so")]


def test_what_was_compiled_of_other_sources_is_not_used(installed: Path, tmp_path: Path) -> None:
    """A form that is older than its source is as if it were not there, and plain Python does its work."""
    copy = tmp_path / "site"
    shutil.copytree(installed, copy)
    with (copy / "monitor" / "dedupe" / "_reading.pyx").open("a") as source:
        source.write("# newer\n")
    words = ("-c", "from monitor.dedupe import compiled, document; print(compiled.without(), document.read_english)")
    before, after = run(installed, tmp_path, *words), run(copy, tmp_path, *words)

    assert before.stdout.startswith("[] <cyfunction") or before.stdout.startswith("[] <built-in"), before.stderr
    assert after.stdout.startswith("['_reading'] <function"), after.stderr


def test_the_wheel_declares_its_command(installed: Path) -> None:
    """`monitor` is what an installer puts on the path, and the licence comes along."""
    (info,) = installed.glob("*.dist-info")

    assert "monitor = monitor.cli:main" in (info / "entry_points.txt").read_text()
    assert (info / "licenses" / "LICENSE").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-m", "monitor.cli", "--version"), "monitor 0."),
        (("-m", "monitor.cli", "outlet", "list", "--limit", "2000"), "variety"),
        (("-c", "import scheduler, sys; print(scheduler.__file__)"), "scheduler.py"),
        (
            ("-c", "from monitor.newsstand import Press; print(len(Press.load().outlets), 'outlets')"),
            "13 outlets",
        ),
        (
            ("-c", "from spiders.outlet import READERS; print(sorted(kind.value for kind in READERS))"),
            "['feed', 'section', 'sitemap', 'wordpress']",
        ),
    ],
)
def test_it_runs_from_another_folder(installed: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Commands, the daemon's module, the demo's press and the spiders need nothing of the checkout."""
    told = run(installed, tmp_path, *words)

    assert told.returncode == 0, told.stderr
    assert said in told.stdout
    assert str(ROOT) not in told.stdout


def test_a_first_configuration_is_written_and_is_right(installed: Path, tmp_path: Path) -> None:
    """`monitor init` in an empty folder writes what `monitor check` finds right."""
    told = run(installed, tmp_path, "-m", "monitor.cli", "init")
    checked = run(installed, tmp_path, "-m", "monitor.cli", "check")

    assert told.returncode == 0, told.stderr
    assert checked.returncode == 0, checked.stderr


def test_the_templates_are_found(installed: Path, tmp_path: Path) -> None:
    """Every template that the wheel brings is compiled by the renderer that the wheel brings."""
    program = (
        "from monitor.digest import templating; made = templating._environment(None); "
        "print([name for name in made.list_templates() if made.get_template(name)])"
    )
    told = run(installed, tmp_path, "-c", program)

    assert told.returncode == 0, told.stderr
    assert "digest.html" in told.stdout


def test_the_pages_are_served(installed: Path, tmp_path: Path) -> None:
    """Pages, their style and their script, and the report's own page come out of the wheel."""
    program = (
        "from monitor.clips import report_page; from monitor.web import page_templates as made, pages; "
        "report_page._environment().get_template('report.html'); "
        "print(len([made._environment().get_template(page.template) for page in pages.PAGES]), "
        "*(name for name in ('desk.css', 'keys.js', 'icon.svg') if made.static(name)))"
    )
    told = run(installed, tmp_path, "-c", program)

    assert told.returncode == 0, told.stderr
    assert told.stdout.split()[1:] == ["desk.css", "keys.js", "icon.svg"]
    assert str(ROOT) not in told.stdout
